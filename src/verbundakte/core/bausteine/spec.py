"""Specifications: typed, immutable, with one canonical JSON form and a content hash."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Self, Union, dataclass_transform, get_args, get_origin
from uuid import UUID

from verbundakte.core.bausteine.fields import (
    OPTIONS,
    Options,
    Reference,
    free,
    items,
    locked,
    names_of,
    read_value,
    slot,
    write_value,
)


@dataclass(frozen=True)
class Problem:
    """What is wrong with a specification: the field's name and a German sentence."""

    field: str
    message: str


class SpecInvalid(Exception):
    """A specification cannot be read. `problems` say why."""

    def __init__(self, problems: list[Problem]):
        super().__init__(" ".join(problem.message for problem in problems))
        self.problems = problems


@dataclass(frozen=True)
class FieldInfo:
    """One field of a specification class."""

    name: str
    label: str
    type: Any
    options: Options
    default: Any

    @property
    def item_class(self) -> "type[Item] | None":
        """Return the class of the Items of a list, else None."""
        if get_origin(self.type) is list:
            (inner,) = get_args(self.type)
            return inner if isinstance(inner, type) and issubclass(inner, Item) else None
        return None

    @property
    def is_set(self) -> bool:
        """Tell whether the field is a list of texts, compared element by element."""
        return self.type == list[str]

    @property
    def is_required(self) -> bool:
        """Tell whether a specification cannot be without it."""
        return self.default is dataclasses.MISSING and not self.item_class

    @property
    def is_always_there(self) -> bool:
        """Tell whether a form asks for it: it is required, or a number or choice with a default."""
        is_value = self.type is int or (isinstance(self.type, type) and issubclass(self.type, Enum))
        has_default = isinstance(self.default, int | str) and not self.options.question
        return self.is_required or (is_value and has_default)


