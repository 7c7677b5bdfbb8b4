"""What goes wrong in a day's work: cut off, full, away, too late, two at once."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client
from django.utils import timezone

from tests.faults.site import end_sessions
from verbundakte.akten import actions
from verbundakte.akten.models import Akte, Datei, Dokument
from verbundakte.akten.tests.factories import make_dokument, make_planeinheit
from verbundakte.akten.tests.test_views_upload import PDF, Sender
from verbundakte.core.blobs import store
from verbundakte.core.models import Account, AuditEvent
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Rollenzuweisung


def test_an_upload_cut_off_in_the_middle_goes_on_in_a_new_session(office):
    sender = Sender(office)
    ticket = sender.begin().json()
    sender.part(ticket, PDF[:400], 0, len(PDF))
    later = Sender(office)
    at = later.browser.get(ticket["part_url"]).json()["received"]
    assert at == 400
    later.part(ticket, PDF[at:], at, len(PDF))
    assert later.finish(ticket).status_code == 201
    datei = Datei.objects.select_related("blob").get()
    assert store.read(office.town.tenant.pk, datei.blob.sha256) == PDF


@pytest.mark.parametrize(
    "header", ["", "bytes 0-9", "bytes 9-0/1000", "bytes 0-9/5", "bytes -5-9/1000", "bytes a-b/c"]
)
def test_a_wrong_content_range_is_a_400_and_takes_no_byte(office, header):
    sender = Sender(office)
    ticket = sender.begin().json()
    answer = sender.browser.put(
        ticket["part_url"],
        b"0123456789",
        content_type="application/octet-stream",
        headers={"Content-Range": header},
    )
    assert answer.status_code == 400
    assert sender.browser.get(ticket["part_url"]).json() == {"received": 0}


def test_more_bytes_than_announced_are_not_taken(office):
    sender = Sender(office)
    ticket = sender.begin(size=10).json()
    answer = sender.part(ticket, PDF, 0, 10)
    assert answer.status_code in (400, 409, 422)
    assert sender.finish(ticket).status_code == 422
    assert not Dokument.objects.exists()


@pytest.fixture
def small_disk(data_dir):
    """A data folder with room for 2 MB, where this process may mount one."""
    if os.geteuid() != 0:
        pytest.skip("nur root kann eine kleine Platte einhängen")
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(data_dir)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("hier lässt sich keine kleine Platte einhängen")
    for name in ("blobs", "tmp"):
        (data_dir / name).mkdir()
    yield data_dir
    subprocess.run(["umount", "-l", str(data_dir)], check=True)


def test_a_full_disk_is_one_sentence_leaves_nothing_half_and_ends_by_itself(
    small_disk, settings, musterstadt, request
):
    settings.UPLOAD_MIN_FREE_BYTES = 0
    office = request.getfixturevalue("office")
    sender = Sender(office)
    sender.send(b"vorher", name="Vorher.txt")
    big = b"x" * 3_000_000
    ticket = sender.begin(name="Gross.txt", size=len(big))
    if ticket.status_code == 201:
        ticket = sender.part(ticket.json(), big, 0, len(big))
    assert ticket.status_code == 507
    assert "Speicherplatz" in ticket.json()["detail"]
    assert Dokument.objects.count() == 1
    datei = Datei.objects.select_related("blob").get()
    assert store.read(office.town.tenant.pk, datei.blob.sha256) == b"vorher"
    for path in (small_disk / "tmp").iterdir():
        path.unlink()
    assert sender.send(b"nachher", name="Nachher.txt").status_code == 201


def test_a_store_that_is_away_is_told_and_comes_back(office, settings):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, content=b"Inhalt")
    datei = dokument.fassungen.get().dateien.get()
    address, browser = office.at(f"dateien/{datei.pk}/original"), office.browser()
    browser.raise_request_exception = False
    folder = settings.DATA_DIR
    folder.rename(folder.with_name("weg"))
    answer = browser.get(address)
    assert answer.status_code in (500, 503)
    assert "Speicher" in answer.content.decode() or "Datei" in answer.content.decode()
    folder.with_name("weg").rename(folder)
    assert b"".join(browser.get(address).streaming_content) == b"Inhalt"


def test_a_disk_that_was_unmounted_takes_nothing_and_is_not_made_anew(office, settings):
    folder = settings.DATA_DIR
    folder.rename(folder.with_name("platte"))
    folder.mkdir()  # what is left of a disk that is not mounted
    answer = Sender(office).begin()
    assert (answer.status_code, answer["Retry-After"]) == (503, "3")
    assert office.browser().get("/readyz").status_code == 503
    assert list(folder.iterdir()) == []
    folder.rmdir()
    folder.with_name("platte").rename(folder)
    assert Sender(office).send(b"danach", name="Danach.txt").status_code == 201


@pytest.mark.parametrize("kind", ["vorgang", "dokument"])
def test_the_second_of_two_editors_sees_both_values_and_nothing_is_lost(office, kind):
    row = office.vorgang
    if kind == "dokument":
        row = make_dokument(office.amira, vorgang=office.vorgang)
    folder = "vorgaenge" if kind == "vorgang" else "dokumente"
    address = office.at(f"{folder}/{row.pk}/bearbeiten/")
    form = {"revision": row.revision, "dokumenttyp": "sonstiges"}
    first = office.browser("leitung").post(address, form | {"betreff": "Zuerst"})
    assert first.status_code == 302
    second = office.browser().post(address, form | {"betreff": "Danach"})
    page = second.content.decode()
    assert second.status_code == 409
    assert "Zuerst" in page and "Danach" in page
    row.refresh_from_db()
    assert row.betreff == "Zuerst"


def test_a_right_taken_away_between_page_and_click_stops_the_click(office):
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/zda-verfuegung/")
    assert browser.get(address).status_code == 200
    Rollenzuweisung.objects.filter(person_id=office.town.persons["sachbearbeiterin"]).delete()
    events = AuditEvent.objects.count()
    answer = browser.post(address, {"closed_on": str(timezone.localdate())})
    assert answer.status_code == 404
    assert AuditEvent.objects.count() == events


def test_an_expired_session_leads_a_form_to_the_login_and_changes_nothing(office):
    address = office.at(f"akten/{office.akte.pk}/vorgaenge/neu/")
    count = AuditEvent.objects.count()
    answer = Client().post(address, {"betreff": "Lang getippt"})
    assert (answer.status_code, AuditEvent.objects.count()) == (302, count)
    assert answer["Location"].startswith("/musterstadt/anmelden/?next=")
    fragment = Client().post(address, {"betreff": "x"}, headers={"HX-Request": "true"})
    assert (fragment.status_code, "HX-Redirect" in fragment) == (401, True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_away_is_told_and_comes_back_by_itself(town, databases):
    browser = Client(raise_request_exception=False)
    browser.force_login(Account.objects.get(login="sachbearbeiterin.musterstadt"))
    assert browser.get("/musterstadt/").status_code == 200
    kept = dict(connections["default"].settings_dict)
    connections["default"].close()
    connections["default"].settings_dict["HOST"] = "/nirgends"
    try:
        away = browser.get("/musterstadt/", headers={"Accept": "text/html"})
        assert away.status_code == 503
        assert away["Retry-After"]
        assert "Datenbank" in away.content.decode()
    finally:
        connections["default"].settings_dict["HOST"] = kept["HOST"]
    assert browser.get("/musterstadt/").status_code == 200
    end_sessions(databases.name)
    first = browser.get("/musterstadt/").status_code
    connections["default"].close_if_unusable_or_obsolete()
    assert first in (200, 503)
    assert browser.get("/musterstadt/").status_code == 200


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_hundred_akten_at_once_get_two_hundred_numbers_without_gap(town):
    with use_tenant(town.tenant.pk):
        with transaction.atomic():
            unit = make_planeinheit()
        clerk = town.sachbearbeiterin

    def create(index: int) -> list[str]:
        try:
            with use_tenant(town.tenant.pk):
                return [
                    actions.create_akte(
                        clerk, unit, betreff=f"{index}", at=timezone.now()
                    ).aktenzeichen
                    for _ in range(5)
                ]
        finally:
            connection.close()

    with ThreadPoolExecutor(40) as pool:
        numbers = [number for rows in pool.map(create, range(40)) for number in rows]
    year = timezone.now().year
    assert sorted(numbers) == [f"{unit.kennzeichen}-{year}/{count:04}" for count in range(1, 201)]
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert Akte.objects.count() == 200
        assert AuditEvent.objects.filter(name="akten.akte.created").count() == 200


def test_a_request_with_unreadable_json_changes_nothing(office):
    for body in ("{", "[]", json.dumps({"name": None}), "\x00", '{"size": 1e400}'):
        answer = office.browser().post(office.at("uploads/"), body, content_type="application/json")
        assert answer.status_code == 400, body
    assert settings.DATA_DIR.is_dir()
