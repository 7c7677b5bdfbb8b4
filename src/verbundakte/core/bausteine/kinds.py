"""Which kinds of Bausteine there are, and how a released version becomes rows that rooms read."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.db.models import Model, Q, Value
from django.db.models.functions import Greatest

from verbundakte.core.bausteine.spec import Spec
from verbundakte.core.registry import registry


@dataclass(frozen=True)
class BausteinKind:
    """A kind: its name, its German label, its specification class and its projection.

    `project(key, number, spec, valid_from)` adds rows for a released version to the models `rows`.
    These have `key`, `version`, `valid_from`, `valid_to`; only `valid_to` is ever set afterwards.
    """

    kind: str
    label: str
    spec: type[Spec]
    project: Callable[[UUID, int, Spec, date], None] | None = None
    rows: tuple[type[Model], ...] = ()
    guard: Callable[[UUID, Spec | None, date], None] | None = None

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


def baustein(kind: str) -> Callable[[type[Spec]], type[Spec]]:
    """Declare a specification class as a kind of Baustein."""

    def decorate(spec: type[Spec]) -> type[Spec]:
        registry.bausteine[kind] = BausteinKind(kind, spec.label, spec)
        return spec

    return decorate


def projected(
    kind: str,
    *,
    project: Callable,
    rows: tuple[type[Model], ...],
    guard: Callable[[UUID, Spec | None, date], None] | None = None,
) -> None:
    """Register how released versions of a kind become rows (when the room is ready).

    `guard(key, spec, on)` raises a Refusal when `spec` must not take over on that day.
    """
    known = registry.bausteine[kind]
    registry.bausteine[kind] = replace(known, project=project, rows=rows, guard=guard)


def kind_named(kind: str) -> BausteinKind:
    """Return a registered kind. Raises KeyError for an unknown one."""
    return registry.bausteine[kind]