def _without_none(kind: Any) -> Any:
    """Return `int` for `int | None`; an absent value is always None."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    (inner,) = (part for part in get_args(kind) if part is not NoneType)
    return inner


@dataclass_transform(
    frozen_default=True, kw_only_default=True, field_specifiers=(free, slot, locked, items)
)
class Spec:
    """Base of all specifications. A subclass declares its fields; `label` names it in German."""

    label = ""

    def __init_subclass__(cls, label: str = "", **options: Any):
        super().__init_subclass__(**options)
        cls.label = label or cls.__name__.removesuffix("Spec")
        dataclass(frozen=True, kw_only=True)(cls)

    @classmethod
    def fields(cls) -> Iterator[FieldInfo]:
        """Yield the declared fields in their order."""
        for field in dataclasses.fields(cls):  # type: ignore[arg-type]
            options = field.metadata.get(OPTIONS, Options())
            label = options.label or field.name.replace("_", " ").capitalize()
            yield FieldInfo(field.name, label, _without_none(field.type), options, field.default)

    @classmethod
    def read(cls, data: object) -> Self:
        """Return the specification in `data` (JSON). Raises SpecInvalid with every problem."""
        problems: list[Problem] = []
        values = _read_fields(cls, data, problems)
        if problems:
            raise SpecInvalid(problems)
        spec = cls(**values)
        if problems := list(spec.check()):
            raise SpecInvalid(problems)
        return spec

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong beyond the types of the fields. Kinds override it."""
        yield from ()

    def check_release(self) -> Iterator[Problem]:
        """Yield what a draft may still lack, but a released version may not. Kinds override it."""
        yield from ()

    @classmethod
    def begin(cls) -> dict:
        """Return what a new one begins with (JSON)."""
        return {}

    def example(self) -> str:
        """Return what it would make, shown beside the form, e.g. a number; "" for nothing."""
        return ""

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return the short name of a content (JSON); "" when it has none. Kinds override it."""
        return str(data.get("bezeichnung") or "")

    def title(self) -> str:
        """Return the short name under which lists show it."""
        return self.name_of(self.data()) or self.label

    def data(self) -> dict:
        """Return the specification as JSON knows it; Items are sorted by their id."""
        return {info.name: self._write(info) for info in self.fields()}

    def _write(self, info: FieldInfo) -> Any:
        value = getattr(self, info.name)
        if info.item_class:
            return sorted((item.data() for item in value), key=lambda item: item["id"])
        return write_value(value)


class Item(Spec):
    """An entry of a list. Its `id` lasts through all versions and is the same everywhere."""

    id: UUID


def _read_fields(cls: type[Spec], data: object, problems: list[Problem]) -> dict:
    if not isinstance(data, dict):
        problems.append(Problem("", f"{cls.label}: Der Inhalt ist nicht lesbar."))
        return {}
    infos = {info.name: info for info in cls.fields()}
    problems += [
        Problem(str(name), f"{cls.label}: Das Feld „{name}“ gibt es nicht.")
        for name in data
        if name not in infos
    ]
    return {name: _read_field(info, data, problems) for name, info in infos.items()}


def _read_field(info: FieldInfo, data: dict, problems: list[Problem]) -> Any:
    value = data.get(info.name)
    if info.item_class:
        return _read_items(info, value if value is not None else (), problems)
    if value is None or value == "":
        if info.options.question:
            return None
        if info.default is dataclasses.MISSING:
            problems.append(Problem(info.name, f"{info.label} fehlt."))
            return None
        if value is None:
            return info.default
    try:
        read = read_value(info.type, value, info.options)
    except ValueError as error:
        problems.append(Problem(info.name, f"{info.label} {error}."))
        return None
    if read == "" and info.default is dataclasses.MISSING:
        problems.append(Problem(info.name, f"{info.label} fehlt."))
    return read


def _read_items(info: FieldInfo, value: object, problems: list[Problem]) -> tuple:
    if not isinstance(value, list | tuple):
        problems.append(Problem(info.name, f"{info.label} muss eine Liste sein."))
        return ()
    found: dict[UUID, Item] = {}
    for entry in value:
        try:
            item = info.item_class.read(entry.data() if isinstance(entry, Item) else entry)
        except SpecInvalid as invalid:
            problems += [
                Problem(info.name, f"{info.label}: {problem.message}")
                for problem in invalid.problems
            ]
            continue
        if item.id in found:
            problems.append(Problem(info.name, f"{info.label}: Ein Eintrag steht zweimal darin."))
        found[item.id] = item
    return tuple(sorted(found.values(), key=lambda item: str(item.id)))


def canonical(spec: Spec) -> str:
    """Return the one JSON text of a specification (sorted keys, NFC, no blanks)."""
    return json.dumps(spec.data(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(kind: str, content: str) -> str:
    """Return the SHA-256 (hex) of a canonical text of this kind."""
    return hashlib.sha256(f"{kind}\n{content}".encode()).hexdigest()


@dataclass(frozen=True)
class OpenSlot:
    """A slot nobody has filled yet, or whose reference means nothing in this town."""

    field: str
    question: str


def references_in(spec: Spec) -> Iterator[Reference]:
    """Yield every reference of a specification and of its Items."""
    for info in spec.fields():
        value = getattr(spec, info.name)
        if info.item_class:
            for item in value:
                yield from references_in(item)
        elif isinstance(value, Reference):
            yield value


def open_slots(spec: Spec, names: dict | None = None) -> list[OpenSlot]:
    """Return the open slots of a specification and of its Items.

    `names`: what its references mean here (`names_of`), when that is known already.
    """
    if names is None:
        names = names_of(references_in(spec))
    found = []
    for info in spec.fields():
        value = getattr(spec, info.name)
        if info.item_class:
            found += [
                OpenSlot(inner.field, f"{item.title()}: {inner.question}")
                for item in value
                for inner in open_slots(item, names)
            ]
        elif isinstance(value, Reference) and not names.get((value.kind, value.key)):
            question = info.options.question or f"Worauf verweist „{info.label}“?"
            found.append(OpenSlot(info.name, question))
        elif info.options.question and value is None:
            found.append(OpenSlot(info.name, info.options.question))
    return found
