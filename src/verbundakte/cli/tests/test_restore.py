"""What `restore` refuses before it writes anything, and that a deletion is put on the list."""

import json

import pytest

from verbundakte.core.backup.place import FolderPlace
from verbundakte.core.backup.sets import FULL, Register, Shelf
from verbundakte.core.backup.vessel import make_key, read_key

MOMENT = "2026-11-28T12:00:00+00:00"


@pytest.fixture
def saved(tmp_path):
    make_key(tmp_path / "key")
    shelf = Shelf(FolderPlace(tmp_path / "ziel"), read_key(tmp_path / "key"))
    one = Register("1-voll", FULL, "1-voll", None, "1", MOMENT, MOMENT, MOMENT, {"mode": "wal"})
    one.files = {"datenbank": {"sha256": "", "size": 10**15}}
    shelf.write(one)
    return tmp_path


def restore(command, saved, *more: str, key: str = "key") -> tuple[int, str]:
    done = command("restore", "--from", str(saved / "ziel"), "--key", str(saved / key), *more)
    return done.returncode, done.stderr.strip()


def test_each_refusal_is_one_sentence_and_leaves_the_folder_alone(command, saved):
    make_key(saved / "other")
    code, sentence = restore(command, saved, key="other")
    assert (code, sentence.startswith("Der Schlüssel passt nicht")) == (1, True)
    code, sentence = restore(command, saved)
    assert (code, "MB frei, nötig sind" in sentence) == (1, True)
    code, sentence = restore(command, saved, "--until", "2026-11-29")
    assert (code, "reichen nur bis" in sentence) == (1, True)
    code, sentence = restore(command, saved, "--until", "gestern")
    assert (code, "2026-11-28T14:05:00" in sentence) == (2, True)
    register = saved / "ziel" / "1-voll" / "verzeichnis"
    register.write_bytes(register.read_bytes()[:-1] + b"x")
    code, sentence = restore(command, saved)
    assert (code, "beschädigt oder unvollständig" in sentence) == (1, True)
    assert not command.data.exists() or not list(command.data.iterdir())
    (command.data).mkdir(exist_ok=True)
    (command.data / "brief.txt").write_text("bleibt")
    shelf = Shelf(FolderPlace(saved / "ziel"), read_key(saved / "key"))
    shelf.write(Register("1-voll", FULL, "1-voll", None, "1", MOMENT, MOMENT, MOMENT))
    code, sentence = restore(command, saved)
    assert (code, "ist nicht leer" in sentence) == (1, True)
    assert [path.name for path in command.data.iterdir()] == ["brief.txt"]
    assert json.loads(command("status", "--json").stdout)["running"] is False
