"""Verfügungen for tests, made through the product's own actions."""

from datetime import timedelta

from django.utils import timezone

from verbundakte.akten import actions as akten
from verbundakte.akten.actions import Arrived
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions import Rahmen, Zeile, Ziel
from verbundakte.geschaeftsgang.models import Reihenfolge, SchrittArt
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle


def person(actor) -> Person:
    """Return the row of an actor."""
    return Person.objects.get(pk=actor.person_id)


def unit(kennzeichen: str) -> Organisationseinheit:
    """Return a unit."""
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def stelle_of(actor) -> Stelle:
    """Return the first Stelle of an actor."""
    return Stelle.objects.filter(besetzungen__person=actor.person_id).first()


def line(art: str, *, an, stufe: int = 0, **more) -> Zeile:
    """Return a line to a person (actor), a unit (Kennzeichen), a Stelle, or what `Ziel` says."""
    if isinstance(an, str):
        an = Ziel(einheit=unit(an))
    elif isinstance(an, Stelle):
        an = Ziel(stelle=an)
    elif not isinstance(an, Ziel):
        an = Ziel(person=person(an))
    return Zeile(SchrittArt(art), an, stufe, **more)


def make_verfuegung(town, *lines: Zeile, frei=False, dokument=None, by="sachbearbeiterin", at=None):
    """Return a Verfügung about a Dokument of the Bauaufsicht."""
    dokument = dokument or make_dokument(lambda: getattr(town, "sachbearbeiterin"))
    folge = Reihenfolge.FREI if frei else Reihenfolge.FOLGE
    return actions.create_verfuegung(
        getattr(town, by),
        dokument.vorgang,
        zeilen=lines,
        rahmen=Rahmen(dokument=dokument, reihenfolge=folge),
        at=at or timezone.now() - timedelta(minutes=5),
    )


def steps(verfuegung) -> list:
    """Return the steps of a Verfügung in their order."""
    return list(verfuegung.schritte.order_by("position"))


def standing(dokument):
    """Return the id of the Fassung that counts."""
    return dokument.fassungen.standing().first().pk


def new_fassung(actor, dokument, content=b"Neue Fassung"):
    """Add a Fassung."""
    dokument.refresh_from_db()
    stored = put_bytes(current_tenant(), content)
    return akten.add_fassung(actor, dokument, arrived=Arrived(stored, "neu.txt"), at=timezone.now())
