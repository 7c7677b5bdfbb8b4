"""Remarks on a page of a file: written, answered, changed, done with; kept with their Fassung."""

import json

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries, rules
from verbundakte.akten.actions import Arrived
from verbundakte.akten.ausgaben.inhalt import read_inhalt
from verbundakte.akten.models import Anmerkung, Datei
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.tenancy.context import current_tenant

AREA = [100.0, 200.0, 300.0, 20.0]


def read_in(dokument, pages=3) -> Datei:
    """Return the newest file of a Dokument as if it had been read in."""
    rows = Datei.objects.filter(fassung__dokument=dokument).order_by("-fassung__nummer")
    datei = rows.first()
    rows.filter(pk=datei.pk).update(
        pages=pages, media_type="application/pdf", ingested_at=timezone.now()
    )
    return rows.get(pk=datei.pk)


@pytest.fixture
def dokument(office):
    """A Dokument of three pages."""
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="Antrag.pdf")
    read_in(dokument)
    return dokument


def write(office, dokument, text="Fläche prüfen", page=2, **more):
    """Write a remark of the clerk on a page."""
    on = actions.OnPage(read_in(dokument), page, [AREA], "30 Quadratmeter")
    return actions.add_anmerkung(
        office.amira(), dokument, text=text, at=timezone.now(), on=on, **more
    )


def values(dokument, **more):
    """Return what the form beside the pages posts."""
    datei = read_in(dokument)
    return {"kind": "dokument", "id": dokument.pk, "datei": datei.pk, "seite": "2", "text": "Prüfen",
            "bereiche": json.dumps([AREA]), "zitat": "30 Quadratmeter", **more}  # fmt: skip


def test_a_remark_on_a_page_stands_beside_it_for_whoever_reads_the_dokument(office, dokument):
    answer = office.browser().post(office.at("anmerkungen/"), values(dokument))
    assert answer.status_code == 302
    row = Anmerkung.objects.get()
    assert (row.page, row.areas, row.quote) == (2, [AREA], "30 Quadratmeter")
    page = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    shown = office.browser("leitung").get(page).content.decode()
    assert 'data-note-page="2"' in shown
    assert "30 Quadratmeter" in shown
    notes = office.browser("leitung").get(f"{page}&ansicht=notizen").content.decode()
    assert "Seite 2, Fassung 1" in notes
    history = office.browser().get(office.at(f"dokumente/{dokument.pk}/verlauf/")).content.decode()
    assert "Seite 2: „30 Quadratmeter“: Prüfen" in history


def test_the_viewer_gets_the_list_anew_with_what_was_done(office, dokument):
    answer = office.browser().post(
        office.at("anmerkungen/"), values(dokument), headers={"Va-Part": "anmerkungen"}
    )
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "data-notes-answer" in text
    assert "Anmerkung gespeichert." in text
    assert "<main" not in text
    wrong = office.browser().post(
        office.at("anmerkungen/"), values(dokument, seite="9"), headers={"Va-Part": "anmerkungen"}
    )
    assert "Diese Seite hat das Dokument nicht." in wrong.content.decode()


@pytest.mark.parametrize(
    "bereiche", ["nichts", "[[1]]", "[[0,0,2000,1]]", "[[0,0,-1,1]]", "{}", "[[0,0,0,0]]"]
)
def test_areas_that_are_none_are_refused(office, dokument, bereiche):
    office.browser().post(office.at("anmerkungen/"), values(dokument, bereiche=bereiche))
    assert not Anmerkung.objects.exists()


def test_areas_are_kept_to_a_tenth_of_a_thousandth():
    assert rules.read_areas([[1.26, 2, 3, 4]]) == [[1.3, 2.0, 3.0, 4.0]]
    with pytest.raises(ValueError, match="area"):
        rules.read_areas([[1, 2, 3, float("nan")]])


