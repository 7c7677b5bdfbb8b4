"""Steps that nobody sees any more fall to the head, who gives them to somebody."""

from datetime import date, datetime

from django.db.models import F, Q

from verbundakte.core import audit
from verbundakte.core.audit import Change
from verbundakte.geschaeftsgang.actions.adressat import last_unit
from verbundakte.geschaeftsgang.actions.lauf import locked, place
from verbundakte.geschaeftsgang.actions.wiedervorlage import follow_schritt
from verbundakte.geschaeftsgang.actions.wv_zeile import locked_termin
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import TERMINE, Schritt, SchrittArt, Termin, Wiedervorlage
from verbundakte.organisation.models import Person, Stellenbesetzung

MOST_AT_ONCE = 200


def _stranded(on: date):
    """Return the open steps that lie with somebody who left, or where nobody works."""
    there = Person.objects.active(on).values("pk")
    held = Stellenbesetzung.objects.valid_on(on).filter(person__in=there)
    gone = Q(platz=F("person")) & ~Q(person__in=there)
    gone |= Q(platz=F("stelle")) & ~Q(stelle__in=held.values("stelle"))
    gone |= Q(platz=F("einheit")) & ~Q(einheit__in=held.values("stelle__einheit"))
    return Schritt.objects.open().filter(gone).order_by("pk")


def place_stranded(by, *, on: date, at: datetime) -> int:
    """Lay what nobody sees any more on the desk of the head; return how many steps.

    What no head may read goes to whoever drew up the Verfügung.
    """
    done = 0
    for schritt in _stranded(on)[:MOST_AT_ONCE]:
        row = locked(schritt)
        before = row.platz
        place(row, at=at)
        if row.platz == before or row.ended_at is not None:
            continue
        row.save(update_fields=["platz", "rang"])
        if row.art == SchrittArt.WIEDERVORLAGE:
            follow_schritt(row, at)
        told = [Change("Liegt nicht mehr bei", row.adressat, None)]
        audit.record(Event.SCHRITT_STRANDED, actor=by, subject=row, changes=told)
        done += 1
    return done


def give_stranded_termine(by, *, on: date) -> int:
    """Let the unit see to what is due for somebody who left; return how many Termine."""
    there = Person.objects.active(on).values("pk")
    done = 0
    for model in TERMINE.values():
        rows = model.objects.open().exclude(person=None).exclude(person__in=there)
        if model is Wiedervorlage:
            rows = rows.filter(schritt=None)
        for row in rows.select_related("person").order_by("pk")[:MOST_AT_ONCE]:
            done += _to_unit(by, row)
    return done


def _to_unit(by, termin: Termin) -> bool:
    row = locked_termin(termin)
    unit = last_unit(row.person) if row.is_open and row.person_id else None
    if unit is None:
        return False
    told = [Change(str(row), row.person.name, str(unit))]
    row.person, row.einheit = None, unit
    row.save(update_fields=["person", "einheit"])
    audit.record(Event.TERMIN_HANDED_OVER, actor=by, subject=row.subject, changes=told)
    return True
