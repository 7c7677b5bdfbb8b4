"""The queue: what waits in one's units, with oneself, or anywhere one may see; and about its rows."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from verbundakte.akten.models import Datei
from verbundakte.core.lists.paging import page_keys
from verbundakte.core.lists.state import State
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge
from verbundakte.posteingang.queries.postmappe import in_mappe, leads

EINHEIT, EIGENE, ALLE, MAPPE = "einheit", "eigene", "alle", "mappe"
CAP = 1000


def bereiche_of(actor) -> list[str]:
    """Return the queues a person can look at: a head has a Postmappe, and whoever leads the post room
    sees all that waits."""
    more = [MAPPE] if leads(actor) else []
    if Permission.POSTSTELLE_LEAD in actor.permissions:
        more.append(ALLE)
    return [EINHEIT, EIGENE, *more]


def waiting(actor, bereich: str):
    """Return what is not filed yet: in the units of the actor (without a person), hers, all, or what
    she has not marked as head."""
    if bereich == MAPPE:
        return in_mappe(actor)
    rows = eingaenge(actor).filter(done_at=None)
    if bereich == EIGENE:
        return rows.filter(person=actor.works_for)
    if bereich == EINHEIT:
        return rows.filter(einheit__in=list(actor.einheiten), person=None)
    return rows


def waiting_count(actor, bereich: str) -> int:
    """Return how many wait there, counted up to the cap."""
    return waiting(actor, bereich).order_by()[: CAP + 1].count()


def waiting_page(actor, bereich: str, state: State) -> tuple[list[Eingang], str]:
    """Return a page of the queue in the order of the state, and the address of the next one."""
    keys, more = page_keys(state.narrow(waiting(actor, bereich)), state)
    found = {row.pk: row for row in eingaenge(actor).filter(pk__in=keys)}
    return [found[key] for key in keys if key in found], more


def some_eingaenge(actor, keys: Sequence[UUID]) -> list[Eingang]:
    """Return those of some Eingänge that the actor may read, in the given order."""
    found = {row.pk: row for row in eingaenge(actor).filter(pk__in=list(keys))}
    return [found[key] for key in dict.fromkeys(keys) if key in found]


def files_of_rows(actor, rows: Iterable[Eingang]) -> dict[UUID, Datei]:
    """Return the newest file of each Eingang that has one (one query)."""
    dokumente = {row.dokument_id: row.pk for row in rows if row.dokument_id}
    dateien = Datei.objects.filter(fassung__dokument__in=list(dokumente))
    ordered = dateien.select_related("fassung").order_by("fassung__nummer", "pk")
    return {dokumente[datei.fassung.dokument_id]: datei for datei in ordered}
