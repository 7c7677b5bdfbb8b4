"""A Verfügung as a Geschäftsgang of xdomea."""

import xml.etree.ElementTree as ET

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.timezone import localtime

from verbundakte.geschaeftsgang.models import Erledigung, Schritt, Verfuegung
from verbundakte.standards.geschaeftsgang import (
    NAMESPACE,
    Bearbeitung,
    Beteiligter,
    Beteiligungsschritt,
    Beteiligungsstatus,
    geschaeftsgang_element,
)

ENDS = ("zurueckgabe", "uebergehung", "rueckruf")
TOLD = {
    "zurueckgabe": "zurückgegeben",
    "uebergehung": "übersprungen",
    "rueckruf": "zurückgerufen",
}


def geschaeftsgang_of(verfuegung: Verfuegung) -> ET.Element:
    """Return the Geschäftsgang of a Verfügung that was read by `queries`, with every step.

    A person in Vertretung is named with whom she stands in for; paper and the Fassung signed are told.
    """
    steps = sorted(verfuegung.schritte.all(), key=lambda step: step.position)
    return geschaeftsgang_element(verfuegung.pk, [_step(verfuegung, row, steps) for row in steps])


def send_xdomea(verfuegung: Verfuegung) -> HttpResponse:
    """Answer with the Geschäftsgang of a Verfügung that was read by `queries`, as a file of its own."""
    ET.register_namespace("xdomea", NAMESPACE)
    told = ET.tostring(geschaeftsgang_of(verfuegung), encoding="utf-8", xml_declaration=True)
    name = f"Geschäftsgang {verfuegung.vorgang.aktenzeichen}.xml".replace("/", "-")
    response = HttpResponse(told, content_type="application/xml")
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response


def _step(verfuegung: Verfuegung, row: Schritt, steps: list[Schritt]) -> Beteiligungsschritt:
    done = getattr(row, "erledigung", None)
    beside = [str(one.position) for one in steps if one.stufe == row.stufe and one.pk != row.pk]
    fassung = getattr(getattr(done, "zeichnung", None), "fassung", None)
    return Beteiligungsschritt(
        nummer=str(row.position),
        status=_status(row),
        ersteller=Beteiligter(verfuegung.urheber_name, verfuegung.urheber_stelle),
        adressat=_addressee(row),
        created_at=localtime(row.added_at),
        verfuegung=row.get_art_display(),
        termin_on=row.frist_on,
        notiz=row.text,
        bearbeitung=_done(done) if done else _ended(row),
        parallel_zu=tuple(beside),
        fassung=str(fassung.nummer) if fassung else "",
    )


def _status(row: Schritt) -> Beteiligungsstatus:
    if row.ended_at is None:
        return Beteiligungsstatus.AKTUELL if row.begun_at else Beteiligungsstatus.KUENFTIG
    if getattr(row, "uebergehung", None) or getattr(row, "rueckruf", None):
        return Beteiligungsstatus.UEBERSPRUNGEN
    return Beteiligungsstatus.ABGESCHLOSSEN


def _addressee(row: Schritt) -> Beteiligter:
    if row.person:
        return Beteiligter(row.person.name)
    return Beteiligter(organisation=row.adressat)


def _done(done: Erledigung) -> Bearbeitung:
    who = done.person_name
    if done.vertretung_name:
        who = f"{who} in Vertretung für {done.vertretung_name}"
    notes = [done.bemerkung]
    if done.is_papier:
        notes.append(f"auf Papier gezeichnet, erfasst von {done.erfasst_name}")
    return Bearbeitung(
        Beteiligter(who, done.stelle, done.eigenschaft),
        localtime(done.at),
        done.get_ergebnis_display(),
        "; ".join(note for note in notes if note),
    )


def _ended(row: Schritt) -> Bearbeitung | None:
    for name in ENDS:
        end = getattr(row, name, None)
        if end is not None:
            who = Beteiligter(end.person_name, end.stelle, end.eigenschaft)
            return Bearbeitung(who, localtime(end.at), TOLD[name], end.grund)
    return None
