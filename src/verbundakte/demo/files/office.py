"""Minimal docx, odt and xlsx files, written directly as zipped XML."""

import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

from verbundakte.demo.files.letter import Letter

XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OOXML = "http://schemas.openxmlformats.org"
OASIS = "urn:oasis:names:tc:opendocument:xmlns"


def _zipped(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in parts.items():
            info = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            stored = name == "mimetype"
            info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return target.getvalue()


def _paragraphs(letter: Letter):
    """Yield (style, text) for everything but tables; tables come as ("tabelle", rows)."""
    yield "kopf", letter.head[0]
    yield "absatz", letter.head[1]
    for line in letter.address:
        yield "zeile", line
    for label, value in letter.info:
        yield "zeile", f"{label}: {value}"
    if letter.is_entwurf:
        yield "titel", "ENTWURF"
    yield "titel", letter.betreff
    for block in letter.blocks:
        yield block.kind, block.rows if block.kind == "tabelle" else block.text
    for line in letter.closing:
        yield "absatz", line


def _package(main: str, main_type: str, extra: str = "") -> dict[str, str]:
    types = (
        f'{XML}<Types xmlns="{OOXML}/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{main_type}"/>{extra}</Types>'
    )
    rels = (
        f'{XML}<Relationships xmlns="{OOXML}/package/2006/relationships"><Relationship Id="rId1"'
        f' Type="{OOXML}/officeDocument/2006/relationships/officeDocument" Target="{main}"/>'
        "</Relationships>"
    )
    return {"[Content_Types].xml": types, "_rels/.rels": rels}


def _docx_paragraph(style: str, text: str) -> str:
    size = {"kopf": 32}.get(style, 22)
    bold = "<w:b/>" if style in ("kopf", "titel") else ""
    after = 0 if style == "zeile" else 120
    prefix = "– " if style == "punkt" else ""
    return (
        f'<w:p><w:pPr><w:spacing w:after="{after}"/></w:pPr><w:r><w:rPr>'
        f'<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:cs="Arial"/>{bold}<w:sz w:val="{size}"/>'
        f'<w:lang w:val="de-DE"/></w:rPr><w:t xml:space="preserve">{escape(prefix + text)}</w:t>'
        "</w:r></w:p>"
    )


def _docx_table(rows) -> str:
    grid = "".join('<w:gridCol w:w="2000"/>' for _ in rows[0])
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    body = "".join(
        "<w:tr>"
        + "".join(
            '<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr>'
            + _docx_paragraph("titel" if index == 0 else "zeile", cell)
            + "</w:tc>"
            for cell in row
        )
        + "</w:tr>"
        for index, row in enumerate(rows)
    )
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>" + _docx_paragraph("zeile", "")
    )


