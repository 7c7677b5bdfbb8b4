"""The log files below <data>/log: one per process, five generations."""

import shutil
from pathlib import Path

KEPT = 5
LARGE = 50 * 1024**2  # bytes


def rotate(log: Path) -> None:
    """Begin a new file at a start: web.log becomes web.log.1 and so on."""
    if not log.exists() or log.stat().st_size == 0:
        return
    _shift(log)
    log.rename(_generation(log, 1))


def rotate_while_running(log: Path) -> None:
    """Copy a large file away and empty it; its writer appends and does not notice."""
    if not log.exists() or log.stat().st_size < LARGE:
        return
    _shift(log)
    shutil.copy(log, _generation(log, 1))
    with log.open("r+b") as file:
        file.truncate()


def _shift(log: Path) -> None:
    for number in range(KEPT - 1, 0, -1):
        older = _generation(log, number)
        if older.exists():
            older.replace(_generation(log, number + 1))


def _generation(log: Path, number: int) -> Path:
    return log.with_name(f"{log.name}.{number}")
