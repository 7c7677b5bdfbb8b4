"""The open indexes of one process."""

from pathlib import Path
from threading import Lock

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import IndexUnavailable, SearchIndex, open_index


class IndexPool:
    """The open indexes of this process, one per owner. A replaced folder is opened again."""

    def __init__(self, analyser: Analyser):
        self.analyser = analyser
        self._open: dict[str, tuple[tuple, SearchIndex]] = {}
        self._lock = Lock()

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
        return known[1]
