"""Kontakte as somebody may see them: only through files she may read, never across Geheimnisklassen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Case, CharField, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import RowNumber
from django.http import Http404

from verbundakte.akten.models import (
    Akte,
    Anschrift,
    Beteiligung,
    Dokument,
    Einschraenkung,
    Kanal,
    Kontakt,
    Vorgang,
    Zusammenfuehrung,
    is_restricted,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listing import PAGE, Page, newest_below, values_below
from verbundakte.core.search.fold import fold

MOST_PARTS = 200
MOST_HINTS = 8
MOST_OFFERED = 20


def kontakte(actor):
    """Return the Kontakte the actor may see; what was merged into another is left out."""
    if Permission.KONTAKT_READ not in actor.permissions:
        raise Http404
    rows = Kontakt.objects.visible_to(actor).filter(merged_into=None)
    return rows if actor.zones_read is None else rows.filter(_not_kept_from(actor))


def _not_kept_from(actor, path: str = "") -> Q:
    """What is restricted (Art. 18 DSGVO) is seen by those alone who may change it."""
    restricted = Einschraenkung.objects.in_force().filter(kontakt=OuterRef(f"{path}pk"))
    return ~Exists(restricted) | Q(**{f"{path}zone__in": actor.zones_write})


def with_ort(rows):
    """Return Kontakte with `ort_shown`: where they live, never of one with an Auskunftssperre."""
    newest = Anschrift.objects.filter(kontakt=OuterRef("pk"), ended_at=None).order_by("-created_at")
    place = Subquery(newest.values("ort")[:1])
    return rows.annotate(
        ort_shown=Case(
            When(is_gesperrt=True, then=Value("")), default=place, output_field=CharField()
        )
    )


def get_kontakt(actor, key: UUID) -> Kontakt:
    """Return a Kontakt, or 404. One that was merged gives the one it became."""
    if Permission.KONTAKT_READ not in actor.permissions:
        raise Http404
    row = Kontakt.objects.filter(pk=key).first()
    steps = 0
    while row is not None and row.merged_into_id and steps < MOST_HINTS:
        row, steps = row.merged_into, steps + 1
    found = kontakte(actor).select_related("zone").filter(pk=row.pk).first() if row else None
    if found is None:
        raise Http404
    return found


def is_gesperrt(kontakt: Kontakt, on: date) -> bool:
    """Tell whether an Auskunftssperre holds on a day (§ 51 BMG)."""
    return kontakt.is_gesperrt and (kontakt.gesperrt_until is None or kontakt.gesperrt_until >= on)


def may_see_anschrift(actor, kontakt: Kontakt, on: date) -> bool:
    """Tell whether the actor may read where the Kontakt lives and how it is reached."""
    return not is_gesperrt(kontakt, on) or actor.may(Permission.SPERRE_READ, kontakt)


@dataclass(frozen=True)
class Erreichbarkeit:
    """Addresses and channels that hold now; both empty when they are locked."""

    anschriften: list[Anschrift]
    kanaele: list[Kanal]
    is_hidden: bool = False


def reach_of(actor, kontakt: Kontakt, *, on: date) -> Erreichbarkeit:
    """Return how a Kontakt that was read is reached, as far as the actor may know it."""
    if not may_see_anschrift(actor, kontakt, on):
        return Erreichbarkeit([], [], True)
    rows = [
        list(model.objects.filter(kontakt=kontakt, ended_at=None).order_by("created_at", "pk"))
        for model in (Anschrift, Kanal)
    ]
    return Erreichbarkeit(*rows)


def reach_in(
    actor, model: type[Anschrift | Kanal], ids: list[UUID], *, on: date
) -> dict[UUID, list[Anschrift | Kanal]]:
    """Return {id: addresses or channels that hold} of Kontakte that were read, as far as the actor
    may know them (two queries)."""
    rows = kontakte(actor).filter(pk__in=ids).select_related("zone")
    open_ones = [row.pk for row in rows if may_see_anschrift(actor, row, on)]
    found = model.objects.filter(kontakt__in=open_ones, ended_at=None)
    return _grouped(found.order_by("created_at", "pk"), "kontakt_id")


def _grouped(rows: Iterable, name: str) -> dict[UUID, list]:
    found: dict[UUID, list] = {}
    for row in rows:
        found.setdefault(getattr(row, name), []).append(row)
    return found


def get_reach(actor, kontakt: Kontakt, key: UUID) -> Anschrift | Kanal:
    """Return an address or a channel of a Kontakt that was read, or 404."""
    for model in (Anschrift, Kanal):
        row = model.objects.filter(pk=key, kontakt=kontakt).first()
        if row is not None:
            return row
    raise Http404


def _visible(actor) -> Q:
    zones = actor.zones_read
    if zones is None:
        return Q()
    visible = Q()
    for name, permission in (
        ("akte", Permission.AKTE_READ),
        ("vorgang", Permission.VORGANG_READ),
        ("dokument", Permission.DOKUMENT_READ),
    ):
        if permission in actor.permissions:
            visible |= Q(**{f"{name}__zone__in": zones})
    return visible or Q(pk=None)


def parts_of(actor, kontakt: Kontakt) -> list[Beteiligung]:
    """Return in what a Kontakt takes part, as far as the actor may see it; newest first."""
    return parts_in(actor, [kontakt.pk]).get(kontakt.pk, [])


def parts_in(actor, ids: list[UUID]) -> dict[UUID, list[Beteiligung]]:
    """Return {id: in what it takes part} of Kontakte that were read, newest first, at most
    MOST_PARTS of each (one query)."""
    order = ("-created_at", "-pk")
    place = Window(RowNumber(), partition_by=F("kontakt"), order_by=order)
    rows = Beteiligung.objects.filter(_visible(actor), kontakt__in=ids).alias(place=place)
    rows = rows.filter(place__lte=MOST_PARTS).select_related("akte", "vorgang", "dokument")
    return _grouped(rows.order_by(*order), "kontakt_id")


def beteiligte_of(actor, subject: Akte | Vorgang | Dokument) -> list[Beteiligung]:
    """Return who takes part in an object that was read."""
    if Permission.KONTAKT_READ not in actor.permissions:
        return []
    rows = Beteiligung.objects.filter(**{subject._meta.model_name: subject})
    if actor.zones_read is not None:
        rows = rows.filter(_not_kept_from(actor, "kontakt__"))
    rows = rows.select_related("kontakt__zone")
    return list(rows.order_by("rolle", "kontakt__sort_key")[:MOST_PARTS])


def beteiligte_in(actor, kind: str, ids: list[UUID]) -> dict[UUID, list[Beteiligung]]:
    """Return {id: who takes part} of objects of a kind that were read (one query)."""
    if Permission.KONTAKT_READ not in actor.permissions:
        return {}
    rows = Beteiligung.objects.filter(**{f"{kind}__in": ids})
    if actor.zones_read is not None:
        rows = rows.filter(_not_kept_from(actor, "kontakt__"))
    rows = rows.select_related("kontakt").order_by("rolle", "kontakt__sort_key")
    return _grouped(rows, f"{kind}_id")


def list_kontakte(actor, *, words: str = "", after: str = "", limit: int = PAGE) -> Page:
    """Return a page of the Kontakte in whose name all words occur, newest first."""
    return newest_below(_with_words(actor, words), after=after, limit=limit)


def kontakte_values(actor, columns: Sequence[str], *, words: str = "", **paging) -> Page:
    """Return a page of the same Kontakte as named values."""
    return values_below(_with_words(actor, words), columns, **paging)


def _with_words(actor, words: str):
    """Return the Kontakte the actor may see in whose name all words occur."""
    rows = kontakte(actor)
    for word in fold(words).split():
        rows = rows.filter(name_folded__contains=word)
    return rows


def get_beteiligung(actor, key: UUID) -> Beteiligung:
    """Return a Beteiligung in something the actor may see, or 404."""
    rows = Beteiligung.objects.filter(_visible(actor), pk=key)
    row = rows.select_related("akte", "vorgang", "dokument", "kontakt").first()
    if row is None:
        raise Http404
    return row


def similar(actor, name: str, vorname: str, klasse: str, *, but: UUID | None = None):
    """Return visible Kontakte of the same Geheimnisklasse that bear the same name."""
    folded = fold(f"{name} {vorname}".strip())[:340]
    rows = (
        kontakte(actor)
        .filter(~is_restricted("kontakt"), name_folded=folded, geheimnisklasse=klasse)
        .exclude(pk=but)
    )
    return list(rows.order_by("sort_key", "pk")[:MOST_HINTS])


def offered(actor, words: str, klasse: str) -> list[Kontakt]:
    """Return visible Kontakte of a Geheimnisklasse in whose name all words occur."""
    rows = kontakte(actor).filter(~is_restricted("kontakt"), geheimnisklasse=klasse)
    for word in fold(words).split():
        rows = rows.filter(name_folded__contains=word)
    return list(rows.order_by("sort_key", "pk")[:MOST_OFFERED])


def merges_of(actor, kontakt: Kontakt) -> list[Zusammenfuehrung]:
    """Return what was merged into a Kontakt that was read and can be taken back."""
    rows = Zusammenfuehrung.objects.filter(into=kontakt, undone_at=None)
    return list(rows.select_related("other").order_by("-merged_at")[:MOST_HINTS])


def get_merge(actor, key: UUID) -> Zusammenfuehrung:
    """Return a merging whose Kontakt the actor may see, or 404."""
    row = Zusammenfuehrung.objects.select_related("into").filter(pk=key).first()
    if row is None or not kontakte(actor).filter(pk=row.into_id).exists():
        raise Http404
    return row


def has_gesperrte(actor, vorgang: Vorgang, *, on: date) -> bool:
    """Tell whether somebody with an Auskunftssperre takes part in a Vorgang that was read, in its
    Akte or in its Dokumente: whoever is given the file must not learn where she lives."""
    parts = Beteiligung.objects.filter(
        Q(vorgang=vorgang) | Q(akte=vorgang.akte_id) | Q(dokument__vorgang=vorgang),
        Q(kontakt__gesperrt_until=None) | Q(kontakt__gesperrt_until__gte=on),
        kontakt__is_gesperrt=True,
    )
    return parts.exists()
