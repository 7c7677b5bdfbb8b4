"""The Aktenplan as CSV: written for spreadsheets, read back with every problem by its line.

Pure: bytes and JSON in, JSON and German sentences out.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field

from verbundakte.akten.aktenplan import EINHEIT, MOST_UNITS, Zugriffsvorgabe
from verbundakte.akten.models import Aussonderungsart, Geheimnisklasse
from verbundakte.akten.plan_changes import Plan, new_unit
from verbundakte.core.ids import uuid7
from verbundakte.core.lists.read import Layout, Table, Unreadable, read_table
from verbundakte.core.lists.tables import harmless
from verbundakte.core.search.fold import sort_key

__all__ = ["Unreadable", "apply", "read", "to_text", "write"]

COLUMNS = {
    "Kennung": "id",
    "Kennzeichen": "kennzeichen",
    "Titel": "titel",
    "Übergeordnet": "parent",
    "Stichwörter": "stichwoerter",
    "Aufbewahrung": "aufbewahrungsdauer",
    "Rechtsgrund": "begruendung",
    "Aussonderung": "aussonderungsart",
    "Geheimnisklasse": "geheimnisklasse",
    "Federführung": "federfuehrung",
    "Zugriff": "zugriff",
    "Stillgelegt": "is_stillgelegt",
}
CHOICES = {
    "aussonderungsart": Aussonderungsart,
    "geheimnisklasse": Geheimnisklasse,
    "zugriff": Zugriffsvorgabe,
}
WITHOUT_END = ("", "dauernd", "ohne ende")
YES, NO = ("ja", "x", "1", "wahr"), ("", "nein", "0", "falsch")
LAYOUT = Layout(
    columns=COLUMNS,
    needed=("Kennzeichen", "Titel"),
    most=MOST_UNITS,
    too_many=f"Die Datei hat mehr als {MOST_UNITS} Zeilen. Ein Aktenplan hat höchstens so"
    " viele Einheiten; prüfen Sie, ob es die richtige Datei ist.",
    empty="In der Datei steht keine Einheit, nur die Überschriften.",
)


@dataclass
class Imported:
    """The plan a file makes of the one before, and what is wrong by line."""

    plan: Plan
    problems: list[tuple[int, str]] = field(default_factory=list)


def write(plan: Plan, einheiten: dict[str, str]) -> str:
    """Return a plan as CSV; `einheiten` are the Kennzeichen of Organisationseinheiten by id."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for unit in sorted(plan.units.values(), key=lambda unit: sort_key(unit["kennzeichen"])):
        writer.writerow(harmless(_cell(plan, unit, name, einheiten)) for name in COLUMNS.values())
    return out.getvalue()


def _cell(plan: Plan, unit: dict, name: str, einheiten: dict[str, str]) -> str:
    value = unit[name]
    if name == "parent":
        return plan.units[value]["kennzeichen"] if value else ""
    if name == "aufbewahrungsdauer":
        return "dauernd" if value is None else str(value)
    if name == "federfuehrung":
        return einheiten.get(value["key"], "") if value else ""
    if name == "stichwoerter":
        return ", ".join(value)
    if name == "is_stillgelegt":
        return "ja" if value else ""
    return str(value or "")


def read(content: bytes) -> Table:
    """Return the lines of a CSV file. Raises Unreadable."""
    return read_table(content, LAYOUT)


def apply(table: Table, base: Plan, einheiten: dict[str, str], *, missing: str) -> Imported:
    """Return the plan that the lines make of `base`.

    `einheiten` are the ids of Organisationseinheiten by their Kennzeichen. `missing` says what
    becomes of units that no line names: "behalten", "stilllegen" or "entfernen".
    """
    problems: list[tuple[int, str]] = []
    keys = _keys(table, base, problems)
    units = {}
    for number, given in table.lines:
        key = keys.get(given.get("kennzeichen", ""))
        if key is None or key in units:
            continue
        units[key] = _unit(number, given, base.units.get(key), key, einheiten, problems)
    _set_parents(table, keys, units, base, problems)
    _check_circles(table, keys, units, problems)
    rest = {} if missing == "entfernen" else base.units
    for key, unit in rest.items():
        if key not in units:
            closed = missing == "stilllegen" or unit["is_stillgelegt"]
            units[key] = {**unit, "is_stillgelegt": closed}
    einheiten_now = sorted(units.values(), key=lambda unit: unit["id"])
    return Imported(Plan({**base.data, "einheiten": einheiten_now}), sorted(problems))


