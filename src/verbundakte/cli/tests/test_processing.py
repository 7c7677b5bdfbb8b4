"""`import --wait` with real processes: while the service runs, and when it does not."""

import json

import pytest

GIVE_ROLE = """
from django.db import transaction
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actions import assign_rolle
from verbundakte.organisation.rules import standard_rolle_key
from verbundakte.verbund.services import SETUP, person_with, tenant_named
tenant = tenant_named("neustadt")
with use_tenant(tenant.pk), transaction.atomic():
    person = person_with("nina.neu", tenant)
    assign_rolle(SETUP, person, rolle_key=standard_rolle_key("sachbearbeitung"), from_on=today())
"""
PERSON = ("--tenant", "neustadt", "--as", "nina.neu")


def imported(command, folder) -> dict:
    """Import a folder and wait; returns the summary."""
    done = command("import", str(folder), *PERSON, "--wait", "--json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])["summary"]


def found(command, word: str) -> list[str]:
    """The file names of the hits."""
    done = command("search", word, *PERSON, "--json")
    return [hit["file_name"] for hit in json.loads(done.stdout)["hits"]]


@pytest.mark.slow
def test_after_waiting_the_text_is_found(long_run, command, port, tmp_path):
    assert command("start", "--port", str(port), "--background").returncode == 0
    made = command("tenant", "create", "Neustadt", "--slug", "neustadt", "--admin", "nina.neu")
    assert made.returncode == 0, made.stderr
    given = command("manage", "shell", "--verbosity", "0", "-c", GIVE_ROLE)
    assert given.returncode == 0, given.stderr

    (tmp_path / "Vermerk.txt").write_text("Der Durchlass unter dem Feldweg ist verstopft.")
    summary = imported(command, tmp_path)
    assert summary["registered"] == 1
    assert summary["cpu_seconds"] > 0.05
    assert found(command, "Durchlass") == ["Vermerk.txt"]

    assert command("stop").returncode == 0
    (tmp_path / "Notiz.txt").write_text("Die Böschung am Regenrückhaltebecken rutscht.")
    summary = imported(command, tmp_path)
    assert (summary["registered"], summary["duplicate"]) == (1, 1)
    assert found(command, "Regenrückhaltebecken") == ["Notiz.txt"]
    assert json.loads(command("status", "--json").stdout)["pids"] == []
