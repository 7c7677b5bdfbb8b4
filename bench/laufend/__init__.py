"""A whole installation while it runs: started for a measurement, watched, ended."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from verbundakte.cli import shares
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import Problem
from verbundakte.cli.state import State, read_state
from verbundakte.cli.status import status
from verbundakte.cli.supervisor import listen
from verbundakte.core.embedded import processes

READY = 60.0  # seconds until all processes for pages have begun
LONGEST = 3600.0  # seconds until nothing waits any more; 100,000 new Dokumente are learned in 40 minutes


@contextmanager
def running(data: Path) -> Iterator[State]:
    """Run the installation for this while, on a port of its own; one that runs is taken as it is."""
    installation = Installation(data)
    state = read_state(installation.run)
    if state and state.supervisor.is_alive():
        yield state
        return
    with listen(0) as listener:
        port = listener.getsockname()[1]
    _command(data, "start", "--port", str(port), "--background")
    try:
        processes.wait_until(lambda: _are_all_ready(installation), READY, 0.5)
        yield read_state(installation.run)
    finally:
        _command(data, "stop")


def _are_all_ready(installation: Installation) -> bool:
    """Tell whether all processes for pages take connections; `start` waits for the first of them, which
    has every connection that is opened until then."""
    state = read_state(installation.run)
    wanted = [name for name in state.children if name.startswith("web")] if state else []
    counts = shares.COUNT.iter_unpack((installation.run / shares.FILE).read_bytes())
    return sum(bool(count) for (count,) in counts) == len(wanted)


def _command(data: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "verbundakte.cli", "--data", str(data), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(f"„{arguments[0]}“ ist gescheitert: {done.stderr.strip()[-300:]}")


def settled(data: Path) -> bool:
    """Wait until no job waits or runs; False when that takes too long."""
    installation = Installation(data)

    def is_quiet() -> bool:
        jobs = status(installation)["jobs"]
        return not jobs["waiting"] and not jobs["running"]

    return processes.wait_until(is_quiet, LONGEST, 2.0)


def cpu_by_part(data: Path, state: State) -> dict[str, float]:
    """Return the CPU seconds of each part: supervisor, pages, jobs, database (with all they began)."""
    state = read_state(Installation(data).run) or state
    roots = {"supervisor": state.supervisor.pid}
    roots |= {name: noted.pid for name, noted in state.children.items()}
    own = set(roots.values())
    found = {}
    for name, pid in roots.items():
        below = [] if name == "supervisor" else processes.descendants(pid)
        family = {pid, *below} - (own - {pid})
        found[name] = sum(map(processes.cpu_seconds, family))
    return found


def used(data: Path, state: State, before: dict[str, float]) -> dict[str, float]:
    """Return what each part has used since."""
    after = cpu_by_part(data, state)
    return {name: max(0.0, after[name] - before.get(name, 0.0)) for name in after}


def rest(seconds: float) -> float:
    """Do nothing for a while; return how long it was."""
    began = time.monotonic()
    time.sleep(seconds)
    return time.monotonic() - began
