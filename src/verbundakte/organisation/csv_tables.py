"""The whole organisation as five CSV tables, in one ZIP or each alone. Pure: bytes in, texts out."""

import io
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from verbundakte.core.lists.read import Layout, Unreadable, heads_of, read_table
from verbundakte.core.lists.tables import write_csv

MOST_LINES = 20_000
MOST_BYTES = 32 * 1024 * 1024
ZIP_BEGIN = b"PK\x03\x04"
DAYS = ("valid_from", "from_on", "end")
FLAGS = ("is_geschuetzt", "is_leitung")
YES, NO = ("ja", "x", "1", "wahr"), ("", "nein", "0", "falsch")
Key = tuple[str, ...]
Values = dict[str, str]


@dataclass(frozen=True)
class TableKind:
    """One of the tables: its columns {head: field}, and which fields tell one line from another.

    `refers`: {field: name of the table whose first key it holds}; `fixed`: what stays as it began.
    """

    name: str
    columns: dict[str, str]
    key: tuple[str, ...]
    needed: tuple[str, ...]
    refers: dict[str, str] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()

    @property
    def layout(self) -> Layout:
        """Return how a file of this table is read."""
        return Layout(
            columns=self.columns,
            needed=self.needed,
            most=MOST_LINES,
            too_many=f"Die Datei hat mehr als {MOST_LINES} Zeilen. Mehr nimmt eine Tabelle nicht"
            " auf; prüfen Sie, ob es die richtige Datei ist, oder teilen Sie sie.",
            empty="In der Datei stehen nur die Überschriften.",
        )

    def head(self, name: str) -> str:
        """Return what the column of a field is called."""
        return next(head for head, known in self.columns.items() if known == name)


END = {"Endet am": "end"}
KINDS = {
    kind.name: kind
    for kind in (
        TableKind(
            "einheiten",
            {
                "Kennzeichen": "kennzeichen",
                "Name": "name",
                "Übergeordnet": "parent",
                "Besteht ab": "valid_from",
                "Geschützt": "is_geschuetzt",
                **END,
            },
            key=("kennzeichen",),
            needed=("Kennzeichen", "Name"),
            refers={"parent": "einheiten"},
            fixed=("valid_from",),
        ),
        TableKind(
            "stellen",
            {
                "Kennung": "kennung",
                "Bezeichnung": "bezeichnung",
                "Einheit": "einheit",
                "Leitung": "is_leitung",
                **END,
            },
            key=("kennung",),
            needed=("Kennung", "Bezeichnung", "Einheit"),
            refers={"einheit": "einheiten"},
        ),
        TableKind(
            "personen",
            {
                "Kennung": "kennung",
                "Titel": "titel",
                "Vorname": "vorname",
                "Familienname": "familienname",
                "E-Mail": "email",
                "Telefon": "telefon",
                **END,
            },
            key=("kennung",),
            needed=("Kennung", "Vorname", "Familienname"),
        ),
        TableKind(
            "besetzungen",
            {"Stelle": "stelle", "Person": "person", "Ab": "from_on", **END},
            key=("stelle", "person"),
            needed=("Stelle", "Person"),
            refers={"stelle": "stellen", "person": "personen"},
            fixed=("from_on",),
        ),
        TableKind(
            "rollen",
            {"Person": "person", "Rolle": "rolle", "Ab": "from_on", **END},
            key=("person", "rolle"),
            needed=("Person", "Rolle"),
            refers={"person": "personen", "rolle": "rolle"},
            fixed=("from_on",),
        ),
    )
}


