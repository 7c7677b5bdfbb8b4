"""Experiment 11, long form: an installation is saved while files are filed, and restored elsewhere.

    python tests/faults/backup_while_writing.py DATA --tenant SLUG --as LOGIN [--rounds N]

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
from datetime import UTC, datetime, timedelta
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src"
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


def restored(place: Path, target: Path, *more: str) -> dict:
    """Restore into an empty folder; return what the command says."""
    options = ["--from", str(place / "ziel"), "--key", str(place / "key"), "--data", str(target)]
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
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        place = Path(folder)
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
            where = ["--to", str(place / "ziel"), "--key", str(place / "key"), "--json"]
            done = command("backup", *where, *(["--incremental"] if number else []), *data)
            seconds.append(round(time.monotonic() - began, 1))
            assert done.returncode == 0, done.stderr
            untils.append(datetime.fromisoformat(json.loads(done.stdout)["until"]))
        clerk.is_over.set()
        clerk.join()
        return report(place, clerk.acknowledged, untils, seconds)


def report(place: Path, acknowledged: dict, untils: list[datetime], seconds: list[float]) -> int:
    """Restore twice, compare, print."""
    between = untils[0] + (untils[-1] - untils[0]) * random.random()
    cases = {"newest": (untils[-1], []), "moment": (between, ["--until", between.isoformat()])}
    figures: dict = {"acknowledged": len(acknowledged), "backup_seconds": seconds}
    lost = 0
    for name, (until, more) in cases.items():
        began = time.monotonic()
        told = restored(place, place / name, *more)
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
