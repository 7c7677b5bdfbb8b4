"""Text of docx, xlsx, pptx, odt, ods, odp straight from their XML, without LibreOffice."""

import re
from collections.abc import Iterator

from verbundakte.core.converters.limits import MAX_TEXT_CHARS
from verbundakte.core.converters.packages import Package
from verbundakte.core.converters.source import Source

TOOL = "verbundakte-office-text 1"
DOCX_PARTS = ("header", "document", "footnotes", "endnotes", "comments", "charts/chart", "footer")
SHEET_HEADER_CODES = re.compile(r'&(?:"[^"]*"|[A-Z]|\d+)')
ODF_TEXT_HOLDERS = {"p", "h"}
ODF_SILENT = {"tracked-changes", "binary-data", "script", "scripts", "forms"}


def extract(source: Source, extension: str) -> list[str]:
    """Return the text as list of pages: one for text, one per sheet, one per slide."""
    package = Package(source)
    readers = {"docx": _docx, "xlsx": _xlsx, "pptx": _pptx}
    pages = readers.get(extension, _odf)(package)
    return [page[:MAX_TEXT_CHARS] for page in pages] or [""]


def _parts(package: Package, pattern: str) -> list[str]:
    found = [name for name in package.names if re.fullmatch(pattern, name)]
    return sorted(found, key=lambda name: [int(digits) for digits in re.findall(r"\d+", name)])


def _docx(package: Package) -> list[str]:
    texts = []
    for part in DOCX_PARTS:
        for name in _parts(package, rf"word/{part}\d*\.xml"):
            texts.append(_paragraphs(package, name))
    return [_tidy(text for text in texts if text)]


def _pptx(package: Package) -> list[str]:
    pages = [_paragraphs(package, name) for name in _parts(package, r"ppt/slides/slide\d+\.xml")]
    rest = _parts(package, r"ppt/(?:notesSlides/notesSlide|comments/comment)\d+\.xml")
    return _append(pages, [_paragraphs(package, name) for name in rest])


def _append(pages: list[str], rest: list[str]) -> list[str]:
    """What belongs to no single page follows the last one."""
    return [*pages[:-1], _tidy([*pages[-1:], *rest])]


def _paragraphs(package: Package, name: str) -> str:
    """Text runs (t) joined, paragraphs (p) as lines; deleted text and fallbacks left out."""
    lines, run, inside, silent = [], [], [], 0
    for event, value, _ in package.events(name):
        if event == "text":
            if not silent and inside and inside[-1] in ("t", "text", "v"):
                run.append(value)
            continue
        if event == "start":
            inside.append(value)
        elif inside:
            inside.pop()
        if value == "Fallback":
            silent += 1 if event == "start" else -1
        if event == "end" and not silent:
            run.append({"tab": "\t", "tc": "\t", "br": "\n", "cr": "\n"}.get(value, ""))
            if value in ("p", "cm", "pt"):
                lines.append("".join(run).rstrip("\t "))
                run = []
    return _tidy([*lines, "".join(run)])


def _xlsx(package: Package) -> list[str]:
    shared = _shared_strings(package)
    sheets = _parts(package, r"xl/worksheets/sheet\d+\.xml")
    rest = _parts(package, r"xl/(?:comments|drawings/drawing|charts/chart)\d*\.xml")
    pages = [_sheet(package, name, shared) for name in sheets]
    return _append(pages, [_paragraphs(package, name) for name in rest])


def _shared_strings(package: Package) -> list[str]:
    strings, run, tag, silent = [], [], "", 0
    for event, value, _ in package.events("xl/sharedStrings.xml"):
        if event == "text":
            if tag == "t" and not silent:
                run.append(value)
            continue
        tag = value if event == "start" else ""
        if value == "rPh":
            silent += 1 if event == "start" else -1
        elif event == "end" and value == "si":
            strings.append("".join(run))
            run = []
    return strings


def _sheet(package: Package, name: str, shared: list[str]) -> str:
    lines, row, content, tag, kind = [], [], "", "", ""
    for event, value, attributes in package.events(name):
        if event == "text":
            content += value if tag in ("v", "t", "oddHeader", "oddFooter") else ""
            continue
        tag = value if event == "start" else ""
        if event == "start":
            kind = attributes.get("t", "") if value == "c" else kind
        elif value == "c":
            row.append(_cell(content, kind, shared))
            content = ""
        elif value == "row":
            lines.append("\t".join(row).rstrip("\t"))
            row = []
        elif value in ("oddHeader", "oddFooter"):
            lines.append(SHEET_HEADER_CODES.sub(" ", content).strip())
            content = ""
    return _tidy(lines)


def _cell(content: str, kind: str, shared: list[str]) -> str:
    if kind != "s":
        return content
    return shared[int(content)] if content.isdigit() and int(content) < len(shared) else ""


def _odf(package: Package) -> list[str]:
    """One page per sheet or slide, one for a text; headers and footers follow the last."""
    pages, lines = [], []
    for line, ends_page in _odf_lines(package, "content.xml"):
        lines.append(line)
        if ends_page:
            pages.append(_tidy(lines))
            lines = []
    if (lines and _tidy(lines)) or not pages:
        pages.append(_tidy(lines))
    return _append(pages, [line for line, _ in _odf_lines(package, "styles.xml")])


def _odf_lines(package: Package, name: str) -> Iterator[tuple[str, bool]]:
    run, depth, rows, silent = [], 0, 0, 0
    for event, value, _ in package.events(name):
        if event == "text":
            if depth and not silent:
                run.append(value)
            continue
        step = 1 if event == "start" else -1
        if value in ODF_SILENT:
            silent += step
        elif value in ODF_TEXT_HOLDERS:
            depth += step
        elif value == "table-row":
            rows += step
        if event == "start":
            run.append({"tab": "\t", "s": " ", "line-break": "\n"}.get(value, ""))
            continue
        if value == "table-cell":
            run.append("\t")
        ends_page = value == "page" or (value == "table" and not rows and name == "content.xml")
        ends_line = value in ODF_TEXT_HOLDERS or value == "table-row"
        if ends_page or (ends_line and not rows):
            yield "".join(run).rstrip(), ends_page
            run = []
        elif ends_line:
            run.append(" ")


def _tidy(lines) -> str:
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
