"""A real receiver for messages."""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from verbundakte.akten.tests.support import office

__all__ = ["office"]
PROGRAM = Path(__file__).with_name("receiver.py")


@dataclass
class Receiving:
    """What the receiver got, and how it is told to answer."""

    folder: Path
    url: str

    def answer(self, status: int, *, wait: float = 0, **headers: str) -> None:
        """Answer so from now on."""
        told = {"status": status, "wait": wait, "headers": headers}
        (self.folder / "antwort").write_text(json.dumps(told))

    def got(self) -> list[dict]:
        """Return all requests in their order: path, headers (lower case), body, event."""
        found = []
        for path in sorted(self.folder.glob("*.json")):
            request = json.loads(path.read_text())
            headers = {name.lower(): value for name, value in request["headers"].items()}
            found.append({**request, "headers": headers, "event": json.loads(request["body"])})
        return found

    def wait_for(self, count: int) -> None:
        """Wait until that many requests arrived."""
        for _ in range(200):
            if len(self.got()) >= count:
                return
            time.sleep(0.05)
        raise AssertionError(f"{len(self.got())} of {count} requests arrived")


@pytest.fixture
def receiver(tmp_path, settings):
    """A receiver that takes everything; the operator has allowed its address."""
    folder = tmp_path / "receiver"
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, str(PROGRAM), str(folder)], stdout=subprocess.PIPE, text=True
    )
    url = f"http://127.0.0.1:{process.stdout.readline().strip()}"
    found = Receiving(folder, f"{url}/meldungen?von=test")
    found.answer(204)
    settings.OUTBOUND_ALLOWED = [url]
    yield found
    process.kill()
    process.wait()
    process.stdout.close()
