"""Taking files of a folder over: what is filed, known already, refused, and how it is told."""

import argparse
import json
import os
from datetime import date

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.cli import import_files
from verbundakte.cli.folder import Entry, entries, printable
from verbundakte.cli.person import acting
from verbundakte.cli.problems import Problem
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.models import AuditEvent, Job
from verbundakte.organisation.models import Organisationseinheit

CLERK = "sachbearbeiterin.musterstadt"


@pytest.fixture
def folder(tmp_path):
    """An empty folder to import from."""
    found = tmp_path / "eingang"
    found.mkdir()
    return found


@pytest.fixture
def take(folder, data_dir, capsys):
    """Runs the command with --json in this process; returns exit code, lines and summary."""

    def run(login=CLERK, vorgang=None, folder=folder):
        options = argparse.Namespace(
            folder=folder,
            tenant="musterstadt",
            login=login,
            vorgang=vorgang,
            mapping=None,
            wait=False,
            json=True,
            data=data_dir,
        )
        code = import_files.run(options)
        *lines, last = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        return code, lines, last["summary"]

    return run


def put(folder, name: bytes, content: bytes = b"Inhalt") -> None:
    """Write a file whose name is any bytes."""
    with open(os.path.join(os.fsencode(folder), name), "wb") as file:
        file.write(content)


def test_files_of_a_folder_become_dokumente_of_the_vorgang(musterstadt, folder, take):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    (folder / "unter" / "tief").mkdir(parents=True)
    put(folder, b"Bauantrag_Carport.txt")
    put(folder, b"unter/tief/Lageplan.txt", b"Plan")
    code, lines, summary = take(vorgang=vorgang.aktenzeichen)
    assert code == 0
    assert [line["path"] for line in lines] == ["Bauantrag_Carport.txt", "unter/tief/Lageplan.txt"]
    assert set(lines[0]) == {"path", "sha256", "result", "id", "reason"}
    assert set(summary) == {"registered", "duplicate", "refused", "seconds", "cpu_seconds"}
    filed = Dokument.objects.filter(vorgang=vorgang).order_by("position")
    assert [str(dokument.pk) for dokument in filed] == [line["id"] for line in lines]
    assert filed[0].betreff == "Bauantrag Carport"
    assert Datei.objects.get(fassung__dokument=filed[1]).source_path == "unter/tief/Lageplan.txt"
    assert Job.objects.filter(subject_id=filed[0].pk).count() == 1


def test_importing_again_changes_nothing_and_names_the_first(musterstadt, folder, take):
    put(folder, b"a.txt", b"gleich")
    put(folder, b"b.txt", b"gleich")
    put(folder, b"c.txt", b"anders")
    _, first, summary = take()
    assert (summary["registered"], summary["duplicate"]) == (2, 1)
    assert first[0]["id"] == first[1]["id"] != first[2]["id"]
    events = AuditEvent.objects.count()
    code, second, summary = take()
    assert (code, summary["registered"], summary["duplicate"]) == (0, 0, 3)
    assert [line["id"] for line in second] == [line["id"] for line in first]
    assert AuditEvent.objects.count() == events


def test_the_same_bytes_may_lie_in_two_targets(musterstadt, folder, take):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    put(folder, b"a.txt")
    take()
    _, _, summary = take(vorgang=vorgang.aktenzeichen)
    assert summary["registered"] == 1


def test_without_a_vorgang_the_unit_and_the_registratur_find_it(musterstadt, folder, take):
    put(folder, b"Brief.txt")
    _, [line], _ = take()
    for role, sees in (
        ("sachbearbeiterin", True),
        ("registratur", True),
        ("leitung", True),
        ("sachbearbeiter_ordnung", False),
    ):
        found = queries.unassigned(getattr(musterstadt, role))
        assert [str(row.pk) for row in found] == ([line["id"]] if sees else []), role


def test_nobody_files_unassigned_in_a_foreign_unit(musterstadt):
    stored = actions.Arrived(put_bytes(musterstadt.tenant.pk, b"x"), "x.txt")
    foreign = Organisationseinheit.objects.get(kennzeichen="32")
    with pytest.raises(actions.NotYourEinheit):
        actions.register_unassigned(
            musterstadt.sachbearbeiterin, foreign, arrived=stored, at=timezone.now()
        )


HOSTILE = {
    b"a" * 251 + b".txt": "a" * 251 + ".txt",
    "Bescheid\u202egpj.exe.txt".encode(): "Bescheidgpj.exe.txt",
    b"zeile\nzwei\x01\x1b[31m.txt": "zeile zwei[31m.txt",
    b"kaputt\xff\xfe.txt": "kaputt��.txt",
    b"..\\..\\etc\\passwd.txt": "passwd.txt",
    b"-rf.txt": "-rf.txt",
    b" .txt": ".txt",
}


