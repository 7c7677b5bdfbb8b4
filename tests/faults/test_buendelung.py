"""Behind pgbouncer, which gives each transaction another connection: no town is carried over.

What goes past it (docs/betrieb/mehrere-rechner.md) is shown to have to: waiting for notices, locks and
statements that outlive a transaction. Needs the program pgbouncer.
"""

import os
import random
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import psycopg
import pytest
from conftest import Town
from django.conf import settings
from django.db import ConnectionHandler, connections, transaction
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from verbundakte.cli.worker import worker_connector
from verbundakte.core.embedded.identity import for_folder
from verbundakte.core.tenancy.context import NoTenant, use_tenant
from verbundakte.organisation.models import Person

pytestmark = pytest.mark.skipif(
    not shutil.which("pgbouncer"), reason="pgbouncer fehlt (apt-get install pgbouncer)"
)
POOL = 2  # connections to the server, for all
CLIENTS, ROUNDS = 6, 60
CONFIG = """
[databases]
* = host={host} port={port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {own}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = {users}
pool_mode = transaction
default_pool_size = {pool}
ignore_startup_parameters = extra_float_digits,options
server_reset_query_always = 0
"""


@pytest.fixture
def pooled(databases):
    """The address of the test database through pgbouncer, which runs as the server does: not as root."""
    known = conninfo_to_dict(os.environ["DATABASE_URL"])
    who = for_folder(Path(known["host"]), Path("/usr/sbin"))
    folder = Path(tempfile.mkdtemp(prefix="pgbouncer-", dir=Path(known["host"]).parent))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own = free.getsockname()[1]
    (folder / "users").write_text(f'"{known["user"]}" "{known["password"]}"\n')
    text = CONFIG.format(
        host=known["host"], port=known["port"], own=own, users=folder / "users", pool=POOL
    )
    (folder / "ini").write_text(text)
    who.give(folder)
    with (folder / "log").open("w") as log:
        command = [*who.prefix, "pgbouncer", str(folder / "ini")]
        process = subprocess.Popen(command, stdout=log, stderr=log, **who.popen_options())
    url = make_conninfo(
        host="127.0.0.1", port=own, dbname=databases.name,
        user=known["user"], password=known["password"],
    )  # fmt: skip
    until = time.monotonic() + 10
    while not _answers(url) and time.monotonic() < until:
        time.sleep(0.05)
    assert _answers(url), (folder / "log").read_text()
    yield url
    process.terminate()
    process.wait(10)
    shutil.rmtree(folder)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


class Clerk(threading.Thread):
    """Somebody who works in both towns in turn, over the pool, and sometimes fails in the middle."""

    def __init__(self, url: str, towns: list[int], seed: int):
        super().__init__(daemon=True)
        self.url, self.towns, self.chance = conninfo_to_dict(url), towns, random.Random(seed)
        self.wrong: list[str] = []
        self.seen: list[tuple[int, int]] = []  # (connection of the server, town)

    def run(self) -> None:
        """Read, write and fail; note what is not as it must be."""
        known = {name.upper(): str(self.url[name]) for name in ("host", "port", "user", "password")}
        values = settings.DATABASES["default"] | known | {"NAME": self.url["dbname"]}
        values["KEEP_PLANS"] = False
        connections["default"] = ConnectionHandler({"default": values}).create_connection("default")
        try:
            for _ in range(ROUNDS):
                self._work(self.chance.choice([*self.towns, 0]))
        except Exception as error:  # told by the test
            self.wrong.append(repr(error))
        finally:
            connections["default"].close()

    def _work(self, town: int) -> None:
        if not town:
            return self._without_a_town()
        try:
            with use_tenant(town), transaction.atomic():
                persons = list(Person.objects.values_list("tenant", flat=True))
                with connections["default"].cursor() as cursor:
                    cursor.execute("SELECT pg_backend_pid(), tenant FROM organisation_person")
                    rows = cursor.fetchall()
                self.seen.append((rows[0][0], town))
                if {*persons, *(tenant for _, tenant in rows)} != {town}:
                    self.wrong.append(f"in {town}: {set(persons)}")
                Person.objects.filter(pk=None).update(telefon="0")
                if self.chance.random() < 0.2:
                    raise ZeroDivisionError
        except ZeroDivisionError:
            pass

    def _without_a_town(self) -> None:
        try:
            with transaction.atomic():
                list(Person.objects.all())
                self.wrong.append("persons of no town")
        except NoTenant:
            pass
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT current_setting('verbundakte.tenant', true)")
            if cursor.fetchone()[0]:
                self.wrong.append("a town was left")


