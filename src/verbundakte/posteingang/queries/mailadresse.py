"""Reading addresses of our own, and which Vorgang a text names."""

from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import meant_by, vorgaenge
from verbundakte.organisation.models import Person
from verbundakte.posteingang.models import Mailadresse


def adresse_of(actor, **aim) -> Mailadresse | None:
    """Return the address that holds for a Vorgang, a person or a Kanal the actor has read."""
    return Mailadresse.objects.filter(ended_at=None, **aim).first()


def own_person(actor) -> Person:
    """Return the row of whoever asks."""
    return Person.objects.get(pk=actor.person_id)


def vorgang_named(actor, text: str) -> Vorgang | None:
    """Return the visible Vorgang whose Aktenzeichen (present or former) stands in a text.

    For the subject of an answer that repeats our Zeichen ("AW: ... Ihr Zeichen 632.20/0001-3").
    """
    told = text.replace("/", "-")
    found = meant_by(actor, [told]).get(told)
    if found is None or found.vorgang is None:
        return None
    return vorgaenge(actor).filter(pk=found.vorgang).first()
