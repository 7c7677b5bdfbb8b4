"""Each Empfaenger of a letter gets her own: her address, her Anlagen, what it is called; frozen."""

import pytest
from django.utils import timezone

from verbundakte.akten.actions import Arrived, add_fassung
from verbundakte.akten.models import Dokument, Kontakt
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.models import AuditDetail
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr import actions
from verbundakte.schriftverkehr.actions import ausgang
from verbundakte.schriftverkehr.actions.exemplar import BelongsToReinschrift
from verbundakte.schriftverkehr.actions.versand import Gesperrt, Versandauftrag
from verbundakte.schriftverkehr.an import letter_to
from verbundakte.schriftverkehr.models import (
    Empfaenger,
    Empfaengerart,
    Exemplar,
    Reinschrift,
    Schreiben,
    Versand,
    Weg,
)
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.tests.test_brief import make_brief
from verbundakte.schriftverkehr.tests.test_schreiben import FORM, write

PAULA = "Frau\nPaula Zaun\nAm Wall 1\n12345 Musterstadt"
COPY = {
    "empfaenger": "2",
    "e2-art": "ausfertigung",
    "e2-weg": "post",
    "e2-name": "Paula Zaun",
    "e2-anschrift": PAULA,
    "e2-anrede": "",
}
AT = timezone.now()


def test_a_copy_says_whose_it_is_and_who_has_the_original():
    first = Empfaenger(tenant=1, name="Erika Beispiel", art=Empfaengerart.ORIGINAL)
    told = {
        Empfaengerart.AUSFERTIGUNG: "Ausfertigung für Paula Zaun (das Original geht an Erika Beispiel)",
        Empfaengerart.DURCHSCHRIFT: "Durchschrift für Paula Zaun (das Original geht an Erika Beispiel)",
        Empfaengerart.NACHRICHTLICH: "Nachrichtlich an Paula Zaun (das Original geht an Erika Beispiel)",
        Empfaengerart.ORIGINAL: "",
    }
    for art, mark in told.items():
        one = Empfaenger(tenant=1, name="Paula Zaun", anschrift=PAULA, art=art)
        letter = letter_to(make_brief(), one, [(None, "Lageplan")], first=first)
        assert letter.marke == mark
        assert letter.anschrift == tuple(PAULA.splitlines())
        assert letter.anlagen == ("Lageplan (in Papier)",)


def test_each_empfaenger_gets_her_own_file_and_the_post_knows_its_hash(brief):
    assert write(brief, fertig="1", **COPY).status_code == 302
    own = Exemplar.objects.get()
    letter = Schreiben.objects.get().dokument
    assert own.dokument.parent_id == letter.pk
    assert own.dokument.betreff == "Ausfertigung für Paula Zaun"
    datei = own.dokument.fassungen.get().dateien.get()
    assert datei.blob.sha256 == own.sha256 != Reinschrift.objects.get().sha256
    with pytest.raises(BelongsToReinschrift):
        arrived = Arrived(put_bytes(current_tenant(), b"neu"), "neu.txt")
        add_fassung(brief.amira(), own.dokument, arrived=arrived, at=AT)
    page = brief.browser().get(brief.at(f"schriftverkehr/{Schreiben.objects.get().pk}/"))
    assert f"/{own.dokument_id}/" in page.content.decode()
    _send_all(brief, letter)
    sent = {row.art: row for row in Versand.objects.all()}
    stuecke = {
        art: [one.sha256 for one in queries.stuecke_of(brief.amira(), row) if one.sha256]
        for art, row in sent.items()
    }
    assert stuecke == {"original": [Reinschrift.objects.get().sha256], "ausfertigung": [own.sha256]}
    assert AuditDetail.objects.filter(name="SHA-256", new=own.sha256).count() == 2
    assert own.dokument not in queries.beilagen_for(brief.amira(), letter)


def _send_all(brief, letter: Dokument) -> None:
    """Hand the letter to the Postausgang for everybody it names, as the page offers them."""
    address = brief.at(f"postausgang/dokument/{letter.pk}/")
    page = brief.browser().get(address)
    chosen = page.context["form"].initial["an"]
    assert brief.browser().post(address, {"an": chosen, "text": ""}).status_code == 302


def test_a_reinschrift_taken_back_takes_the_letters_of_the_others_with_it(brief):
    write(brief, fertig="1", **COPY)
    schreiben = Schreiben.objects.get()
    actions.withdraw_reinschrift(brief.amira(), schreiben, at=AT)
    assert Exemplar.objects.get().dokument.trashed_at is not None
    schreiben.refresh_from_db()
    address = brief.at(f"schriftverkehr/{schreiben.pk}/")
    alone = {**FORM, "revision": str(schreiben.revision), "fertig": "1"}
    assert brief.browser().post(address, alone).status_code == 302
    assert Empfaenger.objects.count() == 1
    assert Exemplar.objects.get().empfaenger is None


def test_an_original_to_somebody_else_speaks_to_her(brief):
    other = COPY | {"e2-art": "original", "e2-anrede": "Sehr geehrte Frau Zaun"}
    assert write(brief, fertig="1", **other).status_code == 302
    assert Exemplar.objects.get().dokument.betreff == "Original für Paula Zaun"


def test_an_auskunftssperre_is_confirmed_before_the_reinschrift_and_before_the_dispatch(brief):
    Kontakt.objects.filter(pk=brief.kontakt.pk).update(is_gesperrt=True)
    locked = {"e1-kontakt": str(brief.kontakt.pk), "fertig": "1"}
    refused = write(brief, **locked)
    assert refused.status_code == 422
    assert "bestätigen Sie" in refused.content.decode()
    assert not Dokument.objects.exists()
    assert write(brief, **locked, is_sperre_bestaetigt="on").status_code == 302
    told = AuditDetail.objects.filter(name="Trotz Auskunftssperre bestätigt")
    assert told.count() == 1
    letter = Schreiben.objects.get().dokument
    (one,) = queries.adressaten_of(brief.amira(), letter, on=timezone.localdate())
    order = {"ziel": one.ziel, "weg": Weg.POST, "kontakt": one.kontakt}
    with pytest.raises(Gesperrt):
        ausgang.create_versand(brief.amira(), letter, auftrag=Versandauftrag(**order), at=AT)
    meant = Versandauftrag(**order, is_sperre_bestaetigt=True)
    assert ausgang.create_versand(brief.amira(), letter, auftrag=meant, at=AT).is_sperre_bestaetigt
    assert told.count() == 2


def test_a_letter_ordered_before_the_auskunftssperre_is_not_printed_without_a_word(brief):
    write(brief, fertig="1", **{"e1-kontakt": str(brief.kontakt.pk)})
    letter = Schreiben.objects.get().dokument
    _send_all(brief, letter)
    Kontakt.objects.filter(pk=brief.kontakt.pk).update(is_gesperrt=True)
    answer = brief.browser().post(
        brief.at("postausgang/druckauftraege/"), {"id": str(Versand.objects.get().pk)}, follow=True
    )
    assert "besteht inzwischen eine Auskunftssperre" in answer.content.decode()
    assert Versand.objects.get().druckauftrag is None
