"""What of this room lies on a person's desk, read together: each kind of object in one query."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.db.models import CharField, DateField, DateTimeField, TextField, Value
from django.db.models.functions import Cast

from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import (
    Akte,
    Arbeitsstand,
    Ausleihe,
    Bearbeitungssperre,
    Datei,
    Dokument,
    Favorit,
    Vorgang,
    ZuletztGeoeffnet,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge
from verbundakte.akten.queries.own import Marked
from verbundakte.akten.queries.papier import REMIND_BEFORE
from verbundakte.core.db.ready import Ready

MOST = 50
SHOWN_OPENED, SHOWN_FAVOURITES = 8, 20
TAKEN_SINCE, HINTS_SINCE = timedelta(days=7), timedelta(days=30)
NO_DAY = Cast(None, DateField())
NO_MOMENT = Cast(None, DateTimeField())
NO_NOTE = Value("", output_field=CharField())
DOKUMENT = Value(ObjectKind.DOKUMENT.value, output_field=CharField())
VORGANG = Value(ObjectKind.VORGANG.value, output_field=CharField())
AKTE = Value(ObjectKind.AKTE.value, output_field=CharField())


class Pointer(NamedTuple):
    """That an object is on the desk: why (`what`), since when, until which day, and a note."""

    what: str
    kind: str
    key: UUID
    at: datetime | None
    day: date | None
    note: str


class Schreibtisch:
    """A person's own work: four queries at most, whatever lies there."""

    def __init__(self, actor, *, at: datetime, today: date):
        self.actor = actor
        self.pointers = _pointers(actor, at, today)
        self.found: dict[UUID, Akte | Vorgang | Dokument] = {}
        for kind, (permission, lying) in _LYING.items():
            keys = list({row.key: None for row in self.pointers if row.kind == kind})
            if permission in actor.permissions and keys:
                self.found.update((row.pk, row) for row in lying.all(actor, keys=keys))

    def vorgaenge(self) -> list[Vorgang]:
        """Return the Vorgänge in the care of the person (or of whom she stands in for), newest first."""
        return self._newest(
            Vorgang,
            lambda row: row.sachbearbeitung_id == self.actor.works_for and not row.is_closed,
        )

    def entwuerfe(self) -> list[Dokument]:
        """Return the drafts this person began, newest first."""
        return self._newest(
            Dokument, lambda row: row.is_entwurf and row.created_by == self.actor.person_id
        )

    def _newest(self, model: type, fits: Callable) -> list:
        rows = [row for row in self.found.values() if isinstance(row, model) and fits(row)]
        return sorted(rows, key=lambda row: (row.created_at, row.pk), reverse=True)

    def pointed(self, what: str) -> list[tuple[Pointer, Akte | Vorgang | Dokument]]:
        """Return what lies there for one reason, in its order, as far as the person may see it."""
        rows = [row for row in self.pointers if row.what == what]
        return [(row, self.found[row.key]) for row in rows if row.key in self.found]

    def marked(self, what: str) -> list[Marked]:
        """Return what she opened last or has starred, newest first."""
        return [Marked(row.kind, subject, row.at) for row, subject in self.pointed(what)]


def _pointers(actor, at: datetime, today: date) -> list[Pointer]:
    """Return what lies on the desk (one query): own work, marks, locks, paper to come back, hints."""
    if getattr(actor, "person_id", None) is None:
        return []
    asked = {"taken_since": at - TAKEN_SINCE, "hints_since": at - HINTS_SINCE}
    rows = [Pointer(*row) for row in _POINTERS.all(actor, due=today + REMIND_BEFORE, **asked)]
    newest_first = ("zuletzt", "favorit", "genommen", "hinweis")
    rows.sort(
        key=lambda row: (
            (-1 if row.what in newest_first else 1)
            * (row.at.timestamp() if row.at else row.day.toordinal())
        )
    )
    return rows


def _akten(actor, keys: list[UUID]):
    return akten(actor).filter(pk__any=keys)


def _vorgaenge(actor, keys: list[UUID]):
    return vorgaenge(actor).filter(pk__any=keys)


def _dokumente(actor, keys: list[UUID]):
    return dokumente(actor).select_related("vorgang").filter(pk__any=keys)


def _own(actor) -> tuple:
    """Return the Vorgänge in the person's care and her drafts, newest first.

    They are found by indexes of their own: asked for together with the pointed ones (OR), both
    tables would be read from end to end.
    """
    in_care = Vorgang.objects.visible_to(actor).filter(sachbearbeitung=actor.works_for)
    begun = Dokument.objects.visible_to(actor).filter(created_by=actor.person_id, is_entwurf=True)
    return (
        in_care.in_progress().order_by("-created_at", "-pk"),
        begun.filter(trashed_at=None).order_by("-created_at", "-pk"),
    )


def _union(actor, taken_since: datetime, hints_since: datetime, due: date):
    person = actor.person_id
    locks = Bearbeitungssperre.objects.filter(person=person)
    taken = locks.filter(released_at__gte=taken_since).exclude(taken_reason="")
    left = Arbeitsstand.objects.filter(person=person)
    left = left.exclude(dokument__in=locks.in_force().values("dokument"))
    loans = Ausleihe.objects.filter(created_by=person, returned_on=None, due_on__lte=due)
    filed = Datei.objects.filter(
        fassung__dokument__created_by=person, fassung__dokument__created_at__gte=hints_since
    )
    hints = filed.exclude(hinweise=[]).annotate(told=Cast("hinweise", TextField()))
    hints = hints.order_by("-fassung__created_at")
    opened = ZuletztGeoeffnet.objects.filter(person=person).order_by("-opened_at")
    starred = Favorit.objects.filter(person=person).order_by("-created_at")
    in_care, begun = _own(actor)
    parts = [
        _part("betreut", in_care[:MOST], VORGANG, "pk", "created_at"),
        _part("begonnen", begun[:MOST], DOKUMENT, "pk", "created_at"),
        _part("zuletzt", opened[:SHOWN_OPENED], "kind", "object_id", "opened_at"),
        _part("favorit", starred[:SHOWN_FAVOURITES], "kind", "object_id", "created_at"),
        _part("sperre", locks.in_force()[:MOST], DOKUMENT, "dokument_id", "expires_at"),
        _part(
            "genommen", taken[:MOST], DOKUMENT, "dokument_id", "released_at", note="taken_reason"
        ),
        _part("stand", left[:MOST], DOKUMENT, "dokument_id", "saved_at"),
        _part("ausleihe", loans[:MOST], AKTE, "akte_id", None, day="due_on", note="an"),
        _part(
            *("hinweis", hints[:MOST], DOKUMENT, "fassung__dokument_id", "fassung__created_at"),
            note="told",
        ),
    ]
    return parts[0].union(*parts[1:], all=True)


def _part(what: str, rows, kind, key: str, at: str | None, **more):
    """Return one part of the union; all have the same columns."""
    return rows.values_list(
        Value(what, output_field=CharField()),
        kind,
        key,
        at or NO_MOMENT,
        more.get("day", NO_DAY),
        more.get("note", NO_NOTE),
    )


_POINTERS = Ready(_union, taken_since=datetime, hints_since=datetime, due=date)
_LYING = {
    ObjectKind.AKTE: (Permission.AKTE_READ, Ready(_akten, keys=list)),
    ObjectKind.VORGANG: (Permission.VORGANG_READ, Ready(_vorgaenge, keys=list)),
    ObjectKind.DOKUMENT: (Permission.DOKUMENT_READ, Ready(_dokumente, keys=list)),
}
