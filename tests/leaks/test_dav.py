"""The doors for programs (WebDAV, WOPI) x everybody: her own files, no word of others, nothing in the log."""

import pytest
from django.test import Client

from tests.leaks.row import READERS, WRITERS
from tests.leaks.test_gone import end_account, end_membership, end_tokens, expire_tokens
from tests.leaks.world import CAST
from verbundakte.core.ids import uuid7
from verbundakte.core.models import Membership
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.dav.names import to_name
from verbundakte.dav.tests.support import basic, key_of
from verbundakte.dav.ticket import Ticket
from verbundakte.standards.tests.test_wopi import COLLABORA

CASES = "onsu"
SCOPE = ("webdav:schreiben",)
ENTITY = (
    b'<!DOCTYPE p [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b'<p:propertyupdate xmlns:p="DAV:"><p:set><p:prop><p:x>&e;</p:x></p:prop></p:set></p:propertyupdate>'
)


def headers_of(answer) -> dict[str, str]:
    """Return the headers of an answer without the number each request has."""
    return {name: value for name, value in answer.headers.items() if name != "X-Request-Id"}


class Door:
    """Somebody's program at the door of Musterstadt."""

    def __init__(self, world, role, town="musterstadt"):
        self.world = world
        token = key_of(world.towns[town], role, SCOPE)
        self.client = Client(headers={"authorization": basic(f"{role}.{town}", token)})

    def ask(self, method, path, data=b"", **headers):
        """Return status and everything told, the log apart."""
        self.world.log.lines.clear()
        with no_tenant():
            answer = self.client.generic(
                method,
                f"/dav/musterstadt/{path}",
                data,
                "application/octet-stream",
                headers=headers,
            )
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told = f"{headers_of(answer)}{body.decode('utf-8', 'replace')}"
        return answer.status_code, told, "\n".join(self.world.log.lines)


class Server:
    """A document server with the ticket of a person."""

    def __init__(self, world, role, town="musterstadt"):
        self.world, self.role, self.town = world, role, town

    def ask(self, key: str, instead=None):
        """Return status, everything told and the log when it asks for the file of a case."""
        dokument = str(instead or self.world.cases[key].dokument.pk)
        member = Membership.objects.get(account__login=f"{self.role}.{self.town}")
        ticket = Ticket(member.pk, dokument, True).sealed()
        self.world.log.lines.clear()
        with no_tenant():
            answer = Client().get(f"/wopi/files/{dokument}?access_token={ticket}")
        told = f"{headers_of(answer)}{answer.content.decode('utf-8', 'replace')}"
        return answer.status_code, told, "\n".join(self.world.log.lines)


@pytest.fixture
def documents(settings, tmp_path):
    """The installation has a document server."""
    path = tmp_path / "discovery.xml"
    path.write_text(COLLABORA % "")
    settings.WOPI_DISCOVERY = str(path)


def file_of(world, key: str) -> str:
    """Return the address of the file of a case."""
    return f"Dokumente/{world.cases[key].dokument.pk}/-"


def folder_of(world, key: str) -> str:
    """Return the address of the Vorgang of a case."""
    return f"Vorgänge/{to_name(world.cases[key].vorgang.aktenzeichen)}"


@pytest.mark.slow
def test_everybody_gets_her_own_files_and_no_word_more(world):
    everything = world.secrets_of(CASES)
    with world.for_now():
        for role in CAST:
            door = Door(world, role)
            hidden = world.secrets_of(key for key in CASES if role not in READERS[key])
            for key in CASES:
                mine = role in READERS[key]
                status, told, log = door.ask("GET", file_of(world, key))
                assert status == (200 if mine else 404), (role, key)
                answers = [told]
                if key != "u":
                    status, told, more = door.ask("PROPFIND", folder_of(world, key), Depth="1")
                    assert mine or status == 404, (role, key)
                    answers, log = [*answers, told], log + more
                assert not [word for word in hidden if word in "".join(answers)], (role, key)
                assert not [word for word in everything if word in log], (role, key)
            for folder in ("", "Vorgänge", "In Bearbeitung", "Ablage", "Dokumente"):
                status, told, log = door.ask("PROPFIND", folder, Depth="1")
                assert status == 207
                assert not [word for word in hidden if word in told], (role, folder)


