"""A Geschäftsgang as xdomea 4.0 tells it: all steps, what was asked, what was done. Pure.

Source: xdomea-Baukasten 4.0.0, GeschaeftsgangType; code list beteiligungsstatus 1.1. It is evidence on an
Akte, a Vorgang or a Dokument; whoever exchanges it puts the element into its message.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

NAMESPACE = "urn:xoev-de:xdomea:schema:4.0.0"
CODELIST = "urn:xoev-de:xdomea:codeliste:beteiligungsstatus"
CODELIST_VERSION = "1.1"


class Beteiligungsstatus(StrEnum):
    """Where a step stands (code list beteiligungsstatus)."""

    KUENFTIG = "001"
    AKTUELL = "002"
    ABGESCHLOSSEN = "003"
    UEBERSPRUNGEN = "004"


@dataclass(frozen=True)
class Beteiligter:
    """A person with her Stelle, or a unit or authority by its name."""

    person: str = ""
    organisation: str = ""
    taetigkeit: str = ""


@dataclass(frozen=True)
class Bearbeitung:
    """What was done with a step: by whom, when, the result and a note."""

    bearbeiter: Beteiligter
    at: datetime
    vermerk: str = ""
    notiz: str = ""


@dataclass(frozen=True)
class Beteiligungsschritt:
    """One step: its number (unique), what was asked of whom, which others run beside it."""

    nummer: str
    status: Beteiligungsstatus
    ersteller: Beteiligter
    adressat: Beteiligter
    created_at: datetime
    verfuegung: str
    termin_on: date | None = None
    notiz: str = ""
    bearbeitung: Bearbeitung | None = None
    parallel_zu: tuple[str, ...] = ()
    fassung: str = ""


def geschaeftsgang_element(
    key: UUID, schritte: Iterable[Beteiligungsschritt], *, name: str = "InternerGeschaeftsgang"
) -> ET.Element:
    """Return the element with every step. Raises ValueError for none, or a number given twice."""
    schritte = list(schritte)
    numbers = [one.nummer for one in schritte]
    if not numbers or len(set(numbers)) != len(numbers):
        raise ValueError("a Geschäftsgang has steps, each with a number of its own")
    root = ET.Element(_tag(name))
    _text(ET.SubElement(root, _tag("Identifikation")), "xdomeaUUID", str(key))
    for one in schritte:
        _schritt(root, one)
    return root


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _text(above: ET.Element, name: str, text: str) -> None:
    """Add an element with text, nothing for no text."""
    if text:
        ET.SubElement(above, _tag(name)).text = text


def _schritt(root: ET.Element, one: Beteiligungsschritt) -> None:
    step = ET.SubElement(root, _tag("Beteiligungsschritt"))
    _text(step, "Nummer", one.nummer)
    status = ET.SubElement(
        step, _tag("Status"), {"listURI": CODELIST, "listVersionID": CODELIST_VERSION}
    )
    ET.SubElement(status, "code").text = one.status.value
    asked = ET.SubElement(step, _tag("Verfuegung"))
    _kontakt(asked, "Ersteller", one.ersteller)
    _kontakt(asked, "Adressat", one.adressat)
    _moment(asked, "Erstellungsdatum", "Erstellungsuhrzeit", one.created_at)
    _text(asked, "Verfuegung", one.verfuegung)
    _text(asked, "TerminDatum", one.termin_on.isoformat() if one.termin_on else "")
    _text(asked, "Notiz", one.notiz)
    if one.bearbeitung is not None:
        done = ET.SubElement(step, _tag("Bearbeitung"))
        _kontakt(done, "Bearbeiter", one.bearbeitung.bearbeiter)
        _moment(done, "Datum", "Uhrzeit", one.bearbeitung.at)
        _text(done, "Vermerk", one.bearbeitung.vermerk)
        _text(done, "Notiz", one.bearbeitung.notiz)
    for number in one.parallel_zu:
        _text(step, "ParallelZuBeteiligungsschritt", number)
    _text(step, "VersionNummer", one.fassung)


def _kontakt(above: ET.Element, name: str, who: Beteiligter) -> None:
    """Add a Kontakt; a name is told as it was written, without guessing which part is which."""
    kontakt = ET.SubElement(above, _tag(name))
    if who.organisation:
        unit = ET.SubElement(kontakt, _tag("NameOrganisationseinheit"))
        _text(unit, "Name", who.organisation)
    if who.person:
        person = ET.SubElement(kontakt, _tag("NameAnsprechpartner"))
        _text(ET.SubElement(person, _tag("Familienname")), "Name", who.person)
    _text(kontakt, "Taetigkeit", who.taetigkeit)


def _moment(above: ET.Element, day: str, time: str, local: datetime) -> None:
    _text(above, day, local.date().isoformat())
    _text(above, time, local.time().isoformat(timespec="seconds"))
