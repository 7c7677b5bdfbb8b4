"""From hand to hand on the pages: file, take back, pass on, give back, close, correct, several at once."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localtime

from verbundakte.akten.models import Datei
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.clock import today
from verbundakte.core.models import BausteinVersion
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang.erkennung import Brief, recognise
from verbundakte.posteingang.erkennung.gespeichert import written
from verbundakte.posteingang.liegefrist import LIEGEFRIST
from verbundakte.posteingang.models import Eingang, Erkennung, Verschluss
from verbundakte.posteingang.rules import age_steps
from verbundakte.posteingang.tests.factories import make_eingang
from verbundakte.posteingang.views.trennung import parts_after
from verbundakte.verbund.services import SETUP

PLACE = "/musterstadt/posteingang/"
QUIET = {"Va-Part": "meldung"}


@pytest.fixture
def town(musterstadt):
    """The town with a plan and a Vorgang of the clerk."""
    make_planeinheit()
    musterstadt.vorgang = make_vorgang(
        lambda: musterstadt.sachbearbeiterin, akte=make_akte(lambda: musterstadt.sachbearbeiterin)
    )
    musterstadt.amira = musterstadt.client("sachbearbeiterin")
    return musterstadt


def read(eingang) -> Eingang:
    return Eingang.objects.select_related("einheit", "person").get(pk=eingang.pk)


def test_a_letter_is_filed_and_taken_back_with_one_press_each(town):
    eingang = make_eingang(town.registratur)
    place = f"{PLACE}{eingang.pk}/"
    told = town.amira.post(f"{place}ablage/", {"vorgang": town.vorgang.pk}, headers=QUIET)
    text = told.content.decode()
    assert told.status_code == 200 and f"abgelegt in {town.vorgang.aktenzeichen}" in text
    assert f"{place}ablage/ruecknahme/" in text and "<main" not in text
    assert read(eingang).done_at is not None
    assert "Zurücknehmen" in town.amira.get(place).content.decode()
    back = town.amira.post(f"{place}ablage/ruecknahme/")
    assert back["Location"].endswith(f"?eingang={eingang.pk}") and read(eingang).done_at is None


def test_an_unknown_number_is_refused_in_one_sentence_and_nothing_is_done(town):
    eingang = make_eingang(town.registratur)
    place = f"{PLACE}{eingang.pk}/ablage/"
    told = town.amira.post(place, {"aktenzeichen": "1-2"}, headers=QUIET)
    assert told.status_code == 422 and "Diesen Vorgang gibt es nicht" in told.content.decode()
    assert read(eingang).done_at is None


def test_passing_on_goes_to_a_unit_by_number_and_to_a_person_by_name(town):
    eingang = make_eingang(town.registratur)
    place = f"{PLACE}{eingang.pk}/zuleitung/"
    clerk = town.sachbearbeiterin
    town.amira.post(place, {"an": clerk.name.split()[-1], "next": f"{PLACE}?bereich=eigene"})
    assert read(eingang).person_id == clerk.person_id
    told = town.amira.post(place, {"an": "32"}, headers=QUIET)
    assert told.status_code == 200 and read(eingang).einheit.kennzeichen == "32"
    wrong = town.client("registratur").post(place, {"an": "nirgends"}, headers=QUIET)
    assert wrong.status_code == 422 and "gibt es hier nicht" in wrong.content.decode()


def test_giving_back_wants_a_reason_and_shows_it(town):
    eingang = make_eingang(town.registratur, einheit="32")
    other = town.client("registratur")
    other.post(f"{PLACE}{eingang.pk}/zuleitung/", {"an": "63"})
    place = f"{PLACE}{eingang.pk}/rueckgabe/"
    assert town.amira.post(place, {"grund": ""}).status_code == 422
    town.amira.post(place, {"grund": "Falsche Straße"})
    assert read(eingang).einheit.kennzeichen == "32"
    text = other.get(f"{PLACE}{eingang.pk}/").content.decode()
    assert "Falsche Straße" in text and "zurückgegeben" in text


def test_what_turns_out_to_be_personal_is_closed_again(town):
    eingang = make_eingang(town.registratur)
    name = town.sachbearbeiterin.name.split()[-1]
    told = {"verschluss": Verschluss.PERSOENLICH, "an": name, "grund": "Steht auf dem Umschlag"}
    other = town.client("registratur")
    assert other.post(f"{PLACE}{eingang.pk}/verschluss/", told).status_code == 302
    assert other.get(f"{PLACE}{eingang.pk}/").status_code == 404
    assert town.amira.get(f"{PLACE}{eingang.pk}/").status_code == 200


def test_bids_are_opened_by_two_and_not_too_early(town):
    sealed = {"verschluss": Verschluss.VERGABE, "arrived": None}
    late = make_eingang(town.registratur, oeffnen_ab=timezone.now() + timedelta(days=1), **sealed)
    name = town.leitung.name.split()[-1]
    answer = town.amira.post(f"{PLACE}{late.pk}/oeffnung/", {"an": name})
    assert answer.status_code == 422 and "Öffnen geht erst ab" in answer.content.decode()
    due = make_eingang(town.registratur, oeffnen_ab=timezone.now() - timedelta(hours=1), **sealed)
    assert "Verschlossen" in town.amira.get(f"{PLACE}{due.pk}/").content.decode()
    assert town.amira.post(f"{PLACE}{due.pk}/oeffnung/", {"an": name}).status_code == 302
    assert read(due).geoeffnet_at is not None


def test_another_moment_of_arrival_needs_a_reason(town):
    eingang = make_eingang(town.registratur)
    place = f"{PLACE}{eingang.pk}/berichtigung/"
    earlier = localtime(eingang.eingegangen_at - timedelta(days=1))
    told = {
        "revision": eingang.revision,
        "eingegangen_at": f"{earlier:%Y-%m-%dT%H:%M}",
        "betreff": "Einwendung",
        "weg": "fristenbriefkasten",
    }
    assert town.amira.get(place).status_code == 200
    assert "Nennen Sie den Grund." in town.amira.post(place, told).content.decode()
    town.amira.post(place, told | {"grund": "Lag im Fristenbriefkasten"})
    assert localtime(read(eingang).eingegangen_at).date() == earlier.date()


def test_several_are_done_at_once_and_each_that_cannot_says_why(town):
    rows = [make_eingang(town.registratur, betreff=f"Brief {number}") for number in (1, 2)]
    paper = make_eingang(town.registratur, betreff="Rolle", arrived=None)
    town.amira.post(f"{PLACE}{rows[0].pk}/annahme/")
    chosen = [row.pk for row in (*rows, paper)]
    page = town.amira.get(f"{PLACE}stapel/", {"auswahl": chosen})
    assert "Brief 1" in page.content.decode() and "Alle weiterleiten" in page.content.decode()
    done = town.amira.post(
        f"{PLACE}stapel/", {"auswahl": chosen, "tun": "annahme"}, follow=True
    ).content.decode()
    assert "2\u00a0Eingänge bearbeitet." in done and "schon angenommen" in done
    wrong = town.amira.post(f"{PLACE}stapel/", {"auswahl": chosen, "tun": "ablage",
                                                "aktenzeichen": "9"})  # fmt: skip
    assert wrong.status_code == 422
    town.amira.post(f"{PLACE}stapel/", {"auswahl": chosen, "tun": "ablage",
                                        "aktenzeichen": town.vorgang.aktenzeichen})  # fmt: skip
    assert not Eingang.objects.filter(done_at=None).exists()
    assert (
        "Wählen Sie in der Liste" in town.amira.get(f"{PLACE}stapel/", follow=True).content.decode()
    )


def test_what_is_closed_is_in_no_batch_of_others(town):
    closed = make_eingang(
        town.registratur, betreff="Nur an sie", verschluss=Verschluss.PERSOENLICH,
        person=town.sachbearbeiterin.person_id, arrived=None,
    )  # fmt: skip
    open_one = make_eingang(town.registratur, betreff="Offen")
    chosen = {"auswahl": [closed.pk, open_one.pk]}
    text = town.client("registratur").get(f"{PLACE}stapel/", chosen).content.decode()
    assert "Offen" in text and "Nur an sie" not in text


def recognised(eingang, text: str) -> None:
    """Let the text of an Eingang be read."""
    erkannt = recognise(Brief(((1, text),), arrived_on=timezone.localdate()))
    letter = {"merkmale": [], "schluessel": [], "absender": "Paula Zaun"}
    Erkennung.objects.create(
        eingang=eingang, version=1, text_hash="x", funde=written(erkannt), schreiben=letter,
        recognised_at=timezone.now(),
    )  # fmt: skip


def test_a_recognised_letter_offers_its_vorgang_with_the_reason_for_one_key(town):
    eingang = make_eingang(town.registratur)
    number = town.vorgang.aktenzeichen
    recognised(eingang, f"Ihr Zeichen: {number}\nAntwort bis zum 11.12.2026\nSehr geehrte Damen")
    text = town.amira.get(f"{PLACE}?eingang={eingang.pk}").content.decode()
    assert (
        "Vorschlag übernehmen" in text and f"Das Schreiben nennt das Aktenzeichen {number}." in text
    )
    assert f'name="vorgang" value="{town.vorgang.pk}"' in text
    assert "Antwort erbeten" in text and "11.12.2026" in text


def test_a_proposed_unit_is_taken_by_its_id(town):
    eingang = make_eingang(town.registratur, einheit="32")
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    place = f"{PLACE}{eingang.pk}/zuleitung/"
    answer = town.client("registratur").post(place, {"einheit": unit.pk}, headers=QUIET)
    assert answer.status_code == 200 and read(eingang).einheit_id == unit.pk


def test_two_become_one_and_the_backlog_counts_what_waits_by_unit_and_way(town):
    rows = [make_eingang(town.registratur, betreff=f"Brief {number}") for number in (1, 2)]
    late = timezone.now() - timedelta(days=9)
    make_eingang(town.registratur, betreff="Lag lange", eingegangen_at=late)
    head = town.client("registratur")
    head.post(f"{PLACE}stapel/", {"auswahl": [row.pk for row in rows], "tun": "zusammenlegung"})
    assert read(rows[0]).done_at is None and read(rows[1]).done_at is not None
    text = head.get(f"{PLACE}rueckstand/").content.decode()
    assert "Lag lange" in text and "über 5 Tage" in text and "Brief 1" not in text
    assert town.amira.get(f"{PLACE}rueckstand/").status_code == 404


def test_a_town_lays_down_how_long_post_may_lie_and_the_head_is_told(town):
    late = timezone.now() - timedelta(days=9)
    make_eingang(town.registratur, betreff="Lag lange", eingegangen_at=late)
    head = town.client("registratur")
    assert "Ein Eingang liegt zu lange" in head.get("/musterstadt/").content.decode()
    assert "liegt zu lange" not in town.amira.get("/musterstadt/").content.decode()
    made = create_baustein(SETUP, LIEGEFRIST, data={"bezeichnung": "Ruhig", "tage": 20})
    release(SETUP, BausteinVersion.objects.get(baustein=made), valid_from=today())
    assert "liegt zu lange" not in head.get("/musterstadt/").content.decode()
    text = head.get(f"{PLACE}rueckstand/").content.decode()
    assert "über 20 Tage" in text and "4 bis 20 Tage" in text
    assert [label for label, *_ in age_steps(2)] == ["bis 1 Tag", "2 Tage"]
    assert [label for label, *_ in age_steps(1)] == ["bis 1 Tag"]


def test_a_batch_is_split_where_letters_end(town):
    assert parts_after([2, 3, 9], 5) == ["1-2", "3", "4-5"]
    eingang = make_eingang(town.registratur)
    Datei.objects.filter(fassung__dokument=eingang.dokument_id).update(
        pages=3, media_type="application/pdf"
    )
    place = f"{PLACE}{eingang.pk}/trennung/"
    assert "endet mit Seite 2" in town.amira.get(place).content.decode()
    assert town.amira.post(place, {"ende": []}).status_code == 422
    assert town.amira.post(place, {"ende": ["1"]}).status_code == 302
    assert [row.folge for row in eingang.trennteile.order_by("nummer")] == ["1", "2-3"]