def test_hostile_names_are_filed_and_shown_harmlessly(musterstadt, folder, take, data_dir):
    for number, name in enumerate(HOSTILE):
        put(folder, name, b"%d" % number)
    code, lines, summary = take()
    assert (code, summary["registered"]) == (0, len(HOSTILE))
    shown = {line["path"]: Datei.objects.get(fassung__dokument=line["id"]) for line in lines}
    assert "kaputt\\xff\\xfe.txt" in shown
    assert {datei.file_name for datei in shown.values()} == set(HOSTILE.values())
    stored = {path.name for path in (data_dir / "blobs").rglob("*") if path.is_file()}
    assert stored == {line["sha256"] for line in lines}


def test_empty_and_broken_files_are_filed(musterstadt, folder, take):
    put(folder, b"leer.pdf", b"")
    put(folder, b"kaputt.pdf", b"%PDF-1.7 abgeschnitten")
    code, _, summary = take()
    assert (code, summary["registered"], summary["refused"]) == (0, 2, 0)


@pytest.mark.parametrize(
    "name, content, reason",
    [
        (b"setup.exe", b"harmlos", "Programme"),
        (b"Rechnung.pdf", b"MZ\x90\x00", "Windows-Programm"),
        (b"Thumbs.db", b"x", "Hilfsdatei"),
        (b"~$Brief.docx", b"x", "Hilfsdatei"),
    ],
)
def test_what_policy_refuses_is_named_with_its_reason(
    musterstadt, folder, take, data_dir, name, content, reason
):
    put(folder, name, content)
    code, [line], summary = take()
    assert (code, summary["refused"], line["result"], line["id"]) == (1, 1, "refused", None)
    assert reason in line["reason"]
    assert not Dokument.objects.exists()
    assert not any(path.is_file() for path in (data_dir / "blobs").rglob("*"))


def test_a_file_over_the_limit_is_refused(musterstadt, folder, take, settings):
    settings.UPLOAD_MAX_BYTES = 5 * 1024**2
    put(folder, b"gross.txt", b"x" * (5 * 1024**2 + 1))
    _, [line], _ = take()
    assert "größer als 5 MB" in line["reason"]


def test_links_and_pipes_are_never_opened(musterstadt, folder, take):
    outside = folder.parent / "geheim"
    outside.mkdir()
    put(outside, b"geheim.txt", b"streng geheim")
    (folder / "link.txt").symlink_to(outside / "geheim.txt")
    (folder / "ordner").symlink_to(outside)
    (folder / "ins-leere").symlink_to("/nirgends")
    os.mkfifo(folder / "rohr")
    code, lines, summary = take()
    assert (code, summary["refused"]) == (1, 4)
    assert all(line["sha256"] is None for line in lines)
    assert not Dokument.objects.exists()


def test_a_file_that_has_gone_is_refused_with_a_reason(musterstadt, folder, data_dir):
    put(folder, b"weg.txt")
    options = argparse.Namespace(tenant="musterstadt", login=CLERK)
    with acting(options) as person:
        intake = import_files.Intake(folder, person, None)
        [entry] = entries(folder)
        (folder / "weg.txt").unlink()
        outcome = intake.take(entry)
    assert (outcome.result, outcome.reason) == ("refused", "Die Datei gibt es nicht mehr.")


def test_a_vorgang_closed_in_between_refuses_the_rest(musterstadt, folder, data_dir):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    put(folder, b"spaet.txt")
    options = argparse.Namespace(tenant="musterstadt", login=CLERK)
    with acting(options) as person:
        intake = import_files.Intake(folder, person, vorgang.aktenzeichen)
        actions.close_vorgang(
            musterstadt.sachbearbeiterin, vorgang, on=date(2026, 3, 2), at=timezone.now()
        )
        outcome = intake.take(entries(folder)[0])
    assert outcome.result == "refused" and "zu den Akten" in outcome.reason


def test_who_may_not_file_is_told_before_anything_is_read(musterstadt, folder, take):
    put(folder, b"a.txt")
    with pytest.raises(Problem, match="darf keine Dokumente ablegen"):
        take(login="datenschutz.musterstadt")


def test_a_vorgang_of_others_does_not_exist(musterstadt, folder, take):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    with pytest.raises(Problem, match=vorgang.aktenzeichen):
        take(login="sachbearbeiter_ordnung.musterstadt", vorgang=vorgang.aktenzeichen)


def test_a_folder_that_does_not_exist_is_wrong_usage(musterstadt, folder, take):
    with pytest.raises(Problem) as caught:
        take(folder=folder / "fehlt")
    assert caught.value.code == 2


def test_a_terminal_gets_no_control_characters():
    entry = Entry("zeile\nzwei\x1b[31m\u202e.txt")
    assert printable(entry.shown) == "zeile\\nzwei\\x1b[31m\\u202e.txt"
