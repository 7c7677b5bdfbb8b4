"""The tenant is locked twice: by the manager and by the database."""

import uuid

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from verbundakte.core.db.postgresql.base import DatabaseWrapper, OutsideTransaction
from verbundakte.core.models import Blob, Job
from verbundakte.core.tenancy.context import NoTenant, TenantChanged, current_tenant, use_tenant


def blob(digit="a"):
    """Return a row of the open town."""
    return Blob.objects.create(sha256=digit * 64, size=1)


def test_a_query_without_a_town_raises(db):
    with pytest.raises(NoTenant):
        Blob.objects.all()


def test_the_town_is_closed_again_after_an_error(towns):
    with pytest.raises(RuntimeError), use_tenant(towns["musterstadt"].tenant.pk):
        raise RuntimeError
    with pytest.raises(NoTenant):
        current_tenant()


def test_raw_sql_sees_no_row_of_the_other_town(musterstadt, beispielhausen):
    blob()
    with use_tenant(beispielhausen.tenant.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_blob")
        assert cursor.fetchone() == (0,)


def test_raw_sql_cannot_write_a_row_of_the_other_town(musterstadt, beispielhausen):
    sql = "INSERT INTO core_blob (id, tenant, sha256, size, created_at, key_id) VALUES (%s, %s, 'x', 1, now(), '')"
    refused = pytest.raises(DatabaseError, match="row-level security")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, (uuid.uuid4(), beispielhausen.tenant.pk))


def test_raw_sql_without_a_town_is_refused_by_the_database(db):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_blob")


@pytest.mark.parametrize("verb", ["UPDATE core_blob SET size = 2", "DELETE FROM core_blob"])
def test_raw_sql_cannot_change_a_row_of_the_other_town(musterstadt, beispielhausen, verb):
    mine = blob()
    with use_tenant(beispielhausen.tenant.pk), connection.cursor() as cursor:
        cursor.execute(verb)
        assert cursor.rowcount == 0
    with use_tenant(musterstadt.tenant.pk):
        assert Blob.objects.get(pk=mine.pk).size == 1


def test_a_composite_key_refuses_a_row_of_the_other_town(musterstadt, beispielhausen):
    from verbundakte.organisation.models import Organisationseinheit

    foreign = Organisationseinheit.objects.first()
    with use_tenant(beispielhausen.tenant.pk), pytest.raises(IntegrityError), transaction.atomic():
        Organisationseinheit.objects.create(
            kennzeichen="99", name="Fremd", parent_id=foreign.pk, valid_from="2020-01-01"
        )
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_transaction_touches_one_town(musterstadt, beispielhausen, monkeypatch):
    monkeypatch.setattr(DatabaseWrapper, "settles_between_tenants", False)
    Job.objects.count()
    with pytest.raises(TenantChanged), use_tenant(beispielhausen.tenant.pk):
        Job.objects.count()


def test_a_savepoint_that_is_rolled_back_does_not_lose_the_town(musterstadt):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        blob("b")
        raise ZeroDivisionError
    assert Blob.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_statement_outside_a_transaction_is_refused(databases):
    tenant, _ = databases.towns["musterstadt"]
    with use_tenant(tenant.pk), pytest.raises(OutsideTransaction):
        Blob.objects.count()


@pytest.mark.django_db(transaction=True)
def test_the_next_transaction_of_a_connection_knows_no_town(databases):
    tenant, _ = databases.towns["musterstadt"]
    with use_tenant(tenant.pk), transaction.atomic():
        Blob.objects.count()
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM core_blob")
