"""Unpacking what a backup holds: files and folders below one folder, nothing else.

`tarfile` has filters for that from Python 3.11.4 on; Debian 12 has 3.11.2.
"""

import shutil
import tarfile
from pathlib import Path

from verbundakte.core.backup.vessel import CHUNK, BackupProblem


def unpack_all(archive: tarfile.TarFile, folder: Path) -> None:
    """Unpack a tar archive into `folder`, which exists; whoever unpacks owns everything.

    Raises BackupProblem for links, devices and places outside of the folder; what came before them
    stays there.
    """
    top = folder.resolve()
    for member in archive:
        place = (top / member.name).resolve()
        if not place.is_relative_to(top) or not (member.isfile() or member.isdir()):
            raise BackupProblem(
                f"Die Sicherung enthält „{member.name}“, was dort nicht hingehört; nehmen Sie eine andere."
            )
        if member.isdir():
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
            continue
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with archive.extractfile(member) as packed, place.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked, CHUNK)
        place.chmod(member.mode & 0o755 | 0o600)
