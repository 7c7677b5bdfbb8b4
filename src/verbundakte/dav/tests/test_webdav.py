"""WebDAV from outside: one Fassung for each time a program is done, rights and towns as everywhere."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import arbeitsstand
from verbundakte.akten.models import (
    Ablagedatei,
    Arbeitsstand,
    Bearbeitungssperre,
    Fassung,
    Programmsperre,
)
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.akten.tidying import forget_unfinished
from verbundakte.core.models import ApiToken, AuditEvent, Blob
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.dav.names import apart, from_name, is_litter, to_name
from verbundakte.dav.tests.support import LOCK, Program, basic
from verbundakte.organisation.models import Rollenzuweisung

__all__ = ["office"]


@pytest.fixture
def dokument(office):
    """A Dokument with one Fassung."""
    return make_dokument(office.amira, vorgang=office.vorgang, name="Bescheid.odt", content=b"eins")


@pytest.fixture
def word(office):
    """The clerk's program."""
    return Program(office.town)


def place(dokument) -> str:
    """Return the address that pages give to programs."""
    return f"/Dokumente/{dokument.pk}/Bescheid.odt"


def contents(dokument) -> list[int]:
    """Return the numbers of the Fassungen."""
    return list(Fassung.objects.filter(dokument=dokument).values_list("nummer", flat=True))


def test_lock_save_twice_unlock_is_one_fassung(office, dokument, word):
    assert word.get(place(dokument)) == b"eins"
    token = word.lock(place(dokument))
    lock = Bearbeitungssperre.objects.in_force().get(dokument=dokument)
    assert lock.person_id == office.amira().person_id
    assert word.put(place(dokument), b"zwei", token) == 204
    assert word.put(place(dokument), b"drei", token) == 204
    assert contents(dokument) == [1]
    assert word.get(place(dokument)) == b"drei"
    assert word.unlock(place(dokument), token) == 204
    assert contents(dokument) == [1, 2]
    assert word.get(place(dokument)) == b"drei"
    assert not Bearbeitungssperre.objects.in_force().exists()
    assert not Arbeitsstand.objects.exists()
    assert not Programmsperre.objects.exists()
    newest = Fassung.objects.get(dokument=dokument, nummer=2)
    assert newest.created_by == office.amira().person_id
    assert newest.dateien.get().file_name == "Bescheid.odt"
    names = set(AuditEvent.objects.filter(subject_id=dokument.pk).values_list("name", flat=True))
    assert {"akten.dokument.locked", "akten.fassung.added"} <= names


def test_looking_only_or_saving_the_same_makes_no_fassung(dokument, word):
    token = word.lock(place(dokument))
    assert word.unlock(place(dokument), token) == 204
    token = word.lock(place(dokument))
    assert word.put(place(dokument), b"zwei", token) == 204
    assert word.put(place(dokument), b"eins", token) == 204
    assert word.unlock(place(dokument), token) == 204
    assert contents(dokument) == [1]
    assert not Bearbeitungssperre.objects.in_force().exists()


def test_without_a_lock_each_change_is_a_fassung_and_an_empty_file_none(dokument, word):
    assert word.put(place(dokument), b"zwei") == 204
    assert word.put(place(dokument), b"zwei") == 204
    assert word.put(place(dokument), b"") == 204
    assert contents(dokument) == [1, 2]


def test_a_second_person_waits_and_sees_the_last_fassung(office, dokument, word):
    token = word.lock(place(dokument))
    word.put(place(dokument), b"zwei", token)
    head = Program(office.town, "leitung")
    assert head.get(place(dokument)) == b"eins"
    assert head.ask("LOCK", place(dokument), LOCK).status_code == 423
    assert head.put(place(dokument), b"fremd") == 423
    assert head.put(place(dokument), b"fremd", token) in (412, 423)
    assert head.unlock(place(dokument), token) in (403, 409)
    assert contents(dokument) == [1]


def test_who_takes_the_editing_over_leaves_a_trace_and_nothing_saved_is_lost(
    office, dokument, word
):
    token = word.lock(place(dokument))
    word.put(place(dokument), b"zwei", token)
    head, at = office.town.leitung, timezone.now()
    until = at + timedelta(hours=1)
    actions.take_lock_over(head, dokument, reason="krank", until=until, at=at)
    assert word.put(place(dokument), b"drei", token) in (412, 423)
    assert word.unlock(place(dokument), token) == 409
    stand = Arbeitsstand.objects.get(dokument=dokument)
    fassung = arbeitsstand.file_stand(head, dokument, stand=stand, at=at)
    assert fassung.nummer == 2
    assert fassung.bemerkung.startswith("Arbeitsstand von Amira Beispiel vom ")


