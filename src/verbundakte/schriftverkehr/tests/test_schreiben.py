"""A letter is begun from the Vorgang, changed, finished, frozen, and taken up again."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten.models import Dokument, Kontakt
from verbundakte.core.blobs import store
from verbundakte.core.converters.pdfa import gate
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.schriftverkehr import actions
from verbundakte.schriftverkehr.models import Empfaenger, Reinschrift, Schreiben

FORM = {
    "betreff": "",
    "datum": "2026-11-28",
    "empfaenger": "1",
    "bloecke": "0",
    "e1-art": "original",
    "e1-weg": "post",
    "e1-anschrift": "Frau\nErika Beispiel\nLindenweg 4\n12345 Musterstadt",
    "e1-anrede": "Sehr geehrte Frau Beispiel",
    "e1-papier": "2 Lagepläne",
    "feld-antrag_vom": "03.11.2026",
    "feld-unterlagen": "Lageplan\nStandsicherheitsnachweis",
    "feld-frist": "19.12.2026",
}


def place(office, kuerzel="nachforderung") -> str:
    """Return the address of a new letter."""
    return office.at(f"schriftverkehr/vorgaenge/{office.vorgang.pk}/neu/{kuerzel}/")


def write(office, **more):
    """Post a new letter and return the answer."""
    return office.browser().post(place(office), {**FORM, **more})


def pdf_of(dokument: Dokument) -> bytes:
    """Return the bytes of the newest Fassung."""
    datei = dokument.fassungen.standing().first().dateien.get()
    return store.open_blob(current_tenant(), datei.blob.sha256).read()


def test_the_page_offers_vorlagen_and_who_takes_part(brief):
    page = brief.browser().get(brief.at(f"schriftverkehr/vorgaenge/{brief.vorgang.pk}/"))
    text = page.content.decode()
    assert "Nachforderung von Unterlagen" in text
    assert "Beispiel, Erika (Antragsteller)" in text
    chosen = brief.browser().get(
        brief.at(f"schriftverkehr/vorgaenge/{brief.vorgang.pk}/"),
        {"vorlage": "nachforderung", "empfaenger": str(brief.kontakt.pk)},
    )
    assert chosen.status_code == 302
    editor = brief.browser().get(chosen.url)
    text = editor.content.decode()
    assert "Lindenweg 4" in text
    assert "Sehr geehrte Frau Beispiel" in text
    assert "Es fehlt noch" in text
    assert "Fehlende Unterlagen" in text


def test_a_letter_becomes_a_dokument_of_the_vorgang_with_its_pdf(brief):
    answer = write(brief)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    schreiben = Schreiben.objects.get()
    dokument = schreiben.dokument
    assert dokument.vorgang == brief.vorgang
    assert dokument.is_entwurf
    assert dokument.dokumenttyp.kuerzel == "schreiben"
    assert dokument.empfaenger == Empfaenger.objects.get().name
    assert schreiben.briefkopf.bezeichnung == "Briefkopf der Kommune"
    assert schreiben.inhalt == []
    verdict = gate.judge(pdf_of(dokument))
    assert (verdict.result, verdict.part, verdict.level) == ("bestanden", 2, "a")
    beilage = Empfaenger.objects.get().beilagen.get()
    assert beilage.papier == "2 Lagepläne"


def test_what_somebody_wrote_herself_stays_and_the_rest_follows_the_answers(brief):
    write(brief)
    schreiben = Schreiben.objects.get()
    address = brief.at(f"schriftverkehr/{schreiben.pk}/")
    page = brief.browser().get(address)
    shown = page.context["bloecke"]
    posted = {**FORM, "revision": "1", "bloecke": str(len(shown)), "feld-frist": "24.12.2026"}
    for block in shown:
        text = block.zeile.text
        if block.zeile.bezeichnung == "Einleitung":
            text = "Eigener **Anfang**:"
        posted |= {
            f"teil-{block.no}": block.zeile.teil,
            f"gesehen-{block.no}": block.mark,
            f"text-{block.no}": text.replace("\n", "\r\n"),
        }
    assert brief.browser().post(address, posted).status_code == 302
    schreiben.refresh_from_db()
    own = [entry for entry in schreiben.inhalt if "text" in entry]
    assert [entry["text"] for entry in own] == ["Eigener **Anfang**:"]
    texts = [one.zeile.text for one in brief.browser().get(address).context["bloecke"]]
    assert any("24. Dezember 2026" in text for text in texts)
    assert schreiben.dokument.fassungen.count() == 2


def test_the_reinschrift_freezes_and_can_be_taken_back(brief):
    write(brief, fertig="1")
    schreiben = Schreiben.objects.get()
    final = Reinschrift.objects.get()
    assert not schreiben.dokument.is_entwurf
    assert final.fassung.nummer == 1
    assert final.zeichnung == ""
    address = brief.at(f"schriftverkehr/{schreiben.pk}/")
    assert "Das Schreiben bleibt, wie es ist" in brief.browser().get(address).content.decode()
    assert brief.browser().post(address, {**FORM, "revision": "2"}).status_code == 422
    assert schreiben.dokument.fassungen.count() == 1
    assert brief.browser().post(f"{address}ruecknahme/").status_code == 302
    schreiben.refresh_from_db()
    assert Dokument.objects.get(pk=schreiben.dokument_id).is_entwurf
    with pytest.raises(actions.NotFinal):
        actions.withdraw_reinschrift(brief.amira(), schreiben, at=timezone.now())


def test_a_letter_that_lacks_something_is_no_reinschrift_and_says_what(brief):
    answer = write(brief, fertig="1", **{"feld-unterlagen": ""})
    assert answer.status_code == 422
    assert "Es fehlt noch: Fehlende Unterlagen" in answer.content.decode()
    assert not Dokument.objects.exists()


def test_an_answer_that_does_not_fit_is_said_and_nothing_is_filed(brief):
    answer = write(brief, **{"feld-frist": "31.02.2026"})
    assert answer.status_code == 422
    assert "kein Tag im Kalender" in answer.content.decode()
    assert not Dokument.objects.exists()


def test_an_auskunftssperre_is_told_and_hides_the_address(brief):
    Kontakt.objects.filter(pk=brief.kontakt.pk).update(is_gesperrt=True)
    page = brief.browser("registratur").get(
        place(brief), {"empfaenger": str(brief.kontakt.pk)}
    ).content.decode()  # fmt: skip
    assert "Auskunftssperre" in page


def test_nobody_else_sees_or_changes_a_letter(brief):
    write(brief)
    schreiben = Schreiben.objects.get()
    address = brief.at(f"schriftverkehr/{schreiben.pk}/")
    with no_tenant():
        stranger = brief.browser("sachbearbeiter_ordnung")
        assert stranger.get(address).status_code == 404
        assert stranger.post(address, FORM).status_code == 404
        assert stranger.post(f"{address}vorschau/", FORM).status_code == 404
        assert stranger.get(place(brief)).status_code == 404


def test_the_choice_asks_as_much_for_many_letters_as_for_one(brief):
    address = brief.at(f"schriftverkehr/vorgaenge/{brief.vorgang.pk}/")
    browser = brief.browser()
    write(brief)
    with CaptureQueriesContext(connection) as one:
        browser.get(address)
    write(brief)
    write(brief)
    with CaptureQueriesContext(connection) as many:
        browser.get(address)
    assert len(many) == len(one)


def test_the_preview_shows_the_letter_as_a_picture(brief):
    page = brief.browser().post(f"{place(brief)}vorschau/", FORM)
    text = page.content.decode()
    assert "data:image/webp;base64," in text
    assert "Seite 1 von 1" in text
