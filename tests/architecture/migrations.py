"""Migrations after the first release let the old and the new version run side by side for one release.

What the old version still reads stays; what it does not know may be left empty by it. Removing comes a
release later, when no code names it any more, with a line in exceptions.MIGRATIONS. That each one can
be killed and begun again is tried in tests/faults/test_migration_kill.py.
"""

import re
from collections.abc import Iterable

from django.db import migrations, models

# Up to these numbers migrations belong to the first release: they never ran beside an older version.
FIRST_RELEASE = {
    "akten": 40,
    "anbindung": 5,
    "core": 28,
    "datenschutz": 5,
    "organisation": 16,
    "posteingang": 30,
    "verbund": 5,
}
GONE = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)
HARMFUL = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|FUNCTION|TRIGGER|POLICY)|RENAME\s+(TO|COLUMN)|SET\s+NOT\s+NULL|TRUNCATE"
    r"|ALTER\s+COLUMN\s+\w+\s+(SET\s+DATA\s+)?TYPE|REVOKE)\b",
    re.I,
)


def number(name: str) -> int:
    """Return the number a migration begins with."""
    return int(name.partition("_")[0])


def is_released(app: str, name: str) -> bool:
    """Tell whether a migration belongs to the first release."""
    return number(name) <= FIRST_RELEASE.get(app, 0)


def breaches(app: str, name: str, migration, before) -> Iterable[str]:
    """Yield what in a migration breaks the version before it. `before`: the state it begins from."""
    if not migration.atomic:
        yield f"{app}.{name}: not atomic, so a kill leaves it half done"
    state, own = before, set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            own.add(operation.name_lower)
        table = getattr(operation, "model_name_lower", getattr(operation, "name_lower", ""))
        if table not in own:
            yield from (f"{app}.{name}: {text}" for text in _broken(app, operation, state, table))
        state = state.clone()
        operation.state_forwards(app, state)


def _broken(app: str, operation, state, table: str) -> Iterable[str]:
    if isinstance(operation, GONE):
        yield f"{operation.describe()}: the old version still uses it"
    if isinstance(operation, migrations.AddField) and _must_be_filled(operation.field):
        yield f"{operation.describe()}: the old version leaves it empty (null or db_default)"
    if isinstance(operation, migrations.AlterField):
        yield from _narrowed(state.models[app, table].fields[operation.name], operation)
    if isinstance(operation, migrations.AddConstraint):
        yield f"{operation.describe()}: the old version may breach it"
    if isinstance(operation, migrations.RunSQL) and HARMFUL.search(str(operation.sql)):
        yield f"raw SQL: {HARMFUL.search(str(operation.sql)).group()}"


def _must_be_filled(field: models.Field) -> bool:
    many = isinstance(field, models.ManyToManyField)
    return not (many or field.null or field.db_default is not models.NOT_PROVIDED)


def _narrowed(old: models.Field, operation) -> Iterable[str]:
    new, said = operation.field, operation.describe()
    if old.null and not new.null:
        yield f"{said}: the old version leaves it empty"
    if old.get_internal_type() != new.get_internal_type():
        yield f"{said}: the old version expects another type"
    if (old.max_length or 10**9) > (new.max_length or 10**9):
        yield f"{said}: what the old version writes may be longer"
    if new.unique and not old.unique:
        yield f"{said}: the old version may breach it"
