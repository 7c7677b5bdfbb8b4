"""What XMP properties are known, of which type they are, and the extension schemas of a file."""

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from verbundakte.core.converters.pdfa.packet import Node, Packet, Property
from verbundakte.core.converters.pdfa.paper import words

FILE = Path(__file__).with_name("xmp.tsv")
STRUCTS_FILE = Path(__file__).with_name("structs.tsv")
EXTENSION = "http://www.aiim.org/pdfa/ns/extension/"
SCHEMA = "http://www.aiim.org/pdfa/ns/schema#"
PROPERTY = "http://www.aiim.org/pdfa/ns/property#"
TYPE = "http://www.aiim.org/pdfa/ns/type#"
FIELD = "http://www.aiim.org/pdfa/ns/field#"
DATE = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?)?)?")
PATTERNS = {
    "Integer": re.compile(r"[+-]?\d+"),
    "Real": re.compile(r"[+-]?(\d+\.?\d*|\.\d+)"),
    "Boolean": re.compile(r"True|False"),
    "Rational": re.compile(r"-?\d+/-?\d+"),
    "Date": DATE,
    "MIMEType": re.compile(r"[-\w+.]+/[-\w+.]+(\s*;.*)?"),
    "Locale": re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*"),
}
TEXTS = words(
    "text propername agentname uri url guid renditionclass xpath choice gpscoordinate font part"
    " opentext"
)
STRUCTS = words(
    "resourceref resourceevent version job thumbnail dimensions colorant oecf/sfr cfapattern"
    " devicesettings flash beatsplicestretch marker media projectlink resamplestretch time timecode"
    " timescalestretch layer"
)
BASIC = {key.lower(): key for key in PATTERNS}
KINDS = {"bag": "Bag", "seq": "Seq", "alt": "Alt"}
MARKERS = ("schemas",)


@dataclass
class Known:
    """What the extension schemas of a file define: properties with types, and value types."""

    properties: dict[tuple[str, str], str] = field(default_factory=dict)
    types: dict[str, dict[str, str]] = field(default_factory=dict)


@cache
def predefined(part: int) -> dict[tuple[str, str], str]:
    """Return the properties that part of the standard knows: (namespace, name) -> type."""
    found = {}
    for space, first, name, kind in _rows(FILE):
        if int(first) <= part:
            found[space, name] = kind
    return found


@cache
def structures() -> dict[str, dict[tuple[str, str], str]]:
    """Return the structures of XMP: type -> (namespace, field) -> type."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    for title, space, _, name, kind in _rows(STRUCTS_FILE):
        found.setdefault(title.lower(), {})[space, name] = kind
    return found


def _rows(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def is_of_type(node: Node, kind: str, known: Known) -> bool:
    """Whether a value is of a type such as "Text", "seq Date" or one of the file's own types."""
    parts = kind.split()
    head = parts[0].lower() if parts else ""
    if head in KINDS and len(parts) > 1:
        inner = " ".join(parts[1:])
        return node.kind == KINDS[head] and all(
            is_of_type(each, inner, known) for each in node.items
        )
    flat = "".join(parts).lower()
    if flat in ("langalt", "languagealternative"):
        return node.kind == "Alt" and all(each.language for each in node.items)
    if head in ("open", "closed") and len(parts) > 1:
        flat = parts[-1].lower() if parts[-1].lower() not in ("choice", "of") else "text"
    if flat in BASIC:
        return node.kind == "text" and bool(PATTERNS[BASIC[flat]].fullmatch(node.text.strip()))
    if kind in known.types:
        return _is_struct(node, known.types[kind], known)
    if flat in structures():
        fields = structures()[flat]
        return node.kind == "struct" and all(
            is_of_type(each.node, fields.get((each.space, each.name), "-"), known)
            for each in node.fields
        )
    if flat == "-":
        return False
    if flat == "struct" or flat in STRUCTS:
        return node.kind == "struct"
    return node.kind == "text"


