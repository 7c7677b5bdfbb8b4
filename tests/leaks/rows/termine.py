"""Doors of Fristen, Wiedervorlagen and Aufgaben."""

from datetime import date, timedelta

from django.utils import timezone

from tests.leaks.row import UNIT, WRITERS, api, get, job, post, with_values
from tests.leaks.rows.schnittstelle_akten import change, sent
from verbundakte.core.kalender import Arbeitskalender, Land
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions import Eintrag, Fristeintrag, Fuer, Rechenweg
from verbundakte.geschaeftsgang.fristrechnung import Fristangaben
from verbundakte.organisation.models import Organisationseinheit, Person

PLACE = "geschaeftsgang/termine"
OF = f"{PLACE}/von/vorgang/{{vorgang}}"
ONE = f"{PLACE}/wiedervorlage/{{wiedervorlage}}"
TERMS = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung"}
LATER = "2099-03-02"
UNITS_OWN = frozenset({"sachbearbeiterin", "leitung"})


def prepare(world) -> dict:
    """Make a Wiedervorlage, one of the unit and a Frist at the cases, with words nobody else may read."""
    at, on = timezone.now(), date.today() + timedelta(days=5)
    me = Fuer(Person.objects.get(pk=world.home.persons["sachbearbeiterin"]))
    unit = Fuer(einheit=Organisationseinheit.objects.get(kennzeichen="63"))
    for key in "ons":
        case, actor = world.cases[key], world.amira()
        words = f"Mk{key}wv"

        def planned(fuer, case=case, actor=actor, words=words):
            eintrag = Eintrag(on, fuer, words)
            return actions.plan_wiedervorlage(actor, case.vorgang, eintrag=eintrag, at=at)

        case.objects["wiedervorlage"], case.objects["abgabe"] = planned(me), planned(unit)
        case.objects["wv_erledigt"] = planned(me)
        actions.settle_termin(actor, case.objects["wv_erledigt"], at=at)
        eintrag = Fristeintrag(Fristangaben("ereignis", on), me, words)
        case.objects["fristtermin"] = actions.enter_frist(
            actor, case.vorgang, eintrag=eintrag, weg=Rechenweg(Arbeitskalender(Land.NW), []), at=at
        )
        task = Eintrag(on, me, words)
        case.objects["aufgabe"] = actions.give_aufgabe(actor, case.vorgang, eintrag=task, at=at)
        case.secrets.append(words)
    return {}


def soon(world, case) -> dict:
    """Return a body that sets something for the clerk."""
    return {"wann": "1w", "text": "Neu", "person": world.home.persons["sachbearbeiterin"]}


def computed(world, case) -> dict:
    """Return a body that enters a Frist."""
    values = {"ausloeser": "ereignis", "on": "2026-11-02", "anzahl": 1, "einheit_der_dauer": "m"}
    return soon(world, case) | values | {"gesetz": "vwvfg", "eintragen": "1"}


ROWS = [
    get("geschaeftsgang:termine", f"{PLACE}/", TERMS),
    get("geschaeftsgang:kalenderabo", "geschaeftsgang/kalender/", TERMS),
    post("geschaeftsgang:kalenderabo", "geschaeftsgang/kalender/", TERMS, status=200),
    post("geschaeftsgang:kalenderabo-ende", "geschaeftsgang/kalender/ende/", TERMS, quiet=" "),
    post("geschaeftsgang:mailabo", "geschaeftsgang/kalender/mail/", frozenset()),
    post("geschaeftsgang:mailabo-ende", "geschaeftsgang/kalender/mail/ende/", TERMS, quiet=" "),
    get("geschaeftsgang:feed", "geschaeftsgang/kalenderfeed/niemand.ics", frozenset(),
        anonymous=404, public=True),
    get("geschaeftsgang:rechner", "geschaeftsgang/fristenrechner/", TERMS),
    get("geschaeftsgang:termine-akte", f"{PLACE}/von/akte/{{akte}}/", UNIT, cases="os"),
    post("geschaeftsgang:termine-akte", f"{PLACE}/von/akte/{{akte}}/", WRITERS, soon, cases="o"),
    get("geschaeftsgang:termine-vorgang", f"{OF}/", UNIT, cases="ons"),
    post("geschaeftsgang:termine-vorgang", f"{OF}/", WRITERS, soon, cases="os"),
    get("geschaeftsgang:termine-dokument", f"{PLACE}/von/dokument/{{dokument}}/", UNIT, cases="os"),
    post("geschaeftsgang:termine-dokument", f"{PLACE}/von/dokument/{{dokument}}/", WRITERS, soon,
         cases="o"),
    get("geschaeftsgang:aufgabe-neu", f"{OF}/aufgaben/neu/", WRITERS, cases="o"),
    post("geschaeftsgang:aufgabe-neu", f"{OF}/aufgaben/neu/", WRITERS, soon, cases="os"),
    get("geschaeftsgang:frist-neu", f"{OF}/fristen/neu/", WRITERS, cases="o"),
    post("geschaeftsgang:frist-neu", f"{OF}/fristen/neu/", WRITERS, computed, cases="os"),
    post("geschaeftsgang:aufgaben-ruecknahme", "geschaeftsgang/aufgaben/ruecknahme/?aufgabe={aufgabe}",
         WRITERS, cases="os"),
    get("geschaeftsgang:termin", f"{PLACE}/frist/{{fristtermin}}/", UNIT, cases="ons"),
    post("geschaeftsgang:termin-erledigung", f"{ONE}/erledigung/", WRITERS, cases="os"),
    post("geschaeftsgang:termin-oeffnung", f"{PLACE}/wiedervorlage/{{wv_erledigt}}/oeffnung/", WRITERS,
         cases="os"),
    post("geschaeftsgang:termin-uebernahme", f"{PLACE}/wiedervorlage/{{abgabe}}/uebernahme/",
         UNITS_OWN, cases="os"),
    api("list_termine", "termine", TERMS),
    api("list_termine_of_vorgang", "vorgaenge/{vorgang}/termine", UNIT, cases="ns"),
    api("get_termin", "termine/frist/{fristtermin}", UNIT, cases="ns"),
    change("create_wiedervorlage", "vorgaenge/{vorgang}/wiedervorlagen", WRITERS, sent(am=LATER),
           cases="on"),
    change("create_aufgabe", "vorgaenge/{vorgang}/aufgaben", WRITERS, sent(am=LATER, text="Neu"),
           cases="on"),
    change("create_frist", "vorgaenge/{vorgang}/fristen", WRITERS, sent(am=LATER, text="Neu"),
           cases="on"),
    change("create_termin_erledigung", "termine/wiedervorlage/{wiedervorlage}/erledigung", WRITERS,
           sent(), cases="on"),
    change("create_termin_ruecknahme", "termine/wiedervorlage/{wiedervorlage}/ruecknahme", WRITERS,
           sent(grund="Neu"), cases="on"),
    *(
        row
        for name, body in (("verschiebung", {"wann": "2w"}), ("ruecknahme", {"grund": "Neu"}))
        for row in (
            get(f"geschaeftsgang:termin-{name}", f"{ONE}/{name}/", WRITERS, cases="o"),
            post(f"geschaeftsgang:termin-{name}", f"{ONE}/{name}/", WRITERS, with_values(**body),
                 cases="os"),
        )
    ),
]  # fmt: skip
JOBS = {"geschaeftsgang.morgenpost": job(args=lambda world: {}, error="")}
