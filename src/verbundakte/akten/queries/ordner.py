"""Folders one takes over: one's own, with their targets and files; what a number in a name means."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404

from verbundakte.akten.models import (
    FruehereNummer,
    Ordnerdatei,
    Ordneruebernahme,
    Ordnerziel,
)
from verbundakte.akten.ordner import Found, numbers_in
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge

SHOWN, MOST_OWN = 500, 20
WAITING = Q(dokument=None, left_out="")


@dataclass(frozen=True)
class Counts:
    """How many files of a take-over wait, are filed, were left out, were taken back."""

    waiting: int
    filed: int
    left_out: int
    undone: int


def own_ordneruebernahmen(actor) -> list[Ordneruebernahme]:
    """Return this person's take-overs, the newest first, with `waiting` (is something to come?)."""
    if Permission.DOKUMENT_CREATE not in actor.permissions:
        raise Http404
    open_ones = Ordnerdatei.objects.filter(WAITING, uebernahme=OuterRef("pk"))
    rows = Ordneruebernahme.objects.filter(person=getattr(actor, "person_id", None))
    return list(rows.annotate(waiting=Exists(open_ones)).order_by("-created_at")[:MOST_OWN])


def get_ordneruebernahme(actor, key: UUID) -> Ordneruebernahme:
    """Return a take-over of this person's own, or 404."""
    rows = Ordneruebernahme.objects.filter(pk=key, person=getattr(actor, "person_id", None))
    found = rows.select_related("akte").first()
    if found is None:
        raise Http404
    return found


def ziele_of(actor, uebernahme: Ordneruebernahme) -> list[Ordnerziel]:
    """Return the folders of a take-over with `files`, the number of their files to be taken."""
    taken = uebernahme.dateien.filter(left_out="").values_list("ziel").annotate(Count("pk"))
    files = dict(taken.order_by())
    rows = list(uebernahme.ziele.select_related("akte", "vorgang").order_by("position"))
    for row in rows:
        row.files = files.get(row.pk, 0)
    return rows


def ziele_to_settle(actor, uebernahme: Ordneruebernahme) -> list[Ordnerziel]:
    """Return the folders that have files to be taken, in themselves or in a folder below."""
    rows = ziele_of(actor, uebernahme)
    above = {row.parent_id for row in rows if row.files}
    return [row for row in rows if row.files or row.pk in above]


def counts_of(actor, uebernahme: Ordneruebernahme) -> Counts:
    """Return how far a take-over is."""
    filed = ~Q(dokument=None)
    return Counts(
        **uebernahme.dateien.aggregate(
            waiting=Count("pk", filter=WAITING),
            filed=Count("pk", filter=filed & Q(undone_at=None)),
            left_out=Count("pk", filter=~Q(left_out="")),
            undone=Count("pk", filter=~Q(undone_at=None)),
        )
    )


def is_running_back(actor, uebernahme: Ordneruebernahme) -> bool:
    """Tell whether files of a take-over that is taken back still wait for that."""
    waiting = uebernahme.dateien.filter(undone_at=None, undo_refused="").exclude(dokument=None)
    return uebernahme.undo_ordered_at is not None and waiting.exists()


def ordnerdateien_of(actor, uebernahme: Ordneruebernahme, *, left_out: bool = False):
    """Return the first files of a take-over with their Dokumente (None: not seen any more)."""
    rows = uebernahme.dateien.order_by("position")
    rows = list((rows.exclude(left_out="") if left_out else rows)[:SHOWN])
    seen = {row.pk: row for row in dokumente(actor).filter(pk__in=[r.dokument_id for r in rows])}
    return [(row, seen.get(row.dokument_id)) for row in rows]


def waiting_paths(actor, uebernahme: Ordneruebernahme) -> set[str]:
    """Return the paths of the files that are still to come."""
    return set(uebernahme.dateien.filter(WAITING).values_list("path", flat=True))


def meant_by(actor, folders: Iterable[str]) -> dict[str, Found]:
    """Return the visible Vorgang or Akte whose number, present or former, stands in a folder name.

    At most four queries, however many folders there are.
    """
    named = {path: numbers_in(path.rpartition("/")[2]) for path in folders}
    numbers = {number for ways in named.values() for number in ways}
    found: dict[str, Found] = {}
    for kind, rows, permission in (
        ("vorgang", vorgaenge, Permission.VORGANG_READ),
        ("akte", akten, Permission.AKTE_READ),
    ):
        if permission not in actor.permissions or not numbers:
            continue
        by_number = _by_number(rows(actor), kind, numbers)
        for path, ways in named.items():
            hits = [way for way in ways if way in by_number]
            if hits and path not in found:
                best = max(hits, key=len)
                found[path] = Found(ways[best], **{kind: by_number[best]})
    return found


def _by_number(rows, kind: str, numbers: set[str]) -> dict[str, UUID]:
    former = FruehereNummer.objects.filter(aktenzeichen_folded__in=numbers).exclude(**{kind: None})
    once = dict(former.values_list("aktenzeichen_folded", f"{kind}_id"))
    now = Q(aktenzeichen_folded__in=numbers)
    seen = dict(rows.filter(now | Q(pk__in=once.values())).values_list("pk", "aktenzeichen_folded"))
    known = {number: key for number, key in once.items() if key in seen}
    return known | {number: key for key, number in seen.items() if number in numbers}
