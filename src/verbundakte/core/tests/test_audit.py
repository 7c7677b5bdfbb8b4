"""The log: one event per action, no change unseen, readable parts erasable."""

import os

import psycopg
import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.actor import SystemActor
from verbundakte.core.audit import EventName, erase_details, note_change, verify_chain
from verbundakte.core.blobs.register import keep, orphans, sweep
from verbundakte.core.models import AuditDetail, AuditEvent, Blob
from verbundakte.core.tenancy.context import use_tenant

KEEPER = SystemActor("test", frozenset({"core.blob:keep"}))


class Event(EventName):
    """Events of these tests."""

    KEPT = "core.blob.kept", "hat etwas aufgehoben"


@action("core.blob:keep", Event.KEPT, about="result")
def keep_text(actor, subject, *, text):
    """Keep a text; refuses the word `nein` after the bytes were written."""
    blob = keep(text.encode())
    note_change("Text", None, text)
    if text == "nein":
        raise Refusal("Das nicht.")
    return blob


@pytest.fixture
def committed(databases, django_db_blocker):
    """A town with five committed events; returns its id."""
    tenant, _ = databases.towns["musterstadt"]
    with use_tenant(tenant.pk):
        for number in range(5):
            keep_text(KEEPER, tenant, text=f"Satz {number}")
    return tenant.pk


def as_owner(databases, *statements):
    """Change the log as somebody with the rights of the database owner."""
    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, dbname=databases.name) as rows:
        rows.execute("ALTER TABLE core_event DISABLE TRIGGER USER")
        rows.execute("ALTER TABLE core_eventdetail DISABLE TRIGGER USER")
        for statement in statements:
            rows.execute(statement)


def problems_of(tenant):
    """Return what verification finds in a town."""
    with use_tenant(tenant), transaction.atomic():
        return verify_chain()[1]


def test_what_may_not_be_done_leaves_nothing(musterstadt):
    nobody = SystemActor("niemand", frozenset())
    with pytest.raises(PermissionDenied):
        keep_text(nobody, musterstadt.tenant, text="x")
    assert not AuditEvent.objects.exists()
    assert not Blob.objects.exists()


def test_a_refused_action_leaves_neither_row_nor_event_nor_lasting_orphan(musterstadt):
    with pytest.raises(Refusal, match=r"Das nicht\."):
        keep_text(KEEPER, musterstadt.tenant, text="nein")
    assert not AuditEvent.objects.exists()
    assert not Blob.objects.exists()
    assert len(orphans(older_than=0)) == 1
    assert sweep(older_than=3600) == 0
    assert sweep(older_than=-1) == 1
    assert orphans(older_than=0) == []


def test_the_application_role_cannot_change_the_log(musterstadt):
    keep_text(KEEPER, musterstadt.tenant, text="x")
    for verb in ("UPDATE core_event SET name = 'y'", "DELETE FROM core_event", "TRUNCATE core_event",
                 "UPDATE core_chainhead SET seq = 0", "DELETE FROM core_eventdetail"):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(verb)


def test_erasing_the_readable_part_keeps_the_chain(musterstadt, settle):
    keep_text(KEEPER, musterstadt.tenant, text="Frau Beispiel")
    event = AuditEvent.objects.get()
    assert erase_details(event) == 1
    assert AuditDetail.objects.get().new is None
    settle()
    assert verify_chain() == (1, [])


def test_a_detail_cannot_be_rewritten(musterstadt):
    keep_text(KEEPER, musterstadt.tenant, text="x")
    with pytest.raises(DatabaseError, match="only be erased"), transaction.atomic():
        AuditDetail.objects.update(new="anders")


@pytest.mark.django_db(transaction=True)
class TestSomebodyWithOwnerRights:
    """Whoever owns the database can change rows, but not unseen."""

    def test_an_untouched_chain_holds(self, committed):
        assert problems_of(committed) == []

    def test_a_deleted_event_is_found_at_its_place(self, committed, databases):
        as_owner(
            databases,
            "DELETE FROM core_eventdetail WHERE event_id IN (SELECT id FROM core_event WHERE seq = 3)",
            "DELETE FROM core_event WHERE seq = 3",
        )
        assert [problem.seq for problem in problems_of(committed)] == [3]

    def test_the_deleted_last_event_is_found(self, committed, databases):
        as_owner(
            databases,
            "DELETE FROM core_eventdetail WHERE event_id IN (SELECT id FROM core_event WHERE seq = 5)",
            "DELETE FROM core_event WHERE seq = 5",
        )
        assert [problem.seq for problem in problems_of(committed)] == [5]

    def test_an_altered_event_is_found_at_its_place(self, committed, databases):
        as_owner(databases, "UPDATE core_event SET name = 'core.blob.lost' WHERE seq = 2")
        assert {problem.seq for problem in problems_of(committed)} == {2}

    def test_an_altered_detail_is_found_at_its_place(self, committed, databases):
        as_owner(
            databases,
            "UPDATE core_eventdetail SET new = 'x' WHERE event_id IN (SELECT id FROM core_event WHERE seq = 4)",
        )
        assert {problem.seq for problem in problems_of(committed)} == {4}

    def test_reordered_events_are_found(self, committed, databases):
        as_owner(
            databases,
            "UPDATE core_event SET seq = CASE seq WHEN 2 THEN 3 ELSE 2 END WHERE seq IN (2, 3)",
        )
        assert 2 in {problem.seq for problem in problems_of(committed)}

    def test_an_event_written_past_the_chain_is_found(self, committed, databases):
        as_owner(
            databases,
            "UPDATE core_event SET seq = NULL, hash = NULL WHERE seq = 5",
        )
        assert any("außerhalb" in problem.message for problem in problems_of(committed))


def test_german_sentences_of_events_are_kept_with_their_names():
    assert Event.KEPT == "core.blob.kept"
    assert Event.KEPT.sentence == "hat etwas aufgehoben"
    assert audit.text_of(True) == "ja"
