"""A database elsewhere: a dump of one snapshot, and reading it into an empty database."""

import os
import shutil
import subprocess
from pathlib import Path
from typing import BinaryIO

import psycopg

from verbundakte.core.backup.database import address
from verbundakte.core.backup.vessel import CHUNK, BackupProblem
from verbundakte.core.embedded.cluster import _binaries
from verbundakte.core.embedded.identity import ENVIRONMENT


def write_dump(url: str, reading: psycopg.Connection, target: BinaryIO) -> None:
    """Write what the snapshot of `reading` sees. Raises BackupProblem."""
    row = reading.execute("SELECT pg_export_snapshot()").fetchone()
    command = [str(_binaries() / "pg_dump"), "--format=custom", "--compress=1", "--no-password"]
    command += ["--enable-row-security", f"--snapshot={row[0] if row else ''}"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENVIRONMENT | address(url)
    ) as process:
        assert process.stdout is not None
        shutil.copyfileobj(process.stdout, target, CHUNK)
    if process.returncode:
        raise BackupProblem(
            "Die Datenbank in DATABASE_OWNER_URL ließ sich nicht sichern; prüfen Sie Adresse,"
            " Kennwort und die Version von PostgreSQL."
        )


def read_dump(url: str, source: BinaryIO, log: Path) -> None:
    """Read a dump into an empty database. Raises BackupProblem."""
    with psycopg.connect(url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'"
        ).fetchone()
        if row and row[0]:
            raise BackupProblem(
                "Die Datenbank in DATABASE_OWNER_URL ist nicht leer; legen Sie eine leere an."
            )
        connection.execute("GRANT CREATE, USAGE ON SCHEMA public TO va_audit")
    name = psycopg.conninfo.conninfo_to_dict(url)["dbname"]
    command = [str(_binaries() / "pg_restore"), "--no-password", "--single-transaction"]
    command += ["--exit-on-error", f"--dbname={name}"]
    with log.open("ab") as output, subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=output, stderr=output,
        env=ENVIRONMENT | address(url) | {"PGOPTIONS": os.environ.get("PGOPTIONS", "")},
    ) as process:  # fmt: skip
        assert process.stdin is not None
        try:
            shutil.copyfileobj(source, process.stdin, CHUNK)
            process.stdin.close()
        except BrokenPipeError:
            pass
    if process.returncode:
        raise BackupProblem(f"Die Datenbank ließ sich nicht zurückspielen; Näheres in {log}.")
