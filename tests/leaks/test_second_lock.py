"""The database's own lock, with the filter of the application switched off, for every table."""

from itertools import product

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import DatabaseError, IntegrityError, connection, models, transaction

from tests.leaks.world import settle
from verbundakte.core.ids import uuid7
from verbundakte.core.models import TenantModel
from verbundakte.core.tenancy.context import no_tenant, use_tenant

TABLES = sorted(
    (model for model in apps.get_models() if issubclass(model, TenantModel)),
    key=lambda model: model._meta.db_table,
)
REFUSED = "row-level security policy|permission denied|stays as it is|only be erased"


def label(model) -> str:
    """Return the name of a test."""
    return model._meta.db_table


def run(sql: str, *params) -> int:
    """Run a statement and return how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.rowcount


def run_if_allowed(sql: str, *params) -> int:
    """As `run`; what the application's role may not do to a table at all meets no row."""
    try:
        with transaction.atomic():
            return run(sql, *params)
    except DatabaseError as error:
        assert "permission denied" in str(error), error
        return 0


SAMPLES = {
    models.BooleanField: False,
    models.DateField: "2026-01-01",
    models.DateTimeField: "2026-01-01T00:00:00Z",
    models.JSONField: "{}",
    models.BinaryField: b"x",
    ArrayField: "{}",
}


NUMBERS = (1, 100)


def sample(field, number: int, kept):
    """Return a value a column takes; references are checked at commit only, which never comes.

    Of references that may be empty only `kept` is filled: many tables are about one of several.
    """
    if field.has_default():
        return field.get_db_prep_save(field.get_default(), connection)
    if field.null and field is not kept:
        return None
    if isinstance(field, models.ForeignKey) and isinstance(field.target_field, models.AutoField):
        return number
    if isinstance(field, models.ForeignKey | models.UUIDField):
        return uuid7()
    if field.choices:
        return next(key for key, _ in field.flatchoices)
    if isinstance(field, models.IntegerField):
        return number
    kinds = [kind for kind in SAMPLES if isinstance(field, kind)]
    return SAMPLES[kinds[-1]] if kinds else "x"


def plant(model) -> None:
    """Put a row into the open town; conditions of the table are met by trying."""
    fields = [field for field in model._meta.local_concrete_fields if field.name != "id"]
    fields = [field for field in fields if not getattr(field, "generated", False)]
    names = ", ".join(f'"{name}"' for name in ["id", *(field.column for field in fields)])
    places = ", ".join("%s" for _ in range(len(fields) + 1))
    statement = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({places})"
    references = [field for field in fields if field.is_relation and field.null]
    for number, kept in product(NUMBERS, [None, *references]):
        values = [sample(field, number, kept) for field in fields]
        try:
            with transaction.atomic():
                run(statement, uuid7(), *values)
        except IntegrityError:
            continue
        return


@pytest.fixture
def planted(world):
    """Return a function that gives the ids of rows of Musterstadt in a table."""

    def keys_of(model) -> list:
        with use_tenant(world.home.tenant.pk), connection.cursor() as cursor:
            query = f"SELECT id FROM {model._meta.db_table} LIMIT 5"
            cursor.execute(query)
            found = cursor.fetchall()
            if not found:
                plant(model)
                cursor.execute(query)
                found = cursor.fetchall()
        return [key for (key,) in found]

    return keys_of


@pytest.fixture
def undone(world):
    """Undo what a test does, without looking at deferred rules."""
    with transaction.atomic():
        mark = transaction.savepoint()
        yield
        transaction.savepoint_rollback(mark)


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_no_statement_reaches_a_row_of_another_town(world, planted, undone, model):
    table, keys = model._meta.db_table, planted(model)
    assert keys, "nothing to be found would prove nothing"
    home, other = world.home.tenant.pk, world.towns["beispielhausen"].tenant.pk
    connection.settles_between_tenants = False  # planted rows refer to nothing
    try:
        connection._tenant_seen = None
        with use_tenant(other):
            assert model._base_manager.filter(pk__in=keys).count() == 0
            assert run(f"SELECT 1 FROM {table} WHERE tenant = %s", home) == 0
            touched = f"UPDATE {table} SET tenant = tenant WHERE id = ANY(%s)"
            assert run_if_allowed(touched, keys) == 0
            assert run_if_allowed(f"DELETE FROM {table} WHERE id = ANY(%s)", keys) == 0
            with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
                run(f"INSERT INTO {table} (id, tenant) VALUES (%s, %s)", uuid7(), home)
            own = run(f"SELECT 1 FROM {table}")
            if own:
                with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
                    run(f"UPDATE {table} SET tenant = %s", home)
        connection._tenant_seen = None
        with use_tenant(home):
            assert run(f"SELECT 1 FROM {table} WHERE id = ANY(%s)", keys) == len(keys)
    finally:
        del connection.settles_between_tenants
        connection._tenant_seen = None


@pytest.mark.parametrize("model", TABLES, ids=label)
def test_without_an_open_town_the_database_tells_nothing(world, model):
    query = f"SELECT 1 FROM {model._meta.db_table}"
    with no_tenant(), transaction.atomic():
        mark = transaction.savepoint()
        run("SELECT set_config('verbundakte.tenant', '', true)")
        with pytest.raises(DatabaseError), transaction.atomic():
            run(query)
        transaction.savepoint_rollback(mark)


def test_the_world_is_whole_afterwards(world):
    with use_tenant(world.home.tenant.pk), connection.cursor() as cursor:
        settle(cursor)
