"""No migration breaks the version that still runs beside it, and the linter sees planted breaches."""

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.architecture import exceptions
from tests.architecture.migrations import FIRST_RELEASE, breaches, is_released

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
    "by hand": migrations.RunSQL("ALTER TABLE akten_akte DROP COLUMN betreff"),
}  # fmt: skip
ALLOWED = {
    "may be empty": migrations.AddField("akte", "art", models.CharField(max_length=9, null=True)),
    "filled by the database": migrations.AddField(
        "akte", "art", models.CharField(max_length=9, db_default="")
    ),
    "longer": migrations.AlterField("akte", "betreff", LONG),
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


def ours(loader) -> list[tuple[str, str]]:
    """Return our migrations in the order in which they run."""
    leaves = [key for key in loader.graph.leaf_nodes() if key[0] in FIRST_RELEASE]
    plan = dict.fromkeys(key for leaf in leaves for key in loader.graph.forwards_plan(leaf))
    return [key for key in plan if key[0] in FIRST_RELEASE]


def test_old_and_new_version_can_run_side_by_side(loader):
    said = []
    for app, name in ours(loader):
        if not is_released(app, name):
            before = loader.project_state((app, name), at_end=False)
            said += breaches(app, name, loader.disk_migrations[app, name], before)
    assert [line for line in said if line.partition(":")[0] not in exceptions.MIGRATIONS] == []


def test_every_migration_is_one_transaction(loader):
    assert [key for key in ours(loader) if not loader.disk_migrations[key].atomic] == []


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_breach_is_found(name):
    assert len(found(PLANTED[name])) == 1


@pytest.mark.parametrize("name", ALLOWED)
def test_what_the_old_version_bears_is_allowed(name):
    assert found(ALLOWED[name]) == []


def test_what_is_not_atomic_is_found():
    assert len(found(ALLOWED["longer"], atomic=False)) == 1
