"""A disk whose power is cut: a file system in an image that is copied as it is at one moment.

All that write are stopped, and the image is copied until nothing reached the disk meanwhile. What lay
in memory only is not in the copy, as after a power cut; mounting the copy replays the file system's log.

    python -m tests.faults.stromausfall [--forgetful]

stores files in VERBUNDAKTE_DATA without end and says the digest of each when the store has confirmed it;
`--forgetful`: as a store would that does not wait for the disk, to see that the experiment notices.
"""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

MB = 1024**2
TRIES = 40
OPTIONS = ("-o", "noatime")


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise OSError(f"{command[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


class Disk:
    """A mounted image. `place` is where it is mounted."""

    def __init__(self, image: Path, device: str, place: Path):
        self.image, self.device, self.place = image, device, place
        self._statistics = Path("/sys/block") / Path(device).name / "stat"
        self.repeated = 0

    def cut(self, target: Path, roots: list[int]) -> None:
        """Copy the image as it is at one moment; processes below `roots` (and they) stand still."""
        stopped = _stop(roots)
        try:
            for _ in range(TRIES):
                before = self._written()
                _run("cp", "--sparse=always", "--reflink=auto", str(self.image), str(target))
                if self._written() == before:
                    return
                self.repeated += 1
            raise TimeoutError("the disk never rests")
        finally:
            for pid in reversed(stopped):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGCONT)

    def _written(self) -> tuple[str, ...]:
        fields = self._statistics.read_text().split()
        return fields[4], fields[6], fields[8]  # writes, sectors, in flight


def _stop(roots: list[int]) -> list[int]:
    """Stop processes, whoever began them first, until no new one appears; return them."""
    stopped: list[int] = []
    while fresh := [pid for pid in _below(roots) if pid not in stopped]:
        for pid in fresh:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)
        stopped += fresh
    return stopped


def _below(roots: list[int]) -> list[int]:
    children: dict[int, list[int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parent = int(path.read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(path.parent.name))
    found = list(roots)
    for pid in found:
        found += children.get(pid, [])
    return found


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    """Make and mount a small ext4 disk; skips where that is not allowed."""
    if os.geteuid() != 0:
        pytest.skip("nur root kann eine kleine Platte einhängen")
    image = folder / "platte.img"
    with image.open("wb") as file:
        file.truncate(megabytes * MB)
    try:
        _run("mkfs.ext4", "-q", "-F", str(image))
        device = _run("losetup", "--find", "--show", str(image))
    except OSError as error:
        pytest.skip(f"hier lässt sich keine kleine Platte anlegen ({error})")
    place = folder / "platte"
    place.mkdir()
    try:
        _run("mount", *OPTIONS, device, str(place))
    except OSError as error:
        _run("losetup", "--detach", device)
        pytest.skip(f"hier lässt sich keine kleine Platte einhängen ({error})")
    try:
        place.chmod(0o711)
        yield Disk(image, device, place)
    finally:
        _run("umount", "-l", str(place))
        with suppress(OSError):
            _run("losetup", "--detach", device)


@contextmanager
def after_the_cut(image: Path, place: Path) -> Iterator[Path]:
    """Mount a copy as the machine does when power is back."""
    place.mkdir(exist_ok=True)
    _run("mount", *OPTIONS, "-o", "loop", str(image), str(place))
    try:
        yield place
    finally:
        _run("umount", "-l", str(place))
        image.unlink()


def write_without_end() -> None:
    """Store files of all sizes; say the digest of each."""
    import django

    django.setup()
    from verbundakte.core.blobs import store

    if "--forgetful" in sys.argv:
        os.fsync = lambda descriptor: None

    chance = random.Random(os.getpid())
    while True:
        stored = store.put_bytes(1, chance.randbytes(chance.randrange(1, 40_000)))
        print(stored.sha256, flush=True)
        time.sleep(0.002)


if __name__ == "__main__":
    write_without_end()
