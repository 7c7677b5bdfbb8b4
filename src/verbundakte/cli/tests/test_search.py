"""`search`, `check` and `rebuild` in this process, on an index that is built for it."""

import argparse
import json

import pytest

from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.cli import check, rebuild, search
from verbundakte.cli.problems import Problem
from verbundakte.core.blobs import store

HIT = {"kind", "id", "title", "file_name", "aktenzeichen", "page", "score", "snippet"}


@pytest.fixture
def ask(capsys):
    """Runs `search` with --json as the clerk; returns exit code and answers."""

    def run(query=None, *more, queries=None, login="sachbearbeiterin.musterstadt"):
        capsys.readouterr()
        parser = argparse.ArgumentParser()
        search.add_arguments(parser)
        asked = ["--queries", str(queries)] if queries else [query]
        who = ["--tenant", "musterstadt", *(["--as", login] if login else [])]
        code = search.run(parser.parse_args([*asked, *who, "--limit", "5", "--json", *more]))
        return code, [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


@pytest.fixture
def dokument(musterstadt, settle):
    """A Dokument that is in the index."""
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin, betreff="Carport am Hang")
    found = make_dokument(
        lambda: musterstadt.sachbearbeiterin, vorgang=vorgang, betreff="Hangsicherung"
    )
    settle()
    rebuild.rebuild_indexes("musterstadt")
    return found


def test_an_answer_has_the_documented_shape(dokument, ask):
    code, [answer] = ask("Hangsicherung")
    assert code == 0
    assert set(answer) >= {"query", "count", "capped", "ms", "hits"}
    assert (answer["count"], answer["capped"]) == (1, False)
    assert set(answer["hits"][0]) >= HIT
    assert answer["hits"][0]["id"] == str(dokument.pk)


def test_a_hit_by_number_has_no_score(dokument, ask):
    _, [answer] = ask(dokument.vorgang.aktenzeichen)
    assert answer["hits"][0]["kind"] == "vorgang"
    assert answer["hits"][0]["score"] is None


def test_others_find_nothing(dokument, ask):
    _, [answer] = ask("Hangsicherung", login="sachbearbeiter_ordnung.musterstadt")
    assert (answer["count"], answer["hits"]) == (0, [])


def test_a_file_of_queries_gives_a_line_for_each(dokument, ask, tmp_path):
    questions = tmp_path / "fragen.txt"
    questions.write_text("Hangsicherung\n\nCarport\n")
    code, answers = ask(queries=questions)
    assert code == 0
    assert [answer["query"] for answer in answers] == ["Hangsicherung", "Carport"]
    assert all(answer["hits"] for answer in answers)


def test_without_an_index_the_answer_says_so(musterstadt, ask, capsys):
    code, [answer] = ask("Carport")
    assert (code, answer["hits"]) == (1, [])


def test_filters_facets_order_and_reasons_are_those_of_the_page(dokument, ask):
    _, [answer] = ask("hang", "--filter", "was=dokument", "--facets", "--explain")
    assert [hit["kind"] for hit in answer["hits"]] == ["dokument"]
    assert answer["hits"][0]["why"][0].startswith("„hang“ im Betreff")
    facets = {one["name"]: one["values"] for one in answer["facets"]}
    assert facets["was"] == [{"value": "dokument", "label": "Dokumente", "count": 1}]
    _, [answer] = ask("hang", "--order", "neueste", "--offset", "1")
    assert (answer["offset"], len(answer["hits"])) == (1, answer["count"] - 1)
    with pytest.raises(Problem, match="--filter was=dokument"):
        ask("hang", "--filter", "farbe=rot")


def test_the_beginning_of_a_question_gives_suggestions(dokument, ask):
    _, [rows] = ask("hangsi", "--suggest")
    assert ("treffer", "Hangsicherung") in [(row["art"], row["text"]) for row in rows]
    _, [rows] = ask("hangsi", "--suggest", login="sachbearbeiter_ordnung.musterstadt")
    assert rows == []


def test_a_person_and_a_town_are_needed(ask):
    with pytest.raises(Problem) as caught:
        ask("Carport", login=None)
    assert caught.value.code == 2


def run_check(capsys, *, deep=True) -> tuple[int, dict]:
    """Run `check --json`."""
    capsys.readouterr()
    options = {"acknowledged": None, "repair": False, "copy": None}
    code = check.run(argparse.Namespace(deep=deep, json=True, **options))
    return code, json.loads(capsys.readouterr().out)


def test_a_town_in_order_has_no_findings(dokument, capsys, data_dir):
    rebuild.rebuild_indexes(None)
    code, found = run_check(capsys)
    assert (code, found["ok"]) == (0, True), found
    assert all(set(one) == {"name", "ok", "checked", "problems"} for one in found["checks"])
    assert json.loads((data_dir / "last_check.json").read_text())["ok"] is True


def test_a_changed_byte_is_found_and_named(dokument, capsys):
    blob = dokument.fassungen.get().dateien.get().blob
    path = store.path_of(dokument.tenant, blob.sha256)
    path.chmod(0o600)
    path.write_bytes(b"B" * blob.size)
    code, found = run_check(capsys)
    fixity = next(one for one in found["checks"] if one["name"] == "fixity")
    assert (code, found["ok"], fixity["ok"]) == (1, False, False)
    assert blob.sha256 in fixity["problems"][0] and "musterstadt" in fixity["problems"][0]
