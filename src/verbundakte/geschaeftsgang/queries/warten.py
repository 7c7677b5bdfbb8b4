"""What waits for a person, page by page, and how much it is."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple
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
QUESTIONS_KEPT = 256  # they differ by desks, kinds and size of a page
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


class Wartezeile(NamedTuple):
    """What a line tells of a step that waits, and of what it is about."""

    rang: int
    key: UUID
    art: str
    frist_on: date | None
    urheber: str
    betreff: str
    of_dokument: str | None
    of_vorgang: str
    aktenzeichen: str


LINE = (
    "rang",
    "pk",
    "art",
    "frist_on",
    "verfuegung__urheber_name",
    "verfuegung__betreff",
    "verfuegung__dokument__betreff",
    "verfuegung__vorgang__betreff",
    "verfuegung__vorgang__aktenzeichen",
)
"""Where the parts of a Wartezeile are read."""


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


@lru_cache(QUESTIONS_KEPT)
def _first(asked: _Gefragt) -> Ready:
    """Return the question for the next steps on some desks: one index range each, in its order.

    Planned each time: not knowing how much lies on a desk, PostgreSQL would read all Verfügungen.
    """
    names = [f"desk{number}" for number in range(asked.desks)]
    kinds: dict[str, type] = dict.fromkeys(names, UUID)
    if asked.has_until:
        kinds["until"] = date
    if asked.is_onward:
        kinds |= {"rang": int, "key": UUID}

    def build(actor, **values):
        parts = [_on(actor, values[name], asked, values) for name in names]
        return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

    return Ready(build, plans=True, **kinds)


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


@lru_cache(QUESTIONS_KEPT)
def _busy(count: int) -> Ready:
    """Return the question on which of some desks anything lies: one look into the index for each."""
    names = [f"desk{number}" for number in range(count)]

    def build(actor, **values):
        parts = [
            Schritt.objects.on_desks().filter(platz=values[name]).values_list("platz")[:1]
            for name in names
        ]
        return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

    return Ready(build, **dict.fromkeys(names, UUID))


def _named(desks: Iterable[UUID]) -> dict[str, UUID]:
    return {f"desk{number}": desk for number, desk in enumerate(desks)}


@dataclass(frozen=True)
class Ausschnitt:
    """What part of all that waits is asked for: from a page address on, some kinds (none: all), with a
    Frist up to a day."""

    after: str = ""
    arten: tuple[str, ...] = ()
    until: date | None = None
    limit: int = PAGE


@dataclass(frozen=True)
class Plaetze:
    """The desks of a person on which something lies, and which kinds of steps (none: all) she does."""

    actor: Any
    on: date
    desks: tuple[UUID, ...] = ()
    arten: tuple[str, ...] = ()

    def lines(self, asked: Ausschnitt) -> list[Wartezeile]:
        """Return what lines tell of the next steps, in the order of the desk (one query)."""
        return [Wartezeile(*row) for row in self._next(LINE, asked)[: asked.limit]]

    def schritte(self, asked: Ausschnitt) -> Warteliste:
        """Return the next steps: what is urgent, then by Frist, page by page (two queries)."""
        found = self._next(("rang", "pk"), asked)
        keys = [key for _, key in found[: asked.limit]]
        rows = {row.pk: row for row in _SHOWN.all(ids=keys)} if keys else {}
        last = found[asked.limit - 1] if len(found) > asked.limit else None
        return Warteliste(
            [rows[key] for key in keys if key in rows],
            cursor_of(last[0], last[1], ORDER) if last else "",
        )

    def counts(self) -> dict[str, DeskCount]:
        """Return by kind how many steps wait and how many are overdue (one query).

        Of each desk the first five hundred are counted, so it costs the same with thousands; the
        overdue ones stand in front.
        """
        if not self.desks:
            return {}
        columns = ("platz", "art", "frist_on")
        asked = _Gefragt(columns, len(self.desks), self.arten, MOST_COUNTED + 1)
        return _counted(_first(asked).all(self.actor, **_named(self.desks)), self.on)

    def _next(self, columns: tuple[str, ...], asked: Ausschnitt) -> list[tuple]:
        """Return these columns of the next steps (and one more), in the order of the desk: one query,
        in which each desk is one range of the index that holds only open steps."""
        cursor = read_cursor(asked.after, ORDER)
        is_onward = cursor is not None and isinstance(cursor[0], int)
        arten = self._doing(asked.arten)
        if not self.desks or arten is None:
            return []
        values: dict = {**_named(self.desks)}
        if asked.until is not None:
            values["until"] = asked.until
        if is_onward:
            values["rang"], values["key"] = cursor
        most, has_until = asked.limit + 1, asked.until is not None
        question = _Gefragt(columns, len(self.desks), arten, most, has_until, is_onward)
        return sorted(_first(question).all(self.actor, **values), key=lambda row: row[:2])

    def _doing(self, arten: tuple[str, ...]) -> tuple[str, ...] | None:
        """Return which of some kinds (none: all) she does; None where she does none of them."""
        if not self.arten or not arten:
            return arten or self.arten
        return tuple(art for art in arten if art in self.arten) or None


def plaetze(actor, *, on: date) -> Plaetze:
    """Return the desks of a person on which something lies (two queries).

    Most are empty, and PostgreSQL plans each desk that is asked for.
    """
    arten = arten_for(actor)
    if Permission.VERFUEGUNG_READ not in actor.permissions or arten == ():
        return Plaetze(actor, on)
    asked = _named(sorted(desks_of(actor, on=on)))
    found = [key for (key,) in _busy(len(asked)).all(**asked)] if asked else []
    return Plaetze(actor, on, tuple(sorted(found)), arten or ())


def waiting_for(actor, *, on: date, after: str = "", limit: int = PAGE, **narrowed) -> Warteliste:
    """Return the steps that wait for a person (in Vertretung for the absent one), page by page.

    Four queries, however much waits; `narrowed`: what an Ausschnitt has besides.
    """
    return plaetze(actor, on=on).schritte(Ausschnitt(after, limit=limit, **narrowed))


def waiting_counts(actor, *, on: date) -> dict[str, DeskCount]:
    """Return by kind of the desk how many steps wait for the actor and how many are overdue.

    Three queries, however much waits.
    """
    return plaetze(actor, on=on).counts()


def _counted(rows: Iterable[tuple], on: date) -> dict[str, DeskCount]:
    """Return the counts of (desk, kind of step, Frist) in the order of each desk."""
    counted: Counter[tuple[str, date | None]] = Counter()
    is_part = is_part_late = False
    desks: dict[UUID, list[tuple]] = {}
    for desk, *step in rows:
        desks.setdefault(desk, []).append(tuple(step))
    for found in desks.values():
        counted.update(found[:MOST_COUNTED])
        if len(found) > MOST_COUNTED:
            is_part = True
            is_part_late |= _is_late(found[-1][1], on)
    return {
        kind: DeskCount(
            sum(count for (art, _), count in counted.items() if art in arten),
            sum(
                count
                for (art, due), count in counted.items()
                if art in arten and _is_late(due, on)
            ),
            is_part=is_part,
            is_part_late=is_part_late,
        )
        for kind, arten in ARTEN.items()
    }


def _is_late(due: date | None, on: date) -> bool:
    return due is not None and due < on
