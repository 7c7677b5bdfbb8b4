"""Fills a text from values. What is missing is collected, so that it can be named before writing."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from verbundakte.schriftverkehr.sprache.baum import (
    Bedingung,
    Feld,
    Je,
    Knoten,
    Text,
    Vergleich,
    Wenn,
)
from verbundakte.schriftverkehr.sprache.lesen import SpracheInvalid

MOST_ROWS = 500
OPEN = "vorgang.feld."
"""Below it stand the own fields of a Vorgang: which there are depends on its Art."""
MOST_OUTPUT = 200_000
MONATE = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip


@dataclass(frozen=True)
class Euro:
    """An amount of money in cents."""

    cents: int


Row = Mapping[str, object]
Value = str | bool | int | date | Euro | list


@dataclass(frozen=True)
class Values:
    """What fields mean: every path that exists, with its value ("" or [] where nobody said it yet)."""

    known: Mapping[str, Value]

    def get(self, path: str, line: int) -> Value:
        """Return a value. Raises SpracheInvalid for a field that does not exist."""
        if path in self.known:
            return self.known[path]
        if path.startswith(OPEN):
            return ""
        near = difflib.get_close_matches(path, self.known, 1, 0.6)
        hint = f" Meinten Sie „{near[0]}“?" if near else ""
        raise SpracheInvalid(f"Zeile {line}: Das Feld „{path}“ gibt es nicht.{hint}")

    def column(self, path: str, line: int) -> list:
        """Return the values of a column of a list (`posten.betrag`)."""
        name, _, column = path.rpartition(".")
        rows = self.known.get(name)
        if not isinstance(rows, list):
            return [self.get(path, line)]
        return [_cell(row, name, column, line) for row in rows]

    def with_row(self, name: str, row: Row) -> "Values":
        """Return these values and those of one row of a list, under its name."""
        return Values({**self.known, **{f"{name}.{key}": value for key, value in row.items()}})


def _cell(row: Row, name: str, column: str, line: int) -> Value:
    if column not in row:
        raise SpracheInvalid(f"Zeile {line}: Die Liste „{name}“ hat keine Spalte „{column}“.")
    return row[column]


@dataclass
class Filled:
    """A text with its values, and the fields that were asked for and have none."""

    text: str = ""
    missing: list[str] = field(default_factory=list)


def fill(nodes: tuple[Knoten, ...], values: Values, *, gap: str = "…") -> Filled:
    """Return the text. Raises SpracheInvalid; a `gap` stands where a value is missing."""
    filling = _Filling(gap)
    filling.add(nodes, values)
    return Filled("".join(filling.parts), filling.missing)


class _Filling:
    """Collects the pieces of one text."""

    def __init__(self, gap: str):
        self.gap, self.parts, self.missing, self.chars = gap, [], [], 0

    def add(self, nodes: tuple[Knoten, ...], values: Values) -> None:
        """Fill the nodes one after the other."""
        for node in nodes:
            if isinstance(node, Text):
                self._write(node.text)
            elif isinstance(node, Feld):
                self._write_field(node, values)
            elif isinstance(node, Wenn):
                self.add(node.then if holds(node.condition, values) else node.otherwise, values)
            else:
                self._repeat(node, values)

    def _write(self, text: str) -> None:
        self.parts.append(text)
        self.chars += len(text)
        if self.chars > MOST_OUTPUT:
            raise SpracheInvalid("Der Text wird mit diesen Angaben zu lang.")

    def _write_field(self, node: Feld, values: Values) -> None:
        text = shown(_asked(node, values), node.form)
        if not text and node.path not in self.missing:
            self.missing.append(node.path)
        self._write(protected(text) or self.gap)

    def _repeat(self, node: Je, values: Values) -> None:
        rows = values.get(node.path, node.line)
        if not isinstance(rows, list):
            raise SpracheInvalid(f"Zeile {node.line}: „{node.path}“ ist keine Liste.")
        if len(rows) > MOST_ROWS:
            raise SpracheInvalid(f"Die Liste „{node.path}“ hat mehr als {MOST_ROWS} Zeilen.")
        for row in rows:
            self.add(node.body, values.with_row(node.path, row))


def _asked(node: Feld, values: Values) -> Value:
    if node.form == "anzahl":
        return str(len(values.get(node.path, node.line) or ()))
    if node.form != "summe":
        return values.get(node.path, node.line)
    column = values.column(node.path, node.line)
    if not all(isinstance(value, Euro) for value in column):
        raise SpracheInvalid(f"Zeile {node.line}: „{node.path}“ hat keine Beträge zum Summieren.")
    return Euro(sum(value.cents for value in column))


def shown(value: Value, form: str = "") -> str:
    """Return a value as it stands in a German letter."""
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if isinstance(value, date):
        if form == "lang":
            return f"{value.day}. {MONATE[value.month - 1]} {value.year}"
        return f"{value:%d.%m.%Y}"
    if isinstance(value, Euro):
        return euro(value.cents)
    if isinstance(value, int):
        return f"{value:,}".replace(",", ".")
    if isinstance(value, list):
        return ", ".join(", ".join(shown(cell) for cell in row.values()) for row in value)
    if form == "gross":
        return value[:1].upper() + value[1:]
    return value


def euro(cents: int) -> str:
    """Return an amount as in "1.284,00 EUR"; figures and unit stay on one line."""
    whole, part = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    return f"{sign}{whole:,}".replace(",", ".") + f",{part:02d}\u00a0EUR"


def protected(text: str) -> str:
    """Return a value so that it is never read as markup of the letter."""
    return text.replace("\\", "\\\\").replace("*", "\\*").replace("|", "\\|")


def holds(tree: Bedingung, values: Values) -> bool:
    """Tell whether a condition holds. Raises SpracheInvalid for a field that does not exist."""
    if isinstance(tree, Vergleich):
        return _compare(tree, values.get(tree.path, tree.line))
    if tree.word == "nicht":
        return not holds(tree.parts[0], values)
    found = [holds(part, values) for part in tree.parts]
    return all(found) if tree.word == "und" else any(found)


def _compare(tree: Vergleich, value: Value) -> bool:
    if not tree.operator:
        return bool(value.cents) if isinstance(value, Euro) else bool(value)
    if tree.operator in ("=", "!="):
        same = shown(value).casefold() == tree.value.casefold() or (
            _number(value) is not None and _number(value) == _number(tree.value)
        )
        return same is (tree.operator == "=")
    left, right = _number(value), _number(tree.value)
    if left is None or right is None:
        return False
    return {
        ">": left > right,
        "<": left < right,
        ">=": left >= right,
        "<=": left <= right,
    }[tree.operator]


def _number(value: Value) -> Decimal | None:
    """Return what can be compared as a number: amounts in euros, days as their order."""
    if isinstance(value, Euro):
        return Decimal(value.cents) / 100
    if isinstance(value, bool | list):
        return None
    if isinstance(value, date):
        return Decimal(value.toordinal())
    if isinstance(value, int):
        return Decimal(value)
    text = value.strip().removesuffix("EUR").removesuffix("Euro").strip()
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    parts = value.strip().split(".")
    if len(parts) == 3 and all(part.isdigit() for part in parts):
        day, month, year = map(int, parts)
        try:
            return Decimal(date(year, month, day).toordinal())
        except ValueError:
            return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None
