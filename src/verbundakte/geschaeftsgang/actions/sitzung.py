"""Handing a Vorlage over to a Gremium."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum
from django.utils.timezone import localdate

from verbundakte.akten.models import Datei, Dokument, Fassung
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.geschaeftsgang.actions.lauf import check_open, check_yours, locked
from verbundakte.geschaeftsgang.actions.personen import acting
from verbundakte.geschaeftsgang.actions.schritt import OtherWay
from verbundakte.geschaeftsgang.actions.zeichnung import standing_fassung
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import Schritt, SchrittArt, Sitzungsvorlage
from verbundakte.geschaeftsgang.permissions import Permission

MOST_BYTES = 100_000_000


class NothingHandedOver(Refusal):
    """A Gremium decides about something."""

    message = "Wählen Sie mindestens ein Dokument, das schon einen Inhalt hat."


class TooLarge(Refusal):
    """What is fetched at once has its limit."""

    message = "Die Dateien sind zusammen größer als 100 MB. Wählen Sie weniger Dokumente."


class NummerTaken(Refusal):
    """The Auszug finds its Vorgang by the number."""

    message = (
        "Diese Vorlagennummer hat schon eine andere Verfügung. Prüfen Sie die Nummer im"
        " Ratsinformationssystem."
    )


@dataclass(frozen=True)
class Uebergabe:
    """What is handed over: the number of the Vorlage, whether it is public, which Dokumente."""

    nummer: str
    dokumente: Sequence[Dokument]
    is_oeffentlich: bool = True


@action(Permission.SCHRITT_DO, Event.VORLAGE_HANDED_OVER, locks=False)
def hand_over_vorlage(
    actor, schritt: Schritt, *, uebergabe: Uebergabe, at: datetime
) -> Sitzungsvorlage:
    """Note that a Vorlage was handed over for a step "Beschluss"; its files are fetched as a package.

    Raises OtherWay, IsOver, NotYet, NotYours, NummerTaken, NothingHandedOver, TooLarge.
    """
    row = locked(schritt)
    if row.art != SchrittArt.BESCHLUSS or not row.aussen:
        raise OtherWay(row)
    check_open(row)
    check_yours(actor, row, at=at)
    nummer = " ".join(uebergabe.nummer.split())
    others = Sitzungsvorlage.objects.filter(nummer=nummer)
    if others.exclude(schritt__verfuegung=row.verfuegung_id).exists():
        raise NummerTaken
    fassungen = _fassungen(uebergabe.dokumente)
    audit.note_change("Gremium", None, row.aussen)
    audit.note_change("Vorlagennummer", None, nummer)
    audit.note_change("Öffentlich", None, uebergabe.is_oeffentlich)
    return Sitzungsvorlage.objects.create(
        schritt=row,
        nummer=nummer,
        is_oeffentlich=uebergabe.is_oeffentlich,
        fassungen=[str(fassung.pk) for fassung in fassungen],
        at=at,
        **acting(actor, row, on=localdate(at)),
    )


def _fassungen(dokumente: Sequence[Dokument]) -> list[Fassung]:
    """Return what counts of some Dokumente. Raises NothingHandedOver, TooLarge."""
    fassungen = [found for dokument in dokumente if (found := standing_fassung(dokument))]
    if not fassungen or len(fassungen) < len(dokumente):
        raise NothingHandedOver
    dateien = Datei.objects.filter(fassung__in=fassungen)
    if (dateien.aggregate(size=Sum("blob__size"))["size"] or 0) > MOST_BYTES:
        raise TooLarge
    return fassungen
