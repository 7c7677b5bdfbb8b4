"""What can be done with an Eingang on its page: a new Vorgang, a Frist, undoing a merge, a search."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten.actions.kontakt import create_kontakt
from verbundakte.akten.models import Vorgang
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions.nachricht import Nachweis, note_pruefung
from verbundakte.posteingang.lernen.speicher import Ziel
from verbundakte.posteingang.models import Eingang, Eingangsfrist
from verbundakte.posteingang.offen import open_ends
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang, unit
from verbundakte.posteingang.tests.test_vorschlaege import arrive

PLACE = "/musterstadt/posteingang/"
NOW = timezone.now()


@pytest.fixture
def amira(musterstadt):
    """The clerk's browser."""
    return musterstadt.client("sachbearbeiterin")


def text_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_a_vorgang_begins_with_an_eingang_and_can_be_taken_back(musterstadt, amira):
    akte = make_vorgang(lambda: musterstadt.sachbearbeiterin).akte
    eingang = make_eingang(musterstadt.registratur, betreff="Carport Birkenweg")
    path = f"{PLACE}{eingang.pk}/vorgang/"
    assert "Carport Birkenweg" in text_of(amira, path)
    assert amira.post(path, {"akte": "gibt es nicht", "betreff": "X"}).status_code == 422
    answer = amira.post(path, {"akte": akte.aktenzeichen, "betreff": "Carport Birkenweg 3"})
    vorgang = Vorgang.objects.get(betreff="Carport Birkenweg 3")
    assert answer.status_code == 302 and answer["Location"].endswith(f"/{vorgang.pk}/")
    assert (vorgang.akte, vorgang.spur) == (akte, eingang.spur)
    amira.post(f"{PLACE}{eingang.pk}/ablage/ruecknahme/")
    assert Eingang.objects.get().done_at is None


def test_a_frist_counts_once_it_is_confirmed_and_until_it_is_met(musterstadt, amira):
    eingang = make_eingang(musterstadt.registratur)
    path = f"{PLACE}{eingang.pk}/fristen/"
    assert "Frist bestätigen" in text_of(amira, path)
    sent = {"art": "ausschluss", "am": "2026-12-18", "quelle": "", "vorfrist_am": "", "an": ""}
    answer = amira.post(path, sent)
    assert answer.status_code == 422 and "braucht eine Vorfrist" in answer.content.decode()
    assert amira.post(path, sent | {"art": "frist"}).status_code == 302
    row = Eingangsfrist.objects.get()
    assert (row.am, row.bestaetigt_by) == (
        date(2026, 12, 18), musterstadt.sachbearbeiterin.person_id,
    )  # fmt: skip
    assert "Frist 18.12.2026" in text_of(amira, f"{PLACE}{eingang.pk}/")
    assert amira.post(path, sent | {"art": "wunsch"}).status_code == 302
    assert Eingangsfrist.objects.running().count() == 1
    amira.post(f"{path}{row.pk}/erledigung/")
    assert not Eingangsfrist.objects.running().exists()


def test_merging_is_undone_on_the_page_of_what_was_merged(musterstadt, amira):
    first = make_eingang(musterstadt.registratur)
    second = make_eingang(musterstadt.registratur, arrived=make_arrived(b"Seite 2"))
    actions.merge_eingang(musterstadt.registratur, second, into=first, at=timezone.now())
    assert f"Anlage von Eingang {first.number}" in text_of(amira, f"{PLACE}{second.pk}/")
    amira.post(f"{PLACE}{second.pk}/zusammenlegung/ruecknahme/")
    assert Eingang.objects.filter(done_at=None).count() == 2


def test_a_hint_why_it_is_not_filed_stands_in_the_row_and_on_the_page(musterstadt, amira):
    eingang = make_eingang(musterstadt.registratur, angaben={"hinweis": "Absender unbekannt."})
    assert "nicht abgelegt" in text_of(amira, PLACE)
    assert "Absender unbekannt." in text_of(amira, f"{PLACE}{eingang.pk}/")


