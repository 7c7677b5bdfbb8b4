"""What the data is like at one moment: every table counted and summed, for each town."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import psycopg
from psycopg import sql

from verbundakte.core.backup.vessel import BackupProblem

TABLES = """
SELECT t.table_name, bool_or(c.column_name = 'tenant')
FROM information_schema.tables t JOIN information_schema.columns c USING (table_schema, table_name)
WHERE t.table_schema = 'public' AND t.table_type = 'BASE TABLE'
GROUP BY 1 ORDER BY 1
"""
TRIES, PAUSE = 200, 0.005
HEADS = "SELECT tenant, seq, encode(hash, 'hex') FROM core_chainhead ORDER BY tenant"


def begin_exact(
    watch: psycopg.Connection, reading: psycopg.Connection, mark: Callable[[], None]
) -> datetime:
    """Open a snapshot in `reading` that is exactly the state at the restore point `mark` sets.

    Writers wait for a moment (the log is locked), then snapshots before and after the point must be
    equal, with nobody writing in between. Returns the moment. Raises BackupProblem.
    """
    for _ in range(5):
        try:
            with watch.transaction():
                watch.execute("SET LOCAL lock_timeout = '2s'")
                watch.execute("LOCK TABLE core_event IN SHARE MODE")
                if moment := _quiet_moment(reading, mark):
                    return moment
        except psycopg.errors.LockNotAvailable:
            pass
        time.sleep(1)
    raise BackupProblem(
        "Die Datenbank kommt für eine Sicherung nicht zur Ruhe; versuchen Sie es später noch einmal."
    )


def _quiet_moment(reading: psycopg.Connection, mark: Callable[[], None]) -> datetime | None:
    for _ in range(TRIES):
        reading.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        before = _snapshot(reading)
        if before.endswith(":"):  # nobody has begun to write
            mark()
            with psycopg.connect(**_same(reading), autocommit=True) as other:
                after = _snapshot(other)
            if after == before:
                return datetime.now(UTC)
        reading.execute("ROLLBACK")
        time.sleep(PAUSE)
    return None


def _same(connection: psycopg.Connection) -> dict:
    return connection.info.get_parameters() | {"password": connection.info.password}


def _snapshot(connection: psycopg.Connection) -> str:
    row = connection.execute("SELECT pg_current_snapshot()::text").fetchone()
    return row[0] if row else ""


def take_picture(connection: psycopg.Connection) -> dict:
    """Return, for each table and town, how many rows there are and the sum of their digests.

    `heads`: the end of each town's log. The connection must see all rows.
    """
    picture: dict = {"tables": {}, "heads": {}}
    for table, has_tenant in connection.execute(TABLES).fetchall():
        town = sql.SQL("tenant") if has_tenant else sql.SQL("0")
        query = sql.SQL(
            "SELECT {town}, count(*), sum(('x' || left(md5(t::text), 15))::bit(60)::bigint)"
            " FROM {table} t GROUP BY 1 ORDER BY 1"
        ).format(town=town, table=sql.Identifier(table))
        rows = connection.execute(query).fetchall()
        picture["tables"][table] = {str(town): [count, str(total)] for town, count, total in rows}
    for tenant, seq, digest in connection.execute(HEADS):
        picture["heads"][str(tenant)] = [seq, digest]
    return picture


def differences(wanted: dict, found: dict) -> list[str]:
    """Return in German what differs between two pictures."""
    sentences = []
    for table in sorted(wanted["tables"].keys() | found["tables"].keys()):
        there, here = wanted["tables"].get(table, {}), found["tables"].get(table, {})
        for town in sorted(there.keys() | here.keys()):
            if there.get(town) != here.get(town):
                counts = [(side.get(town) or [0])[0] for side in (there, here)]
                sentences.append(
                    f"{table}, Kommune {town}: gesichert {counts[0]} Zeilen, zurückgespielt"
                    f" {counts[1]} Zeilen, Inhalt verschieden."
                )
    for town in sorted(wanted["heads"]):
        if wanted["heads"][town] != found["heads"].get(town):
            sentences.append(f"Kommune {town}: Das Ende des Protokolls ist ein anderes.")
    return sentences


def lost_heads(wanted: dict, connection: psycopg.Connection) -> list[str]:
    """Return the towns in which an entry of the log that was there before is gone or another."""
    lost = []
    for town, (seq, digest) in wanted["heads"].items():
        row = connection.execute(
            "SELECT encode(hash, 'hex') FROM core_event WHERE tenant = %s AND seq = %s", [town, seq]
        ).fetchone()
        if seq and (row is None or row[0] != digest):
            lost.append(f"Kommune {town}: Im Protokoll fehlt Eintrag {seq}.")
    return lost