def test_a_check_out_of_the_page_stays_as_long_as_the_page_said(office, dokument, word):
    at = timezone.now()
    until = at + timedelta(days=3)
    held = actions.lock_dokument(
        office.amira(), dokument, until=until, ends_with_fassung=False, at=at
    )
    assert f"{word.top}/In%20Bearbeitung/Bescheid.odt" in word.names("/In Bearbeitung")
    token = word.lock("/In Bearbeitung/Bescheid.odt")
    assert word.put(place(dokument), b"zwei", token) == 204
    assert word.unlock("/In Bearbeitung/Bescheid.odt", token) == 204
    assert contents(dokument) == [1, 2]
    assert Bearbeitungssperre.objects.in_force().get(dokument=dokument).pk == held.pk


def test_a_program_that_never_comes_back_holds_it_until_the_evening(office, dokument, word):
    token = word.lock(place(dokument), timeout="Infinite")
    row = Programmsperre.objects.get()
    assert row.expires_at - row.created_at <= timedelta(hours=1)
    assert timezone.localtime(row.sperre.expires_at).strftime("%H:%M") == "23:59"
    word.put(place(dokument), b"zwei", token)
    Programmsperre.objects.update(expires_at=timezone.now() - timedelta(hours=2))
    again = word.lock(place(dokument))  # the same person begins anew, with what she saved
    assert word.get(place(dokument)) == b"zwei"
    assert word.unlock(place(dokument), again) == 204
    assert contents(dokument) == [1, 2]


def test_a_laptop_that_slept_still_ends_its_lock(dokument, word):
    token = word.lock(place(dokument))
    word.put(place(dokument), b"zwei", token)
    Programmsperre.objects.update(expires_at=timezone.now() - timedelta(hours=2))
    assert word.unlock(place(dokument), token) == 204
    assert contents(dokument) == [1, 2]


def test_a_lock_is_renewed(dokument, word):
    token = word.lock(place(dokument), timeout="Second-60")
    before = Programmsperre.objects.get().expires_at
    answer = word.ask("LOCK", place(dokument), If_=f"({token})", Timeout="Second-1800")
    assert answer.status_code == 200
    assert Programmsperre.objects.get().expires_at > before


def test_the_tree_shows_vorgaenge_by_their_number(office, dokument, word):
    number = to_name(office.vorgang.aktenzeichen)
    folder = f"/Vorgänge/{number}"
    assert f"{word.top}{quote(folder)}/" in [name.replace("%21", "!") for name in
                                             word.names("/Vorgänge")]  # fmt: skip
    make_dokument(office.amira, vorgang=office.vorgang, name="Bescheid.odt", content=b"anderer")
    assert word.get(f"{folder}/Bescheid.odt") == b"eins"
    assert word.get(f"{folder}/Bescheid (2).odt") == b"anderer"
    named = f"{word.top}{quote(folder)}/Bescheid.odt"
    assert named in [name.replace("%21", "!") for name in word.names(folder)]
    token = word.lock(f"{folder}/Bescheid.odt")
    assert word.put(place(dokument), b"zwei", token) == 204  # one lock, whatever the address
    assert word.unlock(place(dokument), token) == 204
    assert contents(dokument) == [1, 2]


def test_a_folder_costs_the_same_however_much_is_in_it(office, dokument, word):
    folder = f"/Vorgänge/{to_name(office.vorgang.aktenzeichen)}"
    word.names(folder)
    with CaptureQueriesContext(
        connection,
    ) as few:
        word.names(folder)
    for number in range(6):
        make_dokument(office.amira, vorgang=office.vorgang, name=f"{number}.odt")
    with CaptureQueriesContext(connection) as many:
        assert len(word.names(folder)) == 8
    assert len(many) == len(few)


