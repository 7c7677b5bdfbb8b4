"""Uploads in parts, cut off, repeated, refused; and plain forms without a script."""

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs import store
from verbundakte.core.jobs import AWAITED
from verbundakte.core.models import Upload
from verbundakte.core.tenancy.context import use_tenant

PDF = b"%PDF-1.4 " + b"x" * 991


class Sender:
    """Sends files as the browser's script does."""

    def __init__(self, office, role="sachbearbeiterin"):
        self.office = office
        self.browser = office.browser(role)

    def begin(self, name="Plan.pdf", size=len(PDF), target=None, **more):
        body = {
            "name": name,
            "size": size,
            "path": more.get("path", f"Ordner/{name}"),
            "target": target or f"vorgang:{self.office.vorgang.pk}",
        }
        return self.browser.post(
            self.office.at("uploads/"), json.dumps(body), content_type="application/json"
        )

    def part(self, ticket, content, start, total):
        return self.browser.put(
            ticket["part_url"],
            content,
            content_type="application/octet-stream",
            headers={"Content-Range": f"bytes {start}-{start + len(content) - 1}/{total}"},
        )

    def finish(self, ticket):
        return self.browser.post(ticket["complete_url"])

    def send(self, content=PDF, **more):
        ticket = self.begin(size=len(content), **more).json()
        if content:
            self.part(ticket, content, 0, len(content))
        return self.finish(ticket)


@pytest.fixture
def sender(office):
    """The clerk's browser script."""
    return Sender(office)


def spooled():
    """Return the names of files on their way."""
    folder = settings.DATA_DIR / "tmp"
    return [path.name for path in folder.iterdir() if path.is_file()]


def test_a_file_in_two_parts_becomes_a_dokument(office, sender):
    ticket = sender.begin().json()
    assert sender.part(ticket, PDF[:600], 0, len(PDF)).json() == {"received": 600}
    assert sender.part(ticket, PDF[600:], 600, len(PDF)).json() == {"received": len(PDF)}
    answer = sender.finish(ticket)
    assert answer.status_code == 201
    assert answer.json()["result"] == "registered"
    datei = Datei.objects.select_related("blob").get()
    assert (datei.file_name, datei.source_path, datei.size) == ("Plan.pdf", "Ordner/Plan.pdf", 1000)
    assert store.read(office.town.tenant.pk, datei.blob.sha256) == PDF
    assert spooled() == []


def test_a_single_file_is_read_before_a_whole_folder(sender):
    sender.send(path="Ordner/Plan.pdf")
    sender.send(PDF + b"y", path="Plan.pdf")  # so the script calls one that was chosen alone
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs ORDER BY id DESC LIMIT 2")
        assert cursor.fetchall() == [(AWAITED,), (0,)]


def test_a_part_at_the_wrong_place_is_told_where_to_go_on(sender):
    ticket = sender.begin().json()
    sender.part(ticket, PDF[:600], 0, len(PDF))
    answer = sender.part(ticket, PDF[:600], 0, len(PDF))
    assert answer.status_code == 409
    assert answer.json()["received"] == 600
    assert sender.browser.get(ticket["part_url"]).json() == {"received": 600}
    assert sender.browser.head(ticket["part_url"])["Upload-Offset"] == "600"


def test_a_file_that_was_cut_off_is_not_filed_and_leaves_only_a_spool_file(sender):
    ticket = sender.begin().json()
    sender.part(ticket, PDF[:10], 0, len(PDF))
    answer = sender.finish(ticket)
    assert answer.status_code == 422
    assert "vollständig" in answer.json()["detail"]
    assert not Dokument.objects.exists()


def test_finishing_twice_files_once(sender):
    ticket = sender.begin().json()
    sender.part(ticket, PDF, 0, len(PDF))
    first, second = sender.finish(ticket).json(), sender.finish(ticket).json()
    assert first["id"] == second["id"]
    assert Dokument.objects.count() == 1


def test_an_empty_file_is_taken(sender):
    assert sender.send(b"").json()["result"] == "registered"


def test_the_same_bytes_again_are_filed_with_a_hint(sender):
    sender.send(name="Plan.pdf")
    answer = sender.send(name="Plan Kopie.pdf").json()
    assert answer["result"] == "duplicate"
    assert "„Plan“" in answer["message"]
    assert Dokument.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("Rechnung.exe", b"harmlos", "Programme"),
        ("Rechnung.pdf", b"MZ\x90\x00 Programm", "Windows-Programm"),
        ("Thumbs.db", b"x", "Hilfsdatei"),
    ],
)
def test_what_policy_refuses_is_told_in_one_sentence(sender, name, content, why):
    begun = sender.begin(name=name, size=len(content))
    if begun.status_code == 201:
        sender.part(begun.json(), content, 0, len(content))
        begun = sender.finish(begun.json())
    assert begun.status_code == 422
    assert why in begun.json()["detail"]
    assert not Dokument.objects.exists()


