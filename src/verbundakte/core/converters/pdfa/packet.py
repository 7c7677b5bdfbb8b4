"""Reads an XMP packet into properties (XMP Specification, part 1: the RDF it allows)."""

import re
from dataclasses import dataclass, field

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
HEAD = re.compile(rb"<\?xpacket\s+([^?]*)\?>")
WIDE_HEAD = re.compile(r"<\?xpacket\s+([^?]*)\?>")
PARSER = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "huge_tree": False,
    "remove_comments": True,
}
ABOUT = {f"{{{RDF}}}about", f"{{{RDF}}}ID", f"{{{RDF}}}nodeID", "about"}
ARRAYS = {f"{{{RDF}}}{kind}": kind for kind in ("Bag", "Seq", "Alt")}


class NotXmp(Exception):
    """The bytes are no valid XMP."""


@dataclass
class Node:
    """A value. `kind` is text, Bag, Seq, Alt or struct; `language` is its xml:lang."""

    kind: str = "text"
    text: str = ""
    items: list["Node"] = field(default_factory=list)
    fields: list["Property"] = field(default_factory=list)
    language: str = ""

    def get(self, space: str, name: str) -> "Property | None":
        """Return a field of a structure."""
        return next(
            (each for each in self.fields if (each.space, each.name) == (space, name)), None
        )


@dataclass
class Property:
    """A named value with its namespace and the prefix that stands in the file."""

    space: str
    name: str
    prefix: str
    node: Node


@dataclass
class Packet:
    """All properties of a packet; `attributes` are those of its head."""

    properties: list[Property]
    attributes: set[str]

    def find(self, space: str, name: str) -> Property | None:
        """Return a property."""
        for each in self.properties:
            if (each.space, each.name) == (space, name):
                return each
        return None

    def text(self, space: str, name: str) -> str:
        """Return the text of a simple property, or the first one of an array."""
        found = self.find(space, name)
        if found is None:
            return ""
        inner = found.node.items
        return inner[0].text if inner else found.node.text


def read(data: bytes) -> Packet:
    """Read a packet. Raises NotXmp."""
    attributes = _head(data)
    try:
        root = etree.fromstring(data.strip(b"\0 \t\r\n"), etree.XMLParser(**PARSER))
    except (etree.XMLSyntaxError, ValueError) as failure:
        raise NotXmp(str(failure)) from None
    found = root if root.tag == f"{{{RDF}}}RDF" else root.find(f".//{{{RDF}}}RDF")
    if found is None:
        raise NotXmp("no rdf:RDF")
    properties = []
    for description in found.iterchildren(etree.Element):
        if description.tag != f"{{{RDF}}}Description":
            raise NotXmp("no rdf:Description")
        properties += _fields(description)
    names = [(each.space, each.name) for each in properties]
    if len(set(names)) != len(names):
        raise NotXmp("a property twice")
    return Packet(properties, attributes)


def _head(data: bytes) -> set[str]:
    found = HEAD.search(data)
    text = found[1].decode("latin-1") if found else ""
    if not found and b"\0" in data[:200]:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-16-be"
        wide = WIDE_HEAD.search(data.decode(encoding, "replace"))
        text = wide[1] if wide else ""
    return set(re.findall(r"(\w+)\s*=", text))


def _fields(holder: etree._Element) -> list[Property]:
    """The properties of a Description (or structure): its attributes and its elements."""
    found = []
    for key, text in holder.attrib.items():
        space, name = _split(key)
        if key in ABOUT or space in (XML, RDF):
            continue
        found.append(Property(space, name, _prefix(holder, space), Node(text=text)))
    for child in holder.iterchildren(etree.Element):
        space, name = _split(child.tag)
        if not space or (space == RDF and name != "value"):
            raise NotXmp("a property without a namespace")
        found.append(Property(space, name, child.prefix or "", _node(child)))
    return found


def _prefix(holder: etree._Element, space: str) -> str:
    return next((key or "" for key, uri in holder.nsmap.items() if uri == space), "")


def _split(tag: str) -> tuple[str, str]:
    space, _, name = tag.rpartition("}")
    return space[1:], name


def _node(element: etree._Element) -> Node:
    language = element.get(f"{{{XML}}}lang", "")
    resource = element.get(f"{{{RDF}}}resource")
    if resource is not None:
        return Node(text=resource, language=language)
    if element.get(f"{{{RDF}}}parseType") == "Resource":
        return _described(_fields(element), language)
    children = list(element.iterchildren(etree.Element))
    own = {key: text for key, text in element.attrib.items() if _split(key)[0] not in (XML, RDF)}
    if not children:
        if own:
            return Node("struct", fields=_fields(element), language=language)
        return Node(text=element.text or "", language=language)
    if len(children) > 1 or (element.text or "").strip():
        raise NotXmp("more than one value")
    return _value(children[0], language)


def _value(child: etree._Element, language: str) -> Node:
    kind = ARRAYS.get(child.tag)
    if kind:
        items = []
        for each in child.iterchildren(etree.Element):
            if each.tag != f"{{{RDF}}}li":
                raise NotXmp("an array of something else than rdf:li")
            items.append(_node(each))
        return Node(kind, items=items, language=language)
    if child.tag == f"{{{RDF}}}Description":
        return _described(_fields(child) + _rdf_value(child), language)
    raise NotXmp("an unknown value")


def _rdf_value(child: etree._Element) -> list[Property]:
    text = child.get(f"{{{RDF}}}value")
    return [Property(RDF, "value", "rdf", Node(text=text))] if text is not None else []


def _described(fields: list[Property], language: str) -> Node:
    """A structure, or a simple value with qualifiers (then it has rdf:value)."""
    for each in fields:
        if (each.space, each.name) == (RDF, "value"):
            return Node(each.node.kind, each.node.text, each.node.items, each.node.fields, language)
    return Node("struct", fields=fields, language=language)
