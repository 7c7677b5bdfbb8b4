"""Taking a folder over: proposals as rules, rights at every step, going on, taking back."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten import actions, ordner
from verbundakte.akten.actions.einsicht import prepare_einsicht
from verbundakte.akten.actions.verweis import add_verweis
from verbundakte.akten.models import (
    Akte,
    Datei,
    Dokument,
    FruehereNummer,
    Ordnerdatei,
    Ordneruebernahme,
    Vorgang,
)
from verbundakte.akten.ordner import Found, Listed
from verbundakte.akten.search import load_dokumente
from verbundakte.core.ids import uuid7
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.search.fold import fold
from verbundakte.core.ui.forms import NO_CHOICE

CHANGED_MS = 1_500_000_000_000
LIMIT = 1000


class Taker:
    """Takes a folder over as the browser's script does."""

    def __init__(self, office, role="sachbearbeiterin"):
        self.office, self.browser = office, office.browser(role)

    def json(self, address, body):
        return self.browser.post(address, json.dumps(body), content_type="application/json")

    def list(self, *paths, akte=True):
        files = [{"path": path, "size": 3, "last_modified": CHANGED_MS} for path in paths]
        query = f"?akte={self.office.akte.pk}" if akte else ""
        return self.json(self.office.at(f"ordner-uebernehmen/{query}"), {"files": files})

    def start(self, url, **changes):
        """Settle the plan as it was proposed, with some fields changed; return the answer."""
        form = self.browser.get(url).context["form"]
        values = {field.html_name: field.value() or "" for field in form}
        return self.browser.post(url, values | changes)

    def send(self, path, content=b"abc"):
        row = Ordneruebernahme.objects.latest("created_at")
        body = {
            "name": path.rpartition("/")[2],
            "size": len(content),
            "path": path,
            "target": f"ordneruebernahme:{row.pk}",
        }
        begun = self.json(self.office.at("uploads/"), body)
        if begun.status_code != 201:
            return begun
        self.browser.put(
            begun.json()["part_url"],
            content,
            content_type="application/octet-stream",
            headers={"Content-Range": f"bytes 0-{len(content) - 1}/{len(content)}"},
        )
        return self.browser.post(begun.json()["complete_url"])

    def take(self, *paths):
        """List, start as proposed and send all; return the address of the take-over."""
        url = self.list(*paths).json()["url"]
        assert self.start(url).status_code == 302
        for path in paths:
            assert self.send(path, path.encode()).status_code == 201
        return url

    def undo(self, url):
        self.browser.post(f"{url}ruecknahme/")
        for job in Job.objects.open().filter(kind="akten.ordner.undo"):
            run_job(self.office.town.tenant.pk, job.pk)


@pytest.fixture
def taker(office):
    """The clerk's browser script."""
    return Taker(office)


@pytest.mark.parametrize(
    ("path", "size", "word"),
    [
        ("Bau/Thumbs.db", 3, "Hilfsdatei"),
        ("Bau/~$Bescheid.docx", 3, "Hilfsdatei"),
        ("Bau/.DS_Store", 3, "Hilfsdatei"),
        ("Bau/", 3, "keinen Namen"),
        ("Bau/Setup.exe", 3, "Programme"),
        ("Bau/Film.mp4", 1001, "größer"),
        ("Privat/Urlaub.jpg", 3, "privat"),
        ("Bau/privat_2020/Urlaub.jpg", 3, "privat"),
    ],
)
def test_what_is_left_out_has_a_reason(path, size, word):
    assert word in ordner.reason_left_out(path, size, LIMIT)


@pytest.mark.parametrize("path", ["Bau/Plan.pdf", "Bau/Privatisierung.pdf", "Bau/leer.txt"])
def test_what_belongs_to_the_file_is_taken(path):
    assert ordner.reason_left_out(path, 3, LIMIT) == ""


def test_the_same_name_and_size_again_is_marked():
    files = [Listed(path, 3, None) for path in ("A/x.txt", "B/X.txt", "B/y.txt")]
    assert ordner.twins(files) == {1}


def test_two_levels_of_folders_count_and_each_stands_before_those_in_it():
    paths = ["Bau/b/c/d.txt", "Bau/a/x.txt", "lose.txt", "Ämter/y.txt"]
    assert ordner.folders_of(paths) == ["", "Ämter", "Bau", "Bau/a", "Bau/b"]


@pytest.mark.parametrize(
    "name",
    ["632.20-2026/0001 Müller", "632.20-2026-0001 Müller", "Müller (632.20_2026_0001)"],
)
def test_a_number_is_found_however_a_folder_name_spells_it(name):
    assert "632.20-2026/0001" in ordner.numbers_in(name)


