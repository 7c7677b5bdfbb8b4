"""Experiment: the disk of PostgreSQL fills up while files are filed (only in full, with `--long`).

The outer test makes a small disk with a server of its own and runs the inner one there.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from tests.faults.site import ROOT
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.test_views_upload import Sender
from verbundakte.cli.acknowledged import check_acknowledged
from verbundakte.core.checks import check_chain
from verbundakte.core.embedded import EmbeddedError, cluster
from verbundakte.core.tenancy.context import use_tenant

SMALL = "VERBUNDAKTE_SMALL_DISK"
SIZE, LEFT, MB = 700, 12, 1024**2
FILL = (
    "INSERT INTO ballast SELECT string_agg(md5(random()::text), '') FROM generate_series(1, 20000)"
)


@pytest.mark.slow
def test_versuch_4_runs_on_a_small_disk(is_long, tmp_path):
    if not is_long:
        pytest.skip("nur in voller Länge (--long)")
    if os.geteuid() != 0:
        pytest.skip("nur root kann eine kleine Platte einhängen")
    tmp_path.chmod(0o711)
    disk = tmp_path / "platte"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}m", "tmpfs", str(disk)], check=True)
    disk.chmod(0o711)
    throw_away = cluster(disk / "cluster", durable=False)  # which may make databases
    throw_away.start(die_with_parent=True)
    throw_away.stop()
    database = cluster(disk / "cluster")  # but what it confirms is to be kept
    try:
        database.start(die_with_parent=True)
        (tmp_path / "tmp").mkdir()
        told = {
            SMALL: str(disk),
            "VERBUNDAKTE_TEST_CLUSTER": str(database.data),
            "TMPDIR": str(tmp_path / "tmp"),
        }
        command = [sys.executable, "-m", "pytest", "-n", "0", __file__, "-k", "versuch_4_postgres"]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=os.environ | database.urls() | told,
            capture_output=True,
            text=True,
        )
        print("\n".join(line for line in done.stdout.splitlines() if not line.startswith("{")))
        assert done.returncode == 0, done.stdout[-3000:]
    finally:
        database.stop()
        subprocess.run(["umount", "-l", str(disk)], check=False)


@pytest.mark.skipif(SMALL not in os.environ, reason="läuft nur im Versuch 4")
@pytest.mark.django_db(transaction=True)
def test_versuch_4_postgres_has_no_room(versuch, town, open_office, databases, tmp_path):
    found = versuch(4, "Platte der Datenbank voll")
    disk = Path(os.environ[SMALL])
    ballast = disk / "ballast"
    owner = {"conninfo": os.environ["DATABASE_OWNER_URL"], "dbname": databases.name}
    with psycopg.connect(**owner, autocommit=True) as session:
        session.execute("CREATE TABLE ballast (text text)")
    with ballast.open("wb") as file:
        while shutil.disk_usage(disk).free > LEFT * MB:
            file.write(bytes(MB))
            file.flush()
    sender = Sender(open_office)
    sender.browser.raise_request_exception = False
    refused: list[int] = []
    for number in range(400):
        found.runs += 1
        status, dokument = file_one(sender, open_office, number)
        if status == 201:
            found.confirm({"tenant": "musterstadt", "dokument": dokument})
        else:
            refused.append(status)
        if len(refused) == 8:
            break
        fill(owner)
    assert refused and set(refused) <= {503, 507}
    ballast.unlink()
    wait_until_it_works(disk, owner)
    status, dokument = file_one(sender, open_office, 9999)
    assert status == 201
    found.confirm({"tenant": "musterstadt", "dokument": dokument})
    path = tmp_path / "bestaetigt.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in found.acknowledged))
    found.lost = check_acknowledged(path, deep=True).problems
    found.more |= {"abgewiesen": len(refused), "mit Status": sorted(set(refused))}
    assert found.lost == []
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert Dokument.objects.count() == len(found.acknowledged)
        assert check_chain(True)[1] == []


def file_one(sender: Sender, office, number: int) -> tuple[int, str]:
    """Upload a small file; return the status of what ended it, and the Dokument."""
    content = f"Schreiben {number}".encode()
    target = f"vorgang:{office.vorgang.pk}"
    try:
        answer = sender.begin(name=f"{number}.txt", size=len(content), target=target)
        if answer.status_code == 201:
            ticket = answer.json()
            answer = sender.part(ticket, content, 0, len(content))
            if answer.status_code == 200:
                answer = sender.finish(ticket)
    except DatabaseError:  # the test client's own session lies in the database, too
        return 503, ""
    return answer.status_code, answer.json().get("id", "") if answer.status_code == 201 else ""


def fill(owner: dict) -> None:
    """Let something else in the database need room."""
    try:
        with psycopg.connect(**owner, autocommit=True, connect_timeout=2) as session:
            session.execute(FILL)
    except psycopg.Error:
        time.sleep(0.2)


def wait_until_it_works(disk: Path, owner: dict) -> None:
    """Start the server where it has ended, as the supervisor does, and wait for it."""
    until = time.monotonic() + 60
    while True:
        database = cluster(disk / "cluster")
        try:
            if not database.is_running():
                database.start(die_with_parent=True)
            with psycopg.connect(**owner, autocommit=True, connect_timeout=2) as session:
                session.execute("DROP TABLE ballast")
            connection.close()
            return
        except (psycopg.Error, EmbeddedError):
            if time.monotonic() > until:
                raise
            time.sleep(0.5)
