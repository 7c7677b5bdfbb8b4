"""Where the Unix socket lies. Its path may have 107 bytes, a data folder's is often longer."""

import hashlib
import os
import stat
from contextlib import suppress
from pathlib import Path

from verbundakte.core.embedded.errors import EmbeddedError
from verbundakte.core.embedded.identity import Identity

PORT = 5432
SOCKET_NAME = f".s.PGSQL.{PORT}"
LONGEST = 107


def socket_folder(data: Path, identity: Identity) -> Path:
    """A folder only the server's identity may enter, made when missing; noted below `data`.

    In XDG_RUNTIME_DIR, else in the system's temporary folder, named by user and data folder.
    """
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    owner = os.geteuid() if identity.uid is None else identity.uid
    name = f"verbundakte-{owner}-{digest}"
    folder = next(base / name for base in _bases(identity) if _fits(base / name))
    if not folder.exists():
        folder.mkdir(mode=0o700)
        identity.give(folder)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner or found.st_mode & 0o077:
        raise EmbeddedError(
            f"Der Ordner {folder} für die Verbindung zur Datenbank gehört einem anderen oder ist"
            " für andere offen; bitte löschen und erneut starten."
        )
    note(data).write_text(str(folder))
    return folder


def note(data: Path) -> Path:
    """The file below the data folder that holds the path of the socket's folder."""
    return data / "run" / "socket"


def noted_folder(data: Path) -> Path | None:
    """The folder the running server uses; None before the first start."""
    try:
        return Path(note(data).read_text())
    except FileNotFoundError:
        return None


def remove_leftovers(data: Path) -> None:
    """Remove the folder, and in it what a killed server left (a stale lock forbids a start)."""
    folder = noted_folder(data)
    if folder is None:
        return
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (folder / name).unlink(missing_ok=True)
    with suppress(OSError):  # gone already, or somebody else's
        folder.rmdir()


def _bases(identity: Identity) -> list[Path]:
    """The system's own temporary folder ends the list: TMPDIR may be too deep or below `--data`."""
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    usable = runtime and identity.uid is None and os.access(runtime, os.W_OK | os.X_OK)
    return [*([Path(runtime)] if usable else []), Path("/tmp")]  # noqa: S108 (mode and owner are checked)


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST
