"""The Postmappe of a head: what came to her units and she has not marked yet. It holds nothing up."""

from collections import defaultdict
from uuid import UUID

from django.db.models import Exists, OuterRef

from verbundakte.akten.queries import person_names
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import PrincipalKind
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.models import Eingang, Sichtvermerk, Verschluss
from verbundakte.posteingang.queries.eingang import eingaenge

MOST = 50
_UNITS = Ready(
    lambda actor: Organisationseinheit.objects.filter(valid_to=None).values_list("pk", "parent")
)


def leads(actor) -> bool:
    """Tell whether somebody leads a unit, herself or in Vertretung (no query)."""
    return any(kind == PrincipalKind.LEITUNG for kind, _ in actor.principals)


def led_by(actor) -> set[UUID]:
    """Return the units somebody leads, with those below; none for a system (one query)."""
    led = {key for kind, key in actor.principals if kind == PrincipalKind.LEITUNG}
    if not led:
        return set()
    below = defaultdict(set)
    for key, parent in _UNITS.all():
        below[parent].add(key)
    found, level = set(), led
    while level := level - found:
        found |= level
        level = set().union(*(below[key] for key in level))
    return found


def in_mappe(actor):
    """Return the open Eingänge in her units on which no head of theirs has put a mark."""
    units = led_by(actor)
    marked = Sichtvermerk.objects.filter(eingang=OuterRef("pk"), by=actor.person_id)
    rows = eingaenge(actor).filter(done_at=None, verschluss=Verschluss.OFFEN)
    return rows.filter(einheit__in=units).exclude(Exists(marked))


def vermerke_of(actor, eingang: Eingang) -> list[Sichtvermerk]:
    """Return the marks on an Eingang that was read, the newest first, with `by_name`."""
    rows = Sichtvermerk.objects.filter(eingang=eingang).select_related("einheit")
    found = list(rows.order_by("-at", "-pk")[:MOST])
    people = {str(key) for row in found for key in (row.by, row.for_person) if key}
    names = person_names(people) if people else {}
    for row in found:
        row.by_name = names.get(str(row.by), "")
        if row.for_person:
            row.by_name += f" in Vertretung für {names.get(str(row.for_person), '')}"
    return found
