"""What the running installation notes in <data>/run/state.json, and whether it still holds."""

import fcntl
import json
import os
import signal
from dataclasses import asdict, dataclass, field
from pathlib import Path

from verbundakte.cli.parts import HERE
from verbundakte.core.embedded import processes

DEFAULT_PORT = 8000


@dataclass(frozen=True)
class Noted:
    """A process as noted: number and start time together are never used twice."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> "Noted":
        """Note a running process."""
        return cls(pid, processes.started_at(pid))

    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        return processes.is_alive(self.pid) and processes.started_at(self.pid) == self.started

    def family(self) -> list[int]:
        """The process and whatever it started in its session (a reused number has no family)."""
        if processes.is_alive(self.pid) and not self.is_alive():
            return []
        return [pid for pid in processes.all_processes() if processes.session(pid) == self.pid]

    def kill_family(self) -> None:
        """End the process and all it started, at once."""
        for pid in self.family():
            processes.send(pid, signal.SIGKILL)


@dataclass
class State:
    """The supervisor, the processes it keeps, the port, and whether the first page came."""

    port: int
    supervisor: Noted
    address: str = HERE
    is_ready: bool = False
    children: dict[str, Noted] = field(default_factory=dict)

    def write(self, run: Path) -> None:
        """Note the state, as a whole or not at all."""
        fresh = run / "state.new"
        fresh.write_text(json.dumps(asdict(self)))
        fresh.replace(run / "state.json")


def read_state(run: Path) -> State | None:
    """The noted state, which may be out of date; None when there is none."""
    try:
        raw = json.loads((run / "state.json").read_text())
        children = {name: Noted(**child) for name, child in raw["children"].items()}
        noted = raw | {"supervisor": Noted(**raw["supervisor"]), "children": children}
        return State(**noted)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remembered_port(run: Path) -> int:
    """The port of the last start; 8000 before the first."""
    try:
        return int((run / "port").read_text())
    except (OSError, ValueError):
        return DEFAULT_PORT


def take_lock(run: Path):
    """The lock of the running supervisor, or None when another one holds it.

    The kernel frees it when its holder dies, however that happens: it can never be stale.
    """
    lock = os.fdopen(os.open(run / "supervisor.lock", os.O_RDWR | os.O_CREAT, 0o600), "w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock
