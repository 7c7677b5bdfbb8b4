"""What an office file tells of itself: author, program, macros, what it loads or brings along."""

import io
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import PurePosixPath

import olefile

from verbundakte.core.converters import charset, vba
from verbundakte.core.converters.facts import Facts, are_programs, moment
from verbundakte.core.converters.packages import Package
from verbundakte.core.converters.results import Identified
from verbundakte.core.converters.source import Source

OOXML = {"docx", "xlsx", "pptx"}
ODF = {"odt", "ods", "odp", "odg"}
CORE = {
    "title": "title", "creator": "author", "lastModifiedBy": "last_author",
    "revision": "revision", "created": "created_at", "modified": "changed_at",
    "Application": "application", "Company": "company",
}  # fmt: skip
META = {
    "title": "title", "initial-creator": "author", "creator": "last_author",
    "editing-cycles": "revision", "creation-date": "created_at", "date": "changed_at",
    "generator": "application",
}  # fmt: skip
OLE = {
    "title": "title", "author": "author", "last_saved_by": "last_author",
    "revision_number": "revision", "create_time": "created_at",
    "last_saved_time": "changed_at", "creating_application": "application", "company": "company",
}  # fmt: skip
MOMENTS = ("created_at", "changed_at")
TEMPLATE = "/attachedTemplate"
DDE = re.compile(rb"\bDDE(?:AUTO)?\s|ddeLink|<text:dde-connection")
OUTSIDE = re.compile(r"(?:https?|ftp|file|smb):|\\\\|//", re.IGNORECASE)
MAX_PARTS = 200
NATIVE = "\x01Ole10Native"


def of_office(source: Source, found: Identified) -> Facts:
    """Return what the file tells; what cannot be read is left out."""
    facts = Facts()
    if found.extension in OOXML:
        _ooxml(Package(source), facts)
    elif found.extension in ODF:
        _odf(Package(source), facts)
    elif source.head.startswith(olefile.MAGIC):
        _ole(source, facts)
    return facts


def _elements(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """Yield (tag, text) of the leaves of one XML part."""
    tag, text = "", ""
    for event, value, _ in package.events(name):
        if event == "text":
            text += value
        elif event == "start":
            tag, text = value, ""
        elif value == tag:
            yield tag, text
            tag = ""


def _tell(facts: Facts, codes: dict[str, str], found: Iterator[tuple[str, str]]) -> None:
    for name, value in found:
        code = codes.get(name)
        if code and code not in facts.known:
            facts.tell(code, _as_moment(value) if code in MOMENTS else value)


def _as_moment(value: str) -> str:
    try:
        return moment(datetime.fromisoformat(value.strip()[:19]))
    except ValueError:
        return ""


def _ooxml(package: Package, facts: Facts) -> None:
    for part in ("docProps/core.xml", "docProps/app.xml"):
        _tell(facts, CORE, _elements(package, part))
    links = []
    for name in [name for name in package.names if name.endswith(".rels")][:MAX_PARTS]:
        for kind, target in _outside(package, name):
            if kind.endswith(TEMPLATE):
                facts.warn("template", target)
            links.append(target)
    facts.tell("links", links)
    for name in ("word/document.xml", *_named(package, "xl/externalLinks/")):
        if DDE.search(package.read(name)):
            facts.warn("dde")
    _embedded(package, _named(package, "/embeddings/", "/activeX/"), facts)
    for name in [name for name in package.names if name.endswith("vbaProject.bin")][:3]:
        _tell_macros(package.read(name), facts)


def _outside(package: Package, name: str) -> Iterator[tuple[str, str]]:
    """Yield (type, target) of what is loaded from elsewhere; links one clicks are not."""
    for event, tag, attributes in package.events(name):
        is_outside = attributes.get("TargetMode") == "External" if event == "start" else False
        if is_outside and tag == "Relationship":
            kind = attributes.get("Type", "")
            if not kind.endswith("/hyperlink"):
                yield kind, attributes.get("Target", "")


def _named(package: Package, *parts: str) -> list[str]:
    found = [name for name in package.names if any(part in name for part in parts)]
    return [name for name in found if not name.endswith((".rels", "/"))][:MAX_PARTS]


def _embedded(package: Package, names: list[str], facts: Facts) -> None:
    told = []
    for name in names[:20]:
        data = package.read(name)
        told.append(_native_name(data) or PurePosixPath(name).name)
        if data.startswith(b"MZ"):
            facts.warn("programs", told[-1])
    facts.tell("embedded", told)
    if programs := are_programs(told):
        facts.warn("programs", *programs)


def _native_name(data: bytes) -> str:
    """Return how a packed file is called (Ole10Native), empty where it is none."""
    if not data.startswith(olefile.MAGIC):
        return ""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            if not document.exists(NATIVE):
                return ""
            head = document.openstream(NATIVE).read(600)
    except Exception:  # olefile raises whatever the bytes make it raise
        return ""
    label = head[6:].split(b"\0", 1)[0]
    return label.decode("cp1252", "replace") if 0 < len(label) < 260 else ""


def _tell_macros(data: bytes, facts: Facts) -> None:
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            names, starters = vba.modules(document)
    except Exception:  # see above
        names, starters = [], []
    _warn_macros(facts, names, starters)


def _warn_macros(facts: Facts, names: list[str], starters: list[str]) -> None:
    facts.warn("macros", *names)
    if starters:
        facts.warn("auto_macros", *starters)


def _odf(package: Package, facts: Facts) -> None:
    _tell(facts, META, _elements(package, "meta.xml"))
    macros = [
        PurePosixPath(name).name
        for name in _named(package, "Basic/", "Scripts/")
        if not name.endswith(("-lc.xml", "-lb.xml"))
    ]
    if macros:
        facts.warn("macros", *macros)
    links = []
    for event, tag, attributes in package.events("content.xml"):
        if event != "start" or tag == "a":
            continue
        for name, value in attributes.items():
            if name.endswith("}href") and OUTSIDE.match(value):
                links.append(value)
        if tag in ("dde-connection", "dde-source"):
            facts.warn("dde")
        if tag == "event-listener":
            facts.warn("auto_macros")
    facts.tell("links", links)
    objects = [name.split("/")[0] for name in package.names if name.startswith("Object ")]
    facts.tell("embedded", objects)


def _ole(source: Source, facts: Facts) -> None:
    with source.open() as stream, olefile.OleFileIO(stream) as document:
        given = document.get_metadata()
        _tell(facts, OLE, ((name, _text(getattr(given, name))) for name in OLE))
        paths = document.listdir(streams=True, storages=True)
        names, starters = vba.modules(document)
        if names or any(path[-1].upper() == "VBA" for path in paths):
            _warn_macros(facts, names, starters)
        objects = [path[1] for path in paths if path[0] == "ObjectPool" and len(path) == 2]
        facts.tell("embedded", [f"Objekt {number}" for number, _ in enumerate(objects, 1)])


def _text(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return charset.decode(value)
    return "" if value is None else str(value)
