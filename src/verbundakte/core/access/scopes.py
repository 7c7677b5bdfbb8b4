"""For what a token is good: scopes like `akten:lesen` narrow the rights of whom it acts for.

No scopes: nothing is narrowed. `schreiben` lets one read the same things, too.
"""

from collections.abc import Iterable
from dataclasses import replace

from verbundakte.core.access.policy import READ_VERBS
from verbundakte.core.registry import registry

READ, WRITE = "lesen", "schreiben"


def choices() -> dict[str, str]:
    """Return {scope: German line} of all parts of the API, in the order of their declaration."""
    found = {}
    for group in registry.scopes.values():
        found[f"{group.name}:{READ}"] = f"{group.label}: lesen"
        if group.writes:
            found[f"{group.name}:{WRITE}"] = f"{group.label}: lesen und schreiben"
    return found


def unknown(scopes: Iterable[str]) -> list[str]:
    """Return which of the scopes do not exist."""
    known = choices()
    return [scope for scope in scopes if scope not in known]


def covers(scopes: Iterable[str], group: str, *, writes: bool) -> bool:
    """Tell whether a token with these scopes is good for a part of the API."""
    held = set(scopes)
    wanted = {f"{group}:{WRITE}"} if writes else {f"{group}:{WRITE}", f"{group}:{READ}"}
    return not held or bool(held & wanted)


def narrowed(permissions: frozenset[str], scopes: Iterable[str]) -> frozenset[str]:
    """Return which of the permissions a token with these scopes has."""
    held = set(scopes)
    if not held:
        return permissions
    reads: set[str] = set()
    writes: set[str] = set()
    for group in registry.scopes.values():
        if f"{group.name}:{WRITE}" in held:
            writes.update(group.nouns)
        elif f"{group.name}:{READ}" not in held:
            continue
        reads.update(group.nouns, group.also_reads)

    def is_kept(permission: str) -> bool:
        noun, _, verb = permission.rpartition(":")
        return noun in writes or (noun in reads and verb in READ_VERBS)

    return frozenset(permission for permission in permissions if is_kept(permission))


def with_scopes(actor, scopes: Iterable[str]):
    """Return an actor as a token with these scopes lets her act (none: as she is)."""
    return replace(actor, permissions=narrowed(actor.permissions, scopes))
