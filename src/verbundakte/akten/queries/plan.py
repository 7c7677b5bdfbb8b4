"""The plan as it holds today: its tree, one unit, and finding one by a word ("Wohin gehört ...?")."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from django.db.models import F, Q
from django.http import Http404

from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listing import PAGE, Page
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge
from verbundakte.core.clock import today
from verbundakte.core.db.ready import Ready
from verbundakte.core.ids import read_uuid
from verbundakte.core.search.fold import fold

MOST_TEILAKTEN = 200
MOST_OPEN = 20
MOST_UNITS_FOUND = 60
SHORTEST_STEM = 4
MAY_BEGIN = (Permission.AKTE_CREATE, Permission.AKTE_REQUEST)


class PlanLine(NamedTuple):
    """A unit as the tree needs it; `parent` is the row above, not the item."""

    pk: UUID
    item_id: UUID
    parent: UUID | None
    kennzeichen: str
    titel: str
    is_stillgelegt: bool


def _valid():
    return Aktenplaneinheit.objects.valid_on(today()).order_by("sort_key")


def _may_read_plan(actor) -> None:
    if Permission.AKTENPLAN_READ not in actor.permissions:
        raise Http404


def plan_lines(actor) -> list[PlanLine]:
    """Return the plan of today in its order, one light row for each unit."""
    _may_read_plan(actor)
    rows = _valid().values_list(*PlanLine._fields)
    return [PlanLine._make(row) for row in rows]


def planeinheiten_values(
    actor, columns: Sequence[str], *, after: str = "", limit: int = PAGE
) -> Page:
    """Return a page of the plan of today in its order as named values with key.

    `after`: the lasting id of the last unit seen, also of one that holds no longer; anything else
    begins at the top.
    """
    _may_read_plan(actor)
    rows = _valid()
    if (key := read_uuid(after)) is not None:
        last = Aktenplaneinheit.objects.filter(item_id=key).order_by("-version")
        found = last.values_list("sort_key", flat=True).first()
        rows = rows if found is None else rows.filter(sort_key__gt=found)
    names = dict.fromkeys(("pk", "item_id", *columns))
    shown = list(rows.values_list(*names, named=True)[: limit + 1])
    return Page(shown[:limit], str(shown[limit - 1].item_id) if len(shown) > limit else "")


def plan_paths(actor, ids: Iterable[UUID]) -> dict[UUID, list[PlanLine]]:
    """Return {row of the plan of today: the units above it, from the top} (one query)."""
    lines = {line.pk: line for line in plan_lines(actor)}
    found: dict[UUID, list[PlanLine]] = {}
    for key in ids:
        above, line = [], lines.get(key)
        while line is not None and (line := lines.get(line.parent)) is not None:
            above.append(line)
        found[key] = above[::-1]
    return found


def plan_names(actor, kennzeichen: Iterable[str]) -> dict[str, str]:
    """Return {Kennzeichen: Kennzeichen and title}, also of units that hold no longer."""
    rows = Aktenplaneinheit.objects.filter(kennzeichen__in=list(kennzeichen)).order_by("version")
    return {no: f"{no} {title}" for no, title in rows.values_list("kennzeichen", "titel")}


def get_planeinheit(actor, key: UUID) -> Aktenplaneinheit:
    """Return a unit by its lasting id or by any of its rows, as it holds today, or 404.

    One that holds no longer is returned as it was at last: old addresses keep their meaning.
    """
    _may_read_plan(actor)
    item = Aktenplaneinheit.objects.filter(pk=key).values("item_id")
    rows = Aktenplaneinheit.objects.filter(Q(item_id=key) | Q(item_id__in=item))
    rows = rows.select_related("federfuehrung", "parent").filter(valid_from__lte=today())
    found = rows.order_by(F("valid_to").desc(nulls_first=True), "-version").first()
    if found is None:
        raise Http404
    return found


def planeinheit_named(actor, kennzeichen: str) -> Aktenplaneinheit | None:
    """Return the unit of today with this Kennzeichen, or None."""
    _may_read_plan(actor)
    return _valid().filter(kennzeichen=kennzeichen.strip()).first()


def units_for_new_akte(actor):
    """Return the units of today under which the actor may create or ask for an Akte."""
    if not any(one in actor.permissions for one in MAY_BEGIN):
        return Aktenplaneinheit.objects.none()
    units = _valid().filter(is_stillgelegt=False)
    if Permission.AKTE_CREATE not in actor.permissions:
        units = units.filter(geheimnisklasse="")
    zones = actor.zones_write
    return units if zones is None else units.filter(zone_id__in=zones)


def unit_for_new_akte(actor, key: UUID | None) -> Aktenplaneinheit | None:
    """Return the unit with this lasting id (or row) if the actor may begin an Akte under it."""
    if key is None:
        return None
    rows = units_for_new_akte(actor).select_related("federfuehrung")
    return rows.filter(Q(item_id=key) | Q(pk=key)).first()


def find_units(actor, words: str, units=None) -> list[Aktenplaneinheit]:
    """Return the units of today that fit the words, the best first, at most MOST_UNITS_FOUND + 1.

    `units` narrows (units_for_new_akte); otherwise it is the whole plan.
    A Kennzeichen fits by its beginning; otherwise every word must occur in title or Stichwörter.
    Where nothing fits, a long word is tried by its beginning: "Hundesteuerbescheid" finds "Hund".
    """
    if units is None:
        _may_read_plan(actor)
        units = _valid()
    folded = fold(words).split()
    if not folded:
        return []
    match = Q()
    for word in folded:
        match &= Q(titel_folded__contains=word)
    found = list(units.filter(match | Q(kennzeichen__startswith=words.strip())))
    if found:
        found.sort(key=lambda unit: _rank(unit, words.strip(), folded))
    else:
        found = _by_beginning(units, folded)
    return found[: MOST_UNITS_FOUND + 1]


def _by_beginning(units, folded: list[str]) -> list[Aktenplaneinheit]:
    """Return the units that know the beginning of one of the words, the longest first."""
    stems = [word for word in folded if len(word) > SHORTEST_STEM]
    fits = []
    for unit in units if stems else ():
        known = unit.titel_folded.replace(",", " ").split()
        longest = max(
            (len(one) for one in known if any(stem.startswith(one) for stem in stems)), default=0
        )
        if longest >= SHORTEST_STEM:
            fits.append((-longest, unit.sort_key, unit))
    return [unit for *_, unit in sorted(fits, key=lambda fit: fit[:2])]


def _rank(unit: Aktenplaneinheit, words: str, folded: list[str]) -> tuple:
    """Return where a unit stands among the found: number, exact word, beginning, anywhere."""
    if unit.kennzeichen.startswith(words):
        return (0, len(unit.kennzeichen), unit.sort_key)
    title = fold(unit.titel).replace(",", " ").split()
    others = fold(unit.stichwoerter).replace(",", " ").split()
    score = sum(min(_place(word, title), _place(word, others) + 1) for word in folded)
    return (1, score, -len(unit.kennzeichen), unit.sort_key)


def _place(word: str, known: Iterable[str]) -> int:
    """Return 0 for the word itself, 2 for its beginning, 4 for a part of another word, else 6."""
    ways = (0 if word == one else 2 if one.startswith(word) else 4 for one in known if word in one)
    return min(ways, default=6)


def teilakten_of(actor, akte: Akte) -> list[Akte]:
    """Return the visible Teilakten of an Akte in the order of their numbers."""
    return _TEILAKTEN.all(actor, whole=akte.pk)


def _teilakten(actor, whole: UUID):
    return akten(actor).filter(parent=whole).order_by("aktenzeichen")[:MOST_TEILAKTEN]


_TEILAKTEN = Ready(_teilakten, whole=UUID)


def teilvorgaenge_of(actor, vorgang: Vorgang) -> list[Vorgang]:
    """Return the visible Teilvorgänge of a Vorgang in the order of their numbers."""
    has_teile = getattr(vorgang, "has_teile", True)  # known of a Vorgang that was read alone
    return _TEILVORGAENGE.all(actor, whole=vorgang.pk) if has_teile else []


def _teilvorgaenge(actor, whole: UUID):
    return vorgaenge(actor).filter(parent=whole).order_by("aktenzeichen")[:MOST_TEILAKTEN]


_TEILVORGAENGE = Ready(_teilvorgaenge, whole=UUID)


def whole_of(actor, vorgang: Vorgang) -> Vorgang | None:
    """Return the Vorgang of which this one is a part, None when the actor may not see it."""
    return vorgaenge(actor).filter(pk=vorgang.parent_id).first()


def entwuerfe_of(actor, vorgang: Vorgang) -> list[Dokument]:
    """Return the visible drafts of a Vorgang, which keep it open."""
    rows = dokumente(actor).filter(vorgang=vorgang, is_entwurf=True)
    return list(rows.order_by("position")[:MOST_OPEN])


def vorgaenge_in_progress(actor, akte: Akte) -> list[Vorgang]:
    """Return the visible Vorgänge that keep an Akte open."""
    rows = vorgaenge(actor).filter(akte=akte).in_progress()
    return list(rows.order_by("aktenzeichen")[:MOST_OPEN])
