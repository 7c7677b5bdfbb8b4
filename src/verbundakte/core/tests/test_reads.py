"""Reads of secrets: once a day, erasable after their time, and no change of the chain unseen."""

import os
from datetime import timedelta

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils.timezone import localdate

from verbundakte.core import reads
from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now
from verbundakte.core.models import LeseArt, Lesevermerk, Zone
from verbundakte.core.tenancy.context import use_tenant


@pytest.fixture
def days_ago(monkeypatch):
    """Return a function after which reads are written so many days ago."""

    def turn(days: int) -> None:
        moment = now() - timedelta(days=days)
        monkeypatch.setattr("verbundakte.core.reads.now", lambda: moment)

    return turn


class Thing:
    """Something with an id and a kind."""

    def __init__(self, key):
        self.pk = key
        self._meta = Zone._meta


def read(town, key, art=LeseArt.LESEN):
    """Let the clerk read something."""
    reads.record(town.sachbearbeiterin, Thing(key), art)


@pytest.fixture
def keys(musterstadt):
    """Ids of things to read."""
    return [musterstadt.persons[name] for name in ("leitung", "archiv", "assistenz")]


def test_a_read_is_recorded_once_a_day_and_way(musterstadt, keys, settle):
    for _ in range(2):
        read(musterstadt, keys[0])
        read(musterstadt, keys[0], LeseArt.AUSGABE)
    reads.record(SystemActor("job", frozenset()), Thing(keys[0]))
    settle()
    assert sorted(Lesevermerk.objects.values_list("art", flat=True)) == ["ausgabe", "lesen"]
    assert reads.verify_reads() == (2, [])


def test_after_its_time_the_content_goes_and_the_chain_holds(musterstadt, keys, settle, days_ago):
    days_ago(100)
    read(musterstadt, keys[0])
    days_ago(0)
    read(musterstadt, keys[1])
    settle()
    assert reads.erase_before(localdate() - timedelta(days=90)) == 1
    assert reads.erase_before(localdate() - timedelta(days=90)) == 0
    row = Lesevermerk.objects.get(seq=1)
    assert all(getattr(row, name) is None for name in reads.ERASED)
    assert Lesevermerk.objects.get(seq=2).subject_id == keys[1]
    assert reads.verify_reads() == (2, [])


def test_the_application_covers_no_tracks(musterstadt, keys, settle):
    read(musterstadt, keys[0])
    settle()
    for verb in (
        "UPDATE core_lesevermerk SET person_id = NULL",
        "UPDATE core_lesevermerk SET person_id = NULL, on_behalf_of = NULL, subject_kind = NULL,"
        " subject_id = NULL, art = NULL, read_on = NULL, read_at = NULL, salt = NULL",
        "DELETE FROM core_lesevermerk",
        "UPDATE core_readchainhead SET seq = 0",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("SELECT 1", []),
        ("DELETE FROM core_lesevermerk WHERE seq = 2", [2]),
        ("DELETE FROM core_lesevermerk WHERE seq = 3", [3]),
        ("UPDATE core_lesevermerk SET person_id = gen_random_uuid() WHERE seq = 2", [2]),
        ("UPDATE core_lesevermerk SET digest = salt WHERE seq = 2", [2, 2]),
    ],
)
def test_whoever_owns_the_database_changes_nothing_unseen(databases, statement, place):
    town = databases.towns["musterstadt"]
    actor = SystemActor(str(town[1]["leitung"]), frozenset(), kind="person")
    for name in ("leitung", "archiv", "assistenz"):
        with use_tenant(town[0].pk), transaction.atomic():
            reads.record(actor, Thing(town[1][name]))
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], dbname=databases.name) as rows:
        rows.execute("ALTER TABLE core_lesevermerk DISABLE TRIGGER USER")
        rows.execute(statement)
    with use_tenant(town[0].pk), transaction.atomic():
        assert [problem.seq for problem in reads.verify_reads()[1]] == place