@pytest.mark.slow
def test_only_who_may_write_saves(world):
    with world.for_now():
        doors = {role: Door(world, role) for role in CAST}
        tries = [(role, key, role in READERS[key]) for role in CAST for key in "ons"]
        before = world.tally()
        for role, key, reads in tries:
            if not (reads and role in WRITERS):
                status, *_ = doors[role].ask("PUT", file_of(world, key), b"neu")
                assert status in ((403,) if reads else (404, 409)), (role, key)
        assert world.tally() == before
        for role, key, reads in tries:
            if reads and role in WRITERS:
                data = f"{role} {key}".encode()
                assert doors[role].ask("PUT", file_of(world, key), data)[0] == 204, (role, key)


def test_neither_neighbours_nor_nobody_get_in(world):
    with world.for_now():
        own = Door(world, "sachbearbeiterin")
        neighbour = Door(world, "sachbearbeiterin", "beispielhausen")
        for key in CASES:
            status, told, _ = neighbour.ask("GET", file_of(world, key))
            assert status == 404
            assert not [word for word in world.secrets_of(CASES) if word in told]
        own.client = Client()
        assert own.ask("GET", file_of(world, "o"))[0] == 401


@pytest.mark.parametrize("change", [end_account, end_membership, end_tokens, expire_tokens])
def test_who_may_not_come_any_more_finds_both_doors_closed(world, documents, change):
    with world.for_now():
        door, server = Door(world, "sachbearbeiterin"), Server(world, "sachbearbeiterin")
        assert (door.ask("GET", file_of(world, "o"))[0], server.ask("o")[0]) == (200, 200)
        change(world)
        for method in ("GET", "PUT", "PROPFIND", "LOCK"):
            status, told, _ = door.ask(method, file_of(world, "o"), b"neu")
            assert status == 401, method
            assert not [word for word in world.secrets_of(CASES) if word in told]
        if change in (end_account, end_membership):  # a ticket is no key, it ends with the person
            status, told, _ = server.ask("o")
            assert status in (401, 404)
            assert not [word for word in world.secrets_of(CASES) if word in told]


def test_a_foreign_file_is_answered_as_one_that_is_not_there(world, documents):
    unknown = uuid7()
    with world.for_now():
        for role, town in (
            ("sachbearbeiter_ordnung", "musterstadt"),
            ("leitung", "beispielhausen"),
        ):
            door, server = Door(world, role, town), Server(world, role, town)
            for method in ("GET", "PUT", "PROPFIND", "LOCK", "DELETE", "PROPPATCH"):
                place = file_of(world, "n")
                foreign = door.ask(method, place, b"")
                key = str(world.cases["n"].dokument.pk)
                nothing = door.ask(method, place.replace(key, str(unknown)), b"")
                assert foreign[0] == nothing[0], method
                assert foreign[1].replace(key, "") == nothing[1].replace(str(unknown), ""), method
            assert server.ask("n")[:2] == server.ask("n", instead=unknown)[:2]


def test_a_document_server_gets_for_each_person_her_own_files_and_no_word_more(world, documents):
    with world.for_now():
        for role in CAST:
            server = Server(world, role)
            hidden = world.secrets_of(key for key in CASES if role not in READERS[key])
            for key in CASES:
                status, told, log = server.ask(key)
                assert status == (200 if role in READERS[key] else 404), (role, key)
                assert not [word for word in hidden if word in told], (role, key)
                assert not [word for word in world.secrets_of(CASES) if word in log], (role, key)


def test_what_a_program_sends_as_xml_names_no_file_of_the_machine(world):
    with world.for_now():
        door = Door(world, "sachbearbeiterin")
        for method in ("PROPFIND", "PROPPATCH", "LOCK"):
            _, told, log = door.ask(method, file_of(world, "o"), ENTITY, Depth="0")
            assert "root:" not in told + log, method
        _, told, _ = door.ask("PROPFIND", file_of(world, "o"), Depth="0")
        assert "root:" not in told


def test_a_right_taken_away_a_moment_ago_opens_nothing(world):
    for change, kept in ((world.take_away_roles, ""), (world.move_away, "n")):
        with world.for_now():
            door = Door(world, "sachbearbeiterin")
            assert door.ask("GET", file_of(world, "o"))[0] == 200
            change("sachbearbeiterin")
            for key in CASES.replace(kept or " ", ""):
                assert door.ask("GET", file_of(world, key))[0] == 404, (change.__name__, key)
                assert door.ask("PUT", file_of(world, key), b"neu")[0] in (403, 404, 409)
