"""Doors of data protection: Auswertungen of Lesevermerke, Auskunft nach Art. 15."""

from datetime import timedelta

from tests.leaks.row import AMIRA, form, get, job, post, with_values
from verbundakte.akten.permissions import Permission as Akten
from verbundakte.core.clock import now, today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.datenschutz.models import Auskunft, AuskunftTeil, Fundstelle, Leseauswertung
from verbundakte.datenschutz.permissions import Permission
from verbundakte.organisation.models import Organisationseinheit

OFFICER = frozenset({"datenschutz"})
LIST = "datenschutz/lesevermerke/"
ASKED, RELEASED = LIST + "{gefragt}/", LIST + "{freigegeben}/"


def prepare(world) -> dict:
    """Make an Auswertung that waits and one that was released, both of the officer."""
    at, on, persons = now(), today(), world.home.persons

    def asked(**more):
        return Leseauswertung.objects.create(
            anlass="Mkdsanlass",
            aktenzeichen="1-2026/1",
            from_on=on - timedelta(days=9),
            to_on=on,
            requested_at=at,
            requested_by=persons["datenschutz"],
            **more,
        ).pk

    with use_tenant(world.home.tenant.pk):
        released = {
            "released_at": at,
            "released_by": persons["leitung"],
            "visible_until": at + timedelta(days=14),
        }
        return {"gefragt": asked(), "freigegeben": asked(**released), **_auskunft(world, at, on)}


def _auskunft(world, at, on) -> dict:
    """Make an Auskunft of the ordinary Vorgang with an open part and a hidden one."""
    auskunft = Auskunft.objects.create(
        vorgang=world.cases["o"].vorgang,
        name="Mustermann",
        antwort_until=on + timedelta(days=30),
        started_at=at,
        started_by=world.home.persons["leitung"],
        collected_at=at,
    )
    parts = {"teil": ("63", False, "on"), "geheim": ("63.1", True, "s")}
    found = {"auskunft": auskunft.pk}
    for name, (unit, is_verborgen, keys) in parts.items():
        teil = AuskunftTeil.objects.create(
            auskunft=auskunft,
            einheit=Organisationseinheit.objects.get(kennzeichen=unit),
            is_verborgen=is_verborgen,
            count=len(keys),
        )
        for key in keys:
            Fundstelle.objects.create(
                teil=teil,
                source="akten.texte",
                kind="dokument",
                object_id=world.cases[key].dokument.pk,
                why="Name im Text",
            )
        found[name] = teil.pk
    return found


def new(world, case) -> dict:
    """Return a body that asks for an Auswertung."""
    on = str(today())
    return {"anlass": "Beschwerde", "aktenzeichen": "1-2026/1", "from_on": on, "to_on": on}


def answers(world, case) -> dict:
    """Return a body that decides about what was found."""
    with use_tenant(world.home.tenant.pk):
        return {f"was-{row.pk}": "nicht" for row in Fundstelle.objects.all()}


STARTER = frozenset({"leitung"})
DECIDERS = AMIRA | STARTER
ASK = "datenschutz/auskuenfte/"
AT_VORGANG = ASK + "vorgang/{vorgang}/"
READ = (Akten.AKTE_READ, Akten.VORGANG_READ, Akten.DOKUMENT_READ, Akten.KONTAKT_READ)
GONE = "Diese Auskunft gibt es nicht mehr."
JOBS = {
    "datenschutz.auskunft.collect": job(
        Permission.AUSKUNFT_CREATE, *READ,
        args=lambda world: {"auskunft": str(world.prepared["auskunft"])}, error=GONE),
    "datenschutz.auskunft.finish": job(
        Permission.AUSKUNFT_CREATE, Akten.DOKUMENT_CREATE,
        args=lambda world: {"auskunft": str(world.prepared["auskunft"])}, error=GONE),
    "datenschutz.auskunft.finish_teil": job(
        Permission.AUSKUNFT_DECIDE,
        args=lambda world: {"ausgabe": str(world.prepared["auskunft"])}, error=GONE),
}  # fmt: skip
ROWS = [
    get("datenschutz:auswertungen", LIST, OFFICER),
    *form("datenschutz:auswertung-neu", LIST + "neu/", OFFICER, new),
    get("datenschutz:auswertung", RELEASED, OFFICER),
    post("datenschutz:auswertung-freigabe", ASKED + "freigabe/", OFFICER, status=403, quiet=" "),
    post("datenschutz:auswertung-ablehnung", ASKED + "ablehnung/", OFFICER,
         with_values(reason="nein"), status=403, quiet=" "),
    post("datenschutz:auswertung-tabelle", RELEASED + "tabelle/", OFFICER, status=200),
    *form("datenschutz:speicherdauer", LIST + "speicherdauer/", OFFICER,
          with_values(days="120", reason="Dienstvereinbarung")),
    get("datenschutz:auskuenfte", AT_VORGANG, STARTER, cases="on", seen=404),
    get("datenschutz:auskunft-neu", AT_VORGANG + "neu/", STARTER, cases="on", seen=404),
    post("datenschutz:auskunft-neu", AT_VORGANG + "neu/", STARTER,
         with_values(name="Mustermann"), cases="on", seen=404),
    get("datenschutz:auskunft", ASK + "{auskunft}/", STARTER),
    post("datenschutz:auskunft-abschluss", ASK + "{auskunft}/abschluss/", STARTER,
         with_values(reason="Frist")),
    *form("datenschutz:auskunft-teil", ASK + "teile/{teil}/", DECIDERS, answers),
    *form("datenschutz:auskunft-teil", ASK + "teile/{geheim}/", AMIRA, answers),
    post("datenschutz:auskunft-teil-freigabe", ASK + "teile/{teil}/freigabe/", DECIDERS,
         quiet=" "),  # nothing is decided yet
]  # fmt: skip
