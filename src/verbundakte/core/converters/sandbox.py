"""The walls around a converter: files, network, processes, memory, time.

Two layers always (Landlock, seccomp), one more where it works (bubblewrap, else unshare). The
parent builds the command with `wrap`, the child closes the door behind itself with `enter`.
"""

import contextlib
import functools
import os
import resource
import shutil
import site
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

from verbundakte.core.converters import landlock, seccomp
from verbundakte.core.converters.limits import Limits

SOURCE_ROOT = Path(__file__).resolve().parents[3]
SYSTEM_FOLDERS = [
    "/usr", "/lib", "/lib64", "/bin", "/var/cache/fontconfig", "/var/lib/libreoffice",
    "/var/spool/libreoffice",
]  # fmt: skip
SYSTEM_FILES = [
    "fonts", "libreoffice", "alternatives", "ld.so.cache", "localtime", "mime.types",
    "locale.alias", "papersize",
]  # fmt: skip
DEVICES = ["/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"]
PROBE_SECONDS = 10
SHARED_TEMP = Path("/tmp")  # noqa: S108  (LibreOffice insists on it)


def readable_paths() -> list[Path]:
    """Return what a converter may read: interpreter, libraries, fonts, language data, our code."""
    python = [sys.base_prefix, sys.prefix, *site.getsitepackages(), SOURCE_ROOT / "verbundakte"]
    system = [*SYSTEM_FOLDERS, *(f"/etc/{name}" for name in SYSTEM_FILES)]
    paths = dict.fromkeys(Path(path) for path in [*python, *system])
    return [path for path in paths if path.exists()]


def environment(temp: Path) -> dict[str, str]:
    """Return the whole environment of a converter: nothing of the parent's but where compiled files lie.

    It reads them and writes none: compiling all libraries anew takes longer than most conversions.
    """
    home = str(SHARED_TEMP if namespace_wrapper() == "bubblewrap" else temp)
    compiled = {"PYTHONPYCACHEPREFIX": sys.pycache_prefix} if sys.pycache_prefix else {}
    return {
        "PATH": "/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": home,
        "TMPDIR": home,
        "OMP_THREAD_LIMIT": "1",
        "PYTHONPATH": str(SOURCE_ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
        **compiled,
    }


def wrap(command: list[str], temp: Path) -> list[str]:
    """Return `command` inside the strongest namespace wrapper that works on this machine.

    In bubblewrap `temp` is the only /tmp there is: LibreOffice puts its own socket there.
    """
    wrapper = namespace_wrapper()
    if wrapper == "bubblewrap":
        return [*_bubblewrap(temp), "--chdir", str(SHARED_TEMP), *command]
    if wrapper == "unshare":
        return [*_unshare(), *command]
    return command


@functools.cache
def namespace_wrapper() -> str:
    """Return "bubblewrap", "unshare" or "" (neither works here). Tried once per process."""
    probe = [sys.executable, "-I", "-c", "pass"]
    if shutil.which("bwrap"):
        with tempfile.TemporaryDirectory(prefix="va-") as temp:
            if _runs([*_bubblewrap(Path(temp)), *probe]):
                return "bubblewrap"
    return "unshare" if shutil.which("unshare") and _runs([*_unshare(), *probe]) else ""


def _bubblewrap(temp: Path) -> list[str]:
    command = ["bwrap", "--unshare-all", "--dev", "/dev", "--proc", "/proc"]
    command += ["--bind", str(temp), str(SHARED_TEMP)]
    for path in readable_paths():
        command += ["--ro-bind", str(path), str(path)]
    return command


def _unshare() -> list[str]:
    return ["unshare", *(() if os.geteuid() == 0 else ("--user", "--map-root-user")), "--net"]


def _runs(command: list[str]) -> bool:
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=PROBE_SECONDS, check=False, env={}
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


@functools.cache
def capabilities() -> dict[str, str | int | bool]:
    """Return which layers are active here, for the status page."""
    has_seccomp = seccomp.load_library() is not None
    wrapper = namespace_wrapper()
    abi = landlock.abi_version()
    return {
        "landlock_abi": abi,
        "seccomp": has_seccomp,
        "namespaces": wrapper,
        "files_closed": bool(abi) or wrapper == "bubblewrap",
        "network_closed": has_seccomp or bool(wrapper),
    }


def is_closed() -> bool:
    """Return whether files and network are both walled off; otherwise nothing is converted."""
    found = capabilities()
    return bool(found["files_closed"] and found["network_closed"])


def enter(temp: Path, *, office: bool, limits: Limits) -> dict[str, int | bool]:
    """Close every door of this process. Returns the layers in force."""
    _set_limits(limits, office=office)
    devices = [Path(path) for path in DEVICES]
    sockets = [SHARED_TEMP] if office else []
    abi = landlock.restrict(readable_paths(), [temp], devices, sockets)
    return {"landlock_abi": abi, "seccomp": seccomp.restrict(office=office)}


def sweep_sockets(since: float) -> None:
    """Remove the sockets a killed LibreOffice left in the shared /tmp (without bubblewrap only).

    `since` is a time stamp; another LibreOffice still running does not need its name any more.
    """
    if namespace_wrapper() == "bubblewrap":
        return
    for path in SHARED_TEMP.glob("OSL_PIPE_*"):
        with contextlib.suppress(OSError):
            found = path.lstat()
            is_own_socket = stat.S_ISSOCK(found.st_mode) and found.st_uid == os.geteuid()
            if is_own_socket and found.st_mtime >= since:
                path.unlink()


def _set_limits(limits: Limits, *, office: bool) -> None:
    for kind, value in (
        (resource.RLIMIT_DATA, limits.memory * (2 if office else 1)),
        (resource.RLIMIT_AS, limits.address_space),
        (resource.RLIMIT_FSIZE, limits.file_size),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_NPROC, _tasks_of_this_user() + limits.processes),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(kind, (value, value))


def limit_cpu(seconds: int) -> None:
    """Give this process `seconds` more CPU time, counted from now."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _tasks_of_this_user() -> int:
    own, count = os.geteuid(), 0
    for entry in os.scandir("/proc"):
        try:
            if entry.name.isdigit() and entry.stat().st_uid == own:
                count += len(os.listdir(f"/proc/{entry.name}/task"))
        except OSError:
            continue
    return count
