"""The command line: help, usage, exit codes, sentences instead of tracebacks."""

import argparse
import json
import socket

import psycopg
import pytest
from django.db import ProgrammingError

from verbundakte.cli import __main__ as cli
from verbundakte.cli import installation, packages
from verbundakte.cli.commands import COMMANDS, SOURCE, available
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import Problem


def test_without_a_command_the_help_is_german_and_lists_what_there_is(command):
    done = command()
    assert done.returncode == 0
    assert "Aufruf: ./verbundakte" in done.stdout and "Verbundakte starten" in done.stdout
    assert "usage" not in done.stdout


@pytest.mark.parametrize("arguments", [["nonsense"], ["start", "--nonsense"], ["start", "--port"]])
def test_wrong_usage_ends_with_2_and_a_german_sentence(command, arguments):
    done = command(*arguments)
    assert done.returncode == 2
    assert "Aufruf:" in done.stderr and "error" not in done.stderr


def test_a_command_without_its_module_is_not_offered(monkeypatch):
    assert set(available()) <= set(COMMANDS)
    for one in available().values():
        assert SOURCE.joinpath(*one.module.split(".")).with_suffix(".py").exists()
    monkeypatch.setitem(COMMANDS, "later", COMMANDS["stop"]._replace(module="verbundakte.cli.gone"))
    assert "later" not in available()


@pytest.mark.parametrize("name", sorted(set(available()) - {"manage"}))
def test_every_command_can_explain_itself(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli._parse(name, [name, "--help"])
    assert ended.value.code == 0
    assert COMMANDS[name].help in capsys.readouterr().out


def test_a_command_that_needs_django_explains_itself_without_an_installation(command, data):
    done = command("tenant", "--help")
    assert done.returncode == 0 and COMMANDS["tenant"].help in done.stdout
    assert not data.exists()


def test_status_of_nothing_has_the_documented_shape(command):
    done = command("status", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 0
    assert found["running"] is False and found["pid"] is None and found["pids"] == []
    assert {"url", "version", "jobs", "tenants", "disk", "warnings"} <= set(found)


def test_stop_without_an_installation_is_no_error(command, data):
    done = command("stop")
    assert (done.returncode, done.stdout) == (0, "Verbundakte läuft nicht.\n")
    assert not data.exists()


def test_a_command_on_nothing_names_the_first_step(command):
    done = command("manage", "check")
    assert done.returncode == 1
    assert "./verbundakte start" in done.stderr and "Traceback" not in done.stderr


def test_a_taken_port_is_one_sentence(command):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        done = command("start", "--port", str(other.getsockname()[1]))
    assert done.returncode == 1
    assert "schon belegt" in done.stderr and "--port" in done.stderr


def test_data_of_a_newer_version_are_not_touched(command, data):
    data.mkdir()
    (data / "version").write_text("999.0\n")
    done = command("start")
    assert done.returncode == 1
    assert "neueren Version 999.0" in done.stderr
    assert list(data.iterdir()) == [data / "version"]


def test_a_folder_that_cannot_be_made_names_data(command, data):
    data.write_text("a file")
    done = command("start")
    assert done.returncode == 1
    assert "--data" in done.stderr and "Traceback" not in done.stderr


def test_an_unexpected_error_is_one_sentence_and_a_traceback_in_the_log(command, data):
    (data / "run").mkdir(parents=True)
    (data / "demo_logins.json").write_text("not json")
    done = command("status")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "cli.log" in done.stderr
    assert "JSONDecodeError" in (data / "log" / "cli.log").read_text()


def test_data_of_another_version_are_named_with_the_remedy(data):
    error = ProgrammingError("relation does not exist")
    error.__cause__ = psycopg.errors.UndefinedTable()
    assert "`./verbundakte start`" in cli._sentence(error, "check", data)
    assert not data.exists()


def test_a_package_into_a_folder_that_is_not_there_is_one_sentence(towns, tmp_path):
    options = argparse.Namespace(tenant="musterstadt", key=None, verb="export", json=False)
    options.file = str(tmp_path / "fehlt" / "paket.tar")
    with pytest.raises(Problem, match="fehlt gibt es nicht"):
        packages.run(options)


def test_a_full_disk_is_named_before_anything_begins(data, monkeypatch):
    monkeypatch.setattr(installation, "LEAST_FREE", 1 << 62)
    with pytest.raises(Problem, match="MB frei"):
        Installation(data).prepare()
    assert not (data / "secret_key").exists()


def test_the_secret_key_is_made_once_and_private(data):
    Installation(data).prepare()
    key = data / "secret_key"
    before = key.read_text()
    Installation(data).prepare()
    assert key.read_text() == before and len(before) > 50
    assert key.stat().st_mode & 0o777 == 0o600
