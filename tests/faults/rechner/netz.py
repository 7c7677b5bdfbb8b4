"""Machines as network namespaces on one bridge; killing one kills all that runs in it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

BRIDGE, CLERKS = "varechner", "arbeit"
ADDRESSES = {
    "eingang": "192.0.2.10",
    "web1": "192.0.2.21",
    "web2": "192.0.2.22",
    "jobs1": "192.0.2.31",
    "jobs2": "192.0.2.32",
    "db1": "192.0.2.41",
    "db2": "192.0.2.42",
    "etcd": "192.0.2.51",
    "s3": "192.0.2.61",
    CLERKS: "192.0.2.99",
}


def _ip(*words: str, check: bool = True) -> str:
    done = subprocess.run(["ip", *words], capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise SystemExit(f"ip {' '.join(words)}: {done.stderr.strip()}")
    return done.stdout


def _namespace(name: str) -> str:
    return f"va-{name}"


def up() -> None:
    """Make the bridge and a namespace for each machine."""
    down()
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("link", "set", BRIDGE, "up")
    for number, (name, address) in enumerate(ADDRESSES.items()):
        inside = _namespace(name)
        _ip("netns", "add", inside)
        _ip("link", "add", f"va{number}", "type", "veth", "peer", "name", "eth0", "netns", inside)
        _ip("link", "set", f"va{number}", "master", BRIDGE, "up")
        _ip("-n", inside, "addr", "add", f"{address}/24", "dev", "eth0")
        _ip("-n", inside, "link", "set", "eth0", "up")
        _ip("-n", inside, "link", "set", "lo", "up")


def down() -> None:
    """End all machines and remove the network."""
    for name in ADDRESSES:
        kill(name)
        _ip("netns", "del", _namespace(name), check=False)
    _ip("link", "del", BRIDGE, check=False)


def run(
    name: str,
    command: list[str],
    log: Path,
    *,
    environment: dict[str, str] | None = None,
    user: int | None = None,
) -> subprocess.Popen:
    """Start a program on a machine, as root or as another user."""
    as_user = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups"] if user else []
    with log.open("ab") as output:
        return subprocess.Popen(
            ["ip", "netns", "exec", _namespace(name), *as_user, *command],
            env=os.environ | (environment or {}),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )


def from_inside(words: list[str]) -> int:
    """Run our own Python on the machine of the clerks; return its exit code."""
    command = ["ip", "netns", "exec", _namespace(CLERKS), sys.executable, *words]
    return subprocess.run(command, check=False).returncode


def kill(name: str) -> int:
    """Kill everything on a machine at once, as a power cut does; return how many processes."""
    count = 0
    while pids := _ip("netns", "pids", _namespace(name), check=False).split():
        for pid in pids:
            try:
                os.kill(int(pid), signal.SIGKILL)
                count += 1
            except ProcessLookupError:
                continue
        time.sleep(0.05)
    return count


def wait_for(what: str, is_there: Callable[[], bool], seconds: float = 120) -> float:
    """Wait until something is there; return the seconds. Ends the run when it does not come."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            if is_there():
                return time.monotonic() - began
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit(f"{what}: nach {seconds:.0f} s nicht da")
