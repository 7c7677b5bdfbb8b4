"""Doors of Vermerk, Anmerkung, Merkzettel and one's own Entwürfe."""

from django.utils import timezone

from tests.leaks.row import ALL, AMIRA, UNIT, get, post, with_values
from verbundakte.akten import actions
from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.store import put_bytes
from verbundakte.organisation.models import Person

DRAFTERS = UNIT | {"sachbearbeiter_ordnung"}
TEXT = with_values(text="Rückruf erbeten")


def _note(kind, text):
    return lambda world, case: {"kind": kind, "id": case.objects[kind].pk, "text": text}


def prepare(world):
    """Return the ids of a remark, a remark taken back, and a draft of the clerk's own."""
    amira, vorgang, at = world.amira(), world.cases["o"].vorgang, timezone.now()
    remark = actions.add_anmerkung(amira, vorgang, text="Mkarbeitnotiz", at=at)
    gone = actions.add_anmerkung(amira, vorgang, text="Mkarbeitweg", at=at)
    actions.withdraw_anmerkung(amira, vorgang, anmerkung=gone, at=at)
    arrived = Arrived(put_bytes(world.home.tenant.pk, b"Entwurf"), "Entwurf.txt")
    person = Person.objects.get(pk=amira.person_id)
    entwurf = actions.begin_entwurf(amira, person, arrived=arrived, at=at)
    return {"anmerkung": remark.pk, "weg": gone.pk, "entwurf": entwurf.pk}


ROWS = [
    get("akten:vermerk-neu", "vorgaenge/{vorgang}/vermerke/neu/", UNIT, cases="ons"),
    post("akten:vermerk-neu", "vorgaenge/{vorgang}/vermerke/neu/", UNIT, with_values(
        art="telefon", text="Rückruf erbeten", on="2026-01-05"), cases="ons"),
    get("akten:vorgang", "vorgaenge/{vorgang}/?ansicht=notizen", UNIT, cases="ons"),
    get("akten:vorgang-angaben", "vorgaenge/{vorgang}/angaben/", UNIT, cases="ons"),
    get("akten:akte", "akten/{akte}/?ansicht=notizen", UNIT, cases="os"),
    post("akten:anmerkungen", "anmerkungen/", UNIT, _note("vorgang", "Neu"), cases="ons"),
    post("akten:anmerkungen", "anmerkungen/", UNIT, _note("dokument", "Neu"), cases="onsu"),
    post("akten:anmerkung-ruecknahme", "anmerkungen/{anmerkung}/ruecknahme/", AMIRA, cases="o",
         seen=302),
    post("akten:anmerkung-geltung", "anmerkungen/{weg}/geltung/", AMIRA, cases="o", seen=302),
    post("akten:merkzettel", "merkzettel/", UNIT, _note("dokument", "Neu"), cases="onsu"),
    get("akten:entwuerfe", "entwuerfe/", ALL),
    post("akten:entwurf-dateien", "entwuerfe/dateien/", DRAFTERS,
         with_values(dateien=b"Inhalt"), other=403, own=True),
    get("akten:vorlage", "dokumente/{entwurf}/vorlage/", AMIRA),
    post("akten:vorlage", "dokumente/{entwurf}/vorlage/", AMIRA, lambda world, case: {
        "einheit": world.unit.pk}),
    get("akten:dokument", "dokumente/{entwurf}/", AMIRA),
]  # fmt: skip
