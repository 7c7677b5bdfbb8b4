"""A child process of the supervisor: started, watched, started again."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from verbundakte.cli.state import Noted
from verbundakte.core.embedded import processes

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds
STEADY = 60.0  # seconds after which earlier deaths are forgotten


class Child:
    """A module of our own, run by our Python, its output appended to a log file."""

    def __init__(
        self,
        name: str,
        arguments: Sequence[str],
        log: Path,
        *,
        module: str = "",
        kept_files: Sequence[int] = (),
    ):
        self.name = name
        self.command = [sys.executable, "-m", f"verbundakte.cli.{module or name}", *arguments]
        self.log = log
        self.kept_files = kept_files
        self.process: subprocess.Popen | None = None
        self.noted: Noted | None = None
        self.deaths = 0
        self._began = self._next = 0.0

    def start(self, environment: dict[str, str]) -> None:
        """Start the process in a session of its own; it ends with the supervisor."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=os.environ | environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=self.kept_files,
                preexec_fn=processes.dies_with_parent(),
            )
        self.noted = Noted.of(self.process.pid)
        self._began = time.monotonic()

    def has_died(self) -> bool:
        """Whether it has ended without being asked; what it left behind is ended too."""
        if self.process is None or self.process.poll() is None:
            return False
        if self.noted:
            self.noted.kill_family()
        self.process = None
        self.deaths = 1 if time.monotonic() - self._began > STEADY else self.deaths + 1
        pause = min(FIRST_PAUSE * 2 ** (self.deaths - 1), LONGEST_PAUSE)
        self._next = time.monotonic() + pause
        return True

    def is_due(self) -> bool:
        """Whether it is dead and its pause over."""
        return self.process is None and time.monotonic() >= self._next

    def seconds_until_due(self) -> float | None:
        """How long to wait before the next start; None while it runs."""
        return None if self.process else max(0.0, self._next - time.monotonic())

    def ask_to_end(self) -> None:
        """Send SIGTERM."""
        if self.process is not None:
            processes.send(self.process.pid, signal.SIGTERM)

    def end(self, seconds: float) -> None:
        """Wait for the end, then kill what is left of it."""
        if self.process is not None:
            try:
                self.process.wait(seconds)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        if self.noted:
            self.noted.kill_family()
        self.process = None