def test_nothing_of_the_house_is_moved_deleted_or_made(office, dokument, word):
    folder = f"/Vorgänge/{to_name(office.vorgang.aktenzeichen)}"
    file = f"{folder}/Bescheid.odt"
    target = f"http://testserver{word.top}/Ablage/x.odt"
    assert word.ask("DELETE", file).status_code == 403
    assert word.ask("DELETE", folder).status_code == 403
    assert word.ask("MOVE", file, Destination=target).status_code == 403
    assert word.ask("MKCOL", f"{folder}/neu").status_code == 403
    assert word.put(f"{folder}/neu.odt", b"neu") == 403
    assert word.put("/neu.odt", b"neu") == 403
    assert word.ask("PROPFIND", "/", Depth="infinity").status_code == 403
    assert word.ask("PROPFIND", "/").status_code == 403
    assert office.vorgang.dokumente.count() == 1


def test_files_beside_the_work_are_seen_by_their_person_only(office, dokument, word):
    folder = f"/Vorgänge/{to_name(office.vorgang.aktenzeichen)}"
    assert word.put(f"{folder}/.~lock.Bescheid.odt#", b"Amira") == 201
    assert word.put("/Ablage/Notiz.txt", b"Notiz") == 201
    assert word.get("/Ablage/Notiz.txt") == b"Notiz"
    head = Program(office.town, "leitung")
    assert head.ask("GET", "/Ablage/Notiz.txt").status_code == 404
    assert head.ask("GET", f"{folder}/.~lock.Bescheid.odt#").status_code == 404
    assert head.put("/Ablage/Notiz.txt", b"andere") == 201
    assert word.get("/Ablage/Notiz.txt") == b"Notiz"
    assert word.ask("DELETE", f"{folder}/.~lock.Bescheid.odt#").status_code == 204


def test_what_nobody_changed_for_a_month_is_forgotten_with_its_bytes(word):
    for folder in ("/Ablage/leer", "/Ablage/voll", "/Ablage/voll/innen"):
        assert word.ask("MKCOL", folder).status_code == 201
    assert word.put("/Ablage/voll/alt.txt", b"alt") == 201
    Ablagedatei.objects.update(changed_at=timezone.now() - timedelta(days=31))
    assert word.put("/Ablage/voll/neu.txt", b"neu") == 201
    forget_unfinished(timezone.localdate())
    assert set(Ablagedatei.objects.values_list("name", flat=True)) == {"voll", "neu.txt"}
    assert not Blob.objects.filter(size=3).exclude(ablagedateien__name="neu.txt").exists()


def test_a_program_that_saves_by_renaming_makes_a_fassung(dokument, word):
    beside = f"/Dokumente/{dokument.pk}/~WRD0001.tmp"
    assert word.put(beside, b"zwei") == 201
    target = f"http://testserver{word.top}{place(dokument)}"
    assert word.ask("MOVE", beside, Destination=target, Overwrite="T").status_code == 204
    assert contents(dokument) == [1, 2]
    assert word.get(place(dokument)) == b"zwei"
    assert word.ask("GET", beside).status_code == 404


def test_the_etag_is_the_digest_whatever_the_clock_of_the_client_says(dokument, word):
    answer = word.ask("HEAD", place(dokument))
    tag = answer["ETag"]
    late = word.ask("HEAD", place(dokument), If_None_Match=tag)
    assert late.status_code == 304
    stale = word.ask("PUT", place(dokument), b"zwei", If_Match='"falsch"')
    assert stale.status_code == 412
    assert contents(dokument) == [1]


def test_parts_of_a_file_can_be_asked_for(dokument, word):
    answer = word.ask("GET", place(dokument), Range="bytes=1-2")
    assert answer.status_code == 206
    assert b"".join(answer.streaming_content) == b"in"


def test_only_a_key_made_for_it_opens(office, dokument, word):
    assert Program(office.town, scopes=()).ask("GET", place(dokument)).status_code == 403
    api = Program(office.town, scopes=("dokumente:schreiben",))
    assert api.ask("GET", place(dokument)).status_code == 403
    reader = Program(office.town, scopes=("webdav:lesen",))
    assert reader.get(place(dokument)) == b"eins"
    assert reader.put(place(dokument), b"zwei") == 403
    with no_tenant():
        bearer = Client(headers={"authorization": f"Bearer {word.token}"})
        assert bearer.get(f"/api/v1/dokumente/{dokument.pk}").status_code == 403
        nobody = Client().get(word.top + place(dokument))
        assert nobody.status_code == 401
        assert nobody["WWW-Authenticate"].startswith("Basic ")
        wrong = Client(headers={"authorization": basic("leitung.musterstadt", word.token)})
        assert wrong.get(word.top + place(dokument)).status_code == 401