def test_a_folder_of_an_akte_holds_vorgaenge_and_others_stay_together():
    akte, vorgang = uuid7(), uuid7()
    found = {"A 1": Found("1", akte=akte), "V 2": Found("2", vorgang=vorgang)}
    folders = ["A 1", "A 1/Carport", "V 2", "V 2/Pläne", "Sonst", "Sonst/alt"]
    told = {one.path: (one.art, one.akte or one.vorgang) for one in ordner.propose(folders, found)}
    assert told == {
        "A 1": ("neu", akte),
        "A 1/Carport": ("neu", akte),
        "V 2": ("vorhanden", vorgang),
        "V 2/Pläne": ("oben", None),
        "Sonst": ("neu", None),
        "Sonst/alt": ("oben", None),
    }
    assert ordner.betreff_of("63/632.20 Haus_Nord", "632.20") == "Haus Nord"


def test_a_folder_becomes_a_vorgang_with_paths_and_dates(office, taker):
    url = taker.list("Haus Nord/Pläne/a.txt", "Haus Nord/b.txt", "Haus Nord/Thumbs.db").json()[
        "url"
    ]
    page = taker.browser.get(url).content.decode()
    assert "Haus Nord" in page
    assert "Hilfsdatei" in page
    assert not Vorgang.objects.filter(betreff="Haus Nord").exists()
    assert taker.start(url).status_code == 302
    assert taker.send("Haus Nord/Pläne/a.txt").status_code == 201
    pick = taker.json(f"{url}dateien/", {"paths": ["Haus Nord/Pläne/a.txt", "Haus Nord/b.txt"]})
    assert pick.json() == {"take": [1]}
    assert taker.send("Haus Nord/b.txt", b"other").status_code == 201
    vorgang = Vorgang.objects.get(betreff="Haus Nord")
    assert vorgang.akte_id == office.akte.pk
    datei = Datei.objects.get(file_name="a.txt")
    assert datei.source_path == "Haus Nord/Pläne/a.txt"
    assert datei.properties["modified_at"].startswith("2017-07-14")
    (found,) = load_dokumente([datei.fassung.dokument_id])
    assert "Pläne" in found.text
    assert AuditEvent.objects.filter(name="akten.ordner.started").count() == 1
    assert taker.send("Haus Nord/b.txt").status_code == 422


def test_the_present_and_a_former_number_lead_to_the_vorgang(office, taker):
    old = "999.1/2001"
    FruehereNummer.objects.create(
        vorgang=office.vorgang, aktenzeichen=old, aktenzeichen_folded=fold(old),
        place_id=office.akte.pk, moved_at=timezone.now(),
    )  # fmt: skip
    number = office.vorgang.aktenzeichen.replace("/", "_")
    for name in (f"{number} Carport", "Altfall 999.1-2001"):
        url = taker.list(f"{name}/a.txt", akte=False).json()["url"]
        taker.start(url)
        assert taker.send(f"{name}/a.txt", name.encode()).status_code == 201
    assert Dokument.objects.filter(vorgang=office.vorgang).count() == 2


def test_the_same_bytes_are_left_out_with_a_note(office, taker):
    url = taker.list("Haus/a.txt", "Haus/b.txt").json()["url"]
    taker.start(url)
    taker.send("Haus/a.txt")
    answer = taker.send("Haus/b.txt")
    assert (answer.status_code, "Liegt schon" in answer.json()["detail"]) == (422, True)
    assert "Liegt schon" in Ordnerdatei.objects.get(path="Haus/b.txt").left_out
    assert Dokument.objects.count() == 1
    assert "Liegt schon" in taker.browser.get(url).content.decode()


def test_a_program_in_disguise_is_left_out(office, taker):
    taker.start(taker.list("Haus/a.txt").json()["url"])
    assert taker.send("Haus/a.txt", b"MZ\x90").status_code == 422
    assert "Programm" in Ordnerdatei.objects.get().left_out
    assert Vorgang.objects.count() == 1


def test_folders_are_switched_off_and_targets_changed(office, taker):
    url = taker.list("Haus/a.txt", "Haus/alt/b.txt", "Rest/c.txt").json()["url"]
    answer = taker.start(url, art_2="neu", betreff_2="Altes Haus", art_3="aus")
    assert answer.status_code == 302
    assert taker.send("Rest/c.txt").status_code == 422
    assert taker.send("Haus/alt/b.txt").status_code == 201
    assert Vorgang.objects.filter(betreff="Altes Haus").exists()
    assert not Vorgang.objects.filter(betreff="Haus").exists()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"akte": ""}, "Nennen Sie das Aktenzeichen"),
        ({"nummer_1": "1.1-1999/0001"}, "Diese Akte gibt es nicht"),
        ({"art_1": "vorhanden", "nummer_1": "1-1999"}, "Diesen Vorgang gibt es nicht"),
        ({"art_1": "aus"}, "kein Ordner ausgewählt"),
        ({"art_1": "weg"}, NO_CHOICE),
    ],
)
def test_a_plan_that_does_not_hold_is_not_started(office, taker, changes, word):
    url = taker.list("Haus/a.txt").json()["url"]
    answer = taker.start(url, **changes)
    assert answer.status_code == 422
    assert word in answer.content.decode()
    assert Ordneruebernahme.objects.get().started_at is None
    assert taker.send("Haus/a.txt").status_code == 422


