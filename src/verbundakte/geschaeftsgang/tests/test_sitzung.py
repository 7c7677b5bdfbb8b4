"""A Vorlage goes to a Gremium as a package, and its Beschluss comes back under the same number."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from verbundakte.akten.models import Dokument
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Antwort, Uebergabe, Ziel
from verbundakte.geschaeftsgang.models import Ergebnis, Sitzungsvorlage
from verbundakte.geschaeftsgang.queries.sitzung import open_beschluesse, vorlagen_of
from verbundakte.geschaeftsgang.tests.factories import line, make_verfuegung, steps
from verbundakte.geschaeftsgang.tests.test_seiten import get, post

RAT = Ziel(aussen="Gemeinderat")
FIELDS = {"nummer": " 2026/117 ", "oeffentlich": "nein"}


@pytest.fixture
def run(office):
    """A Verfügung about a Dokument that waits for the Gemeinderat."""
    day = today() + timedelta(days=9)
    lines = [line("beschluss", an=RAT, frist_on=day), line("versand", an="10")]
    return make_verfuegung(office.town, *lines)


def test_a_vorlage_is_handed_over_as_a_package_and_its_auszug_comes_back(office, run):
    row = steps(run)[0]
    at = f"geschaeftsgang/schritte/{row.pk}/"
    assert get(office, f"{at}sitzungspaket", "sachbearbeiterin").status_code == 404
    fields = FIELDS | {"dokumente": [str(run.dokument_id)]}
    page = post(office, f"{at}sitzungsvorlage/", "sachbearbeiterin", **fields)
    assert f"{at}sitzungspaket" in page.content.decode()
    answer = get(office, f"{at}sitzungspaket", "sachbearbeiterin")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as box:
        told = json.loads(box.read("vorlage.json"))
        assert box.namelist() == [told["dateien"][0]["datei"], "vorlage.json"]
    assert (told["vorlagennummer"], told["gremium"]) == ("2026/117", "Gemeinderat")
    assert not told["oeffentlich"] and told["sitzung"] == row.frist_on.isoformat()
    listed = "geschaeftsgang/beschluesse/"
    assert "2026/117" in get(office, f"{listed}?nummer=2026/117", "sachbearbeiterin").content.decode()
    none = get(office, f"{listed}?nummer=2026/118", "sachbearbeiterin").content.decode()
    assert "Keine offene Vorlage" in none
    auszug = SimpleUploadedFile("auszug.txt", b"Beschluss: einstimmig", "text/plain")
    given = {"antwort": "ja", "on": today(), "wer": "Sitzungsdienst", "auszug": auszug}
    post(office, f"{at}aussenantwort/", "sachbearbeiterin", **given)
    made = Dokument.objects.get(betreff__startswith="Beschlussauszug Gemeinderat")
    assert made.vorgang_id == run.vorgang_id
    assert steps(run)[0].erledigung.ergebnis == Ergebnis.BESCHLOSSEN
    shown = get(office, f"geschaeftsgang/verfuegungen/{run.pk}/", "sachbearbeiterin")
    assert "Sitzungsdienst, Gemeinderat am" in shown.content.decode()


def test_what_was_put_off_keeps_its_number_and_nobody_else_takes_it(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(town, line("beschluss", an=RAT))
    row, amira = steps(verfuegung)[0], town.sachbearbeiterin
    uebergabe = Uebergabe("2026/5", [verfuegung.dokument])
    with pytest.raises(actions.NotYours):
        actions.hand_over_vorlage(town.registratur, row, uebergabe=uebergabe, at=at)
    with pytest.raises(actions.NothingHandedOver):
        actions.hand_over_vorlage(amira, row, uebergabe=Uebergabe("2026/5", []), at=at)
    actions.hand_over_vorlage(amira, row, uebergabe=uebergabe, at=at)
    assert AuditEvent.objects.filter(name="geschaeftsgang.sitzungsvorlage.handed_over").exists()
    late = Antwort(today(), Ergebnis.VERTAGT)
    actions.answer_schritt(amira, row, antwort=late, at=at)
    again = steps(verfuegung)[1]
    assert vorlagen_of(amira, again).get().nummer == "2026/5"
    assert open_beschluesse(amira, nummer="2026/5") == [again]
    assert open_beschluesse(town.sachbearbeiter_ordnung) == []
    other = steps(make_verfuegung(town, line("beschluss", an=RAT)))[0]
    taken = Uebergabe("2026/5", [other.verfuegung.dokument])
    with pytest.raises(actions.NummerTaken):
        actions.hand_over_vorlage(amira, other, uebergabe=taken, at=at)
    assert Sitzungsvorlage.objects.count() == 1
    assert queries.waiting_for(amira, on=today()).schritte
