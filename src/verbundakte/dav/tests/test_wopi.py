"""WOPI from outside, as the published protocol describes its operations and answers."""

import base64
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client
from django.utils import timezone

from verbundakte.akten.models import Arbeitsstand, Bearbeitungssperre, Fassung, Programmsperre
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.core.models import Account, Membership
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.dav import ticket as tickets
from verbundakte.dav.tests.support import Program
from verbundakte.dav.ticket import Ticket
from verbundakte.organisation.models import Rollenzuweisung
from verbundakte.standards.tests.test_wopi import COLLABORA, proof_key, signed
from verbundakte.standards.wopi import Proof, ticks_of

__all__ = ["office"]
LOCK, VERSION = "X-WOPI-Lock", "X-WOPI-ItemVersion"


@pytest.fixture(autouse=True)
def server(settings, tmp_path):
    """The installation has a document server."""
    path = tmp_path / "discovery.xml"
    path.write_text(COLLABORA % "")
    settings.WOPI_DISCOVERY = str(path)
    return path


@pytest.fixture
def dokument(office):
    """A Dokument with one Fassung."""
    return make_dokument(office.amira, vorgang=office.vorgang, name="Bescheid.odt", content=b"eins")


class Editor:
    """A document server with the ticket of a person."""

    def __init__(self, town, dokument, role="sachbearbeiterin", *, is_edit=True):
        membership = Membership.objects.get(account__login=f"{role}.{town.tenant.slug}")
        self.ticket = Ticket(membership.pk, str(dokument.pk), is_edit).sealed()
        self.path = f"/wopi/files/{dokument.pk}"

    def ask(self, method, path="", data=b"", **headers):
        """Return the answer to one request; names of headers without their X-WOPI-."""
        named = {f"X-WOPI-{name.replace('_', '-')}": value for name, value in headers.items()}
        address = f"{self.path}{path}?access_token={self.ticket}"
        with no_tenant():
            return Client().generic(
                method, address, data, "application/octet-stream", headers=named
            )

    def do(self, what, **headers):
        """Return the answer to an operation on the file."""
        return self.ask("POST", Override=what, **headers)

    def put(self, data, **headers):
        """Return the answer to PutFile."""
        return self.ask("POST", "/contents", data, Override="PUT", **headers)

    def get(self, **headers) -> bytes:
        """Return the bytes of GetFile."""
        return b"".join(self.ask("GET", "/contents", **headers).streaming_content)


@pytest.fixture
def editor(office, dokument):
    """The document server with the clerk's ticket."""
    return Editor(office.town, dokument)


def numbers(dokument) -> list[int]:
    """Return the numbers of the Fassungen."""
    return list(Fassung.objects.filter(dokument=dokument).values_list("nummer", flat=True))


def test_check_file_info_tells_what_there_is_and_what_may_be_done(office, dokument, editor):
    told = editor.ask("GET").json()
    assert (told["BaseFileName"], told["Size"], told["UserCanWrite"]) == ("Bescheid.odt", 4, True)
    assert told["UserId"] == str(office.amira().person_id)
    assert told["UserFriendlyName"] == office.amira().name
    assert told["Version"] == base64.b64decode(told["SHA256"]).hex()
    assert told["SupportsLocks"] and told["SupportsUpdate"] and told["SupportsGetLock"]
    assert told["UserCanNotWriteRelative"] and not told["SupportsRename"]
    reading = Editor(office.town, dokument, is_edit=False).ask("GET").json()
    assert reading["ReadOnly"] and not reading["UserCanWrite"]


def test_get_file_sends_the_bytes_and_heeds_the_size_expected(editor):
    assert editor.get() == b"eins"
    assert editor.ask("GET", "/contents", MaxExpectedSize="4")[VERSION]
    assert editor.ask("GET", "/contents", MaxExpectedSize="3").status_code == 412


