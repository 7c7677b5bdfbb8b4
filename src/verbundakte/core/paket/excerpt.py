"""A part of a town's package: an object with everything that belongs to it by references."""

import json
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from uuid import UUID

from django.db import connection
from psycopg import sql

from verbundakte.core.paket.export import TABLES
from verbundakte.core.paket.importing import lines_of
from verbundakte.core.paket.tables import references, table_named

Rows = dict[str, dict[str, dict]]
"""Rows by table and id."""


def rows_in(folder: Path, table: str) -> Iterable[dict]:
    """Yield the rows of a table of a package."""
    return lines_of(folder / TABLES / f"{table}.jsonl")


def excerpt(
    folder: Path, parts: Sequence[str], root: tuple[str, str], without: Collection[str]
) -> Rows:
    """Return the rows of `parts` (what is referred to first) that belong to the object `root`.

    A row belongs to it when all its references into `parts` do. Ids `without` stay away, and with
    them whatever refers to them.
    """
    found: Rows = {name: {} for name in parts}
    root_table, root_id = root
    for name in parts:
        into = {column: table for column, table in references(name).items() if table in found}
        is_growing = True
        while is_growing:  # what refers to rows of its own table comes level by level
            is_growing = False
            for row in rows_in(folder, name):
                key = row["id"]
                if key in found[name] or key in without:
                    continue
                if (name, key) == (root_table, root_id) or _belongs(row, into, found):
                    found[name][key] = row
                    is_growing = name in into.values()
    return found


def _belongs(row: dict, into: dict[str, str], found: Rows) -> bool:
    named = [(table, row[column]) for column, table in into.items() if row[column] is not None]
    return bool(named) and all(key in found[table] for table, key in named)


def rows_here(table: str, column: str, keys: Collection[str]) -> dict[str, dict]:
    """Return the rows of the open town whose column is one of the ids, as a package holds them."""
    if not keys:
        return {}
    names = table_named(table).columns
    query = sql.SQL(
        "SELECT to_jsonb(r)::text FROM (SELECT {} FROM {} WHERE {} = ANY(%s)) r"
    ).format(
        sql.SQL(", ").join(map(sql.Identifier, names)), sql.Identifier(table),
        sql.Identifier(column),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(query.as_string(cursor.connection), [[UUID(key) for key in keys]])
        rows = [json.loads(line) for (line,) in cursor.fetchall()]
    return {row["id"]: row for row in rows}


def missing_here(rows: Rows) -> dict[str, set[str]]:
    """Return what rows refer to that neither they nor the open town have, by table."""
    wanted: dict[str, set[str]] = {}
    for name, found in rows.items():
        for column, table in references(name).items():
            if not table.startswith("core_"):
                keys = {row[column] for row in found.values()} - {None}
                wanted.setdefault(table, set()).update(keys - rows.get(table, {}).keys())
    return {
        table: left
        for table, keys in wanted.items()
        if (left := keys - rows_here(table, "id", keys).keys())
    }
