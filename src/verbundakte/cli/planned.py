"""The plan of backups: kept in the data folder, followed by the supervisor, looked at by `status`."""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from verbundakte.cli.installation import Installation

PLAN, LAST = "backup_plan.json", "last_backup.json"
OLD = timedelta(hours=36)
RETRY = timedelta(hours=1)


@dataclass(frozen=True)
class Plan:
    """Each night at `nightly` (HH:MM, local time); every `every` minutes what was added (0: not)."""

    to: str
    key: str
    nightly: str
    every: int = 0
    keep: int = 4
    full_days: int = 7


def read_plan(data: Path) -> Plan | None:
    """Return the plan, if there is one."""
    try:
        return Plan(**json.loads((data / PLAN).read_text()))
    except FileNotFoundError:
        return None


def write_plan(data: Path, plan: Plan | None) -> None:
    """Keep a plan, or forget it."""
    if plan is None:
        (data / PLAN).unlink(missing_ok=True)
    else:
        _replace(data / PLAN, asdict(plan))


def note_last(data: Path, **facts) -> None:
    """Keep how the last backup went; the time of the last good one stays."""
    _replace(data / LAST, read_last(data) | facts)


def read_last(data: Path) -> dict:
    """Return how the last backup went: `tried_at`, `error`, and of the last good one `at`, `full_at`."""
    try:
        return json.loads((data / LAST).read_text())
    except (FileNotFoundError, ValueError):
        return {}


def _replace(path: Path, content: dict) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content))
    fresh.replace(path)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text).astimezone() if text else None


def is_due(plan: Plan, last: dict, now: datetime) -> bool:
    """Tell whether a backup is to be made now (`now`: local time, aware)."""
    at, tried = _moment(last.get("at")), _moment(last.get("tried_at"))
    if last.get("error") and tried and now - tried < RETRY:
        return False
    hour, minute = plan.nightly.split(":")
    tonight = now.replace(hour=int(hour), minute=int(minute), second=0, microsecond=0)
    tonight -= timedelta(days=1) if tonight > now else timedelta(0)
    if at is None or at < tonight:
        return True
    return bool(plan.every) and now - at >= timedelta(minutes=plan.every)


def wants_full(plan: Plan, last: dict, now: datetime) -> bool:
    """Tell whether the next backup is a full one."""
    full = _moment(last.get("full_at"))
    return full is None or now - full >= timedelta(days=plan.full_days, hours=-1)


def warnings(installation: Installation, now: datetime) -> list[str]:
    """Return what somebody should know about the backups of this installation."""
    plan, last = read_plan(installation.data), read_last(installation.data)
    at = _moment(last.get("at"))
    found = []
    if last.get("error"):
        found.append(f"Die letzte Sicherung ist gescheitert: {last['error']}")
    if at and now - at > OLD:
        found.append(f"Die letzte Sicherung ist vom {at:%d.%m.%Y, %H:%M}.")
    if plan and not at:
        found.append("Es gibt noch keine Sicherung, obwohl sie vorgesehen ist.")
    return found


class Planned:
    """Starts a backup when one is due; one at a time."""

    def __init__(self, installation: Installation):
        self.installation = installation
        self.process: subprocess.Popen | None = None

    def look(self) -> None:
        """Start what is due."""
        if self.process and self.process.poll() is None:
            return
        data = self.installation.data
        plan = read_plan(data)
        if plan is None or not is_due(plan, read_last(data), datetime.now().astimezone()):
            return
        command = [sys.executable, "-m", "verbundakte.cli", "backup", "--planned"]
        with (self.installation.log / "backup.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(data)],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def end(self) -> None:
        """Break a running backup off; what it wrote does not look whole."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=20)