def test_lock_put_twice_unlock_is_one_fassung(dokument, editor):
    assert editor.do("GET_LOCK")[LOCK] == ""
    locked = editor.do("LOCK", Lock="A")
    assert (locked.status_code, bool(locked[VERSION])) == (200, True)
    assert editor.do("GET_LOCK")[LOCK] == "A"
    first = editor.put(b"zwei", Lock="A")
    assert first.status_code == 200
    second = editor.put(b"drei", Lock="A")
    assert second[VERSION] != first[VERSION]
    assert numbers(dokument) == [1]
    assert editor.get() == b"drei"
    assert editor.do("UNLOCK", Lock="A").status_code == 200
    assert numbers(dokument) == [1, 2]
    assert not Bearbeitungssperre.objects.in_force().exists()
    assert not Arbeitsstand.objects.exists()


def test_lock_again_is_a_renewal_and_another_lock_a_conflict(editor):
    editor.do("LOCK", Lock="A")
    Programmsperre.objects.update(expires_at=timezone.now() + timedelta(minutes=1))
    assert editor.do("LOCK", Lock="A").status_code == 200
    assert Programmsperre.objects.get().expires_at > timezone.now() + timedelta(minutes=25)
    for what in ("LOCK", "UNLOCK", "REFRESH_LOCK"):
        answer = editor.do(what, Lock="B")
        assert (answer.status_code, answer[LOCK]) == (409, "A"), what
    assert editor.do("REFRESH_LOCK", Lock="A").status_code == 200
    for what in ("LOCK", "UNLOCK", "REFRESH_LOCK"):
        assert editor.do(what).status_code == 400
        assert editor.do(what, Lock="x" * 1025).status_code == 400


def test_what_is_not_locked_is_neither_unlocked_nor_renewed_nor_written(dokument, editor):
    for what in ("UNLOCK", "REFRESH_LOCK"):
        answer = editor.do(what, Lock="A")
        assert (answer.status_code, answer[LOCK]) == (409, "")
    answer = editor.put(b"zwei")
    assert (answer.status_code, answer[LOCK]) == (409, "")
    editor.do("LOCK", Lock="A")
    answer = editor.put(b"zwei", Lock="B")
    assert (answer.status_code, answer[LOCK]) == (409, "A")
    assert numbers(dokument) == [1]


def test_an_empty_file_may_be_written_without_a_lock(office):
    empty = make_dokument(office.amira, vorgang=office.vorgang, name="Neu.odt", content=b"")
    assert Editor(office.town, empty).put(b"eins").status_code == 200
    assert numbers(empty) == [1, 2]


def test_unlock_and_relock_changes_what_is_shown(editor):
    editor.do("LOCK", Lock="A")
    assert editor.do("LOCK", Lock="B", OldLock="A").status_code == 200
    assert editor.do("GET_LOCK")[LOCK] == "B"
    answer = editor.do("LOCK", Lock="C", OldLock="A")
    assert (answer.status_code, answer[LOCK]) == (409, "B")


def test_a_lock_ends_after_thirty_minutes_and_what_was_saved_stays(dokument, editor):
    editor.do("LOCK", Lock="A")
    editor.put(b"zwei", Lock="A")
    Programmsperre.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert editor.do("GET_LOCK")[LOCK] == ""
    assert editor.do("UNLOCK", Lock="A").status_code == 409
    assert editor.do("LOCK", Lock="B").status_code == 200
    assert editor.do("UNLOCK", Lock="B").status_code == 200
    assert numbers(dokument) == [1, 2]


def test_what_a_document_server_may_not_do_is_not_implemented(editor):
    for what in ("PUT_RELATIVE", "RENAME_FILE", "DELETE", "PUT_USER_INFO", "", "UNSINN"):
        assert editor.do(what).status_code == 501, what
    assert editor.do("PUT_RELATIVE")["X-WOPI-ServerError"]
    assert editor.ask("POST", "/contents", b"x").status_code == 501


def test_others_only_read_while_one_edits_in_whatever_program(office, dokument, editor):
    word = Program(office.town)
    held = word.lock(f"/Dokumente/{dokument.pk}/-")
    answer = editor.do("LOCK", Lock="A")  # the same person, in another program
    assert (answer.status_code, answer[LOCK]) == (409, "")
    head = Editor(office.town, dokument, "leitung")
    assert head.do("LOCK", Lock="B").status_code == 409
    assert not head.ask("GET").json()["UserCanWrite"]
    word.unlock(f"/Dokumente/{dokument.pk}/-", held)
    assert editor.do("LOCK", Lock="A").status_code == 200
    assert word.put(f"/Dokumente/{dokument.pk}/-", b"zwei") == 423
    assert head.do("UNLOCK", Lock="A").status_code == 409
    assert head.put(b"fremd", Lock="A").status_code == 409


