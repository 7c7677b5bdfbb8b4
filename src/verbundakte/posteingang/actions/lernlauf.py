"""One step of reading and learning: what changed since the last one, then a part of the history."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.timezone import localdate

from verbundakte.akten.models import Dokument
from verbundakte.core.actor import SystemActor
from verbundakte.core.search.changes import beginning, read_outbox
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.posteingang.actions.lernen import (
    learn,
    learned_elsewhere,
    recognise_eingaenge,
)
from verbundakte.posteingang.actions.regel_folge import act_on_rules
from verbundakte.posteingang.lernen import guete
from verbundakte.posteingang.lernen.grundwissen import WithGrundwissen
from verbundakte.posteingang.lernen.merkmale import Schreiben
from verbundakte.posteingang.lernen.rechnen import rank
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import (
    Eingang,
    LernArt,
    Lernbeispiel,
    Lernguete,
    Lernstand,
)
from verbundakte.posteingang.queries.gedaechtnis import TableMemory
from verbundakte.posteingang.queries.vorschlaege import known_before

CHANGES, PART = 300, 60
EVERYTHING = SystemActor(id="posteingang:lernen", permissions=frozenset())


def catch_up(actor, *, at: datetime) -> int:
    """Read and learn a part of what is left; return how much it was, 0 when nothing is left.

    `actor` is who acts where a rule of the municipality says that something happens by itself.
    """
    with transaction.atomic():
        stand = _held()
        entries = read_outbox((stand.xid, stand.position), tenant=current_tenant(), limit=CHANGES)
        if entries:
            ids = list(dict.fromkeys(one.object_id for one in entries if one.kind == "dokument"))
            _take(actor, ids, at)
            stand.xid, stand.position = entries[-1].cursor
            stand.save(update_fields=["xid", "position"])
            return len(entries)
        if not stand.is_walked:
            return _walk(stand, at)
        if moved := learned_elsewhere(PART):
            learn(moved, at=at)
        return len(moved)


def is_behind() -> bool:
    """Tell whether a town's history is still to be learned, or anything lies elsewhere by now."""
    return not Lernstand.objects.filter(is_walked=True).exists() or bool(learned_elsewhere(1))


def _held() -> Lernstand:
    """Return how far this town is, for this transaction alone."""
    if (stand := Lernstand.objects.select_for_update().first()) is not None:
        return stand
    xid = int(beginning().partition(".")[0])
    Lernstand.objects.bulk_create([Lernstand(xid=xid)], ignore_conflicts=True)
    return Lernstand.objects.select_for_update().get()


def _walk(stand: Lernstand, at: datetime) -> int:
    """Learn the next part of what was filed before; the newest count most, but all are walked once."""
    rows = Dokument.objects.order_by("pk")
    if stand.walked_to:
        rows = rows.filter(pk__gt=stand.walked_to)
    ids = list(rows.values_list("pk", flat=True)[:PART])
    if ids:
        learn(ids, at=at)
        recognise_eingaenge(ids, at=at)
        stand.walked_to = ids[-1]
    stand.is_walked = len(ids) < PART
    stand.save(update_fields=["walked_to", "is_walked"])
    return max(len(ids), 1) if not stand.is_walked else 0


def _take(actor, ids: list[UUID], at: datetime) -> None:
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        fresh = recognise_eingaenge(part, at=at)
        act_on_rules(actor, fresh, at=at)
        note_guete(part)
        learn(part, at=at)


def note_guete(ids: Iterable[UUID]) -> None:
    """Compare what would have been proposed for newly filed Eingänge with where they went."""
    known = Lernbeispiel.objects.filter(dokument__in=ids, art=LernArt.ABLAGE)
    rows = Eingang.objects.filter(dokument__in=ids, erkennung__isnull=False)
    rows = rows.exclude(dokument__vorgang=None).exclude(
        dokument__in=list(known.values_list("dokument_id", flat=True))
    )
    for row in rows.select_related(
        "erkennung", "dokument__vorgang", "dokument__akte__planeinheit", "dokument__dokumenttyp"
    ):
        _compare(row)


def _compare(eingang: Eingang) -> None:
    dokument, klasse = eingang.dokument, eingang.dokument.akte.geheimnisklasse
    right = {
        Ziel.EINHEIT: str(dokument.vorgang.federfuehrung_id),
        Ziel.TYP: dokument.dokumenttyp.kuerzel,
        Ziel.PLAN: str(dokument.akte.planeinheit.item_id),
    }
    memory = TableMemory(EVERYTHING, klasse, but=dokument.pk)
    ranks = rank(
        Schreiben.of(eingang.erkennung.schreiben),
        memory if klasse else WithGrundwissen(memory, known_before(EVERYTHING)),
        on=localdate(eingang.eingegangen_at),
    )
    for ziel, key in right.items():
        if first := next(iter(ranks.of(ziel)), None):
            _count(ziel, guete.tenth(first.anteil), is_right=first.ziel == key)


def _count(ziel: Ziel, stufe: int, *, is_right: bool) -> None:
    row, _ = Lernguete.objects.get_or_create(ziel=ziel, stufe=stufe)
    Lernguete.objects.filter(pk=row.pk).update(
        richtig=F("richtig") + int(is_right), gesamt=F("gesamt") + 1
    )