@pytest.mark.parametrize(
    "body", [{}, {"files": 3}, {"files": [3]}, {"files": [{"path": "a", "size": "x"}]},
             {"files": [{"path": "a", "size": -1}]},
             {"files": [{"path": "a", "size": 1, "last_modified": 10**30}]}]
)  # fmt: skip
def test_a_list_that_is_none_is_refused(taker, office, body):
    answer = taker.json(office.at("ordner-uebernehmen/"), body)
    assert answer.status_code == 400
    assert not Ordneruebernahme.objects.exists()


def test_an_empty_folder_and_too_many_files_are_refused(taker):
    assert taker.list().status_code == 422
    answer = taker.list(*(f"{number}/a.txt" for number in range(201)))
    assert (answer.status_code, "in Teilen" in answer.json()["detail"]) == (422, True)


def test_a_right_taken_away_stops_the_next_file(office, taker):
    url = taker.list("Haus/a.txt", "Haus/b.txt").json()["url"]
    taker.start(url, art_1="vorhanden", nummer_1=office.vorgang.aktenzeichen)
    assert taker.send("Haus/a.txt").status_code == 201
    actions.change_zugriff(
        office.town.leitung, office.vorgang, choice=actions.Choice.NUR,
        persons=[office.town.leitung.person_id],
    )  # fmt: skip
    assert taker.send("Haus/b.txt", b"other").status_code == 403
    assert Dokument.objects.count() == 1
    assert office.vorgang.betreff not in taker.browser.get(url).content.decode()


def test_others_neither_see_nor_feed_a_take_over(office, taker):
    url = taker.list("Haus/a.txt").json()["url"]
    taker.start(url)
    other = Taker(office, "leitung")
    assert other.browser.get(url).status_code == 404
    assert other.send("Haus/a.txt").status_code == 404


def test_a_take_over_is_taken_back_to_the_trash_and_out_of_it(office, taker):
    url = taker.take("Haus/a.txt", "Haus/b.txt")
    vorgang = Vorgang.objects.get(betreff="Haus")
    taker.undo(url)
    vorgang.refresh_from_db()
    assert vorgang.trashed_at is not None
    assert office.browser().get(office.at(f"vorgaenge/{vorgang.pk}/")).status_code == 404
    assert "zurückgenommen" in taker.browser.get(url).content.decode()
    names = set(AuditEvent.objects.values_list("name", flat=True))
    assert {"akten.ordner.undone", "akten.dokument.taken_back", "akten.vorgang.taken_back"} <= names
    dokument = Dokument.objects.get(betreff="a")
    taker.browser.post(office.at(f"dokumente/{dokument.pk}/wiederherstellung/"))
    assert office.browser().get(office.at(f"vorgaenge/{vorgang.pk}/")).status_code == 200


def test_what_somebody_else_worked_on_stays(office, taker):
    url = taker.take("Haus/a.txt", "Haus/b.txt")
    dokument = Dokument.objects.get(betreff="a")
    actions.change_dokument(
        office.town.leitung, dokument, seen_revision=1, values={"bemerkung": "geprüft"}
    )
    taker.undo(url)
    assert "jemand anderes" in Ordnerdatei.objects.get(dokument=dokument).undo_refused
    assert Dokument.objects.filter(trashed_at=None).get().pk == dokument.pk
    assert Vorgang.objects.get(betreff="Haus").trashed_at is None


def test_a_dokument_that_came_otherwise_is_not_taken_back(office, taker):
    taker.take("Haus/a.txt")
    dokument = Dokument.objects.get()
    with pytest.raises(actions.NotYours):
        actions.take_back_dokument(office.town.leitung, dokument, at=timezone.now())


def test_after_thirty_days_it_takes_two_persons(office, taker):
    taker.take("Haus/a.txt")
    late = timezone.now() + timedelta(days=31)
    with pytest.raises(actions.TooLate):
        actions.take_back_dokument(office.amira(), Dokument.objects.get(), at=late)


def test_what_others_rely_on_is_not_taken_back_by_one_person(office, taker):
    taker.take("Haus/a.txt")
    dokument, at = Dokument.objects.get(), timezone.now()
    verweis = add_verweis(office.town.leitung, office.vorgang, to=dokument, art="siehe", at=at)
    with pytest.raises(actions.WorkedOn):
        actions.take_back_dokument(office.amira(), dokument, at=at)
    verweis.delete()
    prepare_einsicht(
        office.amira(),
        Vorgang.objects.get(pk=dokument.vorgang_id),
        values={"empfaenger": "Bauherrin", "rechtsgrund": "vwvfg"},
        reasons={dokument.pk: None},
        at=at,
    )
    with pytest.raises(actions.WasShown):
        actions.take_back_dokument(office.amira(), dokument, at=at)
    assert Dokument.objects.get().trashed_at is None


def test_the_pages_need_a_fixed_number_of_queries(office, taker, django_assert_max_num_queries):
    few = taker.list("Haus/a.txt").json()["url"]
    many = taker.list(*(f"H{number}/a.txt" for number in range(30))).json()["url"]
    for url in (few, many):
        with django_assert_max_num_queries(30):
            taker.browser.get(url)
    assert Akte.objects.count() == 1