@pytest.mark.django_db(transaction=True)
def test_no_town_is_carried_over_to_the_next_transaction_of_a_shared_connection(pooled, towns):
    ids = [towns[slug].tenant.pk for slug in ("musterstadt", "beispielhausen")]
    clerks = [Clerk(pooled, ids, seed) for seed in range(CLIENTS)]
    for clerk in clerks:
        clerk.start()
    for clerk in clerks:
        clerk.join(60)
    assert [clerk.wrong for clerk in clerks] == [[]] * CLIENTS
    shared = defaultdict(set)
    for clerk in clerks:
        for server, town in clerk.seen:
            shared[server].add(town)
    assert len(shared) <= POOL and all(len(found) == 2 for found in shared.values())
    moves = [a[0] != b[0] for clerk in clerks for a, b in pairwise(clerk.seen)]
    assert any(moves), "each clerk kept one connection: nothing was shown"


def test_a_setting_ends_with_its_transaction_and_shows_nothing_afterwards(pooled, databases):
    town = Town(*databases.towns["musterstadt"]).tenant.pk
    with psycopg.connect(pooled) as one:
        one.execute("SELECT set_config('verbundakte.tenant', %s, true)", [str(town)])
        assert one.execute("SELECT count(*) FROM organisation_person").fetchone()[0] > 0
    for _ in range(3 * POOL):
        with psycopg.connect(pooled) as other:
            left = other.execute("SELECT current_setting('verbundakte.tenant', true)").fetchone()
            assert not left[0]
            try:
                rows = other.execute("SELECT count(*) FROM organisation_person").fetchone()[0]
            except psycopg.Error:
                rows = 0  # an empty setting is no town
            assert rows == 0


def test_statements_are_not_kept_behind_a_pooler(pooled):
    assert settings.DATABASES["default"]["OPTIONS"].get("prepare_threshold") is None
    for _ in range(3 * POOL):
        with psycopg.connect(pooled, prepare_threshold=None) as one:
            for _ in range(10):
                one.execute("SELECT count(*) FROM organisation_person WHERE id = %s", [None])
            kept = one.execute("SELECT count(*) FROM pg_prepared_statements").fetchone()[0]
            assert kept == 0


def test_a_lock_of_a_transaction_holds_for_others_until_its_end(pooled):
    ask = "SELECT pg_try_advisory_xact_lock(4711)"
    with psycopg.connect(pooled) as one, psycopg.connect(pooled) as other:
        one.execute("SELECT pg_advisory_xact_lock(4711)")
        assert other.execute(ask).fetchone()[0] is False
        other.rollback()
        one.commit()
        assert other.execute(ask).fetchone()[0] is True


def test_notices_do_not_come_through_a_pooler_but_past_it(pooled, monkeypatch):
    straight = make_conninfo(os.environ["DATABASE_URL"], dbname=conninfo_to_dict(pooled)["dbname"])
    heard = {}
    for name, url in (("pooled", pooled), ("straight", straight)):
        with psycopg.connect(url, autocommit=True) as waiting:
            waiting.execute("LISTEN probe")
            with psycopg.connect(straight, autocommit=True) as telling:
                telling.execute("NOTIFY probe")
            heard[name] = len(list(waiting.notifies(timeout=1, stop_after=1)))
    assert heard["straight"] == 1
    assert heard["pooled"] == 0
    monkeypatch.setenv("DATABASE_QUEUE_URL", straight)
    assert worker_connector()._pool_args["conninfo"] == straight
