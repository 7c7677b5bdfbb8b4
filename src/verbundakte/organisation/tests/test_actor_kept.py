"""Rights are read anew as soon as anything changes on which they depend, and not before."""

import re

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.models import Level, Membership, PrincipalKind, Rechtestand
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.accounts import active_memberships
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.actor_kept import KeptActors
from verbundakte.organisation.models import Pruefauftrag, Rollenzuweisung, Vertretung

TRIGGERS = """
SELECT c.relname, array_agg(t.tgname::text ORDER BY t.tgname) FROM pg_trigger t
JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname LIKE 'rechte_%' GROUP BY c.relname
"""


def membership_of(town, role: str) -> Membership:
    """Return how somebody comes in, as a request reads it."""
    account = Membership.objects.get(person_id=town.persons[role]).account
    return next(one for one in active_memberships(account) if one.tenant_id == town.tenant.pk)


@pytest.fixture
def kept(musterstadt):
    """Return kept actors of a town in which something was changed once."""
    assert membership_of(musterstadt, "sachbearbeiterin").stand
    return KeptActors(most=10)


def test_nothing_is_read_again_while_nothing_changes(musterstadt, kept):
    first = kept.load(membership_of(musterstadt, "sachbearbeiterin"))
    assert first == load_actor(first.person_id)
    again = membership_of(musterstadt, "sachbearbeiterin")
    with CaptureQueriesContext(connection) as queries:
        assert kept.load(again) is first
    assert len(queries) == 0


def test_a_role_taken_away_is_gone_with_the_next_request(musterstadt, kept):
    before = kept.load(membership_of(musterstadt, "sachbearbeiterin"))
    Rollenzuweisung.objects.filter(person=before.person_id).delete()
    after = kept.load(membership_of(musterstadt, "sachbearbeiterin"))
    assert before.permissions and not after.permissions


def test_what_is_undone_leaves_the_rights_as_they_were(musterstadt, kept):
    before = kept.load(membership_of(musterstadt, "sachbearbeiterin"))
    with transaction.atomic():
        mark = transaction.savepoint()
        Rollenzuweisung.objects.filter(person=before.person_id).delete()
        assert not kept.load(membership_of(musterstadt, "sachbearbeiterin")).permissions
        transaction.savepoint_rollback(mark)
    assert kept.load(membership_of(musterstadt, "sachbearbeiterin")) == before


def test_other_towns_keep_theirs(musterstadt, beispielhausen, kept):
    with use_tenant(beispielhausen.tenant.pk):
        marks = membership_of(beispielhausen, "leitung").stand
    Rollenzuweisung.objects.filter(person=musterstadt.persons["leitung"]).delete()
    with use_tenant(beispielhausen.tenant.pk):
        assert membership_of(beispielhausen, "leitung").stand == marks


def test_a_town_without_marks_is_read_each_time(musterstadt):
    kept = KeptActors(most=10)
    membership = membership_of(musterstadt, "leitung")
    membership.stand = []
    assert kept.load(membership) is not kept.load(membership)


def test_only_so_many_are_kept(musterstadt):
    kept = KeptActors(most=1)
    roles = ("leitung", "sachbearbeiterin", "leitung")
    found = [kept.load(membership_of(musterstadt, role)) for role in roles]
    assert found[0] == found[2] and found[0] is not found[2]


def test_every_table_that_rights_are_read_from_changes_the_marks(musterstadt):
    """With a Vertretung and a Prüfauftrag everything there is gets read."""
    deputy, absent = (musterstadt.persons[one] for one in ("leitung", "sachbearbeiterin"))
    day = "2020-01-01"
    running = Vertretung.objects.create(person_id=absent, vertreter_id=deputy, from_on=day, to_on="2999-01-01")
    Pruefauftrag.objects.create(
        pruefer_id=deputy, anlass="Prüfung", from_on=day, to_on="2999-01-01",
        created_at="2020-01-01T00:00Z",
        einheiten=list(load_actor(deputy).einheiten),
    )  # fmt: skip
    with CaptureQueriesContext(connection) as queries:
        assert load_actor(deputy, vertretung=str(running.pk)).on_behalf_of
    read = {
        table
        for query in queries
        for table in re.findall(r'(?:FROM|JOIN) "(\w+)"', query["sql"])
    }
    assert {"organisation_nachfolge", "core_zoneentry", "organisation_pruefauftrag"} <= read
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        noted = dict(cursor.fetchall())
    ways = ["rechte_delete", "rechte_insert", "rechte_update"]
    assert {table: noted.get(table) for table in read} == dict.fromkeys(read, ways)


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
def test_two_who_change_rights_at_once_do_not_wait_for_each_other(towns):
    """The second one finds the only row of marks locked, and takes one of its own."""
    town = towns["musterstadt"].tenant.pk
    marks = set(Rechtestand.objects.filter(tenant=town).values_list("marke", flat=True))
    with use_tenant(town), transaction.atomic():
        Rollenzuweisung.objects.filter(person=towns["musterstadt"].persons["leitung"]).delete()
        with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute("UPDATE organisation_stelle SET kennung = kennung WHERE tenant = %s", [town])
    after = set(Rechtestand.objects.filter(tenant=town).values_list("marke", flat=True))
    assert len(after) == len(marks) + 1 and not marks & after


def test_what_a_zone_is_called_follows_the_persons_not_the_files(musterstadt):
    """Another access to a file is another zone; what the first one is called stays known."""
    def marks(bereich: str) -> set:
        rows = Rechtestand.objects.filter(tenant=musterstadt.tenant.pk, bereich=bereich)
        return set(rows.values_list("marke", flat=True))

    persons, zones = marks("personen"), marks("zonen")
    intern_zone([Grant(PrincipalKind.PERSON, musterstadt.persons["leitung"], Level.WRITE)])
    assert (marks("personen"), marks("zonen") - zones) == (persons, marks("zonen"))
    Rollenzuweisung.objects.filter(person=musterstadt.persons["leitung"]).delete()
    assert not marks("personen") & persons
