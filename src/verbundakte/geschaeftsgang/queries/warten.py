"""What waits for a person, page by page, and how much it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from django.db.models import F, Q
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan

from verbundakte.core.db.ready import Ready
from verbundakte.core.desk import DeskCount
from verbundakte.core.lists.paging import cursor_of, read_cursor
from verbundakte.geschaeftsgang.models import SIGNED, Schritt, SchrittArt
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.platz import arten_for, desks_of

PAGE = 50
ORDER = "rang"
MOST_COUNTED = 500
ZEICHNUNG, BEARBEITUNG, KENNTNIS = "zeichnung", "schritte", "kenntnis"
KINDS = {ZEICHNUNG: "Mitzeichnung", BEARBEITUNG: "Bearbeitung", KENNTNIS: "Kenntnisnahme"}
ARTEN: dict[str, tuple[str, ...]] = {
    ZEICHNUNG: SIGNED,
    KENNTNIS: (SchrittArt.KENNTNIS,),
    BEARBEITUNG: tuple(
        art
        for art in SchrittArt.values
        if art not in (*SIGNED, SchrittArt.KENNTNIS, SchrittArt.WIEDERVORLAGE)
    ),
}
"""The kinds of the desk, and the kinds of steps in each."""
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

    columns: tuple[str, ...]
    desks: int
    arten: tuple[str, ...]
    most: int
    has_until: bool = False
    is_onward: bool = False


@cache
def _first(asked: _Gefragt) -> Ready:
    """Return the question for the next steps on some desks: one index range each, in its order."""
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
    return rows.order_by("rang", "pk").values_list(*asked.columns)[: asked.most]


def _shown(actor, ids: list[UUID]):
    return Schritt.objects.filter(pk__any=ids).select_related(*SHOWN_WITH)


_SHOWN = Ready(_shown, ids=list)


def _desks_and_arten(
    actor, arten: tuple[str, ...], on: date
) -> tuple[dict[str, UUID], tuple[str, ...]]:
    """Return the desks of the actor by the names under which they are asked for, and which of the kinds
    (none: all) she does there; no desk where she does none of them."""
    if Permission.VERFUEGUNG_READ not in actor.permissions:
        return {}, arten
    own = arten_for(actor)
    if own is not None:
        arten = tuple(art for art in arten or own if art in own)
        if not arten:
            return {}, arten
    desks = sorted(desks_of(actor, on=on))
    return {f"desk{number}": desk for number, desk in enumerate(desks)}, arten


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
    cursor = read_cursor(after, ORDER)
    is_onward = cursor is not None and isinstance(cursor[0], int)
    desks, arten = _desks_and_arten(actor, arten, on)
    if not desks:
        return Warteliste([], "")
    values: dict = {**desks}
    if until is not None:
        values["until"] = until
    if is_onward:
        values["rang"], values["key"] = cursor
    columns = ("rang", "pk")
    asked = _Gefragt(columns, len(desks), arten, limit + 1, until is not None, is_onward)
    found = sorted(_first(asked).all(actor, **values))
    keys = [key for _, key in found[:limit]]
    rows = {row.pk: row for row in _SHOWN.all(ids=keys)} if keys else {}
    has_more = len(found) > limit
    last = found[limit - 1] if has_more else None
    return Warteliste(
        [rows[key] for key in keys if key in rows],
        cursor_of(last[0], last[1], ORDER) if last else "",
    )


def waiting_counts(actor, *, on: date) -> dict[str, DeskCount]:
    """Return by kind of the desk how many steps wait for the actor and how many are overdue.

    Of each of her desks the first five hundred are counted, so it costs the same with thousands; the
    overdue ones stand in front. Two queries.
    """
    desks, arten = _desks_and_arten(actor, (), on)
    if not desks:
        return {}
    columns = ("platz", "art", "frist_on")
    rows = _first(_Gefragt(columns, len(desks), arten, MOST_COUNTED + 1)).all(actor, **desks)
    return _counted(rows, on)


def _counted(rows: Iterable[tuple], on: date) -> dict[str, DeskCount]:
    """Return the counts of (desk, kind of step, Frist) in the order of each desk."""
    found: dict[UUID, list[tuple[str, bool]]] = {}
    for desk, art, frist_on in rows:
        found.setdefault(desk, []).append((art, frist_on is not None and frist_on < on))
    full = [steps for steps in found.values() if len(steps) > MOST_COUNTED]
    counted = [step for steps in found.values() for step in steps[:MOST_COUNTED]]
    return {
        kind: DeskCount(
            sum(art in arten for art, _ in counted),
            sum(is_late for art, is_late in counted if art in arten),
            is_part=bool(full),
            is_part_late=any(steps[-1][1] for steps in full),
        )
        for kind, arten in ARTEN.items()
    }
