"""Doors of locks, the trash, Löschsperren and deletions."""

from django.utils import timezone

from tests.leaks.row import ALL, UNIT, WRITERS, get, post, with_values
from verbundakte.akten import actions
from verbundakte.akten.tests.factories import make_dokument, make_vorgang

HOLDERS = frozenset({"leitung", "registratur"})
EDITORS = WRITERS | {"sachbearbeiter_ordnung"}
LOCK = with_values(days="0", ends_with_fassung="on")
REQUEST = with_values(art="loeschung", rechtsgrundlage="Art. 17", offered_on="2026-03-02")


def prepare(world):
    """Return the ids of a draft, a trashed draft, and a Dokument whose deletion is asked for."""
    amira, at = world.amira(), timezone.now()
    vorgang = make_vorgang(world.amira, akte=world.cases["o"].akte, betreff="Mkarbeitvorgang")
    draft = make_dokument(world.amira, vorgang=vorgang, is_entwurf=True, betreff="Mkarbeitdraft")
    gone = make_dokument(world.amira, vorgang=vorgang, is_entwurf=True, betreff="Mkarbeitgone")
    asked = make_dokument(world.amira, vorgang=vorgang, betreff="Mkarbeitasked")
    actions.trash_dokument(amira, gone, at=at)
    actions.request_loeschung(
        amira, asked, art="loeschung", rechtsgrundlage="§ 1", offered_on=at.date(), at=at
    )
    return {"draft": draft.pk, "gone": gone.pk, "asked": asked.pk}


ROWS = [
    post("akten:bearbeitungssperre", "dokumente/{dokument}/bearbeitungssperre/", WRITERS, LOCK,
         cases="onsu"),
    post("akten:freigabe", "dokumente/{dokument}/freigabe/", WRITERS, cases="on", quiet="on"),
    get("akten:papierkorb", "papierkorb/", EDITORS),
    post("akten:dokument-papierkorb", "dokumente/{draft}/papierkorb/", WRITERS, cases="o"),
    post("akten:wiederherstellung", "dokumente/{gone}/wiederherstellung/", WRITERS, cases="o",
         seen=404),
    post("akten:abschluss", "dokumente/{draft}/abschluss/", WRITERS, cases="o"),
    get("akten:akte-loeschsperren", "akten/{akte}/loeschsperren/", UNIT, cases="os"),
    post("akten:akte-loeschsperren", "akten/{akte}/loeschsperren/", HOLDERS,
         with_values(reason="Klage"), cases="os"),
    get("akten:vorgang-loeschsperren", "vorgaenge/{vorgang}/loeschsperren/", UNIT, cases="ons"),
    post("akten:vorgang-loeschsperren", "vorgaenge/{vorgang}/loeschsperren/", HOLDERS,
         with_values(reason="Klage"), cases="on"),
    get("akten:dokument-loeschsperren", "dokumente/{dokument}/loeschsperren/", UNIT, cases="onsu"),
    post("akten:dokument-loeschsperren", "dokumente/{dokument}/loeschsperren/", HOLDERS,
         with_values(reason="Klage"), cases="on"),
    get("akten:loeschung", "dokumente/{dokument}/loeschung/", WRITERS, cases="onsu"),
    post("akten:loeschung", "dokumente/{dokument}/loeschung/", WRITERS, REQUEST, cases="ons"),
    post("akten:loeschung", "dokumente/{asked}/loeschung/", HOLDERS,
         with_values(bestaetigen="1"), cases="o"),
    get("akten:loeschungen", "loeschungen/", EDITORS),
    get("web:schreibtisch", "?art=loeschungen", ALL),
]  # fmt: skip
