"""No migration breaks the version that still runs beside it, and the linter sees planted breaches."""

import pytest
from django.apps import apps
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.architecture import exceptions
from tests.architecture.migrations import NEW_ROOMS, breaches

AKTE = ModelState(
    "akten",
    "Akte",
    [
        ("id", models.UUIDField(primary_key=True)),
        ("betreff", models.CharField(max_length=200, null=True)),
    ],
)
SHORT, LONG = (
    models.CharField(max_length=20, null=True),
    models.CharField(max_length=400, null=True),
)
PLANTED = {
    "removed": migrations.RemoveField("akte", "betreff"),
    "deleted": migrations.DeleteModel("Akte"),
    "renamed": migrations.RenameField("akte", "betreff", "titel"),
    "table renamed": migrations.AlterModelTable("Akte", "akten_neu"),
    "filled by nobody": migrations.AddField("akte", "art", models.CharField(max_length=9, default="a")),
    "not empty": migrations.AlterField("akte", "betreff", models.CharField(max_length=200)),
    "shorter": migrations.AlterField("akte", "betreff", SHORT),
    "another type": migrations.AlterField("akte", "betreff", models.IntegerField(null=True)),
    "narrower": migrations.AddConstraint(
        "akte", models.UniqueConstraint(fields=["betreff"], name="akte_betreff")
    ),
    "taken away": migrations.RunSQL("REVOKE DELETE ON akten_akte FROM va_app"),
    "by hand": migrations.RunSQL("ALTER TABLE akten_akte DROP COLUMN betreff"),
}  # fmt: skip
ALLOWED = {
    "may be empty": migrations.AddField("akte", "art", models.CharField(max_length=9, null=True)),
    "filled by the database": migrations.AddField(
        "akte", "art", models.CharField(max_length=9, db_default="")
    ),
    "longer": migrations.AlterField("akte", "betreff", LONG),
    "own function": migrations.RunSQL(
        "CREATE FUNCTION akten_eins() RETURNS int AS 'SELECT 1' LANGUAGE sql;"
        " REVOKE EXECUTE ON FUNCTION akten_eins() FROM PUBLIC"
    ),
    "index": migrations.AddIndex("akte", models.Index(fields=["betreff"], name="akte_betreff")),
}


def found(operation, **more) -> list[str]:
    """Return what the linter finds in a migration of one operation."""
    migration = migrations.Migration("0099_test", "akten")
    migration.operations, migration.atomic = [operation], more.get("atomic", True)
    state = ProjectState()
    state.add_model(AKTE.clone())
    return list(breaches("akten", "0099_test", migration, state))


@pytest.fixture(scope="module")
def loader():
    """All migrations on disk."""
    return MigrationLoader(None)


@pytest.fixture(scope="module")
def ours(loader) -> list[tuple[str, str]]:
    """Our migrations in the order in which they run."""
    rooms = {one.label for one in apps.get_app_configs() if one.name.startswith("verbundakte.")}
    leaves = [key for key in loader.graph.leaf_nodes() if key[0] in rooms]
    plan = dict.fromkeys(key for leaf in leaves for key in loader.graph.forwards_plan(leaf))
    return [key for key in plan if key[0] in rooms]


@pytest.fixture(scope="module")
def said(loader, ours) -> dict[str, list[str]]:
    """What may break the version before, by the name of the migration."""
    before, told = ProjectState(real_apps=loader.unmigrated_apps), {}
    for key in loader.graph._generate_plan(loader.graph.leaf_nodes(), at_end=True):
        migration = loader.disk_migrations[key]
        if (
            key in ours
            and key[0] not in NEW_ROOMS
            and (found := list(breaches(*key, migration, before)))
        ):
            told[".".join(key)] = found
        before = migration.mutate_state(before, preserve=False)
    return told


def test_old_and_new_version_can_run_side_by_side(said):
    assert {name: found for name, found in said.items() if name not in exceptions.MIGRATIONS} == {}


def test_no_exception_is_kept_for_a_migration_that_needs_none(said):
    assert exceptions.MIGRATIONS.keys() - said.keys() == set()
    assert all(len(reason) > 20 for reason in exceptions.MIGRATIONS.values())


def test_every_migration_is_one_transaction(loader, ours):
    assert [key for key in ours if not loader.disk_migrations[key].atomic] == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_breach_is_found(name):
    assert len(found(PLANTED[name])) == 1


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_old_version_bears_is_allowed(name):
    assert found(ALLOWED[name]) == []


def test_what_is_not_atomic_is_found():
    assert len(found(ALLOWED["longer"], atomic=False)) == 1
