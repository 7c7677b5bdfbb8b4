"""All rows of an old system, read and checked against each other."""

from collections.abc import Callable
from dataclasses import dataclass, field

from verbundakte.standards.uebernahme.abbildung import Abbildung, Tabelle
from verbundakte.standards.uebernahme.felder import FIELDS, KINDS, PARENTS
from verbundakte.standards.uebernahme.tabellen import Finding, TableUnreadable, rows_of


@dataclass(frozen=True)
class Row:
    """An object to be taken over: where it stands and its values by field (absent: not said)."""

    kind: str
    line: int
    values: dict

    @property
    def key(self) -> str:
        """Return the key under which the old system knows it."""
        return self.values.get("schluessel") or self.values["objekt"]


@dataclass
class Bestand:
    """What was read: rows by kind in the order of their tables, and what cannot be taken over."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    findings: list[Finding] = field(default_factory=list)

    def keys(self, kind: str) -> set[str]:
        """Return the keys of all rows of a kind."""
        return {row.key for row in self.rows[kind]}


def read_bestand(
    abbildung: Abbildung, read: Callable[[str], bytes], *, known: dict[str, set[str]] | None = None
) -> Bestand:
    """Read every table of a mapping; `read(name)` gives the bytes of a file, raising OSError.

    A row with a problem is left out and named; so is what lies in it. `known` are the keys by kind
    that were taken over before: tables may bring only what is new.
    """
    bestand = Bestand()
    for kind in KINDS:
        if kind in abbildung.tables:
            _read_table(bestand, abbildung, kind, read)
    _check_parents(bestand, abbildung, known or {})
    return bestand


def _read_table(bestand: Bestand, abbildung: Abbildung, kind: str, read) -> None:
    table = abbildung.tables[kind]
    seen: dict[str, int] = {}

    def note(line: int, message: str) -> None:
        bestand.findings.append(Finding(table.file, line, message))

    try:
        data = read(table.file)
        rows = rows_of(table.file, data, charset=abbildung.charset, separator=abbildung.separator)
        for line, cells in rows:
            missing = [c for c in table.columns.values() if not seen and c not in cells]
            if missing and line <= 2:
                note(0, f"Die Spalte „{missing[0]}“ fehlt. Prüfen Sie Abbildung und Trennzeichen.")
                return
            row = _row(kind, table, line, cells, note)
            if row is None:
                continue
            if kind != "historie" and row.key in seen:
                note(line, f"Der Schlüssel „{row.key}“ steht schon in Zeile {seen[row.key]}.")
                continue
            seen[row.key] = line
            bestand.rows[kind].append(row)
    except TableUnreadable as problem:
        note(0, problem.message)
    except OSError as error:
        note(0, f"Die Datei lässt sich nicht lesen ({error.strerror}).")


def _row(kind: str, table: Tabelle, line: int, cells: dict, note) -> Row | None:
    values, problems = {}, []
    for name, spec in FIELDS[kind].items():
        text = cells.get(table.columns.get(name, ""), "") or ""
        text = text.strip() or table.fixed.get(name, "")
        text = table.values.get(name, {}).get(text, text)
        if not text:
            if spec.is_required:
                problems.append(f"„{name}“ fehlt.")
            continue
        if len(text) > spec.limit:
            problems.append(f"„{name}“ ist länger als {spec.limit} Zeichen.")
            continue
        try:
            values[name] = spec.read(text)
        except ValueError as error:
            problems.append(f"„{text[:40]}“ bei „{name}“ {error}.")
    for problem in problems:
        note(line, problem)
    return None if problems else Row(kind, line, values)


def _check_parents(bestand: Bestand, abbildung: Abbildung, known: dict[str, set[str]]) -> None:
    """Leave out what lies in something that is not taken over, from the top down."""
    for kind, (name, above) in PARENTS.items():
        _keep_placed(bestand, abbildung, kind, name, bestand.keys(above) | known.get(above, set()))
    objects = set().union(*(bestand.keys(kind) | known.get(kind, set()) for kind in KINDS[:3]))
    _keep_placed(bestand, abbildung, "historie", "objekt", objects)


def _keep_placed(
    bestand: Bestand, abbildung: Abbildung, kind: str, name: str, places: set[str]
) -> None:
    placed = []
    for row in bestand.rows[kind]:
        if row.values[name] in places:
            placed.append(row)
        else:
            text = f"„{row.values[name]}“ bei „{name}“ wird nicht übernommen oder fehlt."
            bestand.findings.append(Finding(abbildung.tables[kind].file, row.line, text))
    bestand.rows[kind] = placed
