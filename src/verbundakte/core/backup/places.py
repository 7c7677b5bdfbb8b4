"""Which place an address means: a folder, or `s3://bucket/prefix`."""

from pathlib import Path

from verbundakte.core.backup.place import FolderPlace, Place
from verbundakte.core.backup.s3_place import SCHEME, S3Place
from verbundakte.core.backup.vessel import BackupProblem


def address_of(where: str) -> str:
    """Return the address as it holds for every process: a folder with its whole path."""
    return where if where.startswith(SCHEME) else str(Path(where).absolute())


def place_to(where: str) -> Place:
    """Return the place at an address; a folder is made. Raises BackupProblem."""
    return S3Place(where) if where.startswith(SCHEME) else FolderPlace(Path(where).absolute())


def place_from(where: str) -> Place:
    """Return a place that is there already. Raises BackupProblem."""
    if not where.startswith(SCHEME) and not Path(where).is_dir():
        raise BackupProblem(
            f"Den Ordner {where} gibt es nicht; geben Sie mit --from den der Sicherungen an."
        )
    return place_to(where)
