"""Reading Wiedervorlagen, Aufgaben and Fristen: one's own, those of an object, those of a unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core.db.ready import Ready
from verbundakte.geschaeftsgang.models import TERMINE, Frist, Termin
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.queries.fristquellen import FRISTQUELLEN, Zeile

PAGE = 50
MOST_OF_ONE = 100
FAR = date(9000, 1, 1)
ICONS = {"frist": "clock", "wiedervorlage": "calendar", "aufgabe": "task"}
LABELS = {"frist": "Fristen", "wiedervorlage": "Wiedervorlagen", "aufgabe": "Aufgaben"}
_ABOUT = ("akte", "vorgang", "dokument__vorgang", "person", "einheit")


def may_read_termine(actor) -> bool:
    """Tell whether the actor sees any Termine at all."""
    return Permission.TERMIN_READ in actor.permissions


def _rows(actor, model: type[Termin]) -> QuerySet:
    rows = model.objects.visible_to(actor).select_related(*_ABOUT)
    return rows.select_related("zweite") if model is Frist else rows


def get_termin(actor, art: str, key: UUID) -> Termin:
    """Return one Termin of a kind (an address of TERMINE), or 404."""
    model = TERMINE.get(art)
    if model is None or not may_read_termine(actor):
        raise Http404
    found = _rows(actor, model).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def zeile_of(actor, termin: Termin) -> Zeile:
    """Return a Termin as a line of a list."""
    subject = termin.subject
    number = getattr(termin.vorgang or termin.akte, "aktenzeichen", "")
    kind = termin.label if isinstance(termin, Frist) else termin._meta.verbose_name
    vorfrist = getattr(termin, "vorfrist_on", None)
    who = str(termin.person.name if termin.person else termin.einheit)
    is_second = actor.kind == "person" and getattr(termin, "zweite_id", None) == actor.works_for
    return Zeile(
        art=termin.art,
        kind=kind,
        icon=ICONS[termin.art],
        title=termin.text or subject.betreff,
        place=("geschaeftsgang:termin", (termin.art, termin.pk)),
        due_on=termin.due_on,
        wait_on=vorfrist or termin.due_on,
        number=number,
        who=f"{who}, Sie sind zweite Person" if is_second else who,
        key=str(termin.pk),
        about=subject.betreff,
        is_ausschluss=getattr(termin, "is_ausschluss", False),
        termin=termin,
    )


def _mine(actor, model: type[Termin]) -> Q:
    me = actor.works_for
    hers = Q(person=me) | Q(person=None, einheit__in=actor.einheiten)
    return hers | Q(zweite=me) if model is Frist else hers


def _near(model: type[Termin], until: date) -> Q:
    near = Q(due_on__lte=until)
    return near | Q(vorfrist_on__lte=until) if model is Frist else near


def _waiting(model: type[Termin]) -> Ready:
    def build(actor, until: date) -> QuerySet:
        rows = _rows(actor, model).open().filter(_mine(actor, model), _near(model, until))
        return rows.order_by("due_on", "pk")[:PAGE]

    return Ready(build, until=date)


_WAITING = {art: _waiting(model) for art, model in TERMINE.items()}


def waiting_termine(actor, *, until: date) -> dict[str, list[Zeile]]:
    """Return what is due for the actor until a day, by kind, the most urgent first.

    One query for each kind, and those of the rooms above.
    """
    if not may_read_termine(actor) or actor.kind != "person":
        return {art: [] for art in TERMINE}
    found = {
        art: [zeile_of(actor, row) for row in waiting.all(actor, until=until)]
        for art, waiting in _WAITING.items()
    }
    for quelle in FRISTQUELLEN.values():
        found["frist"] += quelle.waiting(actor, until)
    found["frist"].sort(key=lambda zeile: (zeile.due_on, zeile.key))
    return found


@dataclass(frozen=True)
class Seite:
    """A page of a list; `after`: what follows, "" for nothing."""

    zeilen: list[Zeile]
    after: str = ""


def termine_for(
    actor, *, art: str = "", of_unit: bool = False, after: str = "", limit: int = PAGE
) -> Seite:
    """Return a page of the open Termine of the actor, or of everything in her units, by day.

    `after`: where the page before ended. Raises Http404 for whoever may not see Termine.
    """
    if not may_read_termine(actor) or actor.kind != "person":
        raise Http404
    since, key = _read_after(after)
    found: list[Zeile] = []
    for name, model in TERMINE.items():
        if art in ("", name):
            rows = _rows(actor, model).open()
            rows = rows.filter(_in_units(actor) if of_unit else _mine(actor, model))
            rows = rows.filter(Q(due_on__gt=since) | Q(due_on=since, pk__gt=key))
            found += [zeile_of(actor, row) for row in rows.order_by("due_on", "pk")[: limit + 1]]
    if art in ("", "frist") and not of_unit:
        for quelle in FRISTQUELLEN.values():
            found += [
                zeile
                for zeile in quelle.waiting(actor, FAR)
                if (zeile.due_on, zeile.key) > (since, str(key))
            ]
    found.sort(key=lambda zeile: (zeile.due_on, zeile.key))
    page = found[:limit]
    last = page[-1] if len(found) > limit else None
    return Seite(page, f"{last.due_on.isoformat()}_{last.key}" if last else "")


def _in_units(actor) -> Q:
    """Return what lies with the actor's units or is about a Vorgang one of them leads."""
    units = actor.einheiten
    return Q(einheit__in=units) | Q(vorgang__federfuehrung__in=units)


