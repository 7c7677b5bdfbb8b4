"""Taking a package in: everything is compared first, then all rows come in one transaction.

Rows are written by the application role under row-level security with the new town open: what a
package says about towns cannot reach any other. The database makes both chains anew; their ends must
be those of the package.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from psycopg import sql

from verbundakte.core.audit import verify_chain
from verbundakte.core.blobs import store
from verbundakte.core.blobs.errors import is_digest
from verbundakte.core.models import Account, Membership, Tenant, TenantKind
from verbundakte.core.paket import bag
from verbundakte.core.paket.bag import PackageRefused
from verbundakte.core.paket.export import FORMAT
from verbundakte.core.paket.removal import remove_bytes
from verbundakte.core.paket.tables import CHAINS, HEADS, LINK, Table, tables
from verbundakte.core.reads import verify_reads
from verbundakte.core.tenancy.context import use_tenant

BATCH = 500
LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True)
class Package:
    """A package that was unpacked and compared."""

    digest: str
    folder: Path
    about: dict

    @property
    def town(self) -> dict:
        """Return uuid, name, ags and art of the town."""
        return self.about["kommune"]


@contextmanager
def opened(path: Path, key: bytes | None) -> Iterator[Package]:
    """Unpack and compare a package into a folder of its own. Raises BackupProblem."""
    (settings.DATA_DIR / "tmp").mkdir(exist_ok=True)
    with TemporaryDirectory(dir=settings.DATA_DIR / "tmp") as name:
        folder = Path(name)
        with bag.opening(path, key) as file:
            digest, payload = bag.unpack(file, folder)
        yield Package(digest, folder / "data", _about(folder, payload))


def _about(folder: Path, payload: dict[str, str]) -> dict:
    about = about_town(folder / "data")
    for name, digest in payload.items():
        if name.startswith("data/dateien/") and not name.endswith(f"/{digest[:2]}/{digest}"):
            raise PackageRefused("Eine Datei im Paket wurde verändert; es wurde nichts übernommen.")
    return about


def about_town(folder: Path) -> dict:
    """Return what the rows in a folder are. Raises PackageRefused when this version knows others."""
    try:
        about = json.loads((folder / "kommune.json").read_text())
        known = {name: one["spalten"] for name, one in about["tabellen"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise PackageRefused(
            "Das Paket sagt nicht, was in ihm ist; es wurde nichts übernommen."
        ) from error
    if about.get("format") != FORMAT:
        raise PackageRefused("Das Paket hat ein Format, das diese Fassung nicht kennt.")
    if known != {table.name: list(table.columns) for table in tables()}:
        raise PackageRefused(
            "Das Paket stammt von einer anderen Fassung von Verbundakte; bringen Sie beide"
            " Installationen auf dieselbe und exportieren Sie noch einmal."
        )
    return about


def import_tenant(
    package: Package, slug: str, emptied: Tenant | None = None
) -> tuple[Tenant, list[str]]:
    """Take a package in as the town `slug`; return the town and logins that exist here already.

    `emptied`: the town whose rows were removed before and whose place is taken; its logins stay.
    Raises PackageRefused; then nothing is left of it.
    """
    number = emptied.pk if emptied else _next_number()
    try:
        _store_bytes(package, number)
        with transaction.atomic():
            tenant = emptied or _begin_town(package, number, slug)
            with use_tenant(tenant.pk):
                _insert_all(package)
                _compare(package)
            taken = [] if emptied else _bring_logins(package, tenant)
    except (DatabaseError, ValidationError, ValueError, KeyError, TypeError) as error:
        _drop_bytes(number)
        raise PackageRefused(
            "Im Paket sind Angaben, die nicht zueinander oder nicht hierher passen; es wurde nichts"
            " übernommen."
        ) from error
    except BaseException:
        _drop_bytes(number)
        raise
    return tenant, taken


def _next_number() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('core_tenant', 'id'))")
        return cursor.fetchone()[0]


def _begin_town(package: Package, number: int, slug: str) -> Tenant:
    town = package.town
    if town["art"] not in TenantKind.values:
        raise PackageRefused("Das Paket nennt eine unbekannte Art von Kommune.")
    values = {"uuid": town["uuid"], "name": town["name"], "ags": town["ags"], "kind": town["art"]}
    tenant = Tenant(pk=number, slug=slug, **values)
    tenant.full_clean()
    tenant.save(force_insert=True)
    return tenant


def lines_of(path: Path) -> Iterator[dict]:
    """Yield the rows of a table of a package."""
    with open(path, "rb") as file:
        while line := file.readline(LONGEST_LINE):
            yield json.loads(line)


def _store_bytes(package: Package, tenant: int) -> None:
    """Put the bytes into the store; those of rows without bytes are missing: refused."""
    for row in lines_of(package.folder / "tabellen" / "core_blob.jsonl"):
        stored = store.Stored(row["sha256"], row["size"])
        if not is_digest(stored.sha256):
            raise PackageRefused("Das Paket nennt eine Datei falsch; es wurde nichts übernommen.")
        path = package.folder / "dateien" / stored.sha256[:2] / stored.sha256
        if not path.is_file() or path.stat().st_size != stored.size:
            raise PackageRefused("Im Paket fehlt eine Datei; es wurde nichts übernommen.")
        store.put_file(tenant, path, stored)


def _drop_bytes(tenant: int) -> None:
    """Take back what was stored, unless a town of that number is there (its rows may name it)."""
    if Tenant.objects.filter(pk=tenant).exists():
        return
    remove_bytes(tenant)


def _insert_all(package: Package) -> None:
    given: dict[str, list[int]] = {}
    for table in tables():
        path = package.folder / "tabellen" / f"{table.name}.jsonl"
        batch: list[dict] = []
        for row in lines_of(path):
            batch.append(_row(table, row, given))
            if len(batch) == BATCH:
                insert(table, batch, given)
                batch = []
        insert(table, batch, given)


def _row(table: Table, row: dict, given: dict[str, list[int]]) -> dict:
    if row.keys() != set(table.columns):
        raise PackageRefused(
            "Eine Zeile im Paket hat Angaben, die nicht hineingehören; es wurde nichts übernommen."
        )
    for column, target in table.numbers.items():
        if row[column] is not None:
            if not 1 <= row[column] <= len(given[target]):
                raise PackageRefused(
                    "Ein Verweis im Paket führt ins Leere; es wurde nichts übernommen."
                )
            row[column] = given[target][row[column] - 1]
    return row


def insert(table: Table, rows: list[dict], given: dict[str, list[int]]) -> None:
    """Insert rows into the open town; `given` takes the numbers the database gives."""
    if not rows:
        return
    left = {"id"} if table.is_numbered else set()
    left |= set(LINK) if table.name in CHAINS else set()
    columns = [column for column in table.columns if column not in left]
    name = sql.Identifier(table.name)
    listed = sql.SQL(", ").join(map(sql.Identifier, columns))
    blanks = sql.SQL(", ").join(map(sql.Identifier, ("tenant", *table.blank)))
    empty = sql.SQL("").join(sql.SQL(", ''") for _ in table.blank)
    statement = sql.SQL(
        "INSERT INTO {name} ({listed}, {blanks}) SELECT {listed},"
        " current_setting('verbundakte.tenant')::int{empty}"
        " FROM jsonb_populate_recordset(NULL::{name}, %s::jsonb){returning}"
    ).format(
        name=name, listed=listed, blanks=blanks, empty=empty,
        returning=sql.SQL(" RETURNING id" if table.is_numbered else ""),
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(cursor.connection), [json.dumps(rows)])
        if table.is_numbered:
            given.setdefault(table.name, []).extend(key for (key,) in cursor.fetchall())


def _compare(package: Package) -> None:
    """Let the database check every reference and make the chains; compare their ends and content."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for chain, head in HEADS.items():
            cursor.execute(f"SELECT seq, encode(hash, 'hex') FROM {head}")  # noqa: S608
            found = list(cursor.fetchone() or (0, ""))
            if found != package.about["ketten"][chain]:
                raise PackageRefused(
                    "Das Protokoll im Paket ist nicht lückenlos; es wurde nichts übernommen."
                )
    for verify in (verify_chain, verify_reads):
        _, problems = verify()
        if problems:
            raise PackageRefused(
                f"Das Protokoll im Paket wurde verändert (Position {problems[0].seq}); es wurde"
                " nichts übernommen."
            )


def _bring_logins(package: Package, tenant: Tenant) -> list[str]:
    """Make the logins; one that exists here is not touched, as it may be somebody else's."""
    taken = []
    for row in lines_of(package.folder / "anmeldungen.jsonl"):
        login = str(row["login"]).strip().lower()
        if Account.objects.filter(login=login).exists():
            if not Membership.objects.filter(tenant=tenant, account__login=login).exists():
                taken.append(login)
            continue
        account = Account(login=login, email=str(row["email"]))
        account.set_unusable_password()
        account.save(force_insert=True)
        membership = Membership(account=account, tenant=tenant, person_id=row["person_id"])
        membership.ended_at = row["ended_at"]
        membership.save(force_insert=True)
        Membership.objects.filter(pk=membership.pk).update(created_at=row["created_at"])
    return taken
