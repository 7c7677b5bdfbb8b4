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


def create_at(path: Path) -> SearchIndex:
    """Create an empty index."""
    return create_index(path, analyser())