def docx(letter: Letter) -> bytes:
    """Return the letter as a Word document."""
    body = "".join(
        _docx_table(content) if style == "tabelle" else _docx_paragraph(style, content)
        for style, content in _paragraphs(letter)
    )
    document = (
        f'{XML}<w:document xmlns:w="{OOXML}/wordprocessingml/2006/main"><w:body>{body}'
        '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134"'
        ' w:bottom="1134" w:left="1418" w:header="700" w:footer="700" w:gutter="0"/></w:sectPr>'
        "</w:body></w:document>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return _zipped({**_package("word/document.xml", kind), "word/document.xml": document})


def _odt_table(number: int, rows) -> str:
    columns = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    body = "".join(
        "<table:table-row>"
        + "".join(
            '<table:table-cell office:value-type="string"><text:p text:style-name='
            f'"{"titel" if index == 0 else "zeile"}">{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for index, row in enumerate(rows)
    )
    return f'<table:table table:name="Tabelle{number}">{columns}{body}</table:table>'


def _odt_style(name: str, size: int, weight: str, space: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties'
        f' fo:margin-bottom="{space}"/><style:text-properties fo:font-family="Arial" fo:font-size="{size}pt"'
        f' fo:font-weight="{weight}" fo:language="de" fo:country="DE"/></style:style>'
    )


def odt(letter: Letter) -> bytes:
    """Return the letter as an OpenDocument text."""
    spaces = " ".join(
        f'xmlns:{prefix}="{OASIS}:{name}:1.0"'
        for prefix, name in (
            ("office", "office"),
            ("text", "text"),
            ("table", "table"),
            ("style", "style"),
            ("fo", "xsl-fo-compatible"),
        )
    )
    styles = (
        _odt_style("kopf", 16, "bold", "0.1cm")
        + _odt_style("titel", 11, "bold", "0.2cm")
        + _odt_style("zeile", 11, "normal", "0cm")
        + _odt_style("absatz", 11, "normal", "0.25cm")
        + _odt_style("punkt", 11, "normal", "0.15cm")
    )
    body = "".join(
        _odt_table(number, content)
        if style == "tabelle"
        else f"<text:p text:style-name={quoteattr(style)}>"
        f"{escape(('– ' if style == 'punkt' else '') + content)}</text:p>"
        for number, (style, content) in enumerate(_paragraphs(letter))
    )
    content = (
        f'{XML}<office:document-content {spaces} office:version="1.3"><office:automatic-styles>'
        f"{styles}</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.text"
    entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'.format
    manifest = (
        f'{XML}<manifest:manifest xmlns:manifest="{OASIS}:manifest:1.0" manifest:version="1.3">'
        f"{entry('/', kind)}{entry('content.xml', 'text/xml')}</manifest:manifest>"
    )
    return _zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _xlsx_row(number: int, cells, bold: bool) -> str:
    style = ' s="1"' if bold else ""
    return (
        f'<row r="{number}">'
        + "".join(
            f'<c r="{chr(65 + column)}{number}" t="inlineStr"{style}><is>'
            f'<t xml:space="preserve">{escape(cell)}</t></is></c>'
            for column, cell in enumerate(cells)
        )
        + "</row>"
    )


def _xlsx_rows(letter: Letter) -> list[tuple[tuple[str, ...], bool]]:
    """Return cells and whether they are bold, row by row."""
    rows: list[tuple[tuple[str, ...], bool]] = [
        ((letter.head[0],), True),
        ((letter.betreff,), True),
    ]
    rows += [((label, value), False) for label, value in letter.info]
    for block in letter.blocks:
        if block.kind == "tabelle":
            rows += [(row, index == 0) for index, row in enumerate(block.rows)]
        else:
            rows.append(((block.text,), block.kind == "titel"))
    return rows


def xlsx(letter: Letter) -> bytes:
    """Return the tables of the letter as a sheet, with its text above."""
    data = "".join(
        _xlsx_row(number, cells, bold)
        for number, (cells, bold) in enumerate(_xlsx_rows(letter), start=1)
    )
    main = f"{OOXML}/spreadsheetml/2006/main"
    relation = f"{OOXML}/officeDocument/2006/relationships"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    extra = "".join(
        f'<Override PartName="/xl/{name}" ContentType="{kind}{part}+xml"/>'
        for name, part in (("worksheets/sheet1.xml", "worksheet"), ("styles.xml", "styles"))
    )
    parts = _package("xl/workbook.xml", kind + "sheet.main+xml", extra)
    parts["xl/workbook.xml"] = (
        f'{XML}<workbook xmlns="{main}" xmlns:r="{relation}"><sheets>'
        '<sheet name="Tabelle" sheetId="1" r:id="rId1"/></sheets></workbook>'
    )
    parts["xl/_rels/workbook.xml.rels"] = (
        f'{XML}<Relationships xmlns="{OOXML}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{relation}/styles" Target="styles.xml"/></Relationships>'
    )
    parts["xl/styles.xml"] = (
        f'{XML}<styleSheet xmlns="{main}"><fonts count="2"><font><sz val="11"/>'
        '<name val="Arial"/></font><font><b/><sz val="11"/><name val="Arial"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>'
    )
    parts["xl/worksheets/sheet1.xml"] = (
        f'{XML}<worksheet xmlns="{main}"><cols><col min="1" max="6" width="19"'
        f' customWidth="1"/></cols><sheetData>{data}</sheetData></worksheet>'
    )
    return _zipped(parts)
