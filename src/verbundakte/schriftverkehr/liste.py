"""The list of addressees of a Briefserie, as CSV. Pure: bytes in, rows or German sentences out."""

from collections.abc import Iterable

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
__all__ = ["NEEDED", "PLACE", "Unreadable", "read"]


def read(content: bytes, felder: Iterable[Brieffeld]) -> list[dict[str, str]]:
    """Return the addressees: address by the names of PLACE, answers as `feld-<name>`.

    Columns are called as the fields of the Vorlage, or by their name in the text. Raises Unreadable.
    """
    columns = dict(PLACE)
    for feld in felder:
        columns |= {feld.bezeichnung: f"feld-{feld.name}", feld.name: f"feld-{feld.name}"}
    known = {name.casefold(): name for name in columns}
    for name in heads_of(content):
        if name.casefold() not in known:
            raise Unreadable(
                f"Die Spalte „{name[:60]}“ kennt diese Vorlage nicht. Es gibt: {', '.join(columns)}."
            )
    layout = Layout(
        columns,
        NEEDED,
        MOST,
        f"Die Liste hat mehr als {MOST} Zeilen. Teilen Sie sie.",
        "In der Liste steht niemand, nur die Überschriften.",
    )
    return [values for _, values in read_table(content, layout).lines]
