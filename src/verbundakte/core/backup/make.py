"""Making a backup while everything runs: database first, then the bytes its rows name."""

import gzip
import hashlib
import os
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import SpooledTemporaryFile

import psycopg
from django.db import transaction

from verbundakte import __version__
from verbundakte.core.backup import database, dump
from verbundakte.core.backup.picture import begin_exact, take_picture
from verbundakte.core.backup.sets import ADDED, FULL, Register, Shelf
from verbundakte.core.backup.vessel import CHUNK, Sealer
from verbundakte.core.blobs import store
from verbundakte.core.embedded import Cluster
from verbundakte.core.models import Blob, Tenant
from verbundakte.core.tenancy.context import use_tenant

PACK = 256 * 1024 * 1024  # plain bytes after which a new pack begins
LIST = "liste"
# What is made anew on the other side, lies elsewhere in the backup, or belongs to this machine.
LEFT_OUT = frozenset(
    {"pg", "pg.new", "blobs", "index", "log", "run", "tmp", "cache", "ersetzt", "last_backup.json"}
)
Named = set[tuple[str, bytes]]


@dataclass(frozen=True)
class Order:
    """What to back up (a data folder; `cluster` None: a database elsewhere), and where to."""

    data: Path
    cluster: Cluster | None
    shelf: Shelf
    place_name: str
    told: Callable[[str], None]


def make_backup(order: Order, *, full: bool) -> Register:
    """Make one backup and return its register. Without a usable full one before, it is full.

    Raises BackupProblem; then nothing that looks whole is left.
    """
    order.shelf.drop_halves(order.told)
    registers = order.shelf.registers()
    try:
        return _make(order, _begin(registers, full=full), registers)
    except database.GapInRecord as gap:
        order.told(f"{gap.message} Es wird eine volle Sicherung.")
        return _make(order, _begin([], full=True), [])


def _begin(registers: list[Register], *, full: bool) -> Register:
    began = datetime.now(UTC)
    is_full = full or not registers
    kind = FULL if is_full else ADDED
    name = f"{began:%Y%m%d-%H%M%S-%f}-{kind}"
    return Register(
        name=name,
        kind=kind,
        full=name if is_full else registers[-1].full,
        previous=None if is_full else registers[-1].name,
        version=__version__,
        started_at=began.isoformat(),
    )


def _make(order: Order, register: Register, registers: list[Register]) -> Register:
    save = _save_embedded if order.cluster else _save_dump
    finish = save(order, register, registers[-1] if registers else None)
    known: Named = set()
    if register.kind == ADDED:
        for earlier in registers:
            if earlier.full == register.full:
                known |= set(_listed(order.shelf, earlier))
    _save_bytes(order, register, known)
    with order.shelf.sealing(f"{register.name}/einstellungen", register.files) as sealer:
        _save_settings(order.data, sealer)
    register.finished_at = datetime.now(UTC).isoformat()
    order.shelf.write(register)
    finish()
    return register


def _save_embedded(order: Order, register: Register, last: Register | None) -> Callable[[], None]:
    """Save database and record; return what is to be done when the set is whole."""
    cluster, slot = order.cluster, database.slot_name(order.place_name)
    assert cluster is not None
    with ExitStack() as stack:
        watch, reading = (
            stack.enter_context(closing(cluster.connect("verbundakte"))) for _ in range(2)
        )
        if last and last.database.get("mode") == "wal" and database.has_slot(watch, slot):
            after = last.database["wal_to"]
        elif register.kind == FULL:
            after = database.make_slot(watch, slot)
        else:
            raise database.GapInRecord("Zur letzten Sicherung fehlt die Aufzeichnung.")
        if register.kind == FULL:
            order.told("Die Datenbank wird gesichert ...")
            with order.shelf.sealing(f"{register.name}/datenbank", register.files) as sealer:
                database.write_base(cluster, sealer)

        def mark() -> None:
            watch.execute("SELECT pg_create_restore_point(%s)", [register.name])

        register.until = begin_exact(watch, reading, mark).isoformat()
        upto, position = database.switch(watch)
        with order.shelf.sealing(f"{register.name}/aufzeichnung", register.files) as sealer:
            database.write_record(cluster, sealer, after=after, upto=upto)
        register.picture = take_picture(reading)
        register.database = {"mode": "wal", "wal_after": after, "wal_to": upto}

    def finish() -> None:
        with closing(cluster.connect("verbundakte")) as connection:
            database.advance(connection, slot, position)

    return finish


