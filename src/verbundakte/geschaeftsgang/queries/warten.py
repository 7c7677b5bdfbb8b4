"""What waits for a person."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from verbundakte.core.db.ready import Ready
from verbundakte.core.lists.paging import cursor_of, read_cursor
from verbundakte.geschaeftsgang.models import Schritt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.platz import arten_for, desks_of, restricted

PAGE = 50
ORDER = "rang"
MOST_COUNTED = 1000
SHOWN_WITH = (
    "verfuegung__vorgang",
    "verfuegung__dokument",
    "dokument",
    "person",
    "stelle__einheit",
    "einheit",
)


@dataclass(frozen=True)
class Warteliste:
    """A page of what waits, and where the next one begins ("" at the end)."""

    schritte: list[Schritt]
    next: str


def _visible(actor):
    """Return the condition that a step's Vorgang and Dokument may be read."""
    zones = actor.zones_read
    if zones is None:
        return Q()
    seen = Q(verfuegung__dokument=None) | Q(verfuegung__dokument__zone_id__in=zones)
    return seen & Q(verfuegung__vorgang__zone_id__in=zones)


@dataclass(frozen=True)
class _Gefragt:
    """What makes one question of the desk differ from another; the values themselves stand beside it."""

    desks: int
    arten: tuple[str, ...]
    has_until: bool
    is_onward: bool
    most: int


@cache
def _keys(asked: _Gefragt) -> Ready:
    """Return the question for the next keys on some desks: one index range each, in its order."""
    names = [f"desk{number}" for number in range(asked.desks)]
    kinds: dict[str, type] = dict.fromkeys(names, UUID)
    if asked.has_until:
        kinds["until"] = date
    if asked.is_onward:
        kinds |= {"rang": int, "key": UUID}

    def build(actor, **values):
        parts = [_on(actor, values[name], asked, values) for name in names]
        return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

    return Ready(build, **kinds)


def _on(actor, desk: UUID, asked: _Gefragt, values: dict):
    """Return what lies on one desk; one index range in the order of the desk."""
    rows = Schritt.objects.on_desks().filter(_visible(actor), platz=desk)
    if asked.has_until:
        rows = rows.filter(frist_on__lte=values["until"])
    if asked.arten:
        rows = rows.filter(art__in=asked.arten)
    if asked.is_onward:
        place = (values["rang"], values["key"])
        rows = rows.filter(TupleGreaterThan(Tuple(F("rang"), F("pk")), place))
    return rows.order_by("rang", "pk").values_list("rang", "pk")[: asked.most]


def _shown(actor, ids: list[UUID]):
    return Schritt.objects.filter(pk__any=ids).select_related(*SHOWN_WITH)


_SHOWN = Ready(_shown, ids=list)


def waiting_for(
    actor,
    *,
    on: date,
    after: str = "",
    arten: tuple[str, ...] = (),
    until: date | None = None,
    limit: int = PAGE,
) -> Warteliste:
    """Return the steps that wait for a person: what is urgent, then by Frist, page by page.

    In Vertretung those of the absent person. Three queries, however much waits: each desk (person,
    Stellen, units) is one range of the index that holds only open steps. `arten`: only such kinds;
    `until`: only with a Frist up to that day.
    """
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        return Warteliste([], "")
    desks, cursor = sorted(desks_of(actor, on=on)), read_cursor(after, ORDER)
    is_onward = cursor is not None and isinstance(cursor[0], int)
    if getattr(actor, "only", ()):
        own = arten_for(actor)
        arten = tuple(art for art in arten or own if art in own)
        desks = desks if arten else []
    if not desks:
        return Warteliste([], "")
    values: dict = {f"desk{number}": desk for number, desk in enumerate(desks)}
    if until is not None:
        values["until"] = until
    if is_onward:
        values["rang"], values["key"] = cursor
    asked = _Gefragt(len(desks), arten, until is not None, is_onward, limit + 1)
    found = sorted(_keys(asked).all(actor, **values))
    keys = [key for _, key in found[:limit]]
    rows = {row.pk: row for row in _SHOWN.all(ids=keys)} if keys else {}
    has_more = len(found) > limit
    last = found[limit - 1] if has_more else None
    return Warteliste(
        [rows[key] for key in keys if key in rows],
        cursor_of(last[0], last[1], ORDER) if last else "",
    )


def count_waiting(actor, *, on: date) -> dict[str, int]:
    """Return how much waits by kind, counted to a thousand. Two queries."""
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        return {}
    desks = sorted(desks_of(actor, on=on))
    rows = Schritt.objects.on_desks().filter(_visible(actor), platz__in=desks).values("art")
    capped = restricted(actor, rows)[:MOST_COUNTED].values_list("art", flat=True)
    found: dict[str, int] = {}
    for art in capped:
        found[art] = found.get(art, 0) + 1
    return found
