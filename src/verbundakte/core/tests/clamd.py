"""A real clamd for tests, which knows one signature and nothing else."""

import contextlib
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

CLAMD = shutil.which("clamd") or shutil.which("/usr/sbin/clamd")
BAIT = b"Verbundakte-Koeder-4711"
NAME = "Koeder.Eigen"


@contextlib.contextmanager
def running_clamd(bait: bytes = BAIT) -> Iterator[str]:
    """Start it and yield its address; skips where it is not installed (Debian: clamav-daemon)."""
    if CLAMD is None:
        pytest.skip("clamd is not installed (Debian: clamav-daemon)")
    with tempfile.TemporaryDirectory(prefix="clamd-", dir="/tmp") as short:  # sockets: 107 bytes
        base, place, conf = (Path(short) / name for name in ("db", "socket", "conf"))
        base.mkdir()
        (base / "eigen.ndb").write_text(f"{NAME}:0:*:{bait.hex()}\n")
        conf.write_text(f"LocalSocket {place}\nDatabaseDirectory {base}\nForeground yes\n")
        server = subprocess.Popen([CLAMD, "-c", conf], stdout=subprocess.DEVNULL)
        try:
            while not place.exists():
                assert server.poll() is None, "clamd ended"
                time.sleep(0.02)
            yield str(place)
        finally:
            server.terminate()
            server.wait(60)