def _save_dump(order: Order, register: Register, last: Register | None) -> Callable[[], None]:
    order.told("Die Datenbank wird gesichert ...")
    url = os.environ["DATABASE_OWNER_URL"]
    with closing(psycopg.connect(url, autocommit=True)) as reading:
        reading.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        register.until = datetime.now(UTC).isoformat()
        with order.shelf.sealing(f"{register.name}/datenbank", register.files) as sealer:
            dump.write_dump(url, reading, sealer)
        register.picture = take_picture(reading)
    register.database = {"mode": "dump"}
    return lambda: None


def _save_settings(data: Path, sealer: Sealer) -> None:
    with tarfile.open(fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        for path in sorted(data.iterdir()):
            if path.name not in LEFT_OUT and not path.name.startswith("."):
                archive.add(path, arcname=path.name)


# --- bytes ---


def _named() -> Iterator[tuple[Tenant, str, int]]:
    """Yield (town, digest, size) of all bytes a row names, in short transactions."""
    for tenant in Tenant.objects.order_by("pk"):
        last = ""
        while True:
            with use_tenant(tenant.pk), transaction.atomic():
                rows = Blob.objects.filter(sha256__gt=last).order_by("sha256")
                found = list(rows.values_list("sha256", "size")[:1000])
            for sha256, size in found:
                yield tenant, sha256, size
            if not found:
                break
            last = found[-1][0]


def _listed(shelf: Shelf, register: Register) -> Iterator[tuple[str, bytes]]:
    with (
        shelf.opening(f"{register.name}/{LIST}") as opener,
        gzip.GzipFile(fileobj=opener, mode="rb") as lines,
    ):
        for line in lines:
            town, _, sha256 = line.decode().strip().partition("/")
            yield town, bytes.fromhex(sha256)


def _save_bytes(order: Order, register: Register, known: Named) -> None:
    order.told("Die Dateien werden gesichert ...")
    wanted = _unknown(register, known)
    number = 0
    with SpooledTemporaryFile(CHUNK) as lines:
        with gzip.GzipFile(fileobj=lines, mode="wb", mtime=0) as names:
            first = next(wanted, None)
            while first is not None:
                number += 1
                name = f"{register.name}/dateien-{number:05}"
                with order.shelf.sealing(name, register.files) as sealer:
                    first = _write_pack(register, sealer, first, wanted, names)
        lines.seek(0)
        with order.shelf.sealing(f"{register.name}/{LIST}", register.files) as sealer:
            while chunk := lines.read(CHUNK):
                sealer.write(chunk)


def _unknown(register: Register, known: Named) -> Iterator[tuple[Tenant, str, int]]:
    for tenant, sha256, size in _named():
        register.bytes_named += 1
        if (str(tenant.pk), bytes.fromhex(sha256)) not in known:
            yield tenant, sha256, size


def _write_pack(register: Register, sealer: Sealer, first, rest, names):
    """Write bytes until the pack is full; return what begins the next one."""
    with tarfile.open(fileobj=sealer, mode="w|", format=tarfile.PAX_FORMAT) as archive:
        following = first
        while following is not None and sealer.size < PACK:
            tenant, sha256, size = following
            if _add(archive, tenant, sha256, size):
                names.write(f"{tenant.pk}/{sha256}\n".encode())
            else:
                register.problems.append(
                    f"{tenant.name}: {sha256} fehlt im Speicher oder ist beschädigt."
                )
            following = next(rest, None)
    return following


class _Digesting:
    """A file whose bytes are summed while they are read."""

    def __init__(self, file):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int) -> bytes:
        part = self.file.read(size)
        self.digest.update(part)
        self.size += len(part)
        return part


def _add(archive: tarfile.TarFile, tenant: Tenant, sha256: str, size: int) -> bool:
    try:
        entry = store.entry_of(tenant.pk, sha256)
        if entry is None or entry.size != size:
            return False
        with store.open_blob(tenant.pk, sha256) as file:
            summed = _Digesting(file)
            info = tarfile.TarInfo(f"{tenant.pk}/{sha256}")
            info.size = size
            archive.addfile(info, summed)
    except store.BytesMissing:
        return False
    return summed.digest.hexdigest() == sha256
