"""Brings the database to the form of this version, and knows quickly when nothing is to be done."""

import hashlib
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import psycopg
from psycopg import sql

from verbundakte import __version__
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import Problem

PACKAGE = Path(__file__).resolve().parents[1]
ONE_AT_A_TIME = 0x7665726275  # the key of our lock in the database
FOREIGN = ("django", "procrastinate")  # packages that bring migrations of their own


def migrate(installation: Installation, environment: dict[str, str]) -> None:
    """Run all migrations under the owner's role; a database that has them all is left alone.

    The digest of the migrations is kept with the database itself (its comment), so that it is
    right after a restore too. Raises Problem.
    """
    url = environment.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_OWNER_URL")
    if not url:
        raise Problem(
            "DATABASE_URL ist gesetzt, aber DATABASE_OWNER_URL fehlt; bitte auch die Adresse mit"
            " der Rolle va_owner angeben, sie wird für den Aufbau der Tabellen gebraucht."
        )
    digest = _digest()
    try:
        with psycopg.connect(url, autocommit=True, connect_timeout=10) as connection:
            connection.execute(
                "SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME]
            )  # of several machines
            if _noted(connection) != digest:
                _run(installation, environment)
                statement = sql.SQL("COMMENT ON DATABASE {} IS {}")
                database = sql.Identifier(connection.info.dbname)
                connection.execute(statement.format(database, sql.Literal(digest)))
    except psycopg.OperationalError as error:
        raise Problem(
            "Die Datenbank in DATABASE_OWNER_URL antwortet nicht; bitte Adresse und Kennwort"
            " prüfen und erneut starten."
        ) from error
    installation.note_version()


def _run(installation: Installation, environment: dict[str, str]) -> None:
    log = installation.log / "migrate.log"
    command = [sys.executable, "-m", "django", "migrate", "--database=owner"]
    command += ["--noinput", "--skip-checks"]
    with log.open("ab") as output:
        done = subprocess.run(
            command, env=os.environ | environment, stdout=output, stderr=output, check=False
        )
    if done.returncode != 0:
        raise Problem(
            "Die Datenbank konnte nicht auf den Stand dieser Version gebracht werden; die"
            f" vorhandenen Daten bleiben erhalten; Näheres in {log}."
        )


def _noted(connection: psycopg.Connection) -> str | None:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = connection.execute(query, [connection.info.dbname]).fetchone()
    return row[0] if row else None


def _digest() -> str:
    versions = [__version__, *(version(name) for name in FOREIGN)]
    digest = hashlib.sha256(" ".join(versions).encode())
    for path in sorted(PACKAGE.glob("**/migrations/*.py")):
        digest.update(str(path.relative_to(PACKAGE)).encode() + path.read_bytes())
    return f"migrations {digest.hexdigest()}"