def _read_after(after: str) -> tuple[date, UUID]:
    day, _, key = after.partition("_")
    try:
        return date.fromisoformat(day), UUID(key)
    except ValueError:
        return date(1, 1, 1), UUID(int=0)


def _of(subject: Akte | Vorgang | Dokument) -> dict:
    return {subject._meta.model_name: subject}


def termine_of(actor, subject: Akte | Vorgang | Dokument) -> tuple[list[Zeile], list[Termin]]:
    """Return the open Termine of an object that was read, by day, and what ended, newest first."""
    if not may_read_termine(actor):
        return [], []
    zeilen: list[Zeile] = []
    ended: list[Termin] = []
    for model in TERMINE.values():
        rows = _rows(actor, model).filter(**_of(subject))
        zeilen += [
            zeile_of(actor, row) for row in rows.open().order_by("due_on", "pk")[:MOST_OF_ONE]
        ]
        over = rows.exclude(done_at=None, withdrawn_at=None)
        ended += list(over.order_by("-due_on", "pk")[:MOST_OF_ONE])
    if isinstance(subject, Vorgang):
        for quelle in FRISTQUELLEN.values():
            zeilen += quelle.of(actor, subject)
    zeilen.sort(key=lambda zeile: (zeile.due_on, zeile.key))
    ended.sort(key=lambda row: (row.done_at or row.withdrawn_at, row.pk), reverse=True)
    return zeilen, ended[:MOST_OF_ONE]


def running_termine(actor, most: int) -> Iterator[tuple[date, str, str, str]]:
    """Yield all open Fristen and Wiedervorlagen of the town by day: (day, kind, Aktenzeichen, who).

    Nothing of their contents: for the Notfallliste, which whoever reads it may not read every file.
    """
    for art in ("frist", "wiedervorlage"):
        rows = TERMINE[art].objects.open().select_related("akte", "vorgang", "person", "einheit")
        for row in rows.order_by("due_on", "pk")[:most]:
            zeile = zeile_of(actor, row)
            yield zeile.due_on, zeile.kind, zeile.number, zeile.who
    for quelle in FRISTQUELLEN.values():
        yield from quelle.running(actor, most)


AHEAD = timedelta(days=14)
