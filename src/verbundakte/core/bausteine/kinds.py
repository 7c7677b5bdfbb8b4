"""Which kinds of Bausteine there are, and how a released version becomes rows that rooms read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from uuid import UUID

from django.db.models import Model, Q, Value
from django.db.models.functions import Greatest

from verbundakte.core.bausteine.spec import Spec
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.registry import ReferenceKind, registry

STANDARD = "Standard"


@dataclass(frozen=True)
class BausteinKind:
    """A kind: its name, its German label, its specification class and its projection.

    `project(key, number, spec, valid_from)` adds rows for a released version to the models `rows`.
    These have `key`, `version`, `valid_from`, `valid_to`; only `valid_to` is ever set afterwards.
    `samples()`: what is delivered to this town, {key: content}; `origin(key)` names by whom.
    `editor`: name of the url (with the Baustein's id) of a better page than the general one.
    """

    kind: str
    label: str
    spec: type[Spec]
    project: Callable[[UUID, int, Spec, date], None] | None = None
    rows: tuple[type[Model], ...] = ()
    guard: Callable[[UUID, Spec | None, date], None] | None = None
    editor: str = ""
    notes: Callable[[UUID, Spec], list[str]] | None = None
    samples: Callable[[], dict[UUID, dict]] | None = None
    origin: Callable[[UUID], str] = lambda key: STANDARD

    def delivered(self, key: UUID) -> dict | None:
        """Return what is delivered under this key, with every field; None for own work."""
        found = self.samples().get(key) if self.samples else None
        return self.spec.read(found).data() if found is not None else None

    def consequences(self, key: UUID, spec: Spec) -> list[str]:
        """Return what a release of `spec` would mean for what exists, in German sentences."""
        return self.notes(key, spec) if self.notes else []

    def check_successor(self, key: UUID, spec: Spec | None, on: date) -> None:
        """Ask the room whether `spec` (None: nothing) may hold from this day on; it may refuse."""
        if self.guard:
            self.guard(key, spec, on)

    def end(self, key: UUID, number: int, on: date) -> None:
        """Let the rows of a version end on this day, unless they end before."""
        later = Q(valid_to=None) | Q(valid_to__gt=on)
        for model in self.rows:
            found = model._default_manager.filter(later, key=key, version=number)
            found.update(valid_to=Greatest("valid_from", Value(on)))

    def reopen(self, key: UUID, number: int, ended_on: date) -> None:
        """Let rows that ended on this day go on (their successor never began)."""
        for model in self.rows:
            found = model._default_manager.filter(key=key, version=number, valid_to=ended_on)
            found.update(valid_to=None)


def _names(keys: Iterable[UUID]) -> dict[UUID, str]:
    rows = Baustein.objects.filter(key__in=list(keys))
    return dict(rows.values_list("key", "name"))


def _choices(kind: str, actor) -> list[tuple[UUID, str]]:
    rows = Baustein.objects.of_kind(kind).filter(versions__in=BausteinVersion.objects.released())
    return list(rows.distinct().order_by("name").values_list("key", "name"))


def baustein(kind: str) -> Callable[[type[Spec]], type[Spec]]:
    """Declare a specification class as a kind of Baustein."""

    def decorate(spec: type[Spec]) -> type[Spec]:
        registry.bausteine[kind] = BausteinKind(kind, spec.label, spec)
        registry.references[kind] = ReferenceKind(kind, _names, partial(_choices, kind))
        return spec

    return decorate


def projected(
    kind: str,
    *,
    project: Callable,
    rows: tuple[type[Model], ...],
    guard: Callable[[UUID, Spec | None, date], None] | None = None,
    editor: str = "",
    notes: Callable[[UUID, Spec], list[str]] | None = None,
) -> None:
    """Register how released versions of a kind become rows (when the room is ready).

    `guard(key, spec, on)` raises a Refusal when `spec` must not take over on that day;
    `notes(key, spec)` says in sentences what it will mean ("12 Dokumente haben noch ...").
    """
    known = registry.bausteine[kind]
    registry.bausteine[kind] = replace(
        known, project=project, rows=rows, guard=guard, editor=editor, notes=notes
    )


def delivered_with(kind: str, samples: Callable[[], dict[UUID, dict]], **more) -> None:
    """Register what is delivered of a kind: `samples() -> {key: content}`; `more`: `origin`."""
    registry.bausteine[kind] = replace(registry.bausteine[kind], samples=samples, **more)


def kind_named(kind: str) -> BausteinKind:
    """Return a registered kind. Raises KeyError for an unknown one."""
    return registry.bausteine[kind]
