"""Which tables make up a town: all that carry a tenant, from the models, so that new ones are in."""

from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.db import models

from verbundakte.core.models import AuditEvent, Lesevermerk
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.global_tables import GLOBAL_TABLES

# Chains: written in their order without number and link, which the database then makes anew.
CHAINS = (AuditEvent._meta.db_table, Lesevermerk._meta.db_table)
LINK = ("seq", "hash")
HEADS = {"core_event": "core_chainhead", "core_lesevermerk": "core_readchainhead"}


@dataclass(frozen=True)
class Table:
    """A table of a town. `numbers`: columns with a number of this installation, by the table that
    gives it; they are exported as 1, 2, 3 ... and numbered anew on import."""

    name: str
    columns: tuple[str, ...]
    numbers: dict[str, str]
    is_numbered: bool
    blank: tuple[str, ...]

    @property
    def order(self) -> str:
        """Return the column by which rows are written."""
        return "seq" if self.name in CHAINS else "id"


def tenant_models() -> list[type[models.Model]]:
    """Return all models whose rows belong to a town."""
    return [
        model
        for model in apps.get_models()
        if model._meta.db_table not in GLOBAL_TABLES
        and any(field.column == "tenant" for field in model._meta.local_fields)
    ]


def left_out() -> dict[str, str]:
    """Return the tables of a town that are not exported, with the reason."""
    return registry.not_exported


def _is_numbered(model: type[models.Model]) -> bool:
    return isinstance(model._meta.pk, models.AutoField)


@cache
def tables() -> tuple[Table, ...]:
    """Return the tables of a package; what gives numbers to others comes first."""
    exported = [model for model in tenant_models() if model._meta.db_table not in left_out()]
    found = [_table(model) for model in exported]
    giving = {target for table in found for target in table.numbers.values()}
    found = [_without_id(table) if table.name not in giving else table for table in found]
    return tuple(sorted(found, key=lambda table: (table.name not in giving, table.name)))


def _table(model: type[models.Model]) -> Table:
    fields = [field for field in model._meta.local_fields if field.column != "tenant"]
    numbers = {
        field.column: field.remote_field.model._meta.db_table
        for field in fields
        if field.remote_field and _is_numbered(field.remote_field.model)
    }
    name = model._meta.db_table
    blank = registry.sealed.get(name, ())
    columns = tuple(field.column for field in fields if field.column not in blank)
    return Table(name, columns, numbers, _is_numbered(model), blank)


def _without_id(table: Table) -> Table:
    if not table.is_numbered:
        return table
    columns = tuple(column for column in table.columns if column != "id")
    return Table(table.name, columns, table.numbers, False, table.blank)


@cache
def references(name: str) -> dict[str, str]:
    """Return the columns of a table that point to rows of a town, with the table they point to."""
    model = next(model for model in tenant_models() if model._meta.db_table == name)
    return {
        field.column: field.remote_field.model._meta.db_table
        for field in model._meta.local_fields
        if field.remote_field and field.column != "tenant"
    }


def table_named(name: str) -> Table:
    """Return an exported table."""
    return next(table for table in tables() if table.name == name)
