"""The door for programs (WebDAV) x everybody: her own files, no word of others, nothing in the log."""

import pytest
from django.test import Client
from django.utils import timezone

from tests.leaks.row import READERS, WRITERS
from tests.leaks.world import CAST
from verbundakte.core.models import ApiToken
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.dav.names import to_name
from verbundakte.dav.tests.support import basic, key_of

CASES = "onsu"
SCOPE = ("webdav:schreiben",)


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
        told = f"{answer.headers}{body.decode('utf-8', 'replace')}"
        return answer.status_code, told, "\n".join(self.world.log.lines)


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


def test_neither_neighbours_nor_ended_keys_nor_nobody_get_in(world):
    with world.for_now():
        own = Door(world, "sachbearbeiterin")
        neighbour = Door(world, "sachbearbeiterin", "beispielhausen")
        for key in CASES:
            status, told, _ = neighbour.ask("GET", file_of(world, key))
            assert status == 404
            assert not [word for word in world.secrets_of(CASES) if word in told]
        with use_tenant(world.home.tenant.pk):
            ApiToken.objects.update(ended_at=timezone.now())
        assert own.ask("GET", file_of(world, "o"))[0] == 401
        own.client = Client()
        assert own.ask("GET", file_of(world, "o"))[0] == 401


def test_a_right_taken_away_a_moment_ago_opens_nothing(world):
    for change, kept in ((world.take_away_roles, ""), (world.move_away, "n")):
        with world.for_now():
            door = Door(world, "sachbearbeiterin")
            assert door.ask("GET", file_of(world, "o"))[0] == 200
            change("sachbearbeiterin")
            for key in CASES.replace(kept or " ", ""):
                assert door.ask("GET", file_of(world, key))[0] == 404, (change.__name__, key)
                assert door.ask("PUT", file_of(world, key), b"neu")[0] in (403, 404, 409)
