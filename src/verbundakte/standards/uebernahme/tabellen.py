"""CSV and JSON tables as rows of text, whatever their charset and separator."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass

LIMIT = 500_000_000
"""Characters of a table; more does not fit into memory beside its rows."""


@dataclass(frozen=True)
class Finding:
    """A problem at a place: the table's file, the line (0: the whole file), one German sentence."""

    file: str
    line: int
    message: str

    def __str__(self):
        where = f"{self.file}, Zeile {self.line}" if self.line else self.file
        return f"{where}: {self.message}"


class TableUnreadable(Exception):
    """A table cannot be read at all; `message` is the German reason."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def decode_table(data: bytes, charset: str) -> str:
    """Return the text of a table: UTF-8 (with or without mark), UTF-16 with mark, else cp1252.

    A named charset is taken at its word. Raises TableUnreadable.
    """
    if charset:
        try:
            return data.decode(charset)
        except LookupError as error:
            raise TableUnreadable(f"Den Zeichensatz „{charset}“ gibt es nicht.") from error
        except UnicodeError as error:
            raise TableUnreadable(
                f"Die Tabelle ist nicht im Zeichensatz „{charset}“ geschrieben."
            ) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def rows_of(name: str, data: bytes, *, charset: str, separator: str) -> Iterator[tuple[int, dict]]:
    """Yield (line, {column: text}) of a table. Raises TableUnreadable."""
    text = decode_table(data, charset)
    if name.lower().endswith(".json"):
        yield from _json_rows(text)
        return
    separator = separator or _separator_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        header = [column.strip() for column in next(reader, [])]
        doubled = [column for column in header if column and header.count(column) > 1]
        if doubled:
            raise TableUnreadable(f"Die Spalte „{doubled[0]}“ gibt es zweimal.")
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(header, cells, strict=False))
    except csv.Error as error:
        raise TableUnreadable(f"Zeile {reader.line_num} ist nicht lesbar ({error}).") from error


def _separator_of(text: str) -> str:
    head = text.partition("\n")[0]
    return max(";\t,|", key=head.count)


def _json_rows(text: str) -> Iterator[tuple[int, dict]]:
    try:
        found = json.loads(text)
    except ValueError as error:
        raise TableUnreadable(f"Die Tabelle ist kein gültiges JSON ({error}).") from error
    if not isinstance(found, list) or not all(isinstance(row, dict) for row in found):
        raise TableUnreadable("Die Tabelle muss eine Liste von Objekten sein.")
    for number, row in enumerate(found, 1):
        yield number, {name: "" if value is None else str(value) for name, value in row.items()}
