"""Writing a town into a package: one snapshot of its rows, then the bytes they name."""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import psycopg
from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from verbundakte import __version__
from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs import store
from verbundakte.core.models import Membership, Tenant
from verbundakte.core.paket import bag
from verbundakte.core.paket.tables import HEADS, Table, left_out, references, tables

FORMAT = "verbundakte-kommune-1"
TABLES, BLOBS = "tabellen", "core_blob"
BATCH = 2000
Told = Callable[[int, int], None]


@contextmanager
def town_connection(tenant: int) -> Iterator[psycopg.Connection]:
    """Open a connection of the application role that sees one town in one snapshot."""
    raw = connection.get_new_connection(connection.get_connection_params())
    with closing(raw):
        raw.autocommit = True
        raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        raw.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        raw.execute("SELECT set_config('verbundakte.tenant', %s, true)", [str(int(tenant))])
        yield raw


def export_tenant(tenant: Tenant, path: Path, key: bytes | None, told: Told) -> dict:
    """Write the package of a town and read it back; return its digest and what is in it.

    Raises BackupProblem when bytes are missing; then no file is left.
    """
    (settings.DATA_DIR / "tmp").mkdir(exist_ok=True)
    with TemporaryDirectory(dir=settings.DATA_DIR / "tmp") as folder:
        with town_connection(tenant.pk) as raw:
            rows = write_tables(raw, tenant, Path(folder))
        with bag.writing(path, key) as file:
            found = _write_bag(tenant, Path(folder), rows, file, told)
    with bag.opening(path, key) as file:
        digest, _ = bag.unpack(file, None)
    if digest != found["digest"]:
        path.unlink()
        raise BackupProblem(f"Das Paket {path} liest sich anders, als es geschrieben wurde.")
    return found | {"size": path.stat().st_size}


def write_tables(raw: psycopg.Connection, tenant: Tenant, folder: Path) -> dict[str, int]:
    """Write all rows that a connection sees of a town, and what they are; return how many by table."""
    counts, heads = {}, {}
    (folder / TABLES).mkdir()
    for table in tables():
        with open(folder / TABLES / f"{table.name}.jsonl", "wb") as file:
            counts[table.name] = write_rows(raw, table, file)
    for chain, head in HEADS.items():
        query = sql.SQL("SELECT seq, encode(hash, 'hex') FROM {}").format(sql.Identifier(head))
        heads[chain] = list(raw.execute(query).fetchone() or (0, ""))
    description = {
        "format": FORMAT,
        "kommune": {
            "uuid": str(tenant.uuid),
            "name": tenant.name,
            "ags": tenant.ags,
            "art": tenant.kind,
        },
        "tabellen": {
            table.name: {"zeilen": counts[table.name], "spalten": list(table.columns)}
            | ({"leer": list(table.blank)} if table.blank else {})
            for table in tables()
        },
        "nicht_enthalten": left_out(),
        "ketten": heads,
    }
    text = json.dumps(description, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / "kommune.json").write_text(text)
    with transaction.atomic(), open(folder / "anmeldungen.jsonl", "wb") as file:
        for line in _logins(tenant):
            file.write(line)
    return counts


def _logins(tenant: Tenant) -> Iterator[bytes]:
    rows = Membership.objects.filter(tenant=tenant).select_related("account")
    for row in rows.order_by("account__login"):
        ended = row.ended_at.isoformat() if row.ended_at else None
        facts = {"person_id": str(row.person_id), "login": row.account.login}
        facts |= {"email": row.account.email, "created_at": row.created_at.isoformat()}
        yield json.dumps(facts | {"ended_at": ended}, ensure_ascii=False).encode() + b"\n"


def write_rows(raw: psycopg.Connection, table: Table, file: BinaryIO) -> int:
    """Write the rows of a table as lines of JSON; return how many."""
    count = 0
    with raw.cursor(name="paket") as cursor:
        cursor.itersize = BATCH
        cursor.execute(_query(table))
        for (line,) in cursor:
            file.write(line.encode() + b"\n")
            count += 1
    return count


def _query(table: Table) -> sql.Composed:
    columns, joins = [], []
    for column in table.columns:
        if column == "id" and table.is_numbered:
            columns.append(sql.SQL("row_number() OVER (ORDER BY t.id) AS id"))
        elif column in table.numbers:
            alias = sql.Identifier(f"n_{column}")
            columns.append(sql.SQL("{}.n AS {}").format(alias, sql.Identifier(column)))
            joins.append(
                sql.SQL(
                    " LEFT JOIN (SELECT id, row_number() OVER (ORDER BY id) AS n FROM {}) {}"
                    " ON {}.id = t.{}"
                ).format(
                    sql.Identifier(table.numbers[column]), alias, alias, sql.Identifier(column)
                )
            )
        else:
            columns.append(sql.SQL("t.{}").format(sql.Identifier(column)))
    return sql.SQL(
        "SELECT to_jsonb(r)::text FROM (SELECT {} FROM {} t{}{} ORDER BY t.{}) r"
    ).format(
        sql.SQL(", ").join(columns),
        sql.Identifier(table.name),
        sql.SQL("").join(joins),
        _without_passing() if table.name == BLOBS else sql.SQL(""),
        sql.Identifier(table.order),
    )


def _without_passing() -> sql.Composed:
    """Leave out bytes that only a table names which stays here: what was made for some days, and
    packages themselves."""
    left = _union(left_out())
    kept = _union(table.name for table in tables())
    return sql.SQL(" WHERE NOT (t.id IN ({}) AND t.id NOT IN ({}))").format(left, kept)


def _union(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(" UNION ALL ").join(
        sql.SQL("SELECT {0} FROM {1} WHERE {0} IS NOT NULL").format(
            sql.Identifier(column), sql.Identifier(name)
        )
        for name in names
        for column, to in references(name).items()
        if to == BLOBS
    )


def _write_bag(
    tenant: Tenant, folder: Path, rows: dict[str, int], target: BinaryIO, told: Told
) -> dict:
    writer = bag.BagWriter(target)
    total = rows["core_blob"]
    for name in ("kommune.json", "anmeldungen.jsonl"):
        _add_file(writer, f"data/{name}", folder / name)
    for table in tables():
        name = f"{TABLES}/{table.name}.jsonl"
        _add_file(writer, f"data/{name}", folder / name)
    with open(folder / TABLES / "core_blob.jsonl", "rb") as lines:
        for done, line in enumerate(lines, 1):
            _add_bytes(writer, tenant, json.loads(line))
            told(done, total)
    info = {"Source-Organization": tenant.name, "External-Identifier": str(tenant.uuid)}
    digest = writer.finish(info | {"Bag-Software-Agent": f"Verbundakte {__version__}"})
    return {"digest": digest, "rows": sum(rows.values()), "files": total, "tables": rows}


def _add_file(writer: bag.BagWriter, name: str, path: Path) -> None:
    with open(path, "rb") as file:
        writer.add(name, file, path.stat().st_size)


def _add_bytes(writer: bag.BagWriter, tenant: Tenant, row: dict) -> None:
    sha256 = row["sha256"]
    try:
        with store.open_blob(tenant.pk, sha256) as file:
            found = writer.add(f"data/dateien/{sha256[:2]}/{sha256}", file, row["size"])
    except (store.BytesMissing, OSError):
        found = ""
    if found != sha256:
        raise BackupProblem(
            f"Eine Datei von {tenant.name} fehlt im Speicher oder ist beschädigt ({sha256});"
            " ./verbundakte check --deep nennt alle."
        )
