"""Experiment 11, long form: an installation is saved while files are filed, and restored elsewhere.

    python tests/faults/backup_while_writing.py DATA --tenant SLUG --as LOGIN [--rounds N] [--s3]

Works on a copy of DATA. Files go in through `import`; what it acknowledged is kept with the moment.
Then one restore to the newest state and one to a moment in between: nothing acknowledged before may
be missing or changed. Prints figures as JSON; 1 when something is lost.
"""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
sys.path.insert(0, str(SOURCE))

from verbundakte.core.tests import s3_server  # noqa: E402

BATCH = 10


def command(*arguments: str) -> subprocess.CompletedProcess:
    """Run a command of the product to its end."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    call = [sys.executable, "-m", "verbundakte.cli", *arguments]
    return subprocess.run(call, env=environment, capture_output=True, text=True)


class Clerk(threading.Thread):
    """Files batches until told to end, and keeps what was acknowledged."""

    def __init__(self, folder: Path, arguments: list[str]):
        super().__init__()
        self.folder, self.arguments = folder, arguments
        self.is_over = threading.Event()
        self.acknowledged: dict[str, datetime] = {}

    def run(self) -> None:
        """File one batch after the other."""
        number = 0
        while not self.is_over.is_set():
            batch = self.folder / f"{number:05}"
            batch.mkdir(parents=True)
            for index in range(BATCH):
                (batch / f"Notiz {index}.txt").write_text(f"{number} {index} {random.random()}")
            done = command("import", str(batch), *self.arguments, "--json")
            for line in done.stdout.splitlines():
                found = json.loads(line)
                if found.get("result") == "registered":
                    self.acknowledged[found["sha256"]] = datetime.now(UTC)
            number += 1


def there(data: Path) -> set[str]:
    """Return the digests of all bytes of a restored installation that are unchanged."""
    found = (path for path in (data / "blobs").glob("*/*/*"))
    return {
        path.name for path in found if hashlib.sha256(path.read_bytes()).hexdigest() == path.name
    }


@contextmanager
def bucket(place: Path):
    """Yield the address of a bucket; the access to it stands in the environment meanwhile."""
    folder = place / "s3"
    folder.mkdir()
    process, port = s3_server.start(folder)
    try:
        server = s3_server.new_bucket(port)
        (place / "zugang").write_text(f"{server.keys.access}\n{server.keys.secret}\n")
        os.environ["VERBUNDAKTE_SICHERUNG_S3_URL"] = server.url
        os.environ["VERBUNDAKTE_SICHERUNG_S3_KEY_FILE"] = str(place / "zugang")
        yield f"s3://{server.bucket}/ziel"
    finally:
        process.kill()
        process.wait()


def restored(place: Path, source: str, target: Path, *more: str) -> dict:
    """Restore into an empty folder; return what the command says."""
    options = ["--from", source, "--key", str(place / "key"), "--data", str(target)]
    done = command("restore", *options, *more)
    words = done.stdout.splitlines() or [done.stderr]
    return {"code": done.returncode, "says": words[-1], "told": words}


def main() -> int:
    """Do the experiment."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("--tenant", required=True)
    parser.add_argument("--as", dest="login", required=True)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--s3", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        place = Path(folder)
        if not options.s3:
            return experiment(options, place, str(place / "ziel"))
        with bucket(place) as address:
            return experiment(options, place, address)


def experiment(options: argparse.Namespace, place: Path, to: str) -> int:
    """Save round after round while a clerk files, then restore and compare."""
    shutil.copytree(options.data, place / "data", symlinks=True)
    data = ["--data", str(place / "data")]
    made = command("backup", "--new-key", str(place / "key"), *data)
    assert made.returncode == 0, made.stderr
    clerk = Clerk(place / "in", ["--tenant", options.tenant, "--as", options.login, *data])
    clerk.start()
    untils, seconds = [], []
    for number in range(options.rounds):
        time.sleep(2)
        began = time.monotonic()
        where = ["--to", to, "--key", str(place / "key"), "--json"]
        done = command("backup", *where, *(["--incremental"] if number else []), *data)
        seconds.append(round(time.monotonic() - began, 1))
        assert done.returncode == 0, done.stderr
        untils.append(datetime.fromisoformat(json.loads(done.stdout)["until"]))
    clerk.is_over.set()
    clerk.join()
    return report(place, to, clerk.acknowledged, untils, seconds)


def report(
    place: Path, to: str, acknowledged: dict, untils: list[datetime], seconds: list[float]
) -> int:
    """Restore twice, compare, print."""
    between = untils[0] + (untils[-1] - untils[0]) * random.random()
    cases = {"newest": (untils[-1], []), "moment": (between, ["--until", between.isoformat()])}
    figures: dict = {"place": to, "acknowledged": len(acknowledged), "backup_seconds": seconds}
    lost = 0
    for name, (until, more) in cases.items():
        began = time.monotonic()
        told = restored(place, to, place / name, *more)
        wanted = {
            sha256 for sha256, at in acknowledged.items() if at < until - timedelta(seconds=1)
        }
        missing = wanted - there(place / name)
        lost += len(missing) + bool(told["code"])
        figures[name] = {
            "until": until.isoformat(),
            "wanted": len(wanted),
            "lost": len(missing),
            "rto_seconds": round(time.monotonic() - began, 1),
            "says": told["says"],
        }
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
