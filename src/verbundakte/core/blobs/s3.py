"""A store in a bucket of an S3 server: `<tenant>/<aa>/<sha256>`, written once, read back.

Nothing the server says about integrity is believed (an ETag is a name, not a digest): after each
upload the bytes are read back and their SHA-256 is compared. Versions of the bucket are not used.
"""

import hashlib
import http.client
import io
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

from lxml import etree

from verbundakte.core.blobs.backend import digest_stream
from verbundakte.core.blobs.errors import (
    BytesDamaged,
    BytesMissing,
    Entry,
    StoreAway,
    Stored,
    StoreFull,
    checked,
    name_of,
)
from verbundakte.core.blobs.s3_wire import CHUNK, TRIES, Answer, Ask, Wire, part_of
from verbundakte.core.blobs.sigv4 import Server
from verbundakte.core.metrics import store_errors

logger = logging.getLogger("verbundakte.store")
PART = 16 * 1024 * 1024  # bytes sent at once; what is larger goes in parts
MOST_PARTS = 9000
FRESH = timedelta(hours=1)
ONLY_NEW = {"if-none-match": "*"}
THERE_ALREADY, NOT_KNOWN, NO_SPACE = 412, 501, 507


class Bucket:
    """Objects in a bucket. Every call may raise StoreAway."""

    name = "s3"

    def __init__(self, server: Server):
        self.wire = Wire(server)

    def entry(self, tenant: int, sha256: str) -> Entry | None:
        """Return what is there under this digest."""
        answer = self.wire.ask(Ask("HEAD", key_of(tenant, sha256)))
        if answer.status == 404:
            return None
        _require(answer, 200)
        try:
            at = parsedate_to_datetime(answer.headers["last-modified"])
            return Entry(sha256, int(answer.headers["content-length"]), at)
        except (KeyError, ValueError) as error:  # an answer that was cut within its headers
            raise StoreAway from error

    def put_file(self, tenant: int, path: Path, stored: Stored) -> None:
        """Upload a file under its digest, read it back, then take it out of the spool.

        Raises StoreFull. What lay there damaged is replaced; what cannot be read back as it was
        sent is an error, so that no row ever names it.
        """
        with open(path, "rb") as file:
            is_new = self._upload(tenant, file, stored, ONLY_NEW)
            if not is_new and self._is_old(tenant, stored):
                self._upload(tenant, file, stored, {})  # else the clean-up may just be at it
            if self.digest(tenant, stored.sha256) != stored:
                if not is_new:
                    self._upload(tenant, file, stored, {})
                if is_new or self.digest(tenant, stored.sha256) != stored:
                    store_errors.add(store="s3", kind="wrong")
                    logger.error("store gives back other bytes than it was given")
                    self.remove(tenant, stored.sha256)
                    raise StoreAway
        path.unlink(missing_ok=True)

    def open(self, tenant: int, sha256: str) -> BinaryIO:
        """Open for reading; asks for bytes only when they are read."""
        found = self.entry(tenant, sha256)
        if found is None:
            raise BytesMissing
        return self._reader(tenant, found, compare=True)

    def digest(self, tenant: int, sha256: str) -> Stored | None:
        """Return what the stored bytes really are, None when they are not there."""
        found = self.entry(tenant, sha256)
        if found is None:
            return None
        with self._reader(tenant, found, compare=False) as file:
            return digest_stream(file)

    def entries(self, tenant: int, after: str = "") -> Iterator[Entry]:
        """Yield everything by name."""
        prefix, more = f"{int(tenant)}/", ""
        query = {"list-type": "2", "prefix": prefix, "max-keys": "1000"}
        if after:
            query["start-after"] = key_of(tenant, after)
        while True:
            answer = self.wire.ask(
                Ask("GET", query=query | ({"continuation-token": more} if more else {}))
            )
            _require(answer, 200)
            listed = _xml(answer)
            for item in listed.iterfind("{*}Contents"):
                yield Entry(
                    name_of(item.findtext("{*}Key", "").removeprefix(prefix)),
                    int(item.findtext("{*}Size", "0")),
                    _moment(item.findtext("{*}LastModified", "")),
                )
            more = listed.findtext("{*}NextContinuationToken") or ""
            if not more:
                return

    def remove(self, tenant: int, sha256: str) -> None:
        """Delete, if it is there."""
        _require(self.wire.ask(Ask("DELETE", key_of(tenant, sha256))), 200, 204, 404)

    def make(self) -> None:
        """Make the bucket, if it is not there."""
        if self.wire.ask(Ask("HEAD")).status == 404:
            _require(self.wire.ask(Ask("PUT")), 200)

    @property
    def is_resting(self) -> bool:
        """Whether it is left alone because it did not answer."""
        return self.wire.is_resting

    # --- inside ---

    def _reader(self, tenant: int, found: Entry, *, compare: bool) -> BinaryIO:
        digest = found.name if compare else ""
        raw = ObjectReader(self.wire, key_of(tenant, found.name), found.size, digest)
        return io.BufferedReader(raw, CHUNK)

    def _upload(self, tenant: int, file: BinaryIO, stored: Stored, condition: dict) -> bool:
        """Send the bytes; return whether they are new there."""
        key = key_of(tenant, stored.sha256)
        send = self._in_parts if stored.size > PART else self._at_once
        answer = send(key, file, stored, condition)
        if answer.status == NOT_KNOWN and condition:  # a server without conditions: ask first
            if self.entry(tenant, stored.sha256) is not None:
                return False
            answer = send(key, file, stored, {})
        if answer.status == THERE_ALREADY:
            return False
        _require(answer, 200)
        return True

    def _is_old(self, tenant: int, stored: Stored) -> bool:
        found = self.entry(tenant, stored.sha256)
        return found is None or datetime.now(UTC) - found.at > FRESH

    def _at_once(self, key: str, file: BinaryIO, stored: Stored, condition: dict) -> Answer:
        body = part_of(file, 0, stored.size)
        return self.wire.ask(
            Ask("PUT", key, headers=condition, body=body, length=stored.size, payload=stored.sha256)
        )

    def _in_parts(self, key: str, file: BinaryIO, stored: Stored, condition: dict) -> Answer:
        begun = self.wire.ask(Ask("POST", key, {"uploads": ""}))
        _require(begun, 200)
        upload = {"uploadId": _xml(begun).findtext("{*}UploadId", "")}
        try:
            tags = list(self._send_parts(key, file, stored.size, upload))
            content = _completion(tags)
            answer = self.wire.ask(
                Ask("POST", key, upload, condition, lambda: iter([content]), len(content),
                    hashlib.sha256(content).hexdigest())
            )  # fmt: skip
            if answer.status == 200 and _xml(answer).tag.endswith("Error"):
                raise StoreAway  # S3 may tell an error behind a 200 here
        except Exception:
            self._forget(key, upload)
            raise
        if answer.status != 200:
            self._forget(key, upload)
        return answer

    def _send_parts(self, key: str, file: BinaryIO, size: int, upload: dict) -> Iterator[str]:
        length = max(PART, size // MOST_PARTS + 1)
        for number, start in enumerate(range(0, size, length), 1):
            left = min(length, size - start)
            body = part_of(file, start, left)
            digest = hashlib.sha256()
            for chunk in body():
                digest.update(chunk)
            query = upload | {"partNumber": str(number)}
            answer = self.wire.ask(Ask("PUT", key, query, {}, body, left, digest.hexdigest()))
            _require(answer, 200)
            yield answer.headers.get("etag", "")

    def _forget(self, key: str, upload: dict) -> None:
        try:
            self.wire.ask(Ask("DELETE", key, upload))
        except StoreAway:
            logger.warning("parts of an upload stay behind until the bucket's own clean-up")


class ObjectReader(io.RawIOBase):
    """Reads an object from any place; a connection that breaks is taken up where it broke.

    Read from its first byte to its last, it compares the digest (if one is given) and does not give
    out the end of something else: raises BytesDamaged.
    """

    def __init__(self, wire: Wire, key: str, size: int, sha256: str):
        self._wire, self._key, self._size, self._sha256 = wire, key, size, sha256
        self._at = 0
        self._digest: hashlib._Hash | None = hashlib.sha256() if sha256 else None
        self._connection: http.client.HTTPConnection | None = None
        self._response: http.client.HTTPResponse | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; the next read asks for the bytes from there on."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        place = max(0, base + offset)
        if place != self._at:
            self._drop()
            self._at, self._digest = place, None
        return self._at

    def readinto(self, buffer) -> int:
        """Read what fits; 0 at the end."""
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        chunk = self._read(wanted)
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        if self._digest is not None:
            self._digest.update(chunk)
            if self._at == self._size and self._digest.hexdigest() != self._sha256:
                store_errors.add(store="s3", kind="wrong")
                raise BytesDamaged
        return len(chunk)

    def close(self) -> None:
        """Let go of the connection."""
        self._drop()
        super().close()

    def _read(self, wanted: int) -> bytes:
        for _ in range(TRIES):
            try:
                with self._wire.turn():
                    if self._response is None:
                        self._ask()
                    if chunk := self._response.read(wanted):
                        return chunk
                    raise http.client.IncompleteRead(b"")
            except (OSError, http.client.HTTPException):
                self._drop()
        raise StoreAway

    def _ask(self) -> None:
        headers = {"range": f"bytes={self._at}-"}
        self._connection, self._response = self._wire.begin(Ask("GET", self._key, headers=headers))
        if self._response.status == 404:
            self._drop()
            raise BytesMissing
        if self._response.status not in (200, 206) or (self._response.status == 200 and self._at):
            raise http.client.HTTPException(f"HTTP {self._response.status}")

    def _drop(self) -> None:
        if self._connection is not None:
            at_end = self._response is not None and self._response.isclosed()
            self._wire.keep(self._connection) if at_end else self._connection.close()
        self._connection = self._response = None


def key_of(tenant: int, sha256: str) -> str:
    """Return the key of an object."""
    return f"{int(tenant)}/{checked(sha256)[:2]}/{sha256}"


def _require(answer: Answer, *statuses: int) -> None:
    """Raise StoreFull or StoreAway for every other status."""
    if answer.status in statuses:
        return
    store_errors.add(store="s3", kind="refused")
    logger.error("store refuses", extra={"status": answer.status, "reason": _code(answer)})
    raise StoreFull if answer.status == NO_SPACE else StoreAway


def _code(answer: Answer) -> str:
    try:
        return _xml(answer).findtext("{*}Code") or ""
    except StoreAway:
        return ""


def _xml(answer: Answer):
    """Read an answer of the server, which is foreign: no entities, no network."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(answer.body, parser)
    except etree.XMLSyntaxError as error:
        raise StoreAway from error


def _completion(tags: list[str]) -> bytes:
    parts = "".join(
        f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(tag)}</ETag></Part>"
        for number, tag in enumerate(tags, 1)
    )
    return f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else datetime.now(UTC)
