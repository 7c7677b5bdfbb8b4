"""The embedded database in a backup: a base and the record (WAL) of all changes since.

A replication slot for each place keeps the record until it was fetched; no setting and no restart is
needed. A record that grew beyond `max_slot_wal_keep_size` is given up: then a full backup begins anew.
"""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path
from typing import BinaryIO

import psycopg
from psycopg.conninfo import conninfo_to_dict

from verbundakte.core.backup.unpacking import unpack_all
from verbundakte.core.backup.vessel import CHUNK, BackupProblem
from verbundakte.core.embedded import Cluster
from verbundakte.core.embedded.cluster import SUPERUSER
from verbundakte.core.embedded.identity import ENVIRONMENT

SEGMENT = re.compile(r"[0-9A-F]{24}")
FRACTION = 1  # compression: fast
RECOVERY = "# recovery of a backup\n"
PATIENCE = 7 * 24 * 3600  # seconds


class GapInRecord(BackupProblem):
    """The record since the last backup is not whole any more."""


def slot_name(place: str) -> str:
    """Return the name of the slot that keeps the record for a place."""
    return "sicherung_" + hashlib.sha256(place.encode()).hexdigest()[:16]


def has_slot(connection: psycopg.Connection, slot: str) -> bool:
    """Tell whether the slot is there and still keeps its record."""
    row = connection.execute(
        "SELECT wal_status FROM pg_replication_slots WHERE slot_name = %s", [slot]
    ).fetchone()
    return row is not None and row[0] not in ("lost", "unreserved")


def make_slot(connection: psycopg.Connection, slot: str) -> str:
    """Make the slot anew; return the segment before the first one it keeps."""
    drop_slot(connection, slot)
    row = connection.execute(
        "SELECT pg_walfile_name(lsn) FROM pg_create_physical_replication_slot(%s, true)", [slot]
    ).fetchone()
    first = row[0] if row else ""
    return first[:8] + f"{int(first[8:], 16) - 1:016X}"


def drop_slot(connection: psycopg.Connection, slot: str) -> None:
    """Remove the slot, if there is one."""
    connection.execute(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = %s",
        [slot],
    )


def write_base(cluster: Cluster, target: BinaryIO) -> None:
    """Write the database as it is copied while it works. Raises BackupProblem."""
    command = [str(cluster.binaries / "pg_basebackup"), "--no-password", "--no-manifest"]
    command += ["--pgdata=-", "--format=tar", "--wal-method=none", "--checkpoint=fast"]
    environment = ENVIRONMENT | address(cluster.url(SUPERUSER, "postgres"))
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        assert process.stdout is not None
        with gzip.GzipFile(fileobj=target, mode="wb", compresslevel=FRACTION, mtime=0) as packed:
            shutil.copyfileobj(process.stdout, packed, CHUNK)
    if process.returncode:
        raise BackupProblem(f"Die Datenbank ließ sich nicht sichern; Näheres in {cluster.log}.")


def address(url: str) -> dict[str, str]:
    """Return an address as libpq's environment: a password never stands in a command line."""
    names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER"}
    names |= {"password": "PGPASSWORD", "dbname": "PGDATABASE"}
    parts = conninfo_to_dict(url)
    return {variable: str(parts[name]) for name, variable in names.items() if name in parts}


def switch(connection: psycopg.Connection) -> tuple[str, str]:
    """End the running segment; return its name and the position up to which the record goes.

    The transaction before leaves a time in the record, so that a moment before it can be reached.
    """
    connection.execute("SELECT pg_current_xact_id()")
    row = connection.execute(
        "SELECT lsn::text, pg_walfile_name(lsn) FROM pg_switch_wal() lsn"
    ).fetchone()
    assert row is not None
    return row[1], row[0]


def write_record(cluster: Cluster, target: BinaryIO, *, after: str, upto: str) -> None:
    """Write the segments after one and up to another. Raises GapInRecord."""
    folder = cluster.folder / "pg_wal"
    names = sorted(name for name in os.listdir(folder) if SEGMENT.fullmatch(name))
    names = [name for name in names if after[8:] < name[8:] <= upto[8:]]
    wanted = int(upto[8:16], 16) * 256 + int(upto[16:], 16)
    wanted -= int(after[8:16], 16) * 256 + int(after[16:], 16)
    if len(names) != wanted:
        raise GapInRecord("Die Aufzeichnung der Datenbank seit der letzten Sicherung hat Lücken.")
    with (
        gzip.GzipFile(fileobj=target, mode="wb", compresslevel=FRACTION, mtime=0) as packed,
        tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as archive,
    ):
        for name in names:
            archive.add(folder / name, arcname=name)


def advance(connection: psycopg.Connection, slot: str, position: str) -> None:
    """Let go of the record that was fetched."""
    connection.execute("SELECT pg_replication_slot_advance(%s, %s::pg_lsn)", [slot, position])


def unpack(source: BinaryIO, folder: Path) -> None:
    """Unpack a base or a piece of the record into a folder."""
    folder.mkdir(mode=0o700, exist_ok=True)
    with (
        gzip.GzipFile(fileobj=source, mode="rb") as packed,
        tarfile.open(fileobj=packed, mode="r|") as archive,
    ):
        unpack_all(archive, folder)


def recover(cluster: Cluster, record: Path, target: dict[str, str]) -> None:
    """Let the server replay the record up to the target and end the recovery; it runs then.

    `target` is one setting, `recovery_target_name` or `recovery_target_time`. Raises EmbeddedError.
    """
    settings = {
        "restore_command": f'cp "{record}/%f" "%p"'.replace("'", "''"),
        "recovery_target_action": "promote",
        "hot_standby": "off",  # nobody gets in before it is over
        **target,
    }
    automatic = cluster.folder / "postgresql.auto.conf"
    before = automatic.read_text()
    lines = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
    automatic.write_text(before + RECOVERY + lines)
    (cluster.folder / "recovery.signal").touch()
    (cluster.folder / "pg_wal").mkdir(mode=0o700, exist_ok=True)
    cluster.folder.chmod(0o700)
    cluster.patience = PATIENCE
    cluster.start()
    automatic.write_text(before)
