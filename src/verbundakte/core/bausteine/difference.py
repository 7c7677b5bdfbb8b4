"""What differs between two versions: item by item, field by field, and said in German.

Works on the JSON form (`Spec.data()`), because versions are stored that way.
"""

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from verbundakte.core.bausteine.fields import enumerate_german, say
from verbundakte.core.bausteine.spec import FieldInfo, Item, Spec

Path = tuple[tuple[str, str], ...]


class Kind(StrEnum):
    """How a place differs."""

    FIELD = "field"
    ELEMENTS = "elements"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Difference:
    """One place that differs. `path` leads through lists to the Item: ((field, item id), ...).

    FIELD: old and new value. ELEMENTS: removed and added elements of a list of texts.
    ADDED and REMOVED: the whole Item, in `new` or `old`.
    """

    kind: Kind
    path: Path
    name: str
    old: Any
    new: Any


def difference(spec: type[Spec], old: dict, new: dict, path: Path = ()) -> list[Difference]:
    """Return everything that makes `new` out of `old`; empty when both are equal."""
    found: list[Difference] = []
    for info in spec.fields():
        before, after = old[info.name], new[info.name]
        if before == after:
            continue
        if info.item_class:
            found += _items(info, info.item_class, before, after, path)
        elif info.is_set:
            gone = [element for element in before if element not in after]
            come = [element for element in after if element not in before]
            found.append(Difference(Kind.ELEMENTS, path, info.name, gone, come))
        else:
            found.append(Difference(Kind.FIELD, path, info.name, before, after))
    return found


def _items(
    info: FieldInfo, item_class: type[Item], before: list, after: list, path: Path
) -> Iterator[Difference]:
    old = {item["id"]: item for item in before}
    new = {item["id"]: item for item in after}
    for key in sorted(old.keys() | new.keys()):
        if key not in new:
            yield Difference(Kind.REMOVED, path, info.name, old[key], None)
        elif key not in old:
            yield Difference(Kind.ADDED, path, info.name, None, new[key])
        else:
            yield from difference(item_class, old[key], new[key], (*path, (info.name, key)))


def apply_difference(old: dict, differences: list[Difference]) -> dict:
    """Return `old` with the differences made; `old` itself stays as it is."""
    data = copy.deepcopy(old)
    for change in differences:
        place = data
        for name, key in change.path:
            place = next(item for item in place[name] if item["id"] == key)
        place[change.name] = _changed(place[change.name], change)
    return data


def _changed(value: Any, change: Difference) -> Any:
    if change.kind is Kind.ELEMENTS:
        return sorted({*value, *change.new} - set(change.old))
    if change.kind is Kind.ADDED:
        return sorted([*value, copy.deepcopy(change.new)], key=lambda item: item["id"])
    if change.kind is Kind.REMOVED:
        return [item for item in value if item["id"] != change.old["id"]]
    return copy.deepcopy(change.new)


@dataclass(frozen=True)
class Words:
    """A difference for people: where it is, the value before and after, and one sentence."""

    where: str
    old: str
    new: str
    sentence: str


def in_words(spec: type[Spec], base: dict, differences: list[Difference]) -> list[Words]:
    """Return the differences to `base` in German, in their order."""
    return [_words(spec, base, change) for change in differences]


def sentences(spec: type[Spec], old: dict, new: dict) -> list[str]:
    """Return what changed from `old` to `new`, one German sentence for each place."""
    found = difference(spec, old, new)
    return [words.sentence for words in in_words(spec, old, found)]


def _words(spec: type[Spec], base: dict, change: Difference) -> Words:
    trail = []
    for name, key in change.path:
        info = _info(spec, name)
        base = next(item for item in base[name] if item["id"] == key)
        spec = info.item_class or spec
        trail.append(item_title(spec, base))
    info = _info(spec, change.name)
    if change.kind in (Kind.ADDED, Kind.REMOVED):
        return _whole_item(info, change, trail)
    where = ", ".join([*trail, info.label])
    if change.kind is Kind.ELEMENTS:
        return _elements(info, change, where)
    old, new = (
        "" if value in (None, "") else say(info.type, value, info.options)
        for value in (change.old, change.new)
    )
    if old and new:
        return Words(where, old, new, f"{where}: {old} wurde zu {new}.")
    return Words(
        where, old, new, f"{where}: {new or old} wurde {'ergänzt' if new else 'entfernt'}."
    )


def _info(spec: type[Spec], name: str) -> FieldInfo:
    return next(info for info in spec.fields() if info.name == name)


def item_title(spec: type[Spec], data: dict) -> str:
    """Return how an Item is called: "Feld „Zahl“"."""
    name = spec.name_of(data)
    return f"{spec.label} „{name}“" if name else spec.label


def _whole_item(info: FieldInfo, change: Difference, trail: list[str]) -> Words:
    title = item_title(info.item_class or Item, change.new or change.old)
    where = ", ".join([*trail, info.label])
    happened = "kam hinzu" if change.new else "entfiel"
    return Words(
        where,
        title if change.old else "",
        title if change.new else "",
        f"{', '.join([*trail, title])} {happened}.",
    )


def _elements(info: FieldInfo, change: Difference, where: str) -> Words:
    gone, come = (
        enumerate_german(say(str, element, info.options) for element in elements)
        for elements in (change.old, change.new)
    )
    parts = []
    if come:
        parts.append(f"{come} {'kam' if len(change.new) == 1 else 'kamen'} hinzu")
    if gone:
        parts.append(f"{gone} {'entfiel' if len(change.old) == 1 else 'entfielen'}")
    return Words(where, gone, come, f"{where}: {', '.join(parts)}.")


def locked_changes(spec: type[Spec], differences: list[Difference]) -> list[str]:
    """Return a German sentence for each difference that touches a locked field."""
    found = []
    for change in differences:
        place = spec
        for name, _ in change.path:
            place = _info(place, name).item_class or place
        info = _info(place, change.name)
        if info.options.source:
            found.append(
                f"„{info.label}“ ist festgelegt ({info.options.source}) und kann hier nicht"
                " geändert werden."
            )
    return found
