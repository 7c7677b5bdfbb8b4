"""Roles are Bausteine; releasing one makes the row of `Rolle` from which rights are read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from verbundakte.core.bausteine import Problem, Spec, baustein, free
from verbundakte.core.registry import registry

ROLLE = "organisation.rolle"


def permission_label(name: str) -> str:
    """Return the German name of a permission, or the name itself when no room knows it."""
    return registry.permissions.get(name, name)


GROUPS = {
    "akten": "Akten",
    "datenschutz": "Datenschutz",
    "organisation": "Organisation",
    "core": "System",
    "verbund": "Verbund",
}


def permission_choices() -> dict[str, list[tuple[str, str]]]:
    """Return every permission with its German name, by the part of the house it belongs to."""
    groups: dict[str, list[tuple[str, str]]] = {label: [] for label in GROUPS.values()}
    for name, label in sorted(registry.permissions.items(), key=lambda item: item[1]):
        room = name.partition(".")[0]
        groups.setdefault(GROUPS.get(room, room), []).append((name, label))
    return {group: rows for group, rows in groups.items() if rows}


@baustein(ROLLE)
class RolleSpec(Spec, label="Rolle"):
    """What a role allows. In which files it holds is decided by Stellen and zones, not here."""

    bezeichnung: str = free(max_length=200)
    beschreibung: str = free(default="")
    permissions: list[str] = free(
        "Rechte", default=(), max_length=80, names=permission_label, choices=permission_choices
    )
    needs_second_factor: bool = free("Verlangt einen zweiten Faktor", default=False)

    def check(self) -> Iterator[Problem]:
        """Yield a problem for each permission that is not written `room.noun:verb`."""
        for name in self.permissions:
            noun, colon, verb = name.partition(":")
            if not (colon and verb and "." in noun):
                yield Problem("permissions", f"Das Recht „{name}“ gibt es nicht.")


def in_groups(names: Iterable[str]) -> dict[str, list[str]]:
    """Return permissions in German, by the part of the house they belong to."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        room = name.partition(".")[0]
        groups[GROUPS.get(room, room)].append(permission_label(name))
    return {group: sorted(labels) for group, labels in sorted(groups.items())}
