"""The queue: what waits in one's units, with oneself, or anywhere one may see; and about its rows."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from uuid import UUID

from verbundakte.akten.models import Datei
from verbundakte.core.lists.paging import page_keys
from verbundakte.core.lists.state import State
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.eingang import eingaenge

EINHEIT, EIGENE, ALLE = "einheit", "eigene", "alle"
CAP = 1000
MOST_TWINS = 20
NEAR = timedelta(days=14)


def bereiche_of(actor) -> list[str]:
    """Return the queues a person can look at; whoever leads the post room sees all that waits."""
    return [EINHEIT, EIGENE, *([ALLE] if Permission.POSTSTELLE_LEAD in actor.permissions else [])]


def waiting(actor, bereich: str):
    """Return what is not filed yet: in the units of the actor (without a person), hers, or all."""
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


def twins_among(actor, dateien: dict[UUID, Datei]) -> dict[UUID, list[Eingang]]:
    """Return for each Eingang the others the actor may see that brought the same bytes."""
    blobs = defaultdict(list)
    for key, datei in dateien.items():
        blobs[datei.blob_id].append(key)
    same = Datei.objects.filter(blob__in=list(blobs)).values_list("blob", "fassung__dokument")
    places = defaultdict(set)
    for blob, dokument in same:
        places[dokument].add(blob)
    found: dict[UUID, list[Eingang]] = defaultdict(list)
    for row in eingaenge(actor).filter(dokument__in=list(places)).order_by("erfasst_at", "pk"):
        for blob in places[row.dokument_id]:
            for key in blobs[blob]:
                if key != row.pk and len(found[key]) < MOST_TWINS:
                    found[key].append(row)
    return found


def similar_to(actor, eingang: Eingang) -> Sequence[Eingang]:
    """Return others of the same sender and subject within two weeks: perhaps the same once more."""
    if not eingang.absender or not eingang.betreff:
        return []
    rows = eingaenge(actor).filter(
        absender=eingang.absender,
        betreff=eingang.betreff,
        eingegangen_at__range=(eingang.eingegangen_at - NEAR, eingang.eingegangen_at + NEAR),
    )
    return list(rows.exclude(pk=eingang.pk).order_by("erfasst_at", "pk")[:MOST_TWINS])
