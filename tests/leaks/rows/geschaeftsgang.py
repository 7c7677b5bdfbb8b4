"""The Geschäftsgang for programs: Verfügungen, steps, what waits, the chain of Zeichnungen."""

import json

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, WRITERS, api
from tests.leaks.rows.schnittstelle_akten import change, sent
from tests.leaks.world import word
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions import Rahmen, Zeile, Ziel
from verbundakte.geschaeftsgang.models import SchrittArt
from verbundakte.organisation.models import Person

READERS = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung"}
REASON = sent(grund="Betrag prüfen")


def prepare(world):
    """Let a Dokument that only the clerk reads wait for her Namenszeichen."""
    case = world.cases["n"]
    dokument = case.objects["dokument"]
    amira = Person.objects.get(pk=world.home.persons["sachbearbeiterin"])
    zeile = Zeile(SchrittArt.KENNTNIS, Ziel(person=amira), text=word("n", "bemerkung"))
    verfuegung = actions.create_verfuegung(
        world.amira(),
        case.vorgang,
        zeilen=[zeile],
        rahmen=Rahmen(dokument, word("n", "dokument")),
        at=timezone.now(),
    )
    step = verfuegung.schritte.get()
    fassung = dokument.fassungen.standing().first()
    return {"verfuegung": verfuegung.pk, "schritt": step.pk, "gesehen": fassung.pk}


def _seen(world, case):
    """Return that the Fassung was read."""
    return json.dumps({"fassung": str(world.prepared["gesehen"])})


ROWS = [
    api("list_schritte", "schritte", READERS),
    api("list_verfuegungen", "vorgaenge/{vorgang}/verfuegungen", UNIT, cases="ns"),
    api("get_verfuegung", "verfuegungen/{verfuegung}", AMIRA),
    api("get_verfuegung_xdomea", "verfuegungen/{verfuegung}/xdomea", AMIRA),
    api("get_schritt", "schritte/{schritt}", AMIRA),
    api("list_zeichnungen", "dokumente/{dokument}/zeichnungen", UNIT, cases="ns"),
    change("create_verfuegung", "vorgaenge/{vorgang}/verfuegungen", WRITERS, sent(zeilen="z. d. A."),
           cases="on"),
    change("create_schritte", "verfuegungen/{verfuegung}/schritte", AMIRA, sent(zeilen="z. d. A.")),
    change("recall_verfuegung", "verfuegungen/{verfuegung}/rueckruf", AMIRA, REASON),
    change("create_erledigung", "schritte/{schritt}/erledigung", AMIRA, _seen),
    change("create_zurueckgabe", "schritte/{schritt}/zurueckgabe", AMIRA, REASON),
    change("create_uebergehung", "schritte/{schritt}/uebergehung", AMIRA, REASON),
]  # fmt: skip
