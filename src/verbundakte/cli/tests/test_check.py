"""`check` with a client's own list and with repair; `store show` and `store move`."""

import argparse
import json
import shutil

import pytest

from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.cli import check, rebuild, store
from verbundakte.cli.acknowledged import check_acknowledged
from verbundakte.cli.problems import Problem
from verbundakte.core.blobs import store as bytes_store
from verbundakte.core.ids import uuid7


@pytest.fixture
def dokument(musterstadt, settle):
    """A Dokument that is in the index."""
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    found = make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=vorgang, content=b"Inhalt")
    settle()
    rebuild.rebuild_indexes(None)
    return found


def run(module, *arguments: str) -> int:
    """Run a command in this process."""
    parser = argparse.ArgumentParser()
    module.add_arguments(parser)
    return module.run(parser.parse_args([*arguments]))


def noted(tmp_path, *lines) -> str:
    """Write a client's list."""
    path = tmp_path / "bestaetigt.jsonl"
    path.write_text("".join(f"{json.dumps(line)}\n" for line in lines))
    return path


def line(dokument, /, **more) -> dict:
    """Return how a client notes a Dokument."""
    datei = dokument.fassungen.get().dateien.get()
    said = {"tenant": "musterstadt", "dokument": str(dokument.pk), "sha256": datei.blob.sha256}
    return said | more


def test_what_was_confirmed_is_looked_for_everywhere(dokument, tmp_path):
    unknown = str(uuid7())
    path = noted(tmp_path, line(dokument), line(dokument, dokument=unknown),
                 line(dokument, sha256="0" * 64), line(dokument, tenant="nirgends"))  # fmt: skip
    result = check_acknowledged(path, deep=True)
    assert result.checked == 4
    assert result.problems == [
        f"musterstadt: {unknown}: fehlt in der Datenbank.",
        f"musterstadt: {dokument.pk}: hat die bestätigte Datei nicht.",
        "nirgends: diese Kommune gibt es nicht.",
    ]
    bytes_store.path_of(dokument.tenant, line(dokument)["sha256"]).unlink()
    [problem] = check_acknowledged(noted(tmp_path, line(dokument)), deep=False).problems
    assert "Bytes fehlen" in problem


def test_a_new_dokument_counts_as_indexed_while_it_is_on_its_way(dokument, tmp_path, musterstadt):
    fresh = make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=dokument.vorgang)
    assert check_acknowledged(noted(tmp_path, line(fresh)), deep=True).problems == []


def test_a_list_that_cannot_be_read_is_one_sentence(tmp_path, musterstadt):
    path = noted(tmp_path, {"tenant": "musterstadt"})
    with pytest.raises(Problem, match="Zeile 1"):
        check_acknowledged(path, deep=False)


def test_repair_brings_a_file_back_from_a_copy_of_the_folder(dokument, data_dir, tmp_path, capsys):
    shutil.copytree(data_dir / "blobs", tmp_path / "kopie")
    bytes_store.path_of(dokument.tenant, line(dokument)["sha256"]).unlink()
    assert run(check, "--json") == 1
    assert run(check, "--repair") == 1
    assert "0 von 1 Dateien zurückgeholt" in capsys.readouterr().out
    assert run(check, "--repair", "--copy", str(tmp_path / "kopie")) == 0
    said = capsys.readouterr().out
    assert "1 von 1 Dateien zurückgeholt" in said
    assert "Dateien vorhanden und unverändert: in Ordnung" in said


def test_the_files_of_all_towns_move_with_one_command(dokument, bucket, capsys, monkeypatch):
    monkeypatch.setattr(store.time, "sleep", lambda seconds: None)
    assert run(store, "move", "--to", "s3", "--keep", "0") == 0
    assert run(store, "move", "--to", "s3") == 0
    capsys.readouterr()
    run(store, "show", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["lokal"]["files"] == 0
    assert found["s3"]["files"] >= 1 and found["s3"]["is_present"]
    assert run(check, "--deep", "--json") == 0
    assert Dokument.objects.get() == dokument


def test_a_move_to_a_store_that_is_not_set_up_is_refused(musterstadt):
    with pytest.raises(Problem, match="nicht eingerichtet"):
        run(store, "move", "--to", "s3")
