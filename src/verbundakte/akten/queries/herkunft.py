"""Where objects came from, and the history they brought along."""

from collections.abc import Iterable
from uuid import UUID

from verbundakte.akten.models import Altverlauf, FremdeKennung
from verbundakte.akten.permissions import Permission

MOST = 200


def known_keys(actor, source: str) -> dict[str, dict[str, UUID]]:
    """Return {kind: {key: id}} of everything that was taken over from a system."""
    found: dict[str, dict[str, UUID]] = {"akte": {}, "vorgang": {}, "dokument": {}}
    if actor.may(Permission.UEBERNAHME_RUN, None):
        rows = FremdeKennung.objects.filter(source=source)
        for kind, key, pk in rows.values_list("kind", "key", "object_id").iterator():
            found[kind][key] = pk
    return found


def herkunft_of(actor, subject) -> FremdeKennung | None:
    """Return from where an object came that was read through the actor's rights."""
    return FremdeKennung.objects.filter(object_id=subject.pk).first()


def altverlauf_of(actor, subject) -> list[Altverlauf]:
    """Return the history an object brought along, newest first, at most 200 entries."""
    return list(
        Altverlauf.objects.filter(object_id=subject.pk).order_by("source", "-at", "-pk")[:MOST]
    )


def missing_in_altverlauf(actor, subject, source: str, entries: Iterable) -> list:
    """Return those entries (`actions.AltEintrag`) that an object does not have from a system yet."""
    rows = Altverlauf.objects.filter(object_id=subject.pk, source=source)
    there = set(rows.values_list("at", "who", "action", "field"))
    return [
        entry for entry in entries if (entry.at, entry.who, entry.action, entry.field) not in there
    ]
