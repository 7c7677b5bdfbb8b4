"""What is noted about processes is believed only while it holds."""

import os
import subprocess
import sys
from argparse import Namespace

from verbundakte.cli import status
from verbundakte.cli.installation import Installation
from verbundakte.cli.state import Noted, State, read_state, take_lock
from verbundakte.cli.tests.conftest import SOURCE
from verbundakte.core.embedded import processes


def test_a_process_with_a_reused_number_is_a_stranger():
    assert Noted.of(os.getpid()).is_alive()
    assert not Noted(os.getpid(), processes.started_at(os.getpid()) - 1).is_alive()
    assert Noted(os.getpid(), 1).family() == []


def test_whatever_a_process_left_in_its_session_is_ended():
    script = "import subprocess, sys; print(subprocess.Popen(['sleep', '60']).pid, flush=True)"
    parent = subprocess.Popen(
        [sys.executable, "-c", script], start_new_session=True, stdout=subprocess.PIPE, text=True
    )
    noted = Noted.of(parent.pid)
    child = int(parent.stdout.readline())
    parent.wait()
    assert noted.family() == [child]
    noted.kill_family()
    assert processes.wait_until(lambda: not processes.is_alive(child), 5)


def test_the_state_survives_writing_and_reading(tmp_path):
    state = State(8000, Noted(1, 2), "192.0.2.7", True, {"web": Noted(3, 4)})
    state.write(tmp_path)
    assert read_state(tmp_path) == state


def test_a_damaged_state_counts_as_none(tmp_path):
    (tmp_path / "state.json").write_text('{"port": 1}')
    assert read_state(tmp_path) is None


def test_the_lock_is_free_again_when_its_holder_was_killed(tmp_path):
    script = (
        "import os, pathlib, sys\nfrom verbundakte.cli.state import take_lock\n"
        "lock = take_lock(pathlib.Path(sys.argv[1]))\nprint('taken', flush=True)\n"
        "sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(SOURCE)},
    )
    assert holder.stdout.readline() == "taken\n"
    assert take_lock(tmp_path) is None
    holder.kill()
    holder.wait()
    lock = take_lock(tmp_path)
    assert lock is not None
    lock.close()


def test_what_a_silent_database_cannot_tell_is_left_out(tmp_path, monkeypatch, capsys):
    nowhere = f"postgresql://nobody@/none?host={tmp_path}"
    monkeypatch.setenv("DATABASE_SYSTEM_URL", nowhere)
    installation = Installation(tmp_path / "data")
    monkeypatch.setattr(Installation, "environment", lambda self: {})
    me = Noted.of(os.getpid())
    installation.run.mkdir(parents=True)
    State(8000, me, "192.0.2.7", True, {"web": me, "worker": me}).write(installation.run)
    assert status.run(Namespace(data=installation.data, json=False)) == 0
    said = capsys.readouterr().out
    assert "Die Datenbank antwortet nicht." in said and "None" not in said
