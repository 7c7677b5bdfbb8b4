"""What a head noted in the Postmappe becomes steps as soon as the letter lies in a Vorgang (GGO Anlage 2).

Nothing waits for it: where nobody can be asked, the letter is filed all the same and the marks stay on it.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from verbundakte.akten.models import Vorgang
from verbundakte.core.actions import Refusal
from verbundakte.core.actor import SystemActor
from verbundakte.geschaeftsgang import actions as gang
from verbundakte.geschaeftsgang.actions import IsOver, NotYourRoute, Rahmen, Zeile
from verbundakte.geschaeftsgang.actions import Ziel as Empfaenger
from verbundakte.geschaeftsgang.models import Reihenfolge, SchrittArt, Verfuegung
from verbundakte.geschaeftsgang.permissions import Permission as Gang
from verbundakte.organisation.models import Person
from verbundakte.posteingang.models import Ablage, Eingang, Sichtvermerk, VermerkArt

POSTMAPPE = SystemActor("postmappe", frozenset({Gang.VERFUEGUNG_CREATE, Gang.VERFUEGUNG_EDIT}))
WORDS = {
    VermerkArt.RUECKSPRACHE: "Rücksprache mit {name}",
    VermerkArt.VERANLASSUNG: "Zur weiteren Veranlassung ({name})",
    VermerkArt.SCHLUSSZEICHNUNG: "Antwort {name} zur Schlusszeichnung vorlegen",
}
UNDONE = "Die Ablage des Eingangs ist zurückgenommen."


def order_steps(actor, eingang: Eingang, vorgang: Vorgang, *, at: datetime) -> Verfuegung | None:
    """Return the Verfügung that follows from the marks of heads on an Eingang, None without any.

    Drawn up by whoever files it, where she may; its steps go to whoever works on the Vorgang.
    """
    marks = list(Sichtvermerk.objects.filter(eingang=eingang).order_by("at"))
    if not any(mark.art in WORDS for mark in marks):
        return None
    who = actor if actor.may(Gang.VERFUEGUNG_CREATE, vorgang) else POSTMAPPE
    rahmen = Rahmen(
        betreff=f"Vermerk der Leitung, Eingang {eingang.number}", reihenfolge=Reihenfolge.FREI
    )
    for ziel in _addressees(eingang, vorgang):
        try:
            with transaction.atomic():
                zeilen = _lines(eingang, marks, ziel)
                return gang.create_verfuegung(who, vorgang, zeilen=zeilen, at=at, rahmen=rahmen)
        except Refusal:
            continue
    return None


def recall_steps(actor, ablage: Ablage, *, at: datetime) -> None:
    """Call back what followed from the marks, when the filing is taken back; what was done stays."""
    if ablage.verfuegung is None:
        return
    may = actor.may(Gang.VERFUEGUNG_EDIT, ablage.verfuegung)
    for who in (actor, POSTMAPPE) if may else (POSTMAPPE,):
        try:
            with transaction.atomic():
                gang.recall_verfuegung(who, ablage.verfuegung, at=at, grund=UNDONE)
            return
        except NotYourRoute:
            continue
        except IsOver:
            return


def _addressees(eingang: Eingang, vorgang: Vorgang) -> Iterator[Empfaenger]:
    """Yield who may be asked, whoever is nearest to the matter first."""
    for person in (vorgang.sachbearbeitung, eingang.person):
        if person is not None:
            yield Empfaenger(person=person)
    for einheit in (vorgang.federfuehrung, eingang.einheit):
        yield Empfaenger(einheit=einheit)


def _lines(eingang: Eingang, marks: list[Sichtvermerk], ziel: Empfaenger) -> list[Zeile]:
    heads = Person.objects.filter(pk__in={one.by for one in marks})
    names = {head.pk: head.name for head in heads}
    is_urgent = any(one.art == VermerkArt.EILT for one in marks)
    asked = {(one.art, one.by): one for one in marks if one.art in WORDS}
    order = [art.value for art in WORDS]
    return [
        Zeile(
            SchrittArt.BEARBEITUNG,
            ziel,
            stufe=1,
            text=f"{WORDS[VermerkArt(one.art)].format(name=names.get(one.by, 'der Leitung'))}: Vermerk am"
            f" Eingang {eingang.number}",
            frist_on=one.frist_on,
            is_eilig=is_urgent,
        )
        for one in sorted(asked.values(), key=lambda one: (one.at, order.index(one.art)))
    ]
