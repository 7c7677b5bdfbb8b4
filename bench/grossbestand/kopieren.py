"""Rows into tables by COPY: into a temporary twin first, because row-level security refuses COPY.

From the twin one INSERT takes them over, so policies, keys, constraints and triggers hold as for
every other row.
"""

from collections.abc import Iterable
from itertools import groupby

from django.db import connection, connections, models
from django.db.models.expressions import DatabaseDefault


def copy_rows(rows: Iterable[models.Model]) -> int:
    """Write rows, table after table in the order they come (in a transaction); return how many."""
    return sum(_copy(model, list(same)) for model, same in groupby(rows, type))


def _copy(model: type[models.Model], rows: list[models.Model]) -> int:
    table = model._meta.db_table
    fields = model._meta.local_concrete_fields
    if model._meta.auto_field:
        fields = [field for field in fields if field is not model._meta.auto_field]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    database = connections[connection.alias]  # looked up for each value it takes as long as the value
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE IF NOT EXISTS twin_{table} ON COMMIT DELETE ROWS"  # noqa: S608
            f" AS SELECT {columns} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY twin_{table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([_value(field, row, database) for field in fields])
        cursor.execute(
            f"INSERT INTO {table} ({columns}) SELECT {columns} FROM twin_{table}"  # noqa: S608
        )
        cursor.execute(f"TRUNCATE twin_{table}")
    return len(rows)


def _value(field: models.Field, row: models.Model, database):
    value = field.pre_save(row, True)
    if isinstance(value, DatabaseDefault):
        value = value.expression.value
    return field.get_db_prep_save(value, database)
