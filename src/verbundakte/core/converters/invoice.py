"""Electronic invoices (EN 16931) in UBL or CII, as XRechnung, ZUGFeRD and Factur-X write them: read.

Nothing is validated here; what is not there stays empty. Terms: EN 16931-1, BT numbers in comments.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from verbundakte.core.converters import invoice_paths as paths
from verbundakte.core.converters.invoice_paths import Paths

TOOL = "verbundakte-rechnung 1"
MAX_BYTES = 50 << 20
MAX_LINES = 2_000
ROOTS = {
    "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": ("UBL", paths.UBL),
    "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": ("UBL", paths.UBL),
    "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": (
        "CII", paths.CII,
    ),
    "{urn:ferd:CrossIndustryDocument:invoice:1p0}CrossIndustryDocument": (
        "ZUGFeRD 1", paths.CII,
    ),
}  # fmt: skip
PROFILES = (
    ("xrechnung", "XRechnung"), ("xeinkauf.de", "XRechnung"), ("factur-x", "Factur-X/ZUGFeRD"),
    ("zugferd", "ZUGFeRD"), ("ferd:", "ZUGFeRD"), ("peppol", "Peppol"), ("en16931", "EN 16931"),
)  # fmt: skip


@dataclass
class Party:
    """Seller, buyer or payee."""

    name: str = ""
    lines: list[str] = field(default_factory=list)
    vat_id: str = ""
    tax_number: str = ""
    contact: list[str] = field(default_factory=list)


@dataclass
class Line:
    """One position."""

    number: str
    name: str
    description: str
    quantity: str
    unit: str
    price: str
    rate: str
    amount: str


@dataclass
class Invoice:
    """What an invoice says, as it stands there: dates and amounts are not yet made German."""

    syntax: str
    profile: str
    values: dict[str, str]
    seller: Party
    buyer: Party
    payee: Party
    notes: list[str]
    accounts: list[dict[str, str]]
    taxes: list[dict[str, str]]
    allowances: list[dict[str, str]]
    lines: list[Line]
    documents: list[dict[str, str]]
    is_cut: bool = False

    @property
    def label(self) -> str:
        """What kind of file it is, for a notice."""
        return f"{self.profile}, {self.syntax}" if self.profile else self.syntax


class Node:
    """An element by local names; ZUGFeRD 1 is read under the names that came later."""

    def __init__(self, element: etree._Element):
        self.element = element

    def all(self, path: str) -> list["Node"]:
        """Return the elements at a path, in their order."""
        found = [self]
        for name in path.split("/"):
            found = [child for node in found for child in node.children() if child.name == name]
        return found

    def children(self) -> Iterator["Node"]:
        """Yield the elements directly below."""
        return (Node(child) for child in self.element.iterchildren(etree.Element))

    @property
    def name(self) -> str:
        """The local name."""
        local = self.element.tag.rpartition("}")[2]
        return paths.OLD_NAMES.get(local, local)

    @property
    def content(self) -> str:
        """All text inside, in one line."""
        return " ".join("".join(self.element.itertext()).split())

    def text(self, *ways: str) -> str:
        """Return the text at the first path that has one, in one line."""
        for path in ways:
            for node in self.all(path):
                if found := node.content:
                    return found
        return ""

    def attribute(self, path: str, name: str) -> str:
        """Return an attribute of the first element at a path."""
        return next((node.element.get(name, "") for node in self.all(path)), "")


def read(data: bytes) -> Invoice | None:
    """Return the invoice, None when the bytes are none (or hold a DTD, or are too large)."""
    root = _root(data)
    if root is None:
        return None
    syntax, way = ROOTS[root.tag]
    return _Reader(Node(root), way).invoice(syntax)


def carried(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of each document an invoice brings along (BT-125); nothing for others."""
    root = _root(data)
    if root is None:
        return
    _, way = ROOTS[root.tag]
    for node in Node(root).all(way.documents):
        for binary in node.all(way.binary):
            try:
                content = base64.b64decode("".join(binary.element.itertext()))
            except ValueError:
                continue
            name = binary.element.get("filename") or node.text(*way.document["id"])
            yield name or "Unterlage", content


