"""Experiment 14: an administrator of the database changes the log; `check` names the position.

The long form: `VERBUNDAKTE_TAMPER=500 ./verbundakte test tests/faults/test_tampering.py`.
"""

import hashlib
import os
import random
import time

import psycopg
import pytest
from django.db import transaction

from verbundakte.core.actions import action
from verbundakte.core.actor import SystemActor
from verbundakte.core.audit import EventName, erase_details, note_change
from verbundakte.core.checks import check_chain
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import use_tenant

COUNT = int(os.environ.get("VERBUNDAKTE_TAMPER", 14))
EVENTS = 40
CLERK = SystemActor("test", frozenset({"test:note"}))
TABLES = ("core_eventdetail", "core_event", "core_chainhead")


class Event(EventName):
    """Events of this experiment."""

    NOTED = "test.noted", "hat etwas notiert"


@action("test:note", Event.NOTED, locks=False)
def note(actor, town, *, text):
    """Leave an entry in the log."""
    note_change("Text", None, text)


def position(seq: int) -> str:
    """Return a condition for the details of an entry."""
    return f"event_id IN (SELECT id FROM core_event WHERE tenant = {{tenant}} AND seq = {seq})"


def altered(chance, owner, tenant):
    seq = chance.randint(1, EVENTS)
    column = chance.choice(["name", "actor_id", "subject_kind", "request_id", "on_behalf_of"])
    owner.execute(f"UPDATE core_event SET {column} = 'x' WHERE tenant = {tenant} AND seq = {seq}")
    return seq


def detail_altered(chance, owner, tenant):
    seq = chance.randint(1, EVENTS - 1)
    where = position(seq).format(tenant=tenant)
    owner.execute(f"UPDATE core_eventdetail SET new = 'x' WHERE {where}")
    return seq


def detail_deleted(chance, owner, tenant):
    seq = chance.randint(1, EVENTS)
    owner.execute(f"DELETE FROM core_eventdetail WHERE {position(seq).format(tenant=tenant)}")
    return seq


def deleted(chance, owner, tenant):
    seq = detail_deleted(chance, owner, tenant)
    owner.execute(f"DELETE FROM core_event WHERE tenant = {tenant} AND seq = {seq}")
    return seq


def reordered(chance, owner, tenant):
    first, second = sorted(chance.sample(range(1, EVENTS + 1), 2))
    owner.execute(
        f"UPDATE core_event SET seq = CASE seq WHEN {first} THEN {second} ELSE {first} END"
        f" WHERE tenant = {tenant} AND seq IN ({first}, {second})"
    )
    return first


def cut_off(chance, owner, tenant):
    """Remove the end of the log and set its head back, as if it had never been."""
    seq = chance.randint(2, EVENTS)
    later = f"SELECT id FROM core_event WHERE tenant = {tenant} AND seq >= {seq}"
    owner.execute(f"DELETE FROM core_eventdetail WHERE event_id IN ({later})")
    owner.execute(f"DELETE FROM core_event WHERE tenant = {tenant} AND seq >= {seq}")
    owner.execute(
        f"UPDATE core_chainhead SET (seq, hash) = (SELECT seq, hash FROM core_event"
        f" WHERE tenant = {tenant} AND seq = {seq - 1}) WHERE tenant = {tenant}"
    )
    return EVENTS


def written_anew(chance, owner, tenant):
    """Remove an entry and compute the whole chain anew, head included."""
    deleted(chance, owner, tenant)
    rows = owner.execute(
        f"SELECT id, digest FROM core_event WHERE tenant = {tenant} ORDER BY seq"
    ).fetchall()
    last = bytes(32)
    for seq, (key, digest) in enumerate(rows, 1):
        last = hashlib.sha256(last + digest).digest()
        owner.execute("UPDATE core_event SET seq = %s, hash = %s WHERE id = %s", (seq, last, key))
    owner.execute(
        "UPDATE core_chainhead SET seq = %s, hash = %s WHERE tenant = %s", (len(rows), last, tenant)
    )
    return EVENTS


TAMPERINGS = (altered, detail_altered, detail_deleted, deleted, reordered, cut_off, written_anew)


@pytest.fixture
def owner(databases):
    """A session with the rights of the database owner, who switches the guards off."""
    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, dbname=databases.name, autocommit=True) as rows:
        for table in TABLES:
            rows.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield rows


def problems_in(tenant: int) -> list[str]:
    """Return what the check finds."""
    with use_tenant(tenant), transaction.atomic():
        return check_chain(deep=False)[1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whatever_an_owner_changes_is_named_with_its_position(databases, owner):
    town, _ = databases.towns["musterstadt"]
    with use_tenant(town.pk):
        owner.execute("ALTER TABLE core_event ENABLE TRIGGER USER")
        for number in range(EVENTS):
            note(CLERK, town, text=f"Satz {number}")
        with transaction.atomic():
            erase_details(AuditEvent.objects.get(seq=EVENTS))
        owner.execute("ALTER TABLE core_event DISABLE TRIGGER USER")
    assert problems_in(town.pk) == [], "an erased detail is no change"
    for table in TABLES:
        owner.execute(f"CREATE TABLE kept_{table} AS SELECT * FROM {table}")
    chance, began, found = random.Random(20261128), time.monotonic(), 0
    for number in range(COUNT):
        tamper = TAMPERINGS[number % len(TAMPERINGS)]
        seq = tamper(chance, owner, town.pk)
        told = problems_in(town.pk)
        assert any(line.startswith(f"Position {seq}:") for line in told), (
            tamper.__name__,
            seq,
            told,
        )
        found += 1
        for table in TABLES:
            owner.execute(f"DELETE FROM {table}")
        for table in reversed(TABLES):
            owner.execute(f"INSERT INTO {table} SELECT * FROM kept_{table}")
        assert problems_in(town.pk) == [], "a false alarm"
    seconds = time.monotonic() - began
    print(f"{COUNT} Eingriffe, {found} mit Position gefunden, 0 Fehlalarme, {seconds:.0f} s")
