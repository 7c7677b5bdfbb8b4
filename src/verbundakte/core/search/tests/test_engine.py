"""The index: finding, ranking, zones, writing, damage."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from verbundakte.core.search import analyser, engine, pool, schema
from verbundakte.core.search.engine import (
    IndexBusy,
    IndexUnavailable,
    Request,
    create_index,
    open_index,
)
from verbundakte.core.search.nodes import All
from verbundakte.core.search.pool import IndexPool
from verbundakte.core.search.query import QueryError, parse
from verbundakte.core.search.suggest import did_you_mean, suggest
from verbundakte.core.search.tests.support import (
    ANALYSER,
    SHARED,
    ZONE,
    document,
    found,
    index_of,
)

ZONES = frozenset({ZONE})
TOWN = [
    document(
        "meldung", "Wohnungsgeberbescheinigung Familie Müller", "Einzug in die Lindenstraße 4"
    ),
    document("hund", "Antrag auf Hundesteuerbefreiung", "Der Hund ist ein Blindenführhund."),
    document(
        "bau", "Bauvoranfrage Mühlweg", "Anfrage nach § 57 LBO", numbers=["632.20-2026/0147-03"]
    ),
    document(
        "satzung",
        "Hundesteuersatzung",
        "Die Gemeinde erhebt eine Steuer. Über Befreiungen entscheidet das Amt.",
        dokumenttyp="Satzung",
        dated_on=date(2024, 3, 12),
        fields={"Farbe": ["Rot", "Hell Blau"]},
    ),
    document(
        "brief",
        "Schreiben an Herrn Mueller",
        "Ihr Zeichen 632.20-2026/0147-03, Bescheid vom 12. März 2024, § 57 LBO",
        dokumenttyp="Brief",
        dated_on=date(2025, 1, 2),
    ),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return index_of(tmp_path_factory.mktemp("town"), *TOWN)


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("bescheinigung", {"meldung"}),
        ("wohnung", {"meldung"}),
        ("Wohnungsgeber", {"meldung"}),
        ("befreiung hundesteuer", {"hund", "satzung"}),
        ("bau", {"bau"}),
        ("voranfrage", {"bau"}),
        ("Müller", {"meldung", "brief"}),
        ("Mueller", {"meldung", "brief"}),
        ("MULLER", {"meldung", "brief"}),
        ("lindenstrasse", {"meldung"}),
        ("§57", {"bau", "brief"}),
        ("§ 57 LBO", {"bau", "brief"}),
        ("632.20-2026/0147-03", {"bau", "brief"}),
        ("632.20", {"bau", "brief"}),
        ("2026/0147-03", {"bau", "brief"}),
        ("0147", {"bau", "brief"}),
        ("az:632.20-2026/01", {"bau"}),
        ('az:"632.20 - 2026/01"', {"bau"}),
        ('az:"632.20 2025/01"', set()),
        ("12.3.2024", {"brief"}),
        ('"steuer über befreiungen"', {"satzung"}),
        ('"befreiungen über steuer"', set()),
        ("hund -satzung", {"hund"}),
        ("hundesteuer*", {"hund", "satzung"}),
        ("*führ*", {"hund"}),
        ("wohnungsgeberbescheingung~", {"meldung"}),
        ("titel:mueller", {"brief", "meldung"}),
        ("text:lindenstraße", {"meldung"}),
        ("titel:lindenstraße", set()),
        ("typ:satzung", {"satzung"}),
        ("datum:2024", {"satzung"}),
        ("nach:2024", {"brief"}),
        ("jahr:2025", {"brief"}),
        ("farbe:rot", {"satzung"}),
        ('farbe:"hell blau"', {"satzung"}),
        ("farbe:bl*", {"satzung"}),
        ("Anfrage von der Lindenstraße", set()),
        ("Einzug in der Lindenstraße", {"meldung"}),
        ("-hund -typ:brief -müller", {"bau"}),
    ],
)
def test_what_a_query_finds(town, query, ids):
    node = parse(query, frozenset({"farbe"}))
    assert {hit.id for hit in town.search(Request(node, ZONES)).hits} == ids


def test_title_and_number_come_before_text_and_words_before_parts(town):
    assert found(town, "632.20-2026/0147-03")[0] == "bau"
    assert found(town, "hund")[0] == "hund"
    assert found(town, "Hundesteuersatzung")[0] == "satzung"


def test_newest_first_and_oldest_first(town):
    dated = "datum:2000.."
    assert found(town, dated, order="neueste") == ["brief", "satzung"]
    assert found(town, dated, order="aelteste") == ["satzung", "brief"]


def test_pages_and_the_exact_count(town):
    result = town.search(Request(All(), ZONES, limit=2, offset=2))
    assert (len(result.hits), result.count) == (2, 5)


def test_facets_count_and_filter(town):
    request = Request(All(), ZONES)
    facets = town.facets(request)
    assert dict(facets["dokumenttyp"]) == {"Satzung": 1, "Brief": 1}
    assert dict(facets["jahr"]) == {"2024": 1, "2025": 1}
    assert found(town, "", filters={"dokumenttyp": ["Brief", "Bescheid"]}) == ["brief"]
    with pytest.raises(ValueError, match="unknown facet"):
        found(town, "", filters={"id": ["brief"]})


def test_suggestions_continue_the_last_word(town):
    assert suggest(town, "hundest", ZONES) == ["Hundesteuerbefreiung", "Hundesteuersatzung"]
    assert suggest(town, "antrag hundest", ZONES) == ["antrag Hundesteuerbefreiung"]
    assert suggest(town, "632.2", ZONES) == ["632.20-2026/0147-03"]
    assert suggest(town, "", ZONES) == suggest(town, "zzz", ZONES) == []


def test_meinten_sie(town):
    assert did_you_mean(town, "Bauvoranfarge", ZONES) == "Bauvoranfrage"
    assert did_you_mean(town, "Bauvoranfrage", ZONES) == ""
    assert did_you_mean(town, "Bauvoranfarge", frozenset({1})) == ""


WORDS = ["hund", "steuer", "satzung", "geheimplan", "bescheid"]
QUERIES = ["", "-bescheid", "geheim*", "*plan*", "geheimplon~", '"hund steuer"', *WORDS]
small_documents = st.lists(
    st.tuples(st.integers(0, 4), st.lists(st.sampled_from(WORDS), max_size=4)), max_size=8
)


@pytest.mark.parametrize("large", [1, engine.VERY_LARGE])
@given(small_documents, st.frozensets(st.integers(0, 4)), st.sampled_from(QUERIES))
@settings(max_examples=30, deadline=None)
def test_no_zone_ever_leaks(tmp_path_factory, large, contents, zones, query):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine, "VERY_LARGE", large)
        _nothing_leaks(tmp_path_factory, contents, zones, query)


def _nothing_leaks(tmp_path_factory, contents, zones, query):
    documents = [
        document(
            str(number), " ".join(words).title(), " ".join(words), zone=zone, einheit=str(zone)
        )
        for number, (zone, words) in enumerate(contents)
    ]
    permitted = {one.id for one in documents if one.zone in zones}
    words = {word for one in documents if one.zone in zones for word in one.title.split()}
    index = index_of(tmp_path_factory.mktemp("leak"), *documents)
    request = Request(parse(query), zones, limit=100)
    result = index.search(request)
    assert {hit.id for hit in result.hits} <= permitted
    assert result.count == len(result.hits)
    for order in ("neueste", "aelteste"):
        assert set(found(index, query, zones, order=order, limit=100)) <= permitted
    counted = index.facets(request)
    assert {int(zone) for zone, _ in counted["einheit"]} <= zones
    assert sum(count for _, count in counted["kind"]) == result.count
    for prefix in ("hu", "st", "sa", "ge", "be"):
        assert set(suggest(index, prefix, zones)) <= words
    assert did_you_mean(index, "geheimplam", zones).title() in words | {""}


def test_no_zone_means_nothing_and_none_means_the_tenant(town):
    assert found(town, "", frozenset()) == []
    assert len(found(town, "", None)) == 5


def test_putting_again_replaces_and_removing_removes(tmp_path):
    index = index_of(tmp_path, document("a", "Alt"), document("b", "Bleibt"))
    with index.writer() as writer:
        writer.put(document("a", "Neu", content_hash="2"))
        writer.remove("b")
        writer.remove("never there")
        writer.commit("17")
    assert found(index, "alt") == found(index, "bleibt") == []
    assert found(index, "neu") == ["a"]
    assert index.cursor() == "17"
    assert index.fingerprints() == {"a": "2"}


def test_a_batch_without_commit_leaves_no_trace(tmp_path):
    index = index_of(tmp_path, document("a", "Eins"))
    with pytest.raises(RuntimeError), index.writer() as writer:
        writer.put(document("b", "Zwei"))
        raise RuntimeError
    assert found(index, "") == ["a"]
    assert index.cursor() == "1"


def test_a_negative_zone_is_refused_before_it_reaches_the_engine(tmp_path):
    index = index_of(tmp_path, document("a", "Eins"))
    with index.writer() as writer:
        with pytest.raises(ValueError, match="zone"):
            writer.put(document("b", "Zwei", zone=-1))
        writer.put(document("c", "Drei"))
        writer.commit()
    assert set(found(index, "")) == {"a", "c"}


def test_a_second_writer_is_refused(tmp_path):
    index = index_of(tmp_path)
    with index.writer(), pytest.raises(IndexBusy), index.writer():
        pass
    with index.writer() as writer:
        writer.commit()


def test_documents_of_an_older_analyser_are_counted(tmp_path, monkeypatch):
    index = index_of(tmp_path, document("a", "Eins"))
    assert index.outdated() == 0
    monkeypatch.setattr(analyser, "ANALYSER_VERSION", 999)
    assert index.outdated() == 1


KILLED_WRITER = """
import os, sys
from pathlib import Path
from verbundakte.core.search.engine import open_index
from verbundakte.core.search.tests.support import ANALYSER, document
index = open_index(Path(sys.argv[1]), ANALYSER)
with index.writer() as writer:
    for number in range(50):
        writer.put(document(f"safe{number}", "Gesichert"))
    writer.commit("50")
    for number in range(50):
        writer.put(document(f"lost{number}", "Verloren"))
    print("ready", flush=True)
    sys.stdin.read()