def test_only_the_author_changes_a_remark_and_the_history_keeps_both(office, dokument):
    row = write(office, dokument)
    address = office.at(f"anmerkungen/{row.pk}/aenderung/")
    assert office.browser("leitung").post(address, {"text": "Anders"}).status_code == 422
    assert "Fläche prüfen" in office.browser().get(address).content.decode()
    assert office.browser().post(address, {"text": "Fläche geprüft"}).status_code == 302
    row.refresh_from_db()
    assert row.text == "Fläche geprüft"
    assert row.changed_at
    history = office.browser().get(office.at(f"dokumente/{dokument.pk}/verlauf/")).content.decode()
    assert "Fläche prüfen" in history
    assert "Fläche geprüft" in history


def test_a_remark_is_answered_done_with_and_opened_again(office, dokument):
    row = write(office, dokument)
    office.browser("leitung").post(
        office.at("anmerkungen/"),
        {"kind": "dokument", "id": dokument.pk, "antwort_auf": row.pk, "text": "Es sind 28."},
    )
    answer = row.antworten.get()
    assert (answer.page, answer.datei_id) == (2, row.datei_id)
    with pytest.raises(actions.AnmerkungAnswered):
        actions.withdraw_anmerkung(office.amira(), dokument, anmerkung=row, at=timezone.now())
    office.browser("leitung").post(office.at(f"anmerkungen/{row.pk}/erledigung/"))
    row.refresh_from_db()
    assert row.settled_at
    office.browser().post(office.at(f"anmerkungen/{row.pk}/oeffnung/"))
    row.refresh_from_db()
    assert row.settled_at is None


def test_remarks_stay_with_their_fassung_and_the_new_one_tells_of_them(office, dokument):
    write(office, dokument)
    stored = put_bytes(current_tenant(), b"Neu")
    actions.add_fassung(
        office.amira(), dokument, arrived=Arrived(stored, "Antrag.pdf"), at=timezone.now()
    )
    read_in(dokument)
    page = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    newest = office.browser().get(page).content.decode()
    assert 'data-note-page="2"' not in newest
    assert "1 Anmerkung an Fassung 1" in newest
    assert 'data-note-page="2"' in office.browser().get(f"{page}&fassung=1").content.decode()


def test_remarks_go_with_the_file_that_is_given_out_and_as_csv(office, dokument):
    write(office, dokument, text="=1+1")
    inhalt = read_inhalt(office.amira(), office.vorgang)
    assert [(note.place, note.who) for note in inhalt.notes] == [
        ("Fassung 1, Seite 2", "Amira Beispiel")
    ]
    answer = office.browser().get(office.at(f"dokumente/{dokument.pk}/anmerkungen/csv/"))
    assert answer["Content-Type"].startswith("text/csv")
    assert "'=1+1" in answer.content.decode("utf-8-sig")


def test_nothing_is_written_about_what_is_erased_and_erasing_takes_remarks_along(office, dokument):
    write(office, dokument)
    row = queries.anmerkungen_of(office.amira(), dokument)[0]
    dokument.erased_at = timezone.now()
    dokument.save()
    with pytest.raises(actions.ContentErased):
        actions.change_anmerkung(
            office.amira(), dokument, anmerkung=row, text="Neu", at=timezone.now()
        )


def test_nothing_is_written_beside_what_is_restricted_until_the_reason_is_given(office, dokument):
    restricting = {"grund": "bestritten", "bemerkung": "Schreiben vom 3. Mai"}
    place = office.at(f"schutz/dokument/{dokument.pk}/einschraenkung/")
    assert office.browser().post(place, restricting).status_code == 302
    answer = office.browser().post(
        office.at("anmerkungen/"), values(dokument), headers={"Va-Part": "anmerkungen"}
    )
    assert "Die Verarbeitung ist eingeschränkt" in answer.content.decode()
    assert not Anmerkung.objects.exists()
    inhalt = read_inhalt(office.amira(), office.vorgang)
    assert not inhalt.notes
