"""What goes on in a town: people to write to, post, a Geschäftsgang, Termine, letters that go out."""

from datetime import date

from django.utils import timezone

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.verweis import add_verweis
from verbundakte.akten.models import Beteiligung
from verbundakte.anbindung.actions import create_abonnement
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.kalender import Arbeitskalender, Land
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.geschaeftsgang import actions as gang
from verbundakte.geschaeftsgang.fristrechnung import Fristangaben
from verbundakte.geschaeftsgang.tests.factories import line, make_verfuegung, person, steps
from verbundakte.posteingang.tests.factories import make_eingang
from verbundakte.schriftverkehr import actions as brief
from verbundakte.schriftverkehr import queries as briefe
from verbundakte.schriftverkehr.models import Empfaenger
from verbundakte.schriftverkehr.tests.ausgang import send
from verbundakte.schriftverkehr.tests.factories import install_vorgaben, make_kontakt

LATER = date(2099, 3, 2)


def in_operation(town, dokument, word: str) -> dict[str, list]:
    """Return rows of the clerk by the noun of the ids they have in the API."""
    at, vorgang, clerk = timezone.now(), dokument.vorgang, lambda: town.sachbearbeiterin
    install_vorgaben()
    kontakt = make_kontakt(clerk(), vorgang, name=word)
    verfuegung = make_verfuegung(
        town,
        line("mitzeichnung", an=clerk(), text=word),
        line("kenntnis", an=town.leitung, stufe=1, text=word),
        dokument=dokument,
    )
    verweis = add_verweis(clerk(), vorgang, to=dokument, art="siehe", at=at)
    abonnement = create_abonnement(
        town.fachadministration,
        town.tenant,
        values={
            "bezeichnung": word,
            "url": "https://meldungen.example.org/hier",
            "anlaesse": [],
            "person_id": town.persons["sachbearbeiterin"],
        },
        at=at,
    )
    auftrag = Job.objects.create(
        kind="akten.ingest",
        label=word,
        args={},
        starter_kind="person",
        starter_id=str(town.persons["sachbearbeiterin"]),
        finished_at=at,
    )
    return {
        "kontakt": [kontakt],
        "beteiligung": list(Beteiligung.objects.filter(kontakt=kontakt)),
        "verweis": [verweis],
        "eingang": [make_eingang(town.registratur, betreff=word) for _ in range(2)],
        "verfuegung": [verfuegung],
        "schritt": steps(verfuegung),
        "fassung": list(dokument.fassungen.all()),
        "termin": _termine(clerk(), vorgang, word),
        "schreiben": [_schreiben(clerk(), vorgang, word)],
        "versand": [send(clerk(), dokument) for _ in range(2)],
        "abonnement": [abonnement],
        "auftrag": [auftrag],
    }


def _termine(actor, vorgang, word: str) -> list:
    at, me = timezone.now(), gang.Fuer(person(actor))
    eintrag = gang.Eintrag(LATER, me, word)
    frist = gang.Fristeintrag(Fristangaben("ereignis", LATER), me, word)
    weg = gang.Rechenweg(Arbeitskalender(Land.NW), [])
    return [
        gang.plan_wiedervorlage(actor, vorgang, eintrag=eintrag, at=at),
        gang.give_aufgabe(actor, vorgang, eintrag=eintrag, at=at),
        gang.enter_frist(actor, vorgang, eintrag=frist, weg=weg, at=at),
    ]


def _schreiben(actor, vorgang, word: str):
    at, on = timezone.now(), timezone.localdate()
    vorlage = briefe.get_vorlage(actor, "freies-schreiben", on=on)
    to = [Empfaenger(name=word, anschrift=f"{word}\nLindenweg 4\n12345 Musterstadt")]
    blatt = briefe.Blatt(vorgang, vorlage, on, empfaenger=to, betreff=word)
    return brief.begin_schreiben(
        actor,
        vorgang,
        blatt=blatt,
        satz=briefe.put_together(actor, blatt, on=on),
        arrived=Arrived(put_bytes(current_tenant(), b"%PDF-1.7"), "Brief.pdf"),
        at=at,
    )
