"""Opening office packages (zip with XML) within limits, and reading their XML without DTD."""

import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from verbundakte.core.converters.errors import Damaged, Encrypted, TooLarge
from verbundakte.core.converters.limits import (
    MAX_UNPACKED_BYTES,
    MAX_XML_DEPTH,
    MAX_ZIP_ENTRIES,
    MAX_ZIP_RATIO,
)
from verbundakte.core.converters.source import Source

DAMAGED = "Die Datei ist beschädigt: Ihr Archiv lässt sich nicht lesen."
BOMB = "Die Datei ist entpackt ungewöhnlich groß und wird nicht gelesen."
DOCTYPE = "Die Datei enthält eine Dokumenttypdefinition; das ist hier nicht erlaubt."
DEEP = "Die Datei ist zu tief verschachtelt."
SMALL = 1 << 20
CHUNK = 1 << 18
UNREADABLE = (
    zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error
)  # fmt: skip
Event = tuple[str, str, dict]


class Package:
    """A zip of XML parts; counts what it has unpacked."""

    def __init__(self, source: Source):
        try:
            self.archive = zipfile.ZipFile(source.open())
        except UNREADABLE:
            raise Damaged(DAMAGED) from None
        self.names = self.archive.namelist()
        if len(self.names) > MAX_ZIP_ENTRIES:
            raise TooLarge(BOMB)
        self.unpacked = 0

    def read(self, name: str) -> bytes:
        """Return one part, empty when it does not exist."""
        try:
            entry = self.archive.getinfo(name)
        except KeyError:
            return b""
        if entry.flag_bits & 1:
            raise Encrypted("Die Datei ist verschlüsselt.")
        ratio = entry.file_size / max(1, entry.compress_size)
        self.unpacked += entry.file_size
        if self.unpacked > MAX_UNPACKED_BYTES or (ratio > MAX_ZIP_RATIO and self.unpacked > SMALL):
            raise TooLarge(BOMB)
        try:
            with self.archive.open(entry) as stream:
                return stream.read(entry.file_size)
        except UNREADABLE:
            raise Damaged(DAMAGED) from None

    def events(self, name: str) -> Iterator[Event]:
        """Yield the events of one XML part."""
        return xml_events(self.read(name))


class Collector:
    """Parser target: remembers what happened since the last look, and how deep we are."""

    def __init__(self):
        self.events: list[Event] = []
        self.depth = 0

    def start(self, tag: str, attributes: dict) -> None:
        self.depth += 1
        if self.depth > MAX_XML_DEPTH:
            raise TooLarge(DEEP)
        self.events.append(("start", local_name(tag), attributes))

    def end(self, tag: str) -> None:
        self.depth -= 1
        self.events.append(("end", local_name(tag), {}))

    def data(self, text: str) -> None:
        self.events.append(("text", text, {}))

    def close(self) -> None:
        """Nothing to return; the events have been taken."""

    def take(self) -> list[Event]:
        """Return the events since the last call."""
        events, self.events = self.events, []
        return events


def xml_events(data: bytes) -> Iterator[Event]:
    """Yield (start, tag, attributes), (text, characters), (end, tag) without namespaces.

    No DTD, no entities, no network, limited depth. Raises Damaged or TooLarge.
    """
    if not data:
        return
    if b"<!DOCTYPE" in data[:4096]:
        raise Damaged(DOCTYPE)
    target = Collector()
    parser = etree.XMLParser(
        target=target, resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    try:
        for position in range(0, len(data), CHUNK):
            parser.feed(data[position : position + CHUNK])
            yield from target.take()
        parser.close()
    except etree.XMLSyntaxError:
        raise Damaged("Die Datei ist beschädigt: Ihr XML lässt sich nicht lesen.") from None
    yield from target.take()


def local_name(tag: str) -> str:
    """Return the tag without its namespace."""
    return tag.rpartition("}")[2]
