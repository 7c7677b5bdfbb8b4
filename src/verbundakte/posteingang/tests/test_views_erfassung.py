"""What somebody brings in by hand: files, paper, parcels; and the papers she gets for it."""

import io
import json
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.timezone import localtime

from verbundakte.akten.models import Datei
from verbundakte.posteingang.models import Eingang, Verschluss, Weg
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang

PLACE = "/musterstadt/posteingang/"


@pytest.fixture
def client(musterstadt):
    """The browser of the Registratur, who takes the post in."""
    return musterstadt.client("registratur")


def written(**more) -> dict:
    """Return what the form for paper is sent with."""
    moment = localtime(timezone.now() - timedelta(hours=1))
    return {
        "token": "eins",
        "weg": Weg.FRISTENBRIEFKASTEN,
        "eingegangen_at": f"{moment:%Y-%m-%dT%H:%M}",
        "betreff": "Flurkarte",
        "verschluss": Verschluss.OFFEN,
        **more,
    }


def test_a_chosen_file_becomes_an_eingang_with_a_number(musterstadt, client):
    file = SimpleUploadedFile("Antrag auf Wohngeld.txt", b"Hiermit beantrage ich")
    answer = client.post(f"{PLACE}dateien/", {"dateien": file}, follow=True)
    assert "1\u00a0Eingang erfasst." in answer.content.decode()
    eingang = Eingang.objects.get()
    assert eingang.betreff == "Antrag auf Wohngeld" and eingang.weg == Weg.ELEKTRONISCH


def test_files_come_in_parts_and_are_recorded_once(musterstadt, client):
    asked = {"name": "Brief.txt", "size": 4, "target": "poststelle"}
    begun = client.post(f"{PLACE}uploads/", json.dumps(asked), content_type="application/json")
    ticket = begun.json()
    client.put(ticket["part_url"], b"abcd", headers={"Content-Range": "bytes 0-3/4"},
               content_type="application/octet-stream")  # fmt: skip
    first = client.post(ticket["complete_url"]).json()
    assert first["result"] == "registered" and f"/posteingang/{first['id']}/" in first["url"]
    assert client.get(first["url"]).status_code == 200
    assert Eingang.objects.count() == 1


def test_paper_is_recorded_with_its_moment_and_place_once(musterstadt, client):
    told = written(standort="Regal 4", behaelter="Rolle 3", an="63")
    for _ in range(2):
        answer = client.post(f"{PLACE}neu/", told, follow=True)
        assert "erfasst: Flurkarte" in answer.content.decode()
    eingang = Eingang.objects.select_related("einheit").get()
    assert eingang.einheit.kennzeichen == "63" and eingang.standort == "Regal 4"
    assert eingang.eingegangen_at < eingang.erfasst_at and eingang.dokument_id is None
    page = client.get(f"{PLACE}{eingang.pk}/").content.decode()
    assert "Es liegt hier: Regal 4, Rolle 3." in page


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"eingegangen_at": "2999-01-01T08:00"}, "noch vor uns"),
        ({"eingegangen_at": "gestern"}, "Kein Zeitpunkt"),
        ({"an": "Niemand"}, "gibt es hier nicht"),
        ({"betreff": ""}, "Diese Angabe fehlt."),
        ({"verschluss": "persoenlich"}, "Nennen Sie, an wen"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence(musterstadt, client, change, sentence):
    answer = client.post(f"{PLACE}neu/", written(**change))
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Eingang.objects.exists()


def test_a_parcel_for_the_opening_keeps_its_day_and_wahlbriefe_their_number(musterstadt, client):
    opens = f"{localtime(timezone.now() + timedelta(days=8)):%Y-%m-%dT10:00}"
    client.post(f"{PLACE}neu/", written(token="a", verschluss="vergabe", oeffnen_ab=opens))
    client.post(
        f"{PLACE}neu/", written(token="b", verschluss="wahl", betreff="Wahlbriefe", anzahl=12)
    )
    parcel, wahl = Eingang.objects.order_by("nummer")
    assert parcel.oeffnen_ab is not None
    assert wahl.betreff == "Wahlbriefe (12 Stück)" and wahl.angaben == {"anzahl": 12}


def test_whoever_hands_something_in_gets_a_receipt(musterstadt, client):
    eingang = make_eingang(musterstadt.registratur)
    answer = client.get(f"{PLACE}{eingang.pk}/eingangsbestaetigung")
    assert answer.status_code == 200 and answer.content.startswith(b"%PDF")
    assert "Eingangsbest" in answer["Content-Disposition"]


def test_the_stamp_with_day_and_number_is_on_a_copy_only(musterstadt, client):
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(595, 842))
    pdf.save(out)
    eingang = make_eingang(musterstadt.registratur, arrived=make_arrived(out.getvalue(), "A.pdf"))
    Datei.objects.filter(fassung__dokument=eingang.dokument_id).update(
        pages=1, media_type="application/pdf"
    )
    answer = client.get(f"{PLACE}{eingang.pk}/eingangsstempel")
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "EINGEGANGEN" in text and f"Nr. {eingang.number}" in text
    datei = Datei.objects.get(fassung__dokument=eingang.dokument_id)
    kept = client.get(f"/musterstadt/dateien/{datei.pk}/original")
    assert b"".join(kept.streaming_content) == out.getvalue()