def test_only_a_good_ticket_for_this_dokument_opens(office, dokument, editor, monkeypatch):
    other = make_dokument(office.amira, vorgang=office.vorgang, name="Anders.odt")
    good = editor.ticket
    editor.ticket = Editor(office.town, other).ticket
    assert editor.ask("GET").status_code == 401
    editor.ticket = good[:-3] + "abc"
    assert editor.ask("GET").status_code == 401
    editor.ticket = ""
    assert editor.ask("GET").status_code == 401
    editor.ticket = good
    monkeypatch.setattr(tickets, "LASTS", timedelta(0))
    assert editor.ask("GET").status_code == 401


def test_a_ticket_gives_no_right(office, beispielhausen, dokument, editor):
    foreign = Editor(beispielhausen, dokument)
    assert foreign.ask("GET").status_code == 404
    outsider = Editor(office.town, dokument, "sachbearbeiter_ordnung")
    assert outsider.ask("GET").status_code == 404
    assert outsider.ask("GET", "/contents").status_code == 404
    assert outsider.do("LOCK", Lock="A").status_code == 404
    reading = Editor(office.town, dokument, is_edit=False)
    assert reading.do("LOCK", Lock="A").status_code == 409
    Rollenzuweisung.objects.filter(person_id=office.amira().person_id).delete()
    assert editor.ask("GET").status_code == 404
    Account.objects.filter(login="leitung.musterstadt").update(is_active=False)
    assert Editor(office.town, dokument, "leitung").ask("GET").status_code == 401


def test_a_file_that_is_too_large_is_refused(dokument, editor, settings):
    editor.do("LOCK", Lock="A")
    settings.UPLOAD_MAX_BYTES = 3
    assert editor.put(b"zwei", Lock="A").status_code == 413
    assert not Arbeitsstand.objects.exists()


def test_without_a_document_server_there_is_nothing(office, editor, settings, server):
    server.write_text("kaputt")
    assert editor.ask("GET").status_code == 404
    settings.WOPI_DISCOVERY = ""
    assert editor.ask("GET").status_code == 404


def test_where_the_server_has_keys_each_request_is_proven(dokument, editor, server):
    keys = [rsa.generate_private_key(public_exponent=65537, key_size=1024) for _ in range(2)]
    server.write_text(COLLABORA % proof_key(keys))
    assert editor.ask("GET").status_code == 500
    url = f"http://testserver{editor.path}?access_token={editor.ticket}"
    bare = Proof(editor.ticket, url, ticks_of(timezone.now()))
    told = {"TimeStamp": str(bare.ticks), "Proof": signed(keys[0], bare), "ProofOld": ""}
    assert editor.ask("GET", **told).status_code == 200
    assert editor.ask("GET", **told | {"TimeStamp": str(bare.ticks + 1)}).status_code == 500


def test_the_page_opens_the_server_in_a_frame_and_nothing_else(office, dokument, settings):
    browser = office.browser()
    page = browser.get(office.at(f"dokumente/{dokument.pk}/programm/")).content.decode()
    assert "Im Browser bearbeiten" in page and "In LibreOffice öffnen" in page
    answer = browser.get(office.at(f"dokumente/{dokument.pk}/browser/"))
    policy = answer["Content-Security-Policy"]
    assert policy.endswith(
        "form-action 'self' https://office.example; frame-src https://office.example"
    )
    assert (
        f"WOPISrc=http%3A%2F%2Ftestserver%2Fwopi%2Ffiles%2F{dokument.pk}" in answer.content.decode()
    )
    settings.WOPI_DISCOVERY = ""
    assert browser.get(office.at(f"dokumente/{dokument.pk}/browser/")).status_code == 404
    page = browser.get(office.at(f"dokumente/{dokument.pk}/programm/")).content.decode()
    assert "Im Browser bearbeiten" not in page