def _is_struct(node: Node, fields: dict[str, str], known: Known) -> bool:
    if not fields:
        return node.kind == "text"
    if node.kind != "struct":
        return False
    return all(
        each.name in fields and is_of_type(each.node, fields[each.name], known)
        for each in node.fields
    )


def is_known_type(kind: str, known: Known) -> bool:
    """Whether a type is one of XMP or one that the file defines."""
    parts = kind.split()
    while parts and parts[0].lower() in (*KINDS, "open", "closed", "choice", "of"):
        parts = parts[1:]
    flat = "".join(parts).lower()
    is_basic = flat in BASIC or flat in TEXTS or flat in STRUCTS
    return is_basic or flat in ("langalt", "") or " ".join(parts) in known.types


def read_extensions(packet: Packet, known: Known) -> list[str]:
    """Add what a packet defines to `known`; return the codes of rules it breaks."""
    container = packet.find(EXTENSION, MARKERS[0])
    if container is None:
        return []
    broken = [] if container.prefix == "pdfaExtension" else ["xmp-erweiterung"]
    if container.node.kind != "Bag":
        return ["xmp-erweiterung"]
    for schema in container.node.items:
        broken += _types(schema, known)
    for schema in container.node.items:
        broken += _schema(schema, known)
    return broken


def _types(schema: Node, known: Known) -> list[str]:
    found = schema.get(SCHEMA, "valueType")
    if found is None:
        return []
    if found.prefix != "pdfaSchema" or found.node.kind != "Seq":
        return ["xmp-erweiterung"]
    broken: list[str] = []
    for each in found.node.items:
        names = ("type", "namespaceURI", "prefix", "description")
        broken += _texts(each, TYPE, "pdfaType", names, optional=("field",))
        title = each.get(TYPE, "type")
        fields = each.get(TYPE, "field")
        known.types[title.node.text if title else ""] = {
            _text(one, FIELD, "name"): _text(one, FIELD, "valueType")
            for one in (fields.node.items if fields else [])
        }
        for one in fields.node.items if fields else []:
            broken += _texts(one, FIELD, "pdfaField", ("name", "valueType", "description"))
    return broken


def _schema(schema: Node, known: Known) -> list[str]:
    broken = _texts(
        schema, SCHEMA, "pdfaSchema", ("schema", "namespaceURI", "prefix"),
        optional=("property", "valueType"),
    )  # fmt: skip
    space = _text(schema, SCHEMA, "namespaceURI")
    found = schema.get(SCHEMA, "property")
    if found is None:
        return broken
    if found.node.kind != "Seq" or found.prefix != "pdfaSchema":
        return [*broken, "xmp-erweiterung"]
    for each in found.node.items:
        names = ("name", "valueType", "category", "description")
        broken += _texts(each, PROPERTY, "pdfaProperty", names)
        kind = _text(each, PROPERTY, "valueType")
        if _text(each, PROPERTY, "category") not in ("internal", "external"):
            broken.append("xmp-erweiterung")
        if not is_known_type(kind, known):
            broken.append("xmp-erweiterung-typ")
        known.properties[space, _text(each, PROPERTY, "name")] = kind
    return broken


def _texts(
    node: Node, space: str, prefix: str, names: tuple[str, ...], *, optional: tuple[str, ...] = ()
) -> list[str]:
    """Check the fields of a structure: all texts of `names`, with that prefix, and no others."""
    if node.kind != "struct":
        return ["xmp-erweiterung"]
    allowed = {*names, *optional}
    fields = [each for each in node.fields if each.space == space and each.name in allowed]
    is_clean = len(fields) == len(node.fields) and all(each.prefix == prefix for each in fields)
    texts = {each.name for each in fields if each.node.kind == "text"}
    return [] if is_clean and set(names) <= texts else ["xmp-erweiterung"]


def _text(node: Node, space: str, name: str) -> str:
    found: Property | None = node.get(space, name)
    return found.node.text.strip() if found else ""
