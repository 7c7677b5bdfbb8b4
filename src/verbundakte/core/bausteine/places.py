"""Places inside a specification: the whole, an Item of a list, an Item of its list, and so on.

They work on the JSON form. An address names a place as `felder.<id>,werte.<id>`; "" is the whole.
"""

import copy
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from verbundakte.core.bausteine.difference import Path, item_title
from verbundakte.core.bausteine.fields import say
from verbundakte.core.bausteine.spec import FieldInfo, Item, Spec


class NoSuchPlace(LookupError):
    """The address names nothing here (any more)."""


@dataclass(frozen=True)
class Place:
    """What stands at a place: the class that describes it and its content (JSON)."""

    path: Path
    spec: type[Spec]
    data: dict

    @property
    def title(self) -> str:
        """Return how the place is called: "Feld „Zahl“"."""
        return item_title(self.spec, self.data) if self.path else self.spec.label

    @property
    def address(self) -> str:
        """Return the place as an address names it."""
        return address_of(self.path)

    @property
    def stamp(self) -> str:
        """Return a digest of what a form of this place changes, to notice somebody else's change."""
        own = {info.name: self.data.get(info.name) for info in form_fields(self.spec)}
        text = json.dumps(own, sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def lists(self) -> list[FieldInfo]:
        """Return the lists of Items below this place that have places of their own."""
        return [info for info in self.spec.fields() if info.item_class and not is_inline(info)]


def is_inline(info: FieldInfo) -> bool:
    """Tell whether the Items of a list are edited within the form of their place."""
    return bool(info.item_class) and info.options.is_inline


def form_fields(spec: type[Spec]) -> Iterator[FieldInfo]:
    """Yield the fields that a form of a place shows: all but its id and its lists of Items."""
    for info in spec.fields():
        if info.name != "id" and (is_inline(info) or not info.item_class):
            yield info


def address_of(path: Path) -> str:
    """Return a path as an address names it."""
    return ",".join(f"{name}.{key}" for name, key in path)


def read_address(text: str) -> Path:
    """Return the path an address names. Raises NoSuchPlace."""
    path = []
    for part in filter(None, text.split(",")):
        name, _dot, key = part.partition(".")
        try:
            path.append((name, str(UUID(key))))
        except ValueError:
            raise NoSuchPlace(text) from None
    return tuple(path)


def place_at(spec: type[Spec], data: dict, path: Path) -> Place:
    """Return what stands at a path. Raises NoSuchPlace."""
    for name, key in path:
        info = list_named(spec, name)
        found = next((item for item in data[name] if item["id"] == key), None)
        if found is None:
            raise NoSuchPlace(address_of(path))
        spec, data = info.item_class or Item, found
    return Place(path, spec, data)


def list_named(spec: type[Spec], name: str) -> FieldInfo:
    """Return a list of Items by its name. Raises NoSuchPlace."""
    for info in spec.fields():
        if info.name == name and info.item_class:
            return info
    raise NoSuchPlace(name)


def with_values(spec: type[Spec], data: dict, path: Path, values: dict) -> dict:
    """Return the whole with other values at a place. Raises NoSuchPlace."""
    changed = copy.deepcopy(data)
    place_at(spec, changed, path).data.update(copy.deepcopy(values))
    return changed


def with_item(spec: type[Spec], data: dict, path: Path, name: str, item: dict) -> dict:
    """Return the whole with one Item more in the list `name` of a place. Raises NoSuchPlace."""
    changed = copy.deepcopy(data)
    place = place_at(spec, changed, path)
    list_named(place.spec, name)
    place.data[name].append(copy.deepcopy(item))
    return changed


def without_item(spec: type[Spec], data: dict, path: Path) -> dict:
    """Return the whole without the Item at a place. Raises NoSuchPlace."""
    if not path:
        raise NoSuchPlace("")
    changed = copy.deepcopy(data)
    place_at(spec, changed, path)
    *above, (name, key) = path
    owner = place_at(spec, changed, tuple(above))
    owner.data[name] = [item for item in owner.data[name] if item["id"] != key]
    return changed


def new_item(info: FieldInfo, present: list[dict]) -> dict:
    """Return the beginning of a new Item of a list: its id, and the number that puts it last."""
    item: dict = {"id": str(uuid4())}
    if info.options.order:
        item[info.options.order] = 1 + max(
            (row.get(info.options.order) or 0 for row in present), default=0
        )
    return item


def in_order(info: FieldInfo, present: list[dict]) -> list[dict]:
    """Return the Items of a list as people read them: by their number, else by their title."""
    if info.options.order:
        return sorted(present, key=lambda row: (row.get(info.options.order) or 0, row["id"]))
    return sorted(
        present, key=lambda row: ((info.item_class or Item).name_of(row).casefold(), row["id"])
    )


def said(info: FieldInfo, value: Any) -> str:
    """Return a value (JSON) as it is read: "ja", "23.11.2026", "Bauordnung", "a, b"; "" for none."""
    if value is None or value == "" or value == []:
        return ""
    if info.item_class:
        return "; ".join(
            ", ".join(
                filter(None, (said(f, item.get(f.name)) for f in form_fields(info.item_class)))
            )
            for item in in_order(info, value)
        )
    if isinstance(value, list):
        names = info.options.names or str
        return ", ".join(sorted(names(element) for element in value))
    return say(info.type, value, info.options).removeprefix("„").removesuffix("“")
