"""When a backup is due, and what `status` says about it."""

from datetime import datetime, timedelta

import pytest

from verbundakte.cli import planned
from verbundakte.cli.installation import Installation

NOW = datetime(2026, 11, 28, 12, 0).astimezone()
PLAN = planned.Plan("/ziel", "/schluessel", "02:30")


def ago(**delta) -> str:
    return (NOW - timedelta(**delta)).isoformat()


@pytest.mark.parametrize(
    ("every", "last", "is_due"),
    [
        (0, {}, True),
        (0, {"at": ago(hours=2)}, False),
        (0, {"at": ago(hours=12)}, True),
        (60, {"at": ago(minutes=59)}, False),
        (60, {"at": ago(minutes=61)}, True),
        (0, {"at": ago(days=3), "error": "voll", "tried_at": ago(minutes=5)}, False),
        (0, {"at": ago(days=3), "error": "voll", "tried_at": ago(hours=2)}, True),
    ],
)
def test_a_backup_is_due_each_night_and_as_often_as_planned(every, last, is_due):
    plan = planned.Plan(PLAN.to, PLAN.key, PLAN.nightly, every)
    assert planned.is_due(plan, last, NOW) is is_due


def test_a_full_one_comes_each_week():
    assert planned.wants_full(PLAN, {}, NOW)
    assert not planned.wants_full(PLAN, {"full_at": ago(days=6)}, NOW)
    assert planned.wants_full(PLAN, {"full_at": ago(days=7)}, NOW)


def test_an_old_and_a_failed_backup_are_told(tmp_path):
    installation = Installation(tmp_path)
    assert planned.warnings(installation, NOW) == []
    planned.write_plan(tmp_path, PLAN)
    assert "noch keine Sicherung" in planned.warnings(installation, NOW)[0]
    planned.note_last(tmp_path, at=ago(hours=30), error="")
    assert planned.warnings(installation, NOW) == []
    planned.note_last(tmp_path, at=ago(hours=40), error="Die Platte ist voll.")
    failed, old = planned.warnings(installation, NOW)
    assert "Die Platte ist voll." in failed and "26.11.2026" in old
