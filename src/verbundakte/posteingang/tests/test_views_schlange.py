"""The queue of the post room, its Eingänge one by one, and the Posteingangsbuch."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.posteingang.models import KanalArt, Verschluss
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang

PLACE = "/musterstadt/posteingang/"


@pytest.fixture
def amira(musterstadt):
    """The clerk's browser."""
    return musterstadt.client("sachbearbeiterin")


def text_of(client, path, **more) -> str:
    answer = client.get(path, **more)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_the_queue_shows_what_waits_the_oldest_first_and_opens_it(musterstadt, amira):
    at = timezone.now()
    assert "Alles verteilt" in text_of(amira, PLACE)
    for days, betreff in ((1, "Gestern gekommen"), (2, "Vorgestern gekommen")):
        make_eingang(
            musterstadt.registratur, betreff=betreff, eingegangen_at=at - timedelta(days=days)
        )
    text = text_of(amira, PLACE)
    assert text.index("Vorgestern gekommen") < text.index("Gestern gekommen")
    assert "va-postrow" in text and "Laufweg" in text and "erfasst: 63" in text


def test_a_part_of_the_page_is_the_letter_and_what_is_known_about_it(musterstadt, amira):
    eingang = make_eingang(musterstadt.registratur)
    text = text_of(amira, f"{PLACE}?eingang={eingang.pk}", headers={"Va-Part": "dokument"})
    assert 'id="dokument"' in text and 'id="angaben"' in text and "<main" not in text


def test_what_is_closed_stands_in_the_queue_of_its_circle_only(musterstadt, amira):
    person = musterstadt.sachbearbeiterin.person_id
    closed = {"verschluss": Verschluss.PERSOENLICH, "arrived": None, "art": KanalArt.PAPIER}
    eingang = make_eingang(musterstadt.registratur, betreff="Nur an sie", person=person, **closed)
    place = f"{PLACE}{eingang.pk}/"
    assert "Ungeöffnet: persönlich" in text_of(amira, place)
    assert "Nur an sie" in text_of(amira, f"{PLACE}?bereich=eigene")
    other = musterstadt.client("registratur")
    assert other.get(place).status_code == 404
    for page in (PLACE, f"{PLACE}?bereich=alle", f"{PLACE}buch/"):
        assert "Nur an sie" not in text_of(other, page)


def test_the_same_file_twice_is_told_before_anything_is_filed(musterstadt, amira):
    first = make_eingang(musterstadt.registratur, arrived=make_arrived(b"Rechnung 1"))
    second = make_eingang(musterstadt.registratur, arrived=make_arrived(b"Rechnung 1"))
    text = text_of(amira, f"{PLACE}{second.pk}/")
    assert "dieselbe Datei" in text and first.number in text
    assert "schon da" in text_of(amira, PLACE)


def test_queue_and_buch_cost_the_same_however_much_waits(musterstadt, amira):
    def counts() -> list[int]:
        found = []
        for page in (PLACE, f"{PLACE}buch/"):
            with CaptureQueriesContext(connection) as asked:
                text_of(amira, page)
            found.append(len(asked))
        return found

    make_eingang(musterstadt.registratur, arrived=make_arrived(b"0"))
    counts()
    before = counts()
    for number in range(1, 6):
        make_eingang(musterstadt.registratur, arrived=make_arrived(str(number).encode()))
    assert counts() == before


def test_the_queue_can_be_narrowed(musterstadt, amira):
    make_eingang(musterstadt.registratur, absender="Paula Zaun", art=KanalArt.UPLOAD)
    make_eingang(musterstadt.registratur, absender="Ole Regentonne", art=KanalArt.EMAIL)
    assert "Ole Regentonne" not in text_of(amira, f"{PLACE}?wort=zaun")
    assert "Paula Zaun" not in text_of(amira, f"{PLACE}?nur-kanal=email")
    assert "Nichts passt" in text_of(amira, f"{PLACE}?wort=niemand")


def test_the_buch_is_filtered_by_state_and_sorted(musterstadt, amira):
    make_eingang(musterstadt.registratur, betreff="Beta", absender="B")
    make_eingang(musterstadt.registratur, betreff="Alpha", absender="A")
    text = text_of(amira, f"{PLACE}buch/?ordnung=betreff&nur-stand=offen")
    assert text.index("Alpha") < text.index("Beta")
    for state in ("abgelegt", "angenommen", "zugeleitet", "zurueckgegeben"):
        assert "Nichts passt" in text_of(amira, f"{PLACE}buch/?nur-stand={state}")


@pytest.mark.parametrize("art", ["csv", "xlsx"])
def test_the_buch_goes_out_as_a_file(musterstadt, amira, art):
    make_eingang(musterstadt.registratur, betreff="Alpha")
    asked = {"liste": "posteingangsbuch", "ort": "stadt", "abfrage": "", "art": art}
    answer = amira.post("/musterstadt/listen/ausgabe/", asked)
    assert answer.status_code == 302
    assert "/ausgaben/" in answer["Location"]
