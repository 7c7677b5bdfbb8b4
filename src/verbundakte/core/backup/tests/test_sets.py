"""Sets of a place: only whole ones count, and a moment finds the sets that lead to it."""

from datetime import UTC, datetime, timedelta

import pytest

from verbundakte.core.backup.place import FolderPlace
from verbundakte.core.backup.sets import ADDED, FULL, Register, Shelf, chain_until
from verbundakte.core.backup.vessel import BackupProblem

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


def register(number: int, kind: str, full: int, after: str = "") -> Register:
    until = NOON + timedelta(minutes=number)
    return Register(
        name=f"{number:02}-{kind}",
        kind=kind,
        full=f"{full:02}-{FULL}",
        previous=None
        if kind == FULL
        else f"{number - 1:02}-{FULL if number - 1 == full else ADDED}",
        version="1",
        started_at=until.isoformat(),
        until=until.isoformat(),
        database={"mode": "wal", "wal_after": after or str(number - 1), "wal_to": str(number)},
    )


SETS = [register(0, FULL, 0), register(1, ADDED, 0), register(2, ADDED, 0), register(3, FULL, 3)]
SETS += [register(4, ADDED, 3)]


@pytest.fixture
def in_folder(tmp_path):
    return Shelf(FolderPlace(tmp_path / "ziel"), bytes(32))


@pytest.fixture(params=["in_folder", "in_s3"])
def shelf(request):
    """The same promises for both kinds of place."""
    return request.getfixturevalue(request.param)


def names(minutes: float | None) -> list[str]:
    until = None if minutes is None else NOON + timedelta(minutes=minutes)
    return [one.name[:2] for one in chain_until(SETS, until)]


@pytest.mark.parametrize(
    ("minutes", "found"),
    [
        (None, ["03", "04"]),
        (0, ["00"]),
        (0.5, ["00", "01"]),
        (1, ["00", "01"]),
        (1.5, ["00", "01", "02"]),
        (2.5, ["00", "01", "02", "03"]),
        (3.5, ["03", "04"]),
    ],
)
def test_a_moment_finds_the_sets_that_lead_to_it(minutes, found):
    assert names(minutes) == found


@pytest.mark.parametrize(("minutes", "sentence"), [(9, "reichen nur bis"), (-1, "beginnen erst")])
def test_a_moment_outside_is_one_sentence(minutes, sentence):
    with pytest.raises(BackupProblem, match=sentence):
        names(minutes)


def test_a_lost_set_in_between_is_told():
    with pytest.raises(BackupProblem, match="fehlt die vorige"):
        chain_until([SETS[0], SETS[2]], None)


def test_what_an_interrupted_run_left_is_no_backup_and_goes(shelf):
    shelf.write(SETS[0])
    with pytest.raises(KeyboardInterrupt), shelf.sealing("01-zuwachs/datenbank", {}) as sealer:
        sealer.write(b"halb")
        raise KeyboardInterrupt
    with shelf.sealing("01-zuwachs/dateien-00001", {}) as sealer:
        sealer.write(b"ganz, aber ohne Verzeichnis")
    assert shelf.set_names() == ["00-voll"]
    told = []
    shelf.drop_halves(told.append)
    assert len(told) == 1
    assert shelf.place.names() == ["00-voll/verzeichnis"]


def test_old_sets_go_with_what_was_added_to_them(shelf):
    for one in SETS:
        shelf.write(one)
    assert shelf.keep_newest(1) == ["00-voll", "01-zuwachs", "02-zuwachs"]
    assert shelf.set_names() == ["03-voll", "04-zuwachs"]


def test_what_the_disk_gives_back_is_compared(in_folder, monkeypatch):
    shelf, opening = in_folder, in_folder.place.open

    def forgetful(name):
        path = shelf.place.root / name
        path.write_bytes(path.read_bytes()[:-1])
        return opening(name)

    monkeypatch.setattr(shelf.place, "open", forgetful)
    with pytest.raises(BackupProblem), shelf.sealing("00-voll/liste", {}) as sealer:
        sealer.write(b"Inhalt")