def test_an_eingang_is_found_by_its_number_also_without_a_file(musterstadt, amira):
    one = make_eingang(musterstadt.registratur, betreff="Das gesuchte")
    make_eingang(musterstadt.registratur, betreff="Ein anderes", arrived=None, standort="Regal")
    for page in (PLACE, f"{PLACE}buch/"):
        for word in (one.number, str(one.nummer), f"{one.nummer:05d}"):
            text = text_of(amira, f"{page}?wort={word}")
            assert "Das gesuchte" in text and "Ein anderes" not in text, (page, word)


def test_a_protocol_is_sent_as_a_file_and_never_shown(musterstadt, amira):
    eingang = make_eingang(musterstadt.registratur)
    stored = make_arrived(b"<script>alert(1)</script>", "x").stored
    proof = note_pruefung(
        musterstadt.registratur,
        eingang,
        nachweis=Nachweis(
            "absender", "nicht geprüft: Kein Protokoll.", {"datei": "p.html"}, stored
        ),
        at=NOW,
    )
    assert "nicht geprüft: Kein Protokoll." in text_of(amira, f"{PLACE}{eingang.pk}/")
    answer = amira.get(f"{PLACE}{eingang.pk}/nachweise/{proof.pk}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Content-Type"] == "application/octet-stream"
    other = musterstadt.client("sachbearbeiter_ordnung")
    assert other.get(f"{PLACE}{eingang.pk}/nachweise/{proof.pk}").status_code == 404


def test_closing_a_vorgang_names_what_of_the_post_is_open(musterstadt):
    at = timezone.now()
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    amira = musterstadt.sachbearbeiterin
    filed = make_eingang(musterstadt.registratur)
    frist = actions.Frist(date(2026, 12, 18))
    actions.confirm_frist(amira, filed, frist=frist, at=at)
    actions.file_eingang(amira, filed, vorgang=vorgang, at=at)
    make_eingang(
        musterstadt.registratur,
        betreff=f"Zu {vorgang.aktenzeichen}",
        eingegangen_at=at - timedelta(hours=2),
    )
    path = f"/musterstadt/vorgaenge/{vorgang.pk}/zda-verfuegung/"
    text = text_of(musterstadt.client("sachbearbeiterin"), path)
    assert f"Frist 18.12.2026 aus Eingang {filed.number}" in text
    assert "nennt diesen Vorgang und ist nicht abgelegt" in text
    assert open_ends(musterstadt.datenschutz, vorgang) == []


def test_a_kontakt_called_like_the_sender_is_proposed_and_confirmed(musterstadt, amira):
    values = {"art": "person", "vorname": "Paula", "name": "Zaun", "is_allgemein": True}
    kontakt = create_kontakt(
        musterstadt.sachbearbeiterin, unit("63"), values=values, at=timezone.now()
    )
    eingang = arrive(musterstadt, sender="Paula Zaun")
    page = f"{PLACE}{eingang.pk}/"
    assert "Der Absender heißt wie dieser Kontakt." in text_of(amira, page)
    assert amira.post(f"{page}kontakt/", {"kontakt": "x"}).status_code == 404
    assert amira.post(f"{page}kontakt/", {"kontakt": str(kontakt.pk)}).status_code == 302
    assert Eingang.objects.get().kontakt == kontakt
    assert "heißt wie" not in text_of(amira, page)


def test_the_sign_a_message_names_proposes_the_vorgang(musterstadt):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    eingang = arrive(musterstadt, angaben={"unser_zeichen": [vorgang.aktenzeichen]})
    actor = musterstadt.sachbearbeiterin
    found = queries.vorschlaege_for(actor, queries.get_eingang(actor, eingang.pk))
    assert found.first(Ziel.VORGANG).gemeint == vorgang


def test_whether_a_way_in_works_is_written_in_a_transaction_of_its_own(musterstadt):
    kanal = make_eingang(musterstadt.registratur).kanal
    with CaptureQueriesContext(connection) as asked:
        actions.note_failing(kanal, "Weg.", at=NOW)
        actions.note_working(kanal, at=NOW)
    assert sum(query["sql"].startswith("SAVEPOINT") for query in asked) == 2
