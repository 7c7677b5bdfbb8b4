"""Whether a PDF keeps the rules of PDF/UA-1 (ISO 14289-1) that a program can judge.

Each rule has its clause and a German sentence. What only a person can judge (whether the order of
reading makes sense, whether a replacement text says the right thing) is not asked here.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from verbundakte.core.converters.pdfa import metadata, packet
from verbundakte.core.converters.pdfa.lexer import Name, operations
from verbundakte.core.converters.pdfa.paper import Paper, items, named, value, words

UA = "http://www.aiim.org/pdfua/ns/id/"
SHOWS = frozenset(b"Tj TJ ' \" Do S s f F f* B B* b b* sh EI".split())
HEADS = tuple(f"H{level}" for level in range(1, 7))
STANDARD = words(
    "Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4"
    " H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code"
    " Link Annot Ruby Warichu Figure Formula Form"
)
INSIDE = {
    "LI": ("L",), "Lbl": ("LI",), "LBody": ("LI",), "TR": ("Table", "THead", "TBody", "TFoot"),
    "TH": ("TR",), "TD": ("TR",), "THead": ("Table",), "TBody": ("Table",), "TFoot": ("Table",),
}  # fmt: skip
RULES = {
    "kennung": ("5", "Die Metadaten nennen PDF/UA-1 nicht."),
    "ausgezeichnet": ("7.1", "Die Datei nennt sich nicht ausgezeichnet (MarkInfo)."),
    "verdaechtig": ("7.1", "Die Datei nennt ihre Auszeichnung verdächtig."),
    "titel": ("7.1", "Der Titel fehlt in den Metadaten oder wird nicht angezeigt."),
    "sprache": ("7.2", "Die Sprache des Dokuments fehlt."),
    "baum": ("7.1", "Die Datei hat keinen Strukturbaum."),
    "inhalt": ("7.1", "Inhalt ist weder Teil des Strukturbaums noch Beiwerk."),
    "verweis": ("7.1", "Ausgezeichneter Inhalt führt zu keinem Element des Strukturbaums."),
    "rolle": ("7.1", "Ein Element hat eine unbekannte Rolle."),
    "ort": ("7.2", "Ein Element steht, wo es nicht stehen darf."),
    "ueberschriften": ("7.4.2", "Die Überschriften überspringen eine Stufe."),
    "bild": ("7.3", "Ein Bild hat keinen Ersatztext."),
    "kopfzelle": ("7.5", "Eine Kopfzelle sagt nicht, wofür sie gilt."),
    "reihenfolge": ("7.18.3", "Eine Seite mit Anmerkungen hat keine Reihenfolge nach dem Aufbau."),
    "verknuepfung": ("7.18.5", "Eine Verknüpfung ist nicht ausgezeichnet oder nicht beschrieben."),
    "schrift": ("7.21.4.1", "Eine Schrift ist nicht eingebettet."),
    "zeichen": ("7.21.7", "Zeichen einer Schrift haben keine Zuordnung zu Unicode."),
}


@dataclass(frozen=True)
class Breach:
    """A broken rule: its code, its clause in ISO 14289-1, what it says, where."""

    code: str
    clause: str
    text: str
    place: str = ""


def judge(data: bytes) -> list[Breach]:
    """Return every rule that a PDF breaks, once each. Raises pikepdf.PdfError for no PDF."""
    with pikepdf.open(BytesIO(data)) as pdf:
        found: dict[str, Breach] = {}
        for code, place in _Judge(Paper(data, pdf)).all():
            clause, text = RULES[code]
            found.setdefault(code, Breach(code, clause, text, place))
        return list(found.values())


class _Judge:
    """Goes through one file."""

    def __init__(self, paper: Paper):
        self.paper, self.root, self.pages = paper, paper.root, paper.pdf.pages
        self.tree = value(self.root, "/StructTreeRoot")
        self.used: set[tuple[object, int]] = set()

    def all(self) -> Iterator[tuple[str, str]]:
        """Yield (code, place) of what is broken."""
        yield from self._document()
        if self.tree is None:
            yield "baum", "Dokument"
            return
        yield from self._elements()
        for number, page in enumerate(self.pages, 1):
            place = f"Seite {number}"
            yield from self._content(page.obj, place)
            yield from self._annotations(page.obj, place)
            yield from self._fonts(page.obj, place)

    def _document(self) -> Iterator[tuple[str, str]]:
        marks = value(self.root, "/MarkInfo")
        if value(marks, "/Marked") is not True:
            yield "ausgezeichnet", "Dokument"
        if value(marks, "/Suspects") is True:
            yield "verdaechtig", "Dokument"
        if not str(value(self.root, "/Lang") or "").strip():
            yield "sprache", "Dokument"
        try:
            said = packet.read(metadata.main_packet(self.paper) or b"")
        except packet.NotXmp:
            yield "kennung", "Dokument"
            return
        if said.text(UA, "part").strip() != "1":
            yield "kennung", "Dokument"
        shown = value(value(self.root, "/ViewerPreferences"), "/DisplayDocTitle")
        if said.find(metadata.DC, "title") is None or shown is not True:
            yield "titel", "Dokument"

    def _elements(self) -> Iterator[tuple[str, str]]:
        """Walk the tree in the order of reading."""
        waiting = [(kid, "") for kid in reversed(_kids(self.tree))]
        level = 0
        while waiting:
            element, above = waiting.pop()
            role = named(element, "/S") or ""
            yield from self._element(element, role, above)
            if role in HEADS:
                if int(role[1]) > level + 1:
                    yield "ueberschriften", role
                level = int(role[1])
            inner = above if role == "NonStruct" else role
            for kid in reversed(_kids(element)):
                if isinstance(kid, int):
                    self.used.add((_key(value(element, "/Pg")), kid))
                elif named(kid, "/Type") == "MCR":
                    page = value(kid, "/Pg") or value(element, "/Pg")
                    self.used.add((_key(page), int(value(kid, "/MCID"))))
                elif named(kid, "/S"):
                    waiting.append((kid, inner))

    def _element(self, element, role: str, above: str) -> Iterator[tuple[str, str]]:
        if role not in STANDARD:
            yield "rolle", role
        if role in INSIDE and above not in INSIDE[role]:
            yield "ort", f"{role} in {above}"
        has_text = value(element, "/Alt") or value(element, "/ActualText")
        if role in ("Figure", "Formula") and not has_text:
            yield "bild", role
        if role == "TH" and not _scope(element):
            yield "kopfzelle", role

    def _content(self, page, place: str) -> Iterator[tuple[str, str]]:
        """Everything that shows something is marked: in the tree, or as an artifact."""
        contents = value(page, "/Contents")
        if contents is None:
            return
        streams = items(contents) or [contents]
        data = b"\n".join(stream.read_bytes() for stream in streams)
        open_marks: list[str] = []
        for operation in operations(data):
            if operation.operator in (b"BMC", b"BDC"):
                kind = self._mark(page, operation)
                open_marks.append(kind)
                if kind == "lost":
                    yield "verweis", place
            elif operation.operator == b"EMC" and open_marks:
                open_marks.pop()
            elif operation.operator in SHOWS and not {"artifact", "tagged", "lost"} & {*open_marks}:
                yield "inhalt", place

    def _mark(self, page, operation) -> str:
        tag = operation.operands[0] if operation.operands else None
        if isinstance(tag, Name) and tag.text == b"Artifact":
            return "artifact"
        properties = operation.operands[1] if len(operation.operands) > 1 else None
        mark = properties.get(b"MCID") if isinstance(properties, dict) else None
        if mark is None:
            return "other"
        return "tagged" if (_key(page), int(mark)) in self.used else "lost"

    def _annotations(self, page, place: str) -> Iterator[tuple[str, str]]:
        found = items(value(page, "/Annots"))
        if found and named(page, "/Tabs") != "S":
            yield "reihenfolge", place
        for annotation in found:
            is_tagged = value(annotation, "/StructParent") is not None
            said = value(annotation, "/Contents")
            if named(annotation, "/Subtype") == "Link" and not (is_tagged and said):
                yield "verknuepfung", place

    def _fonts(self, page, place: str) -> Iterator[tuple[str, str]]:
        fonts = value(value(page, "/Resources"), "/Font")
        for _, font in fonts.items() if isinstance(fonts, pikepdf.Dictionary) else ():
            below = items(value(font, "/DescendantFonts"))
            described = value(below[0] if below else font, "/FontDescriptor")
            if not any(value(described, key) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield "schrift", place
            if value(font, "/ToUnicode") is None and not value(font, "/Encoding"):
                yield "zeichen", place


def _kids(element) -> list:
    kids = value(element, "/K")
    return items(kids) or ([kids] if kids is not None else [])


def _key(found) -> object:
    return found.objgen if found is not None and found.is_indirect else None


def _scope(element) -> str:
    attributes = value(element, "/A")
    found = items(attributes) or [attributes]
    return next((scope for one in found if (scope := named(one, "/Scope"))), "")
