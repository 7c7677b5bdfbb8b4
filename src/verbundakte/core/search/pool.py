"""The open indexes of one process."""

import time
from pathlib import Path
from threading import Lock, Timer

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import IndexUnavailable, SearchIndex, open_index

UNUSED = 120.0
"""Seconds after which an index that nobody asks is closed. Each open one looks at its folder twice a
second in a thread of its own (tantivy's way): with many towns nothing else would cost as much at night."""


class IndexPool:
    """The open indexes of this process, one per owner. A replaced folder is opened again."""

    def __init__(self, analyser: Analyser):
        self.analyser = analyser
        self._open: dict[str, tuple[tuple, SearchIndex]] = {}
        self._used_at: dict[str, float] = {}
        self._lock = Lock()
        self._timer: Timer | None = None

    def get(self, path: Path, owner: str = "") -> SearchIndex:
        """Return the open index of a folder, which is the only one of its owner (else: itself).

        Raises IndexUnavailable.
        """
        try:
            status = path.stat()
        except OSError as error:
            raise IndexUnavailable(f"index is missing: {error}") from error
        identity, owner = (path, status.st_dev, status.st_ino), owner or str(path)
        with self._lock:
            known = self._open.get(owner)
            if known is None or known[0] != identity:
                known = self._open[owner] = (identity, open_index(path, self.analyser))
                self._look_later()
            self._used_at[owner] = time.monotonic()
        return known[1]

    def close_unused(self) -> None:
        """Close what was not asked for a while; whoever still reads there may end."""
        with self._lock:
            self._timer = None
            before = time.monotonic() - UNUSED
            for owner in [one for one, at in self._used_at.items() if at <= before]:
                del self._open[owner], self._used_at[owner]
            if self._open:
                self._look_later()

    def _look_later(self) -> None:
        if self._timer is None:
            self._timer = Timer(UNUSED / 2, self.close_unused)
            self._timer.daemon = True
            self._timer.start()
