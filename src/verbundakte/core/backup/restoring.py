"""The steps of restoring: settings, database, bytes; each compares what it reads."""

import hashlib
import shutil
import tarfile
from collections.abc import Container
from datetime import datetime
from pathlib import Path

from verbundakte.core.backup import database
from verbundakte.core.backup.sets import Register, Shelf
from verbundakte.core.backup.unpacking import unpack_all
from verbundakte.core.backup.vessel import CHUNK, BackupProblem
from verbundakte.core.embedded import Cluster

RECORD = "einspielung"


def require_space(chain: list[Register], data: Path, *, files: bool = True) -> None:
    """Refuse before anything is written when the disk cannot hold what the sets hold.

    `files`: also the bytes, not the database alone.
    """
    needed = sum(
        one["size"]
        for register in chain
        for name, one in register.files.items()
        if files or not name.startswith("dateien-")
    )
    free = shutil.disk_usage(data).free
    if free < needed * 1.5:
        raise BackupProblem(
            f"Auf dem Datenträger von {data} sind {free // 1024**2} MB frei, nötig sind etwa"
            f" {int(needed * 1.5) // 1024**2} MB; schaffen Sie Platz oder geben Sie mit --data einen"
            " anderen Ordner an."
        )


def restore_settings(shelf: Shelf, register: Register, data: Path) -> None:
    """Bring back keys, passwords and settings."""
    with (
        shelf.opening(f"{register.name}/einstellungen") as opener,
        tarfile.open(fileobj=opener, mode="r|") as archive,
    ):
        unpack_all(archive, data)
    for path in data.iterdir():
        if path.is_file():
            path.chmod(0o600)


def restore_database(
    shelf: Shelf, chain: list[Register], cluster: Cluster, until: datetime | None
) -> None:
    """Bring back the database as it was at `until` (None: at the newest restore point); it runs then."""
    with shelf.opening(f"{chain[0].name}/datenbank") as opener:
        database.unpack(opener, cluster.folder)
    record = cluster.folder / RECORD
    for register in chain:
        with shelf.opening(f"{register.name}/aufzeichnung") as opener:
            database.unpack(opener, record)
    if until is None:
        target = {"recovery_target_name": chain[-1].name}
    else:
        target = {"recovery_target_time": until.isoformat(sep=" ")}
    database.recover(cluster, record, target)
    shutil.rmtree(record)


def restore_bytes(
    shelf: Shelf, chain: list[Register], data: Path, wanted: Container[str] | None = None
) -> int:
    """Bring back all bytes of the sets, each compared with its digest; return how many.

    `wanted`: only these (`<town>/<sha256>`). Raises BackupProblem.
    """
    count = 0
    for register in chain:
        for name in sorted(one for one in register.files if one.startswith("dateien-")):
            with (
                shelf.opening(f"{register.name}/{name}") as opener,
                tarfile.open(fileobj=opener, mode="r|") as archive,
            ):
                for member in archive:
                    if wanted is None or member.name in wanted:
                        count += _restore_one(archive, member, data / "blobs")
    return count


def _restore_one(archive: tarfile.TarFile, member: tarfile.TarInfo, root: Path) -> bool:
    """Write one file of the store; tell whether it was not there before."""
    town, _, sha256 = member.name.partition("/")
    source = archive.extractfile(member)
    if source is None or not town.isdigit() or len(sha256) != 64 or not sha256.isalnum():
        raise BackupProblem(
            f"In der Sicherung liegt Fremdes ({member.name}); verwenden Sie eine andere."
        )
    path = root / town / sha256[:2] / sha256
    if path.exists():
        return False
    path.parent.mkdir(mode=0o750, parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with path.open("wb") as file:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
            file.write(chunk)
    path.chmod(0o440)
    if digest.hexdigest() != sha256:
        path.unlink()  # was damaged when it was backed up; the register says so
        return False
    return True