def _root(data: bytes) -> etree._Element | None:
    if len(data) > MAX_BYTES or not _may_be_one(data):
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True
    )  # huge: a document inside is one long text
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    is_one = root.tag in ROOTS and not root.getroottree().docinfo.doctype
    return root if is_one else None


def _may_be_one(data: bytes) -> bool:
    head = data[:8192].replace(b"\0", b"")
    return any(word in head for word in (b"Invoice", b"CreditNote", b"CrossIndustryDocument"))


class _Reader:
    """Reads one invoice by the paths of its syntax."""

    def __init__(self, root: Node, way: Paths):
        self.root, self.way = root, way

    def invoice(self, syntax: str) -> Invoice:
        root, way = self.root, self.way
        values = {key: root.text(*ways) for key, ways in way.values.items()}
        lines = root.all(way.line) or root.all(way.credit_line)
        profile = values.pop("profile").lower()
        values["terms"] = "; ".join(self._all(*way.values["terms"]))
        values["tax"] = self._tax(values["currency"]) or values["tax"]
        return Invoice(
            syntax=syntax,
            profile=next((name for part, name in PROFILES if part in profile), ""),
            values=values,
            seller=self._party(way.seller),
            buyer=self._party(way.buyer),
            payee=self._party(way.payee),
            notes=self._all(way.note),
            accounts=self._rows(way.accounts, way.account),
            taxes=self._rows(way.taxes, way.tax),
            allowances=self._rows(way.allowances, way.allowance),
            lines=[self._line(node) for node in lines[:MAX_LINES]],
            documents=self._rows(way.documents, way.document),
            is_cut=len(lines) > MAX_LINES,
        )

    def _tax(self, currency: str) -> str:
        """BT-110: the sum in the currency of the invoice; another one is for the tax office."""
        for node in self.root.all(self.way.tax_total):
            if node.element.get("currencyID", currency) == currency:
                return node.content
        return ""

    def _all(self, path: str) -> list[str]:
        return [text for node in self.root.all(path) if (text := node.content)]

    def _rows(self, place: str, ways: dict[str, tuple[str, ...]]) -> list[dict[str, str]]:
        rows = (
            {key: node.text(*paths) for key, paths in ways.items()} for node in self.root.all(place)
        )
        return [row for row in rows if any(row.values())]

    def _party(self, place: str) -> Party:
        party = Party()
        for node in self.root.all(place)[:1]:
            party.name = node.text(*self.way.party_name)
            for address in node.all(self.way.address)[:1]:
                party.lines = _address(address, self.way.address_parts)
            for registration in node.all(self.way.registration):
                number, kind = registration.text("CompanyID", "ID"), self._kind(registration)
                if kind in ("VAT", "VA"):
                    party.vat_id = party.vat_id or number
                else:
                    party.tax_number = party.tax_number or number
            party.contact = [text for way in self.way.contact if (text := node.text(way))]
        return party

    @staticmethod
    def _kind(registration: Node) -> str:
        return registration.text("TaxScheme/ID") or registration.attribute("ID", "schemeID")

    def _line(self, node: Node) -> Line:
        way = self.way
        values = {key: node.text(*ways) for key, ways in way.line_values.items()}
        unit = next(
            (found for place in way.quantity if (found := node.attribute(place, "unitCode"))), ""
        )
        return Line(unit=unit, quantity=node.text(*way.quantity), **values)


def _address(node: Node, parts: tuple[str, ...]) -> list[str]:
    street, more, code, city, country = (node.text(part) for part in parts)
    place = " ".join(filter(None, (code, city)))
    return [text for text in (street, more, place, country if country != "DE" else "") if text]