def _keys(table: Table, base: Plan, problems: list) -> dict[str, str]:
    """Return the lasting id of each Kennzeichen in the file: known by id, by number, or new."""
    by_number = {unit["kennzeichen"]: key for key, unit in base.units.items()}
    lines: dict[str, int] = {}
    keys: dict[str, str] = {}
    for number, given in table.lines:
        kennzeichen = given.get("kennzeichen", "")
        if not kennzeichen:
            problems.append((number, "Das Kennzeichen fehlt."))
        elif kennzeichen in lines:
            problems.append(
                (
                    number,
                    f"Das Kennzeichen {kennzeichen} steht schon in Zeile {lines[kennzeichen]}.",
                )
            )
        else:
            lines[kennzeichen] = number
            known = given.get("id", "")
            key = known if known in base.units else by_number.get(kennzeichen)
            keys[kennzeichen] = key if key and key not in keys.values() else str(uuid7())
            if known in base.units and keys[kennzeichen] != known:
                problems.append((number, "Die Kennung steht schon in einer Zeile davor."))
    return keys


def _unit(number, given, known, key, einheiten, problems) -> dict:
    """Return the unit of a line: what it says over what was known (or prescribed above)."""
    unit = dict(known or new_unit(key, None))
    for name in given.keys() - {"id", "parent"}:
        try:
            unit[name] = _value(name, given[name], einheiten)
        except ValueError as error:
            problems.append((number, f"{given.get('kennzeichen')}: {error}"))
    if not unit["titel"]:
        problems.append((number, f"{given.get('kennzeichen')}: Der Titel fehlt."))
    return unit


def _value(name: str, text: str, einheiten: dict[str, str]):
    """Return a cell as the specification has it. Raises ValueError with a German sentence."""
    if name == "stichwoerter":
        return sorted({word.strip() for word in text.split(",") if word.strip()})
    if name == "aufbewahrungsdauer":
        if text.lower() in WITHOUT_END:
            return None
        if not text.isdecimal():
            raise ValueError(f"Die Aufbewahrung „{text}“ ist weder eine Zahl noch „dauernd“.")
        return int(text)
    if name == "is_stillgelegt":
        if text.lower() not in (*YES, *NO):
            raise ValueError(f"„Stillgelegt“ ist ja oder leer, nicht „{text}“.")
        return text.lower() in YES
    if name == "federfuehrung":
        if text and text not in einheiten:
            raise ValueError(f"Die Organisationseinheit „{text}“ gibt es nicht.")
        return {"kind": EINHEIT, "key": einheiten[text], "item": None} if text else None
    if name in CHOICES:
        return _choice(name, text)
    return text


def _choice(name: str, text: str) -> str | None:
    kind = CHOICES[name]
    for one in kind:
        if text.casefold() in (one.value.casefold(), str(one.label).casefold()):
            return one.value
    if not text:
        return {"aussonderungsart": "B", "zugriff": "sachgebiet"}.get(name)
    raise ValueError(f"„{text}“ gibt es nicht; möglich sind {', '.join(kind.values)}.")


def _set_parents(table: Table, keys: dict, units: dict, base: Plan, problems: list) -> None:
    known = {unit["kennzeichen"]: key for key, unit in base.units.items()} | keys
    for number, given in table.lines:
        key = keys.get(given.get("kennzeichen", ""))
        if key not in units:
            continue
        if "parent" not in given:
            parent = units[key]["parent"] or _nearest(given["kennzeichen"], known)
        else:
            parent = known.get(given["parent"]) if given["parent"] else None
            if given["parent"] and parent is None:
                problems.append(
                    (number, f"Die übergeordnete Einheit „{given['parent']}“ gibt es nicht.")
                )
        units[key]["parent"] = parent
        above = units.get(parent) or base.units.get(parent)
        if units[key]["federfuehrung"] is None and above:
            units[key]["federfuehrung"] = above["federfuehrung"]


def _nearest(kennzeichen: str, known: Iterable[str]) -> str | None:
    """Return the id of the unit whose Kennzeichen is the longest beginning of this one."""
    for end in range(len(kennzeichen) - 1, 0, -1):
        if kennzeichen[:end] in known:
            return known[kennzeichen[:end]]
    return None


def _check_circles(table: Table, keys: dict, units: dict, problems: list) -> None:
    rooted: set[str | None] = {None}
    for number, given in table.lines:
        way, key = [], keys.get(given.get("kennzeichen", ""))
        while key in units and key not in rooted and key not in way:
            way.append(key)
            key = units[key]["parent"]
        if key in way:
            circle = [units[one]["kennzeichen"] for one in way[way.index(key) :]]
            problems.append((number, f"Im Kreis untereinander: {', '.join(circle)}."))
        rooted.update(way)


def to_text(table: Table) -> str:
    """Return the lines as CSV again, for applying a preview."""
    out = io.StringIO()
    names = [name for name, key in COLUMNS.items() if any(key in line for _, line in table.lines)]
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(names)
    for _, given in table.lines:
        writer.writerow(harmless(given.get(COLUMNS[name], "")) for name in names)
    return out.getvalue()
