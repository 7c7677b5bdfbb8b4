"""What /proc tells about processes. A zombie counts as gone: it holds nothing any more."""

import ctypes
import os
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


def is_alive(pid: int) -> bool:
    """Whether the process exists and is not a zombie."""
    return _stat_fields(pid)[:1] not in ([], ["Z"], ["X"])


def started_at(pid: int) -> int:
    """Clock ticks between boot and the start of the process; 0 when there is none."""
    fields = _stat_fields(pid)
    return int(fields[19]) if fields else 0


def cpu_seconds(pid: int) -> float:
    """User and system time of the process and of the children it has outlived; 0 when gone."""
    fields = _stat_fields(pid)
    return sum(int(field) for field in fields[11:15]) / os.sysconf("SC_CLK_TCK")


def session(pid: int) -> int:
    """The id of the process's session; 0 when it is gone or a zombie."""
    fields = _stat_fields(pid)
    return int(fields[3]) if fields and fields[0] not in ("Z", "X") else 0


def descendants(pid: int) -> list[int]:
    """The processes it started and those they started, as far as their parents still live."""
    parents = {child: int((_stat_fields(child) or ["", "0"])[1]) for child in all_processes()}
    found = [pid]
    for known in found:
        found += [child for child, parent in parents.items() if parent == known]
    return [child for child in found[1:] if is_alive(child)]


def owner(pid: int) -> int:
    """The user id a process runs as; raises FileNotFoundError when it is gone."""
    return Path(f"/proc/{pid}").stat().st_uid


def command_line(pid: int) -> list[str]:
    """The arguments of the process; empty when it is gone or belongs to the kernel."""
    try:
        raw = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return []
    return [os.fsdecode(part) for part in raw.split(b"\0") if part]


def working_in(folder: Path) -> list[int]:
    """Processes whose working directory is `folder` (every PostgreSQL process stays in its own)."""
    target = os.path.realpath(folder)
    return [pid for pid in all_processes() if _working_directory(pid) == target and is_alive(pid)]


def all_processes() -> Iterator[int]:
    """The ids of all processes this one may see."""
    return (int(name) for name in os.listdir("/proc") if name.isdigit())


def send(pid: int, signum: int) -> None:
    """Send a signal; a process that is already gone is no error."""
    try:
        os.kill(pid, signum)
    except ProcessLookupError:
        return


def wait_until(condition: Callable[[], bool], seconds: float, step: float = 0.05) -> bool:
    """Wait until the condition holds; False when the time ran out first."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(step)
    return True


def dies_with_parent(signum: int = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn`: the kernel sends `signum` to the new process when its parent dies.

    Signals the parent has blocked or ignored reach the new process again.
    """
    parent = os.getpid()

    def ask_the_kernel() -> None:
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _libc.prctl(PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os._exit(1)

    return ask_the_kernel


def _working_directory(pid: int) -> str:
    try:
        return os.readlink(f"/proc/{pid}/cwd")
    except OSError:
        return ""


def _stat_fields(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()
