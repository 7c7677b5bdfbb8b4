"""The indexes of this process: one folder per town below the data folder."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import IndexPool, SearchIndex, create_index


@lru_cache(maxsize=1)
def analyser() -> Analyser:
    """Return the analyser of this process (it keeps the word forms it has seen)."""
    return Analyser()


@lru_cache(maxsize=1)
def pool() -> IndexPool:
    """Return the open indexes of this process."""
    return IndexPool(analyser())


def folder(tenant: int) -> Path:
    """Return where the index of a town lies."""
    return settings.DATA_DIR / "index" / str(int(tenant))


def open_for(tenant: int) -> SearchIndex:
    """Return the open index of a town. Raises IndexUnavailable."""
    return pool().get(folder(tenant))


def _damage_note(tenant: int) -> Path:
    path = folder(tenant)
    return path.with_name(f"{path.name}.defekt")


def report_damage(tenant: int) -> None:
    """Note that the index of a town could not be read: the indexer builds it anew."""
    try:
        _damage_note(tenant).touch()
    except OSError:
        return  # the folder is gone altogether, which the indexer sees by itself


def take_damage_report(tenant: int) -> bool:
    """Tell whether the index was reported as damaged, and forget the report."""
    try:
        _damage_note(tenant).unlink()
    except FileNotFoundError:
        return False
    return True


def create_at(path: Path) -> SearchIndex:
    """Create an empty index."""
    return create_index(path, analyser())
