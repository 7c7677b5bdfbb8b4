"""Experiment 12: the upgrade is killed at each migration and begun again; the end is the same.

In CI a few migrations, each killed once; all of them: `VERBUNDAKTE_KILLS=all ./verbundakte test
tests/faults/test_migration_kill.py`. Old and new version side by side: tests/architecture.
"""

import os
import random
import subprocess
import sys
import time

import psycopg
import pytest
from django.conf import settings
from psycopg.conninfo import conninfo_to_dict, make_conninfo

SOME = ("core.0002_second_lock", "akten.0017_zugriff_daten")
ALL = os.environ.get("VERBUNDAKTE_KILLS") == "all"
MARK = "  Applying "
SHAPE = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default"
    " FROM information_schema.columns WHERE table_schema = 'public'",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE connamespace = 'public'::regnamespace",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'",
    "policies": "SELECT tablename, policyname, roles::text, cmd, qual, with_check FROM pg_policies",
    "grants": "SELECT table_name, grantee, privilege_type FROM information_schema.table_privileges"
    " WHERE table_schema = 'public'",
    "triggers": "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
    "applied": "SELECT app, name FROM django_migrations",
}


def owner_url(database: str) -> str:
    """Return the address of a database for its owner."""
    return make_conninfo(
        **conninfo_to_dict(os.environ["DATABASE_OWNER_URL"]) | {"dbname": database}
    )


OURS = ("-m", "django")
DJANGOS = ("-c", (
    "import sys, django; from django.core.management.commands.migrate import Command; django.setup();"
    "Command().run_from_argv(['django', *sys.argv[1:]])"
))  # fmt: skip


def begin(database: str, program: tuple[str, str] = OURS) -> subprocess.Popen:
    """Start the upgrade of a database as the product does."""
    command = [sys.executable, "-u", *program, "migrate", "--database=owner"]
    more = {
        "DATABASE_OWNER_URL": owner_url(database),
        "DATABASE_URL": owner_url(database),
        "VERBUNDAKTE_DATA": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "verbundakte.settings",
    }
    return subprocess.Popen(
        [*command, "--noinput", "--skip-checks"],
        env=os.environ | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run_until(database: str, is_hit, chance: random.Random) -> str:
    """Run the upgrade until a migration is hit and kill it there; return which ("": it ended)."""
    process, said = begin(database), []
    for line in process.stdout:
        said.append(line)
        name = line.removeprefix(MARK).partition("...")[0]
        if line.startswith(MARK) and is_hit(name):
            time.sleep(chance.random() * 0.04)
            process.kill()
            process.wait()
            return name
    assert process.wait() == 0, "".join(said)[-2000:]
    return ""


def shape(database: str) -> dict[str, list]:
    """Return what the database looks like."""
    with psycopg.connect(owner_url(database)) as rows:
        return {name: sorted(rows.execute(sql).fetchall(), key=str) for name, sql in SHAPE.items()}


@pytest.fixture
def empty(databases):
    """A database as an installation begins with, and the name of one upgraded undisturbed."""
    name = f"kill_{os.getpid()}"
    source = conninfo_to_dict(os.environ["DATABASE_OWNER_URL"])["dbname"]
    with psycopg.connect(owner_url("postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {source}")
        yield name, databases.template
        server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.mark.slow
def test_our_quicker_command_ends_as_the_one_of_django(empty):
    database, ours = empty
    said, _ = begin(database, DJANGOS).communicate()
    expected, found = shape(database), shape(ours)
    assert found["applied"], said[-2000:]
    for part in SHAPE:
        assert found[part] == expected[part], part


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_an_upgrade_killed_at_migrations_ends_as_an_undisturbed_one(long_run, empty):
    database, undisturbed = empty
    chance, killed, began = random.Random(12), set(), time.monotonic()

    def is_hit(name: str) -> bool:
        return name not in killed and (ALL or name in SOME)

    while name := run_until(database, is_hit, chance):
        killed.add(name)
    assert killed >= set(SOME)
    expected, found = shape(undisturbed), shape(database)
    for part in SHAPE:
        assert found[part] == expected[part], part
    seconds = time.monotonic() - began
    print(f"{len(killed)} Migrationen abgebrochen und fortgesetzt, gleicher Stand, {seconds:.0f} s")
