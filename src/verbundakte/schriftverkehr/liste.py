"""The list of addressees of a Briefserie, as CSV or by line. Pure: bytes in, rows or German sentences out."""

from collections.abc import Iterable, Mapping, Sequence

from verbundakte.core.lists.read import Layout, Unreadable, heads_of, read_table
from verbundakte.schriftverkehr.felder import Brieffeld

MOST = 20_000
PLACE = {
    "Anrede": "anrede",
    "Vorname": "vorname",
    "Name": "name",
    "Zusatz": "zusatz",
    "Straße": "strasse",
    "PLZ": "plz",
    "Ort": "ort",
    "Land": "land",
    "E-Mail": "email",
}
NEEDED = ("Name", "Straße", "PLZ", "Ort")
__all__ = ["NEEDED", "PLACE", "Unreadable", "read", "rows_of"]


def _columns(felder: Iterable[Brieffeld]) -> dict[str, str]:
    """Return under which name what stands in a column is kept."""
    columns = dict(PLACE)
    for feld in felder:
        columns |= {feld.bezeichnung: f"feld-{feld.name}", feld.name: f"feld-{feld.name}"}
    return columns


def _check_known(names: Iterable[str], columns: dict[str, str]) -> None:
    known = {name.casefold() for name in columns}
    for name in names:
        if name.casefold() not in known:
            raise Unreadable(
                f"Die Spalte „{name[:60]}“ kennt diese Vorlage nicht. Es gibt: {', '.join(columns)}."
            )


def read(content: bytes, felder: Iterable[Brieffeld]) -> list[dict[str, str]]:
    """Return the addressees: address by the names of PLACE, answers as `feld-<name>`.

    Columns are called as the fields of the Vorlage, or by their name in the text. Raises Unreadable.
    """
    columns = _columns(felder)
    _check_known(heads_of(content), columns)
    layout = Layout(
        columns,
        NEEDED,
        MOST,
        f"Die Liste hat mehr als {MOST} Zeilen. Teilen Sie sie.",
        "In der Liste steht niemand, nur die Überschriften.",
    )
    return [values for _, values in read_table(content, layout).lines]


def rows_of(
    lines: Sequence[Mapping[str, str]], felder: Iterable[Brieffeld]
) -> list[dict[str, str]]:
    """Return lines that a program sends, by column, as `read` returns them. Raises Unreadable."""
    columns = _columns(felder)
    names = {name.casefold(): name for name in columns}
    rows = []
    for position, line in enumerate(lines, 1):
        _check_known(line, columns)
        told = {names[name.casefold()]: text.strip() for name, text in line.items()}
        if lacks := [name for name in NEEDED if not told.get(name)]:
            raise Unreadable(f"Zeile {position}: Es fehlt {', '.join(lacks)}.")
        rows.append({columns[name]: text for name, text in told.items()})
    return rows
