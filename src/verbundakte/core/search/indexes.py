"""The indexes of this process. A town's index is a folder; a small file names the one that serves.

`7.stand` names the folder of town 7 ("7" where there is none yet), `7.neu` is one that is being
built, `7.defekt` names a folder that could not be read, `7.bau` is locked by whoever builds.
"""

import fcntl
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import IndexBusy, IndexUnavailable, SearchIndex
from verbundakte.core.search.pool import IndexPool
from verbundakte.core.tenancy.context import open_tenant

Identity = tuple[str, int, int]
KEPT = 3600.0  # seconds: somebody may still read the folder that served before


@lru_cache(maxsize=1)
def base_analyser() -> Analyser:
    """Return the analyser of this process without learned words (it keeps the forms it has seen)."""
    return Analyser()


def analyser() -> Analyser:
    """Return the analyser that made the index of the open town."""
    tenant = open_tenant()
    try:
        return base_analyser() if tenant is None else open_for(tenant).analyser
    except IndexUnavailable:
        return base_analyser()


@lru_cache(maxsize=1)
def pool() -> IndexPool:
    """Return the open indexes of this process."""
    return IndexPool(base_analyser())


def _beside(tenant: int, ending: str) -> Path:
    return settings.DATA_DIR / "index" / f"{int(tenant)}{ending}"


def folder(tenant: int) -> Path:
    """Return where the index of a town lies that serves."""
    pointer = _beside(tenant, ".stand")
    try:
        return pointer.with_name(pointer.read_text(encoding="ascii").strip())
    except (FileNotFoundError, ValueError):
        return _beside(tenant, "")


def identity(tenant: int) -> Identity | None:
    """Return what tells the serving folder of a town from one put in its place; None without one."""
    path = folder(tenant)
    try:
        status = path.stat()
    except OSError:
        return None
    return path.name, status.st_dev, status.st_ino


def moved_at() -> int:
    """Return when something was last put into, taken from or reported in the folder of the indexes
    (nanoseconds); 0 when there is none."""
    try:
        return (settings.DATA_DIR / "index").stat().st_mtime_ns
    except OSError:
        return 0


def open_for(tenant: int) -> SearchIndex:
    """Return the open index of a town. Raises IndexUnavailable."""
    return pool().get(folder(tenant), str(tenant))


def building(tenant: int) -> Path:
    """Return where the next index of a town is being built."""
    return _beside(tenant, ".neu")


@contextmanager
def only_builder(tenant: int) -> Iterator[None]:
    """Be the only one on this machine who builds the index of a town. Raises IndexBusy."""
    place = _beside(tenant, ".bau")
    place.parent.mkdir(parents=True, exist_ok=True)
    with place.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise IndexBusy("index is being built") from error
        yield


def put_in_place(tenant: int) -> None:
    """Let the built index serve from now on: one rename, so that there is one at every moment."""
    current = folder(tenant)
    number = int(current.name.partition("-")[2] or 0) + 1
    while (place := _beside(tenant, f"-{number}")).exists():
        number += 1
    building(tenant).rename(place)
    fresh = _beside(tenant, ".stand.neu")
    fresh.write_text(place.name, encoding="ascii")
    fresh.replace(_beside(tenant, ".stand"))
    _beside(tenant, ".defekt").unlink(missing_ok=True)


def drop_replaced(tenant: int) -> None:
    """Remove folders that served before, once nobody reads them any more."""
    pointer, serves = _beside(tenant, ".stand"), folder(tenant).name
    if not pointer.exists() or time.time() - pointer.stat().st_mtime < KEPT:
        return
    for path in pointer.parent.glob(f"{int(tenant)}*"):
        name, _, number = path.name.partition("-")
        is_ours = name == str(tenant) and (number.isdigit() or not number)
        if is_ours and path.name != serves and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)


def report_damage(tenant: int) -> None:
    """Note that the index of a town could not be read: it is built anew."""
    note = _beside(tenant, ".defekt")
    try:
        note.unlink(missing_ok=True)  # a new file shows at the folder (`moved_at`)
        note.write_text(folder(tenant).name, encoding="ascii")
    except OSError:
        return  # the folder is gone altogether, which the indexer sees by itself


def is_damaged(tenant: int) -> bool:
    """Tell whether the index that serves was reported as damaged."""
    try:
        return _beside(tenant, ".defekt").read_text(encoding="ascii") == folder(tenant).name
    except (OSError, ValueError):
        return False
