"""The draft of an Aktenplan as JSON: its tree, what an editor does to it, what differs in words.

Pure functions over `AktenplanSpec.data()`; rows, rights and the clock stay outside.
"""

import copy
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from verbundakte.akten.aktenplan import PlaneinheitSpec
from verbundakte.core.bausteine.fields import enumerate_german, write_value
from verbundakte.core.search.fold import fold, sort_key

FIELDS = {info.name: info for info in PlaneinheitSpec.fields() if info.name != "id"}
ORDER = [name for name in FIELDS if name != "parent"]


class Plan:
    """A plan as JSON with the lookups an editor needs. Ids are texts, as JSON has them."""

    def __init__(self, data: dict):
        self.data = data
        self.units: dict[str, dict] = {unit["id"]: unit for unit in data["einheiten"]}

    @cached_property
    def below(self) -> dict[str | None, list[dict]]:
        """The units under each unit (None: at the top), in the order of their Kennzeichen."""
        found = defaultdict(list)
        for unit in sorted(self.units.values(), key=lambda unit: sort_key(unit["kennzeichen"])):
            found[unit["parent"]].append(unit)
        return found

    def path(self, key: str | None) -> list[dict]:
        """Return the units from the top down to `key`, itself included."""
        way: list[dict] = []
        while key in self.units and self.units[key] not in way:
            way.insert(0, self.units[key])
            key = self.units[key]["parent"]
        return way

    def branch(self, key: str) -> list[dict]:
        """Return a unit and all below it, each before its own."""
        found, waiting = [], [self.units[key]]
        while waiting:
            unit = waiting.pop()
            found.append(unit)
            waiting += reversed(self.below[unit["id"]])
        return found

    def changed(self) -> "Plan":
        """Return a copy that may be changed."""
        return Plan(copy.deepcopy(self.data))

    def number_taken(self, kennzeichen: str, but: str = "") -> dict | None:
        """Return the unit that has this Kennzeichen, unless it is `but`."""
        units = self.units.values()
        return next((u for u in units if u["kennzeichen"] == kennzeichen and u["id"] != but), None)

    def find(self, words: str) -> list[dict]:
        """Return the units whose Kennzeichen begins with the words or whose text holds them all."""
        folded = fold(words).split()
        return [
            unit
            for unit in sorted(self.units.values(), key=lambda unit: sort_key(unit["kennzeichen"]))
            if unit["kennzeichen"].startswith(words)
            or all(
                word in fold(f"{unit['titel']} {' '.join(unit['stichwoerter'])}") for word in folded
            )
        ]


def new_unit(key: str, above: dict | None) -> dict:
    """Return a unit that begins with what the one above prescribes."""
    unit = {name: write_value(info.default) for name, info in FIELDS.items() if name in ORDER}
    unit |= {"kennzeichen": "", "titel": "", "aussonderungsart": "B", "federfuehrung": None}
    kept = ("aufbewahrungsdauer", "begruendung", "aussonderungsart", "geheimnisklasse", "zugriff")
    if above:
        unit |= {name: above[name] for name in (*kept, "federfuehrung", "nummernmuster")}
    return unit | {"id": key, "parent": above["id"] if above else None}


def put_unit(plan: Plan, unit: dict) -> Plan:
    """Return the plan with this unit, new or instead of the one with its id."""
    others = [one for one in plan.data["einheiten"] if one["id"] != unit["id"]]
    data = {**plan.data, "einheiten": sorted([*others, unit], key=lambda one: one["id"])}
    return Plan(data)


def move_branch(plan: Plan, key: str, *, parent: str | None, kennzeichen: str) -> Plan:
    """Return the plan with a branch elsewhere; numbers below that begin with the old one follow."""
    made = plan.changed()
    old = made.units[key]["kennzeichen"]
    for unit in made.branch(key):
        if unit["kennzeichen"].startswith(old):
            unit["kennzeichen"] = kennzeichen + unit["kennzeichen"].removeprefix(old)
    made.units[key]["parent"] = parent
    return Plan(made.data)


def retire_branch(plan: Plan, key: str, *, is_stillgelegt: bool) -> Plan:
    """Return the plan with a whole branch closed to new Akten, or opened again."""
    made = plan.changed()
    for unit in made.branch(key):
        unit["is_stillgelegt"] = is_stillgelegt
    return made


def remove_branch(plan: Plan, key: str) -> Plan:
    """Return the plan without a branch."""
    gone = {unit["id"] for unit in plan.branch(key)}
    units = [unit for unit in plan.data["einheiten"] if unit["id"] not in gone]
    return Plan({**plan.data, "einheiten": units})


def hand_down(plan: Plan, key: str, federfuehrung: Any) -> Plan:
    """Return the plan in which all units below are led by the same Organisationseinheit."""
    made = plan.changed()
    for unit in made.branch(key):
        unit["federfuehrung"] = copy.deepcopy(federfuehrung)
    return made


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, as people read it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class UnitChange:
    """What became of one unit: `kind` is neu, entfällt, verschoben, stillgelegt or geändert."""

    kind: str
    id: str
    name: str
    changes: list[FieldChange] = field(default_factory=list)

    def sentence(self) -> str:
        """Return it in one German sentence."""
        if self.kind == "neu":
            return f"{self.name} kommt hinzu."
        if self.kind == "entfällt":
            return f"{self.name} entfällt."
        parts = [
            f"{change.label} {change.before or 'leer'} wird zu {change.after or 'leer'}"
            for change in self.changes
        ]
        return f"{self.name}: {enumerate_german(parts)}."


class Speaker:
    """Says the values of units; `einheiten` are the names of Organisationseinheiten
    and number patterns by id."""

    def __init__(self, einheiten: dict[str, str], *plans: Plan):
        self.einheiten = einheiten
        self.plans = plans

    def value(self, name: str, value: Any) -> str:
        """Return a stored value of a field as people read it, "" for none."""
        if value in (None, "", []):
            return "ohne Ende" if name == "aufbewahrungsdauer" else ""
        if name == "parent":
            units = (plan.units.get(value) for plan in self.plans)
            return next((PlaneinheitSpec.name_of(unit) for unit in units if unit), "unbekannt")
        if name == "federfuehrung":
            return self.einheiten.get(value["key"], "unbekannt")
        if name == "nummernmuster":
            return self.einheiten.get(value["key"], "eigenes Muster")
        if name == "aufbewahrungsdauer":
            return f"{value} Jahre" if value != 1 else "1 Jahr"
        if isinstance(value, bool):
            return "ja" if value else ""
        if isinstance(value, list):
            return ", ".join(value)
        kind = FIELDS[name].type
        return str(kind(value).label) if hasattr(kind, "choices") else str(value)

    def difference(self, old: dict, new: dict) -> list[FieldChange]:
        """Return the fields in which two states of a unit differ."""
        return [
            FieldChange(info.label, self.value(name, old[name]), self.value(name, new[name]))
            for name, info in FIELDS.items()
            if old[name] != new[name]
        ]


def differences(old: Plan, new: Plan, einheiten: dict[str, str]) -> list[UnitChange]:
    """Return what became of each unit from `old` to `new`, in the order of the new Kennzeichen."""
    speaker = Speaker(einheiten, new, old)
    return sorted(
        _differences(old, new, speaker),
        key=lambda change: sort_key(
            (new.units.get(change.id) or old.units[change.id])["kennzeichen"]
        ),
    )


def _differences(old: Plan, new: Plan, speaker: Speaker) -> Iterator[UnitChange]:
    for key in old.units.keys() | new.units.keys():
        before, after = old.units.get(key), new.units.get(key)
        name = PlaneinheitSpec.name_of(after or before)
        if before is None or after is None:
            yield UnitChange("neu" if after else "entfällt", key, name)
        elif before != after:
            yield UnitChange(_kind(before, after), key, name, speaker.difference(before, after))


def _kind(before: dict, after: dict) -> str:
    if before["parent"] != after["parent"]:
        return "verschoben"
    if after["is_stillgelegt"] and not before["is_stillgelegt"]:
        return "stillgelegt"
    return "geändert"


def needs_archive(old: Plan | None, new: Plan) -> tuple[list[str], list[str]]:
    """Return the units whose Aussonderungsart changed, and those that are newly to be destroyed.

    A first plan is agreed on as a whole and names none. Source: praxis of the Kommunalarchive.
    """
    if old is None:
        return [], []
    changed, destroyed = [], []
    for key, unit in new.units.items():
        before = old.units.get(key)
        kind = unit["aussonderungsart"]
        if before and before["aussonderungsart"] != kind:
            changed.append(PlaneinheitSpec.name_of(unit))
        if kind == "V" and (before is None or before["aussonderungsart"] != "V"):
            destroyed.append(PlaneinheitSpec.name_of(unit))
    return sorted(changed), sorted(destroyed)


def count_kinds(changes: Iterable[UnitChange]) -> dict[str, int]:
    """Return how many units became what."""
    counts: dict[str, int] = defaultdict(int)
    for change in changes:
        counts[change.kind] += 1
    return dict(counts)