@dataclass(frozen=True)
class Line:
    """A line of a file: where it stands and what it says, days as 2026-12-01, flags as "ja"."""

    file: str
    number: int
    values: Values


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `number` is 0 when it is the file as a whole."""

    file: str
    number: int
    text: str

    def __str__(self):
        where = f"{self.file}, Zeile {self.number}" if self.number else self.file
        return f"{where}: {self.text}"


@dataclass
class Tables:
    """What was brought: the lines of each table that came, its character sets, what is wrong."""

    lines: dict[str, list[Line]] = field(default_factory=dict)
    encodings: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)


def write_zip(tables: dict[str, Iterable[Values]]) -> bytes:
    """Return the organisation as a ZIP of five CSV files; the same rows give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for kind in KINDS.values():
            rows = [
                [_cell(name, row.get(name, "")) for name in kind.columns.values()]
                for row in tables[kind.name]
            ]
            text = io.BytesIO()
            write_csv(text, list(kind.columns), rows)
            member = zipfile.ZipInfo(f"{kind.name}.csv", date_time=(2020, 1, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            box.writestr(member, text.getvalue())
    return out.getvalue()


def _cell(name: str, text: str) -> str | date:
    return date.fromisoformat(text) if name in DAYS and text else text


def read_tables(content: bytes, file_name: str) -> Tables:
    """Return what a ZIP of the tables, or one of them alone, says. Never raises."""
    found = Tables()
    try:
        for name, part in _parts(content, file_name):
            _read_part(found, name, part)
    except Unreadable as reason:
        found.problems.append(Problem(file_name, 0, str(reason)))
    return found


def _parts(content: bytes, file_name: str) -> list[tuple[str, bytes]]:
    if not content.startswith(ZIP_BEGIN):
        return [(file_name, content)]
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box:
            members = [one for one in box.infolist() if one.filename.lower().endswith(".csv")]
            if sum(one.file_size for one in members) > MOST_BYTES:
                raise Unreadable("Die Tabellen im ZIP sind zusammen größer als 32 MB.")
            parts = [(one.filename.rpartition("/")[2], box.read(one)) for one in members]
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise Unreadable("Das ZIP ist beschädigt oder verschlüsselt. Packen Sie es neu.") from error
    if not parts:
        names = ", ".join(f"{name}.csv" for name in KINDS)
        raise Unreadable(f"Im ZIP ist keine der Tabellen {names}.")
    return parts


def _kind_of(name: str, content: bytes) -> TableKind:
    """Return which table this is, by its name, else by its heads. Raises Unreadable."""
    stem = name.lower().removesuffix(".csv")
    if stem in KINDS:
        return KINDS[stem]
    heads = set(heads_of(content))
    for kind in KINDS.values():
        if heads.issuperset(kind.needed):
            return kind
    names = ", ".join(f"{one}.csv" for one in KINDS)
    raise Unreadable(
        f"Die Überschriften passen zu keiner Tabelle. Nennen Sie die Datei wie eine von {names}."
    )


def _read_part(found: Tables, name: str, content: bytes) -> None:
    try:
        kind = _kind_of(name, content)
        if kind.name in found.lines:
            raise Unreadable(f"Die Tabelle {kind.name}.csv ist zweimal dabei.")
        table = read_table(content, kind.layout)
    except Unreadable as reason:
        found.problems.append(Problem(name, 0, str(reason)))
        return
    found.encodings.add(table.encoding)
    lines = found.lines[kind.name] = []
    for number, given in table.lines:
        values = {}
        for field_name, text in given.items():
            try:
                values[field_name] = _normal(kind, field_name, text)
            except ValueError as error:
                found.problems.append(Problem(name, number, str(error)))
        lines.append(Line(name, number, values))


def _normal(kind: TableKind, name: str, text: str) -> str:
    """Return a cell in its one form. Raises ValueError with a German sentence."""
    if name in FLAGS:
        if text.lower() not in (*YES, *NO):
            raise ValueError(f"„{kind.head(name)}“ ist ja oder leer, nicht „{text}“.")
        return "ja" if text.lower() in YES else ""
    if name in DAYS and text:
        for form in ("%d.%m.%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(text, form).date().isoformat()  # noqa: DTZ007
            except ValueError:
                continue
        raise ValueError(f"„{kind.head(name)}“ ist kein Tag wie 01.12.2026, sondern „{text}“.")
    return text
