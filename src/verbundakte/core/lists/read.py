"""Tables that people bring: CSV in whatever character set and with whatever delimiter it came."""

import csv
import io
from dataclasses import dataclass

from verbundakte.core.converters import charset
from verbundakte.core.lists.tables import harmless

CHARSET_NAMES = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "cp1252": "Windows (cp1252)",
    "cp850": "DOS (cp850)",
}
UNREADABLE = "\ufffd"


class Unreadable(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Layout:
    """What a table looks like: {head: field}, which heads it needs, how many lines it may have.

    Heads may be written in capitals or not. `too_many` and `empty` are German sentences for a file with
    more lines, or with none.
    """

    columns: dict[str, str]
    needed: tuple[str, ...]
    most: int
    too_many: str
    empty: str


@dataclass
class Table:
    """The lines of a file: (number in the file, {field: text}), and its character set."""

    lines: list[tuple[int, dict[str, str]]]
    encoding: str


def decode(content: bytes) -> tuple[str, str]:
    """Return the text and the name of its character set. Raises Unreadable."""
    name = charset.detect(content)
    text = content.decode(name, "replace")
    if "\x00" in text:
        raise Unreadable(
            "Das ist keine Textdatei. Speichern Sie die Tabelle als „CSV UTF-8“ und wählen Sie sie"
            " neu."
        )
    if UNREADABLE in text:
        number = text[: text.index(UNREADABLE)].count("\n") + 1
        raise Unreadable(
            f"In Zeile {number} stehen Zeichen, die zu keinem Zeichensatz passen. Speichern Sie die"
            " Tabelle als „CSV UTF-8“ und wählen Sie sie neu."
        )
    shown = "Unicode (UTF-16)" if name.startswith("utf-16") else CHARSET_NAMES.get(name, name)
    return text.removeprefix("\ufeff"), shown


def _lines(text: str):
    first = text.partition("\n")[0]
    return csv.reader(
        io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count), strict=True
    )


def heads_of(content: bytes) -> list[str]:
    """Return the names in the first line. Raises Unreadable."""
    lines = _lines(decode(content)[0])
    try:
        return [name.strip() for name in next(lines, [])]
    except csv.Error as error:
        raise _unreadable_line(lines.line_num) from error


def read_table(content: bytes, layout: Layout) -> Table:
    """Return the lines of a CSV file; columns that the layout does not name are left out.

    Raises Unreadable.
    """
    text, encoding = decode(content)
    lines = _lines(text)
    found: list[tuple[int, dict[str, str]]] = []
    try:
        head = [name.strip() for name in next(lines, [])]
        _check_head(head, layout)
        columns = {name.casefold(): field for name, field in layout.columns.items()}
        names = [columns.get(name.casefold(), "") for name in head]
        for cells in lines:
            if any(cell.strip() for cell in cells):
                given = dict(zip(names, map(_clean, cells), strict=False))
                given.pop("", None)
                found.append((lines.line_num, given))
            if len(found) > layout.most:
                raise Unreadable(layout.too_many)
    except csv.Error as error:
        raise _unreadable_line(lines.line_num) from error
    if not found:
        raise Unreadable(layout.empty)
    return Table(found, encoding)


def _unreadable_line(number: int) -> Unreadable:
    return Unreadable(f"Zeile {number} ist nicht lesbar. Prüfen Sie dort die Anführungszeichen.")


def _clean(cell: str) -> str:
    """Take away the apostrophe that keeps a spreadsheet from computing."""
    text = cell.strip()
    return text[1:] if text.startswith("'") and harmless(text[1:]) == text else text


def _check_head(head: list[str], layout: Layout) -> None:
    there = {name.casefold() for name in head}
    missing = [name for name in layout.needed if name.casefold() not in there]
    if missing:
        raise Unreadable(
            f"In der ersten Zeile fehlt die Spalte „{'“ und „'.join(missing)}“. Erlaubt sind: "
            f"{', '.join(layout.columns)}."
        )
    known, heads = {name.casefold() for name in layout.columns}, [one.casefold() for one in head]
    doubled = [one for one in head if one.casefold() in known and heads.count(one.casefold()) > 1]
    if doubled:
        raise Unreadable(f"Die Spalte „{doubled[0]}“ steht zweimal in der ersten Zeile.")