def test_a_key_that_ends_opens_nothing_from_then_on(dokument, word):
    token = word.lock(place(dokument))
    ApiToken.objects.update(ended_at=timezone.now())
    assert word.ask("GET", place(dokument)).status_code == 401
    assert word.put(place(dokument), b"zwei", token) == 401


def test_a_right_that_is_taken_away_holds_nothing_any_more(office, dokument, word):
    token = word.lock(place(dokument))
    Rollenzuweisung.objects.filter(person_id=office.amira().person_id).delete()
    assert word.ask("GET", place(dokument)).status_code == 404
    assert word.put(place(dokument), b"zwei", token) in (403, 404, 409)
    assert contents(dokument) == [1]


def test_the_neighbouring_town_is_not_there(office, beispielhausen, dokument):
    neighbour = Program(beispielhausen)
    assert neighbour.ask("GET", place(dokument)).status_code == 404
    neighbour.top = "/dav/musterstadt"
    assert neighbour.ask("GET", place(dokument)).status_code == 404
    assert neighbour.ask("PROPFIND", "/", Depth="1").status_code == 404


def test_without_tls_an_installation_with_tls_answers_nothing(dokument, word, settings):
    settings.SECURE_COOKIES = True
    answer = word.ask("GET", place(dokument))
    assert answer.status_code == 403
    assert "https" in answer.content.decode()


def test_what_is_too_large_or_a_program_is_refused_and_nothing_is_left(dokument, word, settings):
    settings.UPLOAD_MAX_BYTES = 3
    assert word.put(place(dokument), b"zwei") == 415
    settings.UPLOAD_MAX_BYTES = 1000
    assert word.put("/Ablage/x.exe", b"MZ.") == 415
    assert word.ask("PROPFIND", "/", b"x" * 300_000, Depth="0").status_code == 413
    assert word.ask("PROPFIND", "/", b"<kaputt", Depth="0").status_code == 400
    assert contents(dokument) == [1]


def test_in_a_browser_a_file_is_a_download_that_cannot_run(office, word):
    page = make_dokument(office.amira, vorgang=office.vorgang, name="a.html", content=b"<script>")
    answer = word.ask("GET", f"/Dokumente/{page.pk}/a.html")
    assert answer["Content-Disposition"] == "attachment"
    assert answer["Content-Security-Policy"].startswith("sandbox")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_addresses_that_no_folder_can_hold_are_refused(word):
    assert word.put("/Ablage/" + "ä" * 301, b"x") == 414
    word.put("/Ablage/a", b"x")
    for name in ("b" * 700, "b\0"):
        target = f"http://testserver{word.top}/Ablage/{quote(name)}"
        assert word.ask("COPY", "/Ablage/a", Destination=target).status_code == 414


def test_what_a_program_left_is_told_before_the_vorgang_is_closed(office, dokument, word):
    token = word.lock(place(dokument))
    word.put(place(dokument), b"zwei", token)
    Bearbeitungssperre.objects.update(expires_at=timezone.now() - timedelta(hours=1))
    browser = office.browser()
    closing = browser.get(office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/"))
    assert "Gespeichert von Amira Beispiel, noch keine Fassung" in closing.content.decode()
    assert "Gespeichert, noch keine Fassung" in browser.get(office.at("")).content.decode()


def test_a_closed_vorgang_is_read_and_not_written(office, dokument, word):
    at = timezone.now()
    actions.close_vorgang(office.amira(), office.vorgang, on=timezone.localdate(at), at=at)
    assert word.get(place(dokument)) == b"eins"
    answer = word.ask("LOCK", place(dokument), LOCK)
    assert answer.status_code == 403
    assert "zu den Akten" in answer.content.decode()
    page = office.browser().get(office.at(f"dokumente/{dokument.pk}/programm/")).content.decode()
    assert "Nur zum Lesen" in page and "zu den Akten" in page


def test_names_travel_to_drives_and_back():
    assert to_name("63-1/2026: A") == "63-1／2026： A"
    assert from_name(to_name('a/b\\c:d*e?f"g<h>i|j')) == 'a/b\\c:d*e?f"g<h>i|j'
    assert apart([("A.odt", 1), ("a.odt", 2), ("ohne", 3), ("ohne", 4)]) == [
        "A.odt", "a (2).odt", "ohne", "ohne (4)",
    ]  # fmt: skip
    assert is_litter(".~lock.Bescheid.odt#") and is_litter("~$scheid.docx")
    assert not is_litter("Bescheid.odt")
