"""One town as a package or a backup knows it, without touching what runs."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from verbundakte.akten.services import Quelle
from verbundakte.cli import migrations
from verbundakte.cli.backup import read_deletions
from verbundakte.cli.installation import FOLDERS, Installation
from verbundakte.cli.problems import Problem
from verbundakte.core.backup import restoring
from verbundakte.core.backup.places import place_from
from verbundakte.core.backup.sets import Register, Shelf, chain_until
from verbundakte.core.backup.vessel import read_key
from verbundakte.core.embedded import cluster
from verbundakte.core.models import Tenant
from verbundakte.core.paket.export import write_tables
from verbundakte.core.paket.importing import opened


@contextmanager
def stand_of(
    data: Path, source: str, key: str | None, tenant: Tenant, until: datetime | None
) -> Iterator[Quelle]:
    """Open what a package (a file) or a backup (a place) knows of a town. Raises BackupProblem."""
    if Path(source).is_file():
        with _of_package(Path(source), key, tenant) as found:
            yield found
        return
    if not key:
        raise Problem("Geben Sie mit --key die Schlüsseldatei der Sicherung an.")
    shelf = Shelf(place_from(source), read_key(Path(key)))
    chain = chain_until(shelf.registers(), until)
    if chain[0].database["mode"] == "dump":
        raise Problem(
            "Diese Sicherung enthält die Datenbank eines eigenen Servers. Spielen Sie sie in eine leere"
            " Datenbank zurück, geben Sie dort die Kommune mit tenant export aus, und nennen Sie hier"
            " mit --from dieses Paket."
        )
    (data / "tmp").mkdir(exist_ok=True)
    with TemporaryDirectory(dir=data / "tmp", prefix="stand-") as name:
        Path(name).chmod(0o711)  # the database may run as another user
        with _of_backup(shelf, chain, Path(name), tenant, until) as found:
            yield found


@contextmanager
def _of_package(path: Path, key: str | None, tenant: Tenant) -> Iterator[Quelle]:
    with opened(path, read_key(Path(key)) if key else None) as package:
        if package.town["uuid"] != str(tenant.uuid):
            raise Problem(
                f"Das Paket ist nicht von {tenant.name}, sondern von {package.town['name']}."
            )
        made = datetime.fromtimestamp(path.stat().st_mtime, UTC).astimezone()
        place = package.folder / "dateien"
        label = f"Paket vom {made:%d.%m.%Y, %H:%M} Uhr"
        yield Quelle(package.folder, label, set(), lambda _: lambda one: place / one[:2] / one)


@contextmanager
def _of_backup(
    shelf: Shelf, chain: list[Register], work: Path, tenant: Tenant, until: datetime | None
) -> Iterator[Quelle]:
    """Let the database of the backup run beside for as long as its rows are read."""
    for name in FOLDERS:
        (work / name).mkdir(mode=0o700)
    restoring.require_space(chain, work, files=False)
    restoring.restore_settings(shelf, chain[-1], work)
    server, folder = cluster(work), work / "stand"
    folder.mkdir()
    restoring.restore_database(shelf, chain, server, until)
    try:
        environment = server.urls() | {"VERBUNDAKTE_DATA": str(work), "TMPDIR": str(work / "tmp")}
        migrations.migrate(Installation(work), environment)
        number = _write(server.urls()["DATABASE_URL"], tenant, folder)
    finally:
        server.stop()

    def fetch(digests: set[str]):
        wanted = {f"{number}/{one}" for one in digests}
        if wanted:
            restoring.restore_bytes(shelf, chain, work, wanted)
        return lambda one: work / "blobs" / str(number) / one[:2] / one

    moment = (until or chain[-1].moment).astimezone()
    label = f"Sicherung, Stand {moment:%d.%m.%Y, %H:%M} Uhr"
    yield Quelle(folder, label, read_deletions(shelf), fetch)


def _write(url: str, tenant: Tenant, folder: Path) -> int:
    """Write the town's rows; return the number it had."""
    with closing(psycopg.connect(url, autocommit=True)) as raw:
        row = raw.execute("SELECT id FROM core_tenant WHERE uuid = %s", [tenant.uuid]).fetchone()
        if row is None:
            raise Problem(f"{tenant.name} gibt es in dieser Sicherung nicht.")
        raw.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        raw.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        raw.execute("SELECT set_config('verbundakte.tenant', %s, true)", [str(row[0])])
        write_tables(raw, tenant, folder)
        return row[0]
