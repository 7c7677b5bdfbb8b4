"""Finishes what WeasyPrint lays out, so that PDF/A-2a is PDF/UA-1 as well (ISO 14289-1).

WeasyPrint tags the text of page margins without hanging it into the tree, leaves empty elements and
says nothing of PDF/UA. This sets that right on its objects, before they are written.
"""

import re

import pydyf

REFERENCE = re.compile(rb"(\d+) 0 R")
UA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
 xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def finish(document, pdf: pydyf.PDF) -> None:
    """Finisher of `Document.write_pdf`: see above."""
    tree = _Tree(pdf)
    tree.prune()
    tree.scope_heads()
    tree.free_margins()
    _claim(pdf)


class _Tree:
    """The structure tree of a file that is not written yet."""

    def __init__(self, pdf: pydyf.PDF):
        self.pdf = pdf
        self.root = self._at(pdf.catalog["StructTreeRoot"])
        self.used: dict[int, set[int]] = {}

    def _at(self, reference: bytes):
        found = REFERENCE.fullmatch(bytes(reference))
        return self.pdf.objects[int(found[1])] if found else None

    def prune(self) -> None:
        """Take out elements that hold nothing, and note which marks the others hold."""
        for reference in list(self.root["K"]):
            self._prune(self._at(reference))

    def _prune(self, element) -> bool:
        kept = []
        for kid in element.get("K", ()):
            if isinstance(kid, int):
                self.used.setdefault(self._page(element), set()).add(kid)
                kept.append(kid)
                continue
            inner = self._at(kid)
            if inner.get("Type") != "/StructElem" or self._prune(inner):
                kept.append(kid)
        element["K"] = pydyf.Array(kept)
        return bool(kept)

    def _page(self, element) -> int:
        return int(REFERENCE.fullmatch(bytes(element["Pg"]))[1])

    def scope_heads(self) -> None:
        """Tell of every head of a table whether it is that of a column or of a row."""
        for element in self.pdf.objects:
            if isinstance(element, pydyf.Dictionary) and element.get("S") == "/TR":
                self._scope_row(element)

    def _scope_row(self, row) -> None:
        cells = [self._at(kid) for kid in row["K"]]
        is_head = all(cell.get("S") == "/TH" for cell in cells)
        for cell in cells:
            if cell.get("S") == "/TH":
                cell["A"]["Scope"] = "/Column" if is_head else "/Row"

    def free_margins(self) -> None:
        """Mark as pagination what stands in the margins of pages; it is no part of the text."""
        table = self._at(self.root["ParentTree"])["Nums"]
        parents = dict(zip(table[::2], table[1::2], strict=True))
        for reference in self.pdf.pages["Kids"][::3]:
            page = self.pdf.objects[reference]
            used = self.used.get(reference, set())
            _free(self._at(page["Contents"]).stream, used)
            marks = parents.get(page["StructParents"])
            if marks is not None:
                _trim(self._at(marks) if isinstance(marks, bytes) else marks, used)


def _free(operations: list, used: set[int]) -> None:
    """Turn `/Span <</MCID 7>> BDC` of what is not in the tree into pagination."""
    for place, piece in enumerate(operations):
        if isinstance(piece, pydyf.Dictionary) and piece.get("MCID", -1) not in used | {-1}:
            operations[place - 1] = b"/Artifact"
            operations[place] = pydyf.Dictionary({"Type": "/Pagination"})


def _trim(marks: list, used: set[int]) -> None:
    """Let marks that became pagination lead nowhere."""
    for mark in range(len(marks)):
        if mark not in used:
            marks[mark] = "null"


def _claim(pdf: pydyf.PDF) -> None:
    """Add to the metadata that the file keeps PDF/UA-1, and what that property means."""
    found = REFERENCE.fullmatch(bytes(pdf.catalog["Metadata"]))
    stream = pdf.objects[int(found[1])]
    stream.stream = [piece.replace(b"</rdf:RDF>", UA) for piece in stream.stream]
