"""Tables as files: CSV, and XLSX as the smallest workbook of ECMA-376 that Excel and Calc open.

A cell that a spreadsheet would take for a formula gets an apostrophe before it (OWASP: CSV
injection). In XLSX a text is never computed; there the apostrophe is for whoever saves it as CSV.
"""

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO
from xml.sax.saxutils import escape

from django.utils import timezone

from verbundakte.core.lists.columns import Cell, shown

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_000
EPOCH = date(1899, 12, 30)
FIRST_DAY = date(1900, 3, 1)
DAY_STYLE, MOMENT_STYLE, HEAD_STYLE = 1, 2, 3
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
PARTS = {
    "[Content_Types].xml": f'{HEAD}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships'
    '+xml"/><Override PartName="/xl/workbook.xml"'
    f' ContentType="{SHEET_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEET_KIND}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SHEET_KIND}.styles+xml"/></Types>',
    "_rels/.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{OFFICE}/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{OFFICE}/relationships/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{OFFICE}/relationships/styles" Target="styles.xml"/>'
    "</Relationships>",
    "xl/workbook.xml": f'{HEAD}<workbook {MAIN} xmlns:r="{OFFICE}/relationships"><sheets>'
    '<sheet name="Liste" sheetId="1" r:id="r1"/></sheets></workbook>',
    "xl/styles.xml": f'{HEAD}<styleSheet {MAIN}><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd\\.mm\\.yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd\\.mm\\.yyyy\\ hh:mm"/></numFmts><fonts count="2">'
    '<font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf/><xf numFmtId="164" applyNumberFormat="1"/>'
    '<xf numFmtId="165" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/></cellXfs>'
    "</styleSheet>",
}


def harmless(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    begin = text.lstrip(" \u00a0")
    return f"'{text}" if begin.startswith(DANGEROUS) or text.startswith(DANGEROUS) else text


def write_csv(out: BinaryIO, heads: list[str], rows: Iterable[list[Cell]]) -> int:
    """Write a table as CSV (semicolons, UTF-8 with mark, as a German Excel opens it); count rows."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([harmless(head) for head in heads])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
    text.detach()
    return count


def _csv_cell(value: Cell) -> str:
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value).replace(".", ",")
    return harmless(shown(value))


def write_xlsx(out: BinaryIO, heads: list[str], rows: Iterable[list[Cell]]) -> int:
    """Write a table as a workbook of one sheet; its first row stays in sight. Return the count."""
    count = 0
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in PARTS.items():
            package.writestr(name, content)
        with package.open("xl/worksheets/sheet1.xml", "w") as sheet:
            begin = (
                f'{HEAD}<worksheet {MAIN}><sheetViews><sheetView workbookViewId="0"><pane'
                ' ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
                "</sheetViews><sheetData>"
            )
            sheet.write((begin + _xlsx_row(list(heads), HEAD_STYLE)).encode())
            for row in rows:
                sheet.write(_xlsx_row(row).encode())
                count += 1
            sheet.write(b"</sheetData></worksheet>")
    return count


def _xlsx_row(row: Iterable[Cell], style: int = 0) -> str:
    return f"<row>{''.join(_xlsx_cell(value, style) for value in row)}</row>"


def _xlsx_cell(value: Cell, style: int) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        seconds = local.hour * 3600 + local.minute * 60 + local.second
        serial = (local.date() - EPOCH).days + seconds / 86400
        return f'<c s="{MOMENT_STYLE}"><v>{serial:.6f}</v></c>'
    if isinstance(value, date) and value >= FIRST_DAY:
        return f'<c s="{DAY_STYLE}"><v>{(value - EPOCH).days}</v></c>'
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    text = harmless(shown(value))[:LONGEST_CELL]
    clean = "".join(char for char in text if char in "\t\n" or ord(char) >= 32)
    clean = clean.encode("utf-8", "replace").decode().replace("\ufffe", "").replace("\uffff", "")
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(clean)}</t></is></c>'


WRITERS = {"csv": (write_csv, CSV_TYPE), "xlsx": (write_xlsx, XLSX_TYPE)}
