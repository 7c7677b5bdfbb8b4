"""The whole installation: started, killed piece by piece, ended. Nothing may be left."""

import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from verbundakte.cli.state import read_state
from verbundakte.cli.tests.conftest import Commands
from verbundakte.core.embedded import processes

pytestmark = pytest.mark.slow


def page(port: int) -> int:
    """Status of the first page; 0 when nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return 0


def status(command) -> dict:
    return json.loads(command("status", "--json").stdout)


def left_over(data) -> list[int]:
    mine = (os.getpid(), os.getppid())
    return [
        pid
        for pid in processes.all_processes()
        if any(str(data) in part for part in processes.command_line(pid))
        and processes.is_alive(pid)
        and pid not in mine
    ]


@pytest.fixture(scope="module")
def installed():
    """A data folder that was started once, to copy: the migrations run only once."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        os.chmod(name, 0o755)
        commands = Commands(Path(name) / "data")
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        done = commands("start", "--port", str(port), "--background")
        assert done.returncode == 0, done.stderr
        assert commands("stop").returncode == 0
        yield commands.data


@pytest.fixture
def running(command, port, installed, data):
    subprocess.run(["cp", "-a", str(installed), str(data)], check=True)
    done = command("start", "--port", str(port), "--background")
    assert done.returncode == 0, done.stderr
    assert f"http://127.0.0.1:{port}/" in done.stdout
    return command


def test_start_in_the_background_returns_when_the_page_answers(running, port, data):
    assert page(port) == 200
    found = status(running)
    assert found["running"] and found["pid"] in found["pids"] and len(found["pids"]) >= 4
    assert (data / "version").exists()
    second = running("start", "--port", str(port), "--background")
    assert second.returncode == 0 and str(port) in second.stdout
    assert status(running)["pid"] == found["pid"]
    elsewhere = running("start", "--port", str(port + 1), "--background")
    assert elsewhere.returncode == 1 and "bereits" in elsewhere.stderr
    assert running("stop").stdout == "Verbundakte ist beendet.\n"
    assert page(port) == 0 and left_over(data) == []
    began = time.monotonic()
    again = running("start", "--background")
    assert again.returncode == 0 and page(port) == 200, again.stderr
    assert time.monotonic() - began < 15  # 5 s on a machine that does nothing else


@pytest.mark.parametrize("name", ["web", "worker", "postgres"])
def test_a_killed_process_comes_back(running, port, data, name):
    before = read_state(data / "run").children[name]
    os.kill(before.pid, signal.SIGKILL)

    def is_back() -> bool:
        now = read_state(data / "run").children.get(name)
        return now is not None and now != before and now.is_alive()

    assert processes.wait_until(is_back, 30, 0.2)
    assert processes.wait_until(lambda: page(port) == 200, 30, 0.5)
    assert running("stop").returncode == 0
    assert left_over(data) == []


def test_everything_ends_with_a_killed_supervisor_and_starts_again(running, port, data):
    os.kill(read_state(data / "run").supervisor.pid, signal.SIGKILL)
    again = running("start", "--port", str(port), "--background")
    assert again.returncode == 0, again.stderr
    assert page(port) == 200
    os.kill(read_state(data / "run").supervisor.pid, signal.SIGKILL)
    assert running("stop").returncode == 0
    assert left_over(data) == []


def test_ctrl_c_ends_everything(command, port, data, installed):
    subprocess.run(["cp", "-a", str(installed), str(data)], check=True)
    process = subprocess.Popen(
        command.arguments("start", "--port", str(port)),
        env=command.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == f"Verbundakte läuft: http://127.0.0.1:{port}/\n"
    process.send_signal(signal.SIGINT)
    assert process.wait(60) == 0
    assert left_over(data) == []


def test_two_installations_run_beside_each_other(long_run, running, port, data, installed):
    other = Commands(data.with_name("other"))
    subprocess.run(["cp", "-a", str(installed), str(other.data)], check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        other_port = probe.getsockname()[1]
    try:
        done = other("start", "--port", str(other_port), "--background")
        assert done.returncode == 0, done.stderr
        assert page(port) == page(other_port) == 200
        assert running("stop").returncode == 0
        assert (page(port), page(other_port)) == (0, 200)
    finally:
        other("stop")


def test_djangos_commands_find_the_database_while_it_runs_and_while_it_does_not(running, data):
    shown = running("manage", "showmigrations", "core")
    assert shown.returncode == 0 and "[X] 0001_initial" in shown.stdout
    assert running("stop").returncode == 0
    again = running("manage", "showmigrations", "core")
    assert again.returncode == 0 and "[X] 0001_initial" in again.stdout
    assert left_over(data) == []


def test_logs_carry_no_page_addresses_with_queries(running, port, data):
    urllib.request.urlopen(f"http://127.0.0.1:{port}/?name=Mustermann", timeout=20).close()
    assert "Mustermann" not in (data / "log" / "web.log").read_text()