def test_a_file_above_the_limit_is_refused_before_it_is_sent(sender, settings):
    settings.UPLOAD_MAX_BYTES = 100
    assert sender.begin().status_code == 422
    assert not Upload.objects.exists()


def test_a_full_store_is_told_before_it_is_sent(sender, settings):
    settings.UPLOAD_MIN_FREE_BYTES = 2**62
    answer = sender.begin()
    assert answer.status_code == 507
    assert "Speicherplatz" in answer.json()["detail"]


@pytest.mark.parametrize("body", ["kein json", "[]", '{"name": "a", "size": "x", "target": ""}'])
def test_a_request_nobody_understands_is_a_400(sender, body):
    answer = sender.browser.post(
        sender.office.at("uploads/"), body, content_type="application/json"
    )
    assert answer.status_code == 400


def test_names_of_files_never_reach_the_disk(office, sender):
    answer = sender.send(name="..\\..\\etc/pass\u202ewd\x00.pdf").json()
    assert answer["result"] == "registered"
    assert Datei.objects.get().file_name == "passwd.pdf"
    names = {path.name for path in settings.DATA_DIR.rglob("*")}
    assert not any("pass" in name for name in names)


def test_nothing_goes_into_a_closed_vorgang(office, sender):
    day = timezone.localdate()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    answer = sender.begin()
    assert answer.status_code == 422
    assert "zu den Akten" in answer.json()["detail"]


def test_only_who_may_file_begins_and_only_who_began_goes_on(office, sender):
    ticket = sender.begin().json()
    other = Sender(office, "leitung")
    assert other.part(ticket, PDF, 0, len(PDF)).status_code == 404
    assert other.finish(ticket).status_code == 404
    assert Sender(office, "sachbearbeiter_ordnung").begin().status_code == 404
    assert Sender(office, "archiv").begin().status_code in (403, 404)


def test_the_neighbouring_town_cannot_file_here(office, sender, beispielhausen):
    body = {"name": "a.pdf", "size": 1, "path": "", "target": f"vorgang:{office.vorgang.pk}"}
    answer = beispielhausen.client("sachbearbeiterin").post(
        "/beispielhausen/uploads/", json.dumps(body), content_type="application/json"
    )
    assert answer.status_code == 404
    with use_tenant(beispielhausen.tenant.pk):
        assert not Upload.objects.exists()


def test_giving_up_leaves_nothing(sender):
    ticket = sender.begin().json()
    sender.part(ticket, PDF[:10], 0, len(PDF))
    assert sender.browser.delete(sender.office.at(f"uploads/{ticket['id']}/")).status_code == 204
    assert not Upload.objects.exists()
    assert spooled() == []


def test_a_new_fassung_keeps_the_old_one(office, sender):
    dokument = make_dokument(office.amira, vorgang=office.vorgang, content=b"eins")
    answer = sender.send(
        b"zwei", name="Neu.txt", target={"kind": "dokument", "id": str(dokument.pk)}
    )
    assert answer.json()["id"] == str(dokument.pk)
    numbers = list(dokument.fassungen.order_by("nummer").values_list("nummer", flat=True))
    assert numbers == [1, 2]


def test_a_plain_form_files_several_and_tells_what_was_refused(office):
    files = [
        SimpleUploadedFile("Antrag.txt", b"Antrag"),
        SimpleUploadedFile("Virus.exe", b"x"),
        SimpleUploadedFile("Plan.txt", b"Plan"),
    ]
    address = office.at(f"vorgaenge/{office.vorgang.pk}/dokumente/")
    page = office.browser().post(address, {"dateien": files}, follow=True)
    text = page.content.decode()
    assert "2 Dokumente abgelegt." in text
    assert "Nicht angenommen: Virus.exe" in text
    assert Dokument.objects.count() == 2


def test_a_plain_form_files_a_new_fassung(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    address = office.at(f"dokumente/{dokument.pk}/fassungen/")
    form = {"dateien": SimpleUploadedFile("Zwei.txt", b"zwei"), "bemerkung": "Frist verlängert"}
    page = office.browser().post(address, form, follow=True)
    assert "Fassung 2 abgelegt." in page.content.decode()
    assert dokument.fassungen.get(nummer=2).bemerkung == "Frist verlängert"


def test_a_plain_form_without_a_file_says_so(office):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/dokumente/")
    page = office.browser().post(address, {}, follow=True)
    assert "keine Datei ausgewählt" in page.content.decode()