"""


def test_a_killed_writer_loses_only_what_it_had_not_committed(tmp_path):
    index_of(tmp_path)
    path = tmp_path / "index"
    source = str(Path(schema.__file__).parents[3])
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_WRITER, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": source},
    )
    assert process.stdout.readline() == b"ready\n"
    process.send_signal(signal.SIGKILL)
    process.communicate()
    index = open_index(path, ANALYSER)
    assert index.search(Request(parse("gesichert"), ZONES)).count == 50
    assert found(index, "verloren") == []
    assert index.cursor() == "50"
    with index.writer() as writer:
        writer.put(document("after", "Danach"))
        writer.commit("51")
    assert found(index, "danach") == ["after"]


def test_a_missing_or_damaged_index_says_so(tmp_path):
    with pytest.raises(IndexUnavailable):
        open_index(tmp_path / "nowhere", ANALYSER)
    with pytest.raises(IndexUnavailable):
        IndexPool(ANALYSER).get(tmp_path / "nowhere")
    index_of(tmp_path, document("a", "Eins"))
    (tmp_path / "index" / "meta.json").write_text("{broken")
    with pytest.raises(IndexUnavailable):
        open_index(tmp_path / "index", ANALYSER)


def test_a_truncated_segment_says_so(tmp_path):
    index_of(tmp_path, document("a", "Eins"))
    for path in (tmp_path / "index").glob("*.*"):
        if path.suffix not in (".json", ".lock"):
            path.write_bytes(path.read_bytes()[:3])
    with pytest.raises(IndexUnavailable):
        open_index(tmp_path / "index", ANALYSER)


def test_another_format_must_be_built_again(tmp_path):
    index_of(tmp_path, document("a", "Eins"))
    (tmp_path / "index" / "format.json").write_text(json.dumps({"schema": 0}))
    with pytest.raises(IndexUnavailable, match="format"):
        open_index(tmp_path / "index", ANALYSER)


def test_an_existing_index_is_never_overwritten(tmp_path):
    index_of(tmp_path, document("a", "Eins"))
    with pytest.raises(IndexUnavailable):
        create_index(tmp_path / "index", ANALYSER)


def test_a_reader_follows_the_writer_and_a_rebuilt_folder(tmp_path):
    index_of(tmp_path, document("a", "Eins"))
    opened = IndexPool(ANALYSER)
    reader = opened.get(tmp_path / "index")
    with open_index(tmp_path / "index", ANALYSER).writer() as writer:
        writer.put(document("b", "Zwei"))
        writer.commit()
    assert found(reader, "zwei") == ["b"]
    (tmp_path / "new").mkdir()
    index_of(tmp_path / "new", document("c", "Drei"))
    (tmp_path / "index").rename(tmp_path / "old")
    (tmp_path / "new" / "index").rename(tmp_path / "index")
    assert found(opened.get(tmp_path / "index"), "") == ["c"]


def watching() -> set[str]:
    """Return the threads that look at the folders of open indexes."""
    found = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(OSError):  # it has just ended
            if "tantivy" in (task / "comm").read_text():
                found.add(task.name)
    return found


def test_an_index_nobody_asks_is_closed_and_opened_again(tmp_path, monkeypatch):
    index_of(tmp_path, document("a", "Eins"))
    before = watching()
    opened = IndexPool(ANALYSER)
    reader = opened.get(tmp_path / "index")
    assert found(reader, "eins") == ["a"]
    opened.close_unused()
    assert opened.get(tmp_path / "index") is reader  # just used
    monkeypatch.setattr(pool, "UNUSED", 0.0)
    opened.close_unused()
    assert found(reader, "eins") == ["a"]  # whoever has it may go on
    del reader
    until = time.monotonic() + 20
    while watching() - before and time.monotonic() < until:
        time.sleep(0.05)
    assert not watching() - before
    assert found(opened.get(tmp_path / "index"), "eins") == ["a"]


SIGNS = 'ab()"-*~:§ 1.,ODERNICHT\x00\n\\[]{}^$|/&#+?ä'


@given(st.text(alphabet=SIGNS, max_size=120), st.sampled_from(["", "", "az:", "titel:", "text:"]))
@settings(max_examples=150, deadline=None)
def test_every_query_that_parses_can_be_searched(town, text, scope):
    try:
        node = parse(scope + text)
    except QueryError:
        return
    assert town.search(Request(node, ZONES)).count <= 5


def test_hostile_queries_can_be_searched(town):
    path = SHARED / "hostile" / "regex-dos.json"
    if not path.exists():
        pytest.skip("shared data is not there")
    for text in json.loads(path.read_text(encoding="utf-8")):
        try:
            town.search(Request(parse(text[:2000]), ZONES))
        except QueryError as refusal:
            assert refusal.message
