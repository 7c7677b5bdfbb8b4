"""Commands as a person calls them: real processes, a data folder of their own."""

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[3]
OURS = ("DATABASE_", "VERBUNDAKTE_", "DJANGO_")


class Commands:
    """Calls commands on one data folder."""

    def __init__(self, data: Path):
        self.data = data
        kept = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = kept | {"PYTHONPATH": str(SOURCE), "VERBUNDAKTE_WEB": "1"}

    def arguments(self, *arguments: str) -> list[str]:
        """The command line of a command."""
        return [sys.executable, "-m", "verbundakte.cli", *arguments, "--data", str(self.data)]

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess:
        """Run to the end."""
        return subprocess.run(
            self.arguments(*arguments),
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=300,  # what filling the demo may take
        )


@pytest.fixture
def data():
    """A data folder another system user can reach, too."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        os.chmod(folder, 0o755)
        yield Path(folder) / "data"


@pytest.fixture
def command(data):
    """Runs commands; whatever they started is ended."""
    found = Commands(data)
    yield found
    found("stop")


@pytest.fixture
def port():
    """A port nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
