"""Migrations let the old and the new version run side by side for one release.

What the old version still reads stays; what it does not know may be left empty by it. Removing comes a
release later, when no code names it any more. All migrations are read; what may break the version before
stands in exceptions.MIGRATIONS with the reason, also of those made before the first release. That each
one can be killed and begun again is tried in tests/faults/test_migration_kill.py, that two versions
run together in tests/faults/wechsel.py.
"""

import re
from collections.abc import Iterable

from django.db import migrations, models

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
MAKES_FUNCTION = re.compile(r"\bCREATE\s+(OR\s+REPLACE\s+)?FUNCTION\b", re.I)
CLOSES_FUNCTION = re.compile(r"\bREVOKE\s+EXECUTE\b[^;]*\bFROM\s+PUBLIC\b", re.I)
NEW_ROOMS = {"geschaeftsgang", "posteingang", "schriftverkehr", "signaturen"}
"""No version that was handed out knows these rooms: leave out here with the first that does."""


def breaches(app: str, name: str, migration, before) -> Iterable[str]:
    """Yield what in a migration breaks the version before it. `before`: the state it begins from."""
    if not migration.atomic:
        yield f"{app}.{name}: not atomic, so a kill leaves it half done"
    state, own = before, set()
    for operation in migration.operations:
        if isinstance(operation, migrations.CreateModel):
            own.add(operation.name_lower)
        if isinstance(operation, migrations.RunSQL):
            yield from (f"{app}.{name}: {text}" for text in _harm(app, str(operation.sql), own))
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


def _harm(app: str, sql: str, own: set[str]) -> Iterable[str]:
    """Yield what raw SQL does to a table that was there before, or to a function it does not make."""
    if MAKES_FUNCTION.search(sql):
        sql = CLOSES_FUNCTION.sub("", sql)
    for statement in sql.split(";"):
        tables = set(re.findall(rf"\b{app}_(\w+)", statement))
        if (found := HARMFUL.search(statement)) and not (tables and tables <= own):
            yield f"raw SQL: {found.group()}"


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
