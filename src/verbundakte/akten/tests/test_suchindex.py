"""The index of a town over time: built beside the old one, interrupted, lost, compared, repaired."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from conftest import follow_outbox
from django.conf import settings
from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from verbundakte.akten import actions
from verbundakte.akten.models import Vorgang
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.akten.tests.suchstadt import found
from verbundakte.core.clock import now
from verbundakte.core.jobs import AWAITED
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import GelerntesWort, IndexChange, IndexReader, Job
from verbundakte.core.registry import registry
from verbundakte.core.search import (
    analyser,
    completeness,
    indexer,
    indexes,
    learning,
    readers,
    rebuilding,
    segments,
    vocabulary,
)
from verbundakte.core.search.builder import Builder
from verbundakte.core.search.engine import IndexBusy, IndexUnavailable
from verbundakte.core.search.outbox import touch_ids
from verbundakte.core.search.schema import IndexDoc
from verbundakte.core.search.service import Search, search
from verbundakte.core.tenancy.context import use_tenant

pytestmark = pytest.mark.django_db(transaction=True)
WORD, TITLE = "wohnungsgeber", "Scan 0815"


class Killed(Exception):
    """The worker ended in the middle of its work."""


@pytest.fixture
def large(monkeypatch):
    """Let every town count as a large one, whose index is built in a job, entry by entry."""
    monkeypatch.setattr(rebuilding, "SMALL", 0)
    monkeypatch.setattr(rebuilding, "BATCH", 1)


def jobs(town, kind=rebuilding.REBUILD):
    """Return the open jobs of a kind."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        return list(Job.objects.open().filter(kind=kind))


def work_off(town, kind=rebuilding.REBUILD) -> Job:
    """Run the one open job of a kind and return how it ended."""
    (row,) = jobs(town, kind)
    run_job(town.tenant.pk, row.pk)
    with use_tenant(town.tenant.pk), transaction.atomic():
        return Job.objects.get(pk=row.pk)


def priority(town) -> int:
    """Return how early the one open job that builds comes."""
    (row,) = jobs(town)
    with connection.cursor() as cursor:
        cursor.execute("SELECT priority FROM procrastinate_jobs WHERE id = %s", [row.queued])
        return cursor.fetchone()[0]


def add_vorgang(town, betreff: str) -> Vorgang:
    """Let somebody make a Vorgang."""
    with use_tenant(town.tenant.pk):
        return make_vorgang(lambda: town.sachbearbeiterin, akte=town.akte, betreff=betreff)


def test_a_new_analyser_builds_anew_in_a_job_while_the_old_index_serves(town, large, monkeypatch):
    before = indexes.folder(town.tenant.pk)
    monkeypatch.setattr(analyser, "ANALYSER_VERSION", 999)
    town.tail = indexer.Tail()  # the new release has started
    town.follow()
    assert priority(town) == rebuilding.PATIENT
    add_vorgang(town, "Nachzügler")
    town.follow()
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")
    assert indexes.folder(town.tenant.pk) == before
    ended = work_off(town)
    assert (ended.error, ended.done, ended.total) == ("", 5, 5)
    assert ended.result["message"] == "5 Einträge im Suchindex."
    assert indexes.folder(town.tenant.pk) != before
    assert indexes.open_for(town.tenant.pk).outdated() == 0
    town.follow()
    assert jobs(town) == []
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_an_interrupted_build_goes_on_where_it_was(town, large):
    def dies(done, total):
        if done == 2:
            raise Killed

    with pytest.raises(Killed):
        rebuilding.rebuild(town.tenant.pk, dies)
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
    add_vorgang(town, "Nachzügler")
    steps = []
    rebuilding.rebuild(town.tenant.pk, lambda done, total: steps.append((done, total)))
    assert steps == [(3, 5), (4, 5), (5, 5)]
    assert not indexes.building(town.tenant.pk).exists()
    town.follow()
    assert {TITLE} == set(found(town, town.sachbearbeiterin, WORD))
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_a_begun_build_of_an_older_analyser_is_thrown_away(town, large, monkeypatch):
    def dies(done, total):
        raise Killed

    with pytest.raises(Killed):
        rebuilding.rebuild(town.tenant.pk, dies)
    monkeypatch.setattr(analyser, "ANALYSER_VERSION", 999)
    steps = []
    rebuilding.rebuild(town.tenant.pk, lambda done, total: steps.append(done))
    assert steps == [1, 2, 3, 4]


def test_what_a_build_has_still_to_read_stays_in_the_outbox(town, large):
    def dies(done, total):
        raise Killed

    with pytest.raises(Killed):
        rebuilding.rebuild(town.tenant.pk, dies)
    add_vorgang(town, "Nachzügler")
    waiting = IndexChange.objects.filter(tenant=town.tenant.pk)
    begun = rebuilding.begun_at(town.tenant.pk)
    read_on(town)
    assert waiting.exists()
    assert rebuilding.begun_at(town.tenant.pk) == begun
    shutil.rmtree(indexes.building(town.tenant.pk))
    read_on(town)
    assert not waiting.exclude(object_id=town.last.pk).exists()


def read_on(town) -> None:
    """Let the indexer read everything, note it, and old rows be deleted."""
    town.follow()
    town.last = add_vorgang(town, "Danach")  # what is deleted lies before the last transaction
    town.tail._noted_at = 0.0
    town.follow()
    town.tail._noted_at = 0.0
    town.follow()
    indexer.prune()


@pytest.fixture
def second(town, settings, tmp_path):
    """Work as another machine that shares the database and has indexes of its own."""

    @contextmanager
    def machine():
        here, settings.DATA_DIR = settings.DATA_DIR, tmp_path
        try:
            yield
        finally:
            settings.DATA_DIR = here

    return machine


def test_each_machine_has_an_index_of_its_own_and_none_loses_a_change(town, second):
    with second():
        tail = indexer.Tail()
        follow_outbox(tail)
        assert TITLE in found(town, town.sachbearbeiterin, WORD)
    add_vorgang(town, "Nachzügler")
    read_on(town)
    with second():  # it was behind all the time
        follow_outbox(tail)
        assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")
        tail._noted_at = 0.0
        follow_outbox(tail)
    waiting = IndexChange.objects.count()
    indexer.prune()
    assert IndexChange.objects.count() < waiting


def test_a_machine_that_was_away_too_long_builds_its_indexes_anew(town, second):
    with second():
        follow_outbox(indexer.Tail())
        place = indexes.folder(town.tenant.pk)
        IndexReader.objects.filter(name=readers.own_name()).update(seen_at=now() - readers.KEPT * 2)
    add_vorgang(town, "Nachzügler")
    read_on(town)
    with second():
        follow_outbox(indexer.Tail())
        assert indexes.folder(town.tenant.pk) != place
        assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_machines_that_share_the_jobs_build_by_themselves(town, second, large):
    with second():
        builder = Builder()
        tail = indexer.Tail(builder.want)
        tail.step()
        assert jobs(town) == []
        for _ in range(200):
            if not builder._works:
                break
            time.sleep(0.05)
        follow_outbox(tail)
        assert TITLE in found(town, town.sachbearbeiterin, WORD)
    assert jobs(town) == []


def test_only_one_builds_and_the_other_is_told(town, large):
    def again(done, total):
        with pytest.raises(IndexBusy):
            rebuilding.rebuild(town.tenant.pk)

    assert rebuilding.rebuild(town.tenant.pk, again) == 4


def test_changes_during_a_rebuild_are_not_lost(town):
    rebuilding.rebuild(town.tenant.pk, lambda done, total: add_vorgang(town, "Nachzügler"))
    town.follow()
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_a_reader_of_the_replaced_index_reads_on_and_it_goes_later(town, monkeypatch):
    old = indexes.open_for(town.tenant.pk)
    rebuilding.rebuild(town.tenant.pk)
    assert old.path != indexes.folder(town.tenant.pk)
    assert old.cursor() and len(old.fingerprints()) == 4
    monkeypatch.setattr(indexes, "KEPT", -1)
    indexes.drop_replaced(town.tenant.pk)
    assert not old.path.exists()
    assert TITLE in found(town, town.sachbearbeiterin, WORD)


@pytest.mark.parametrize("loss", ["folder", "everything", "files"])
def test_a_lost_index_is_built_in_a_job_and_numbers_are_found_meanwhile(town, large, loss):
    folder = indexes.folder(town.tenant.pk)
    if loss == "files":
        for path in folder.glob("*.*"):
            path.chmod(0o600)
            path.write_bytes(b"\x00 kaputt")
        indexes.pool.cache_clear()
    else:
        shutil.rmtree(folder if loss == "folder" else folder.parent)
    for _ in range(2):
        with use_tenant(town.tenant.pk), transaction.atomic():
            answer = search(town.sachbearbeiterin, Search(town.vorgang.aktenzeichen))
        assert "aufgebaut" in answer.problem
        assert [shown.hit.id for shown in answer.hits] == [town.vorgang.pk]
        town.follow()
    assert priority(town) == AWAITED  # nobody finds a text until it is done
    add_vorgang(town, "Nachzügler")
    town.follow()
    assert work_off(town).error == ""
    town.follow()
    assert jobs(town) == []
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_a_failed_build_is_not_tried_again_at_once(town, large, monkeypatch):
    def full(tenant, told=None):
        raise OSError

    indexes.report_damage(town.tenant.pk)
    town.follow()
    monkeypatch.setattr(rebuilding, "rebuild", full)
    with use_tenant(town.tenant.pk), transaction.atomic():
        Job.objects.open().filter(kind=rebuilding.REBUILD).update(attempts=5)
    assert "unerwarteter Fehler" in work_off(town).error
    town.follow()
    assert jobs(town) == []


def test_one_document_that_cannot_be_made_holds_up_no_other(town, monkeypatch):
    source = registry.search["vorgang"]
    broken = town.vorgang.pk

    def load(ids):
        if broken in ids:
            raise ValueError("unreadable")
        return source.load(ids)

    monkeypatch.setitem(registry.search, "vorgang", replace(source, load=load))
    with use_tenant(town.tenant.pk), transaction.atomic():
        touch_ids("vorgang", [broken])
    add_vorgang(town, "Nachzügler")
    town.follow()
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")
    assert "Bauvoranfrage Carport" in found(town, town.sachbearbeiterin, "carport")
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert len(completeness.compare(deep=True).ids("stale")) == 1


def test_an_index_somebody_else_is_writing_is_not_damaged(town):
    add_vorgang(town, "Nachzügler")
    with indexes.open_for(town.tenant.pk).writer(), pytest.raises(IndexBusy):
        town.follow()
    assert not indexes.is_damaged(town.tenant.pk)
    town.follow()
    assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_a_writer_is_kept_while_large_segments_are_put_together(town, monkeypatch):
    monkeypatch.setattr(indexer, "MOMENT", 0.0)
    with monkeypatch.context() as merging:
        merging.setattr(segments, "are_settled", lambda path: False)
        for title in ("Nachzügler", "Nachreichung"):
            add_vorgang(town, title)
            town.follow()
            assert title in found(town, town.sachbearbeiterin, title)
        with pytest.raises(IndexBusy), indexes.open_for(town.tenant.pk).writer():
            pass
    town.follow()
    with indexes.open_for(town.tenant.pk).writer():
        pass


def test_a_tail_that_ends_gives_the_folder_back(town, monkeypatch):
    monkeypatch.setattr(indexer, "MOMENT", 0.0)
    monkeypatch.setattr(segments, "are_settled", lambda path: False)
    add_vorgang(town, "Nachzügler")
    town.follow()
    town.tail.close()
    with indexes.open_for(town.tenant.pk).writer():
        assert "Nachzügler" in found(town, town.sachbearbeiterin, "nachzügler")


def test_a_writer_of_a_replaced_index_is_not_written_with(town, monkeypatch):
    monkeypatch.setattr(indexer, "MOMENT", 0.0)
    with monkeypatch.context() as merging:
        merging.setattr(segments, "are_settled", lambda path: False)
        add_vorgang(town, "Nachzügler")
        town.follow()
    rebuilding.rebuild(town.tenant.pk)
    add_vorgang(town, "Nachreichung")
    town.follow()
    for title in ("Nachzügler", "Nachreichung"):
        assert title in found(town, town.sachbearbeiterin, title)


def test_the_comparison_names_counts_and_repairs_what_differs(town):
    stranger = str(uuid4())
    index = indexes.open_for(town.tenant.pk)
    with index.writer() as writer:
        writer.remove(str(town.scan.pk))
        writer.put(IndexDoc(id=str(town.akte.pk), kind="akte", zone=1, content_hash="alt"))
        writer.put(IndexDoc(id=stranger, kind="vorgang", zone=1, content_hash="weg"))
        writer.commit(index.cursor())
    assert TITLE not in found(town, town.sachbearbeiterin, WORD)
    with use_tenant(town.tenant.pk):
        with transaction.atomic():
            checked, sentences = completeness.check_index(deep=True)
        assert checked == 4
        ending = "Der Dienst trägt es nach."
        assert sentences == [
            f"1 Eintrag fehlt im Suchindex: {town.scan.pk}. {ending}",
            f"1 Eintrag im Suchindex ist veraltet: {town.akte.pk}. {ending}",
            f"1 Eintrag steht im Suchindex, ist aber nicht mehr da: {stranger}. {ending}",
        ]
    town.follow()
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert completeness.check_index(deep=True) == (4, [])
    assert TITLE in found(town, town.sachbearbeiterin, WORD)


def test_every_night_a_job_compares_repairs_and_tells_the_numbers(town):
    index = indexes.open_for(town.tenant.pk)
    with index.writer() as writer:
        writer.remove(str(town.scan.pk))
        writer.commit(index.cursor())
    with use_tenant(town.tenant.pk), transaction.atomic():
        for _ in range(2):  # the hour after finds it done
            completeness.check_once_a_day(date(2026, 11, 28))
    ended = work_off(town, completeness.CHECK)
    assert ended.result["message"] == (
        "4 Einträge geprüft: 1 fehlten, 0 waren veraltet, 0 überzählig. Sie werden nachgetragen."
    )
    assert (ended.done, ended.total) == (4, 4)
    town.follow()
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
    with use_tenant(town.tenant.pk), transaction.atomic():
        completeness.check_once_a_day(date(2026, 11, 29))
    assert work_off(town, completeness.CHECK).result["message"].endswith("aktuell.")


def test_a_comparison_without_an_index_says_so_and_lets_it_be_built(town):
    shutil.rmtree(indexes.folder(town.tenant.pk))
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert completeness.check_index(deep=False) == (0, [completeness.AWAY])
        with pytest.raises(IndexUnavailable):
            completeness.compare(deep=False)
    town.follow()
    assert TITLE in found(town, town.sachbearbeiterin, WORD)


def make_words(town, *words) -> None:
    """Let the town have learned these words."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        learning.store({word: word.title() for word in words})


def test_a_learned_word_is_used_once_the_index_is_built_with_it(town):
    add_vorgang(town, "Quendelplatz")
    town.follow()
    assert found(town, town.sachbearbeiterin, "titel:quendel titel:platz") == []
    make_words(town, "quendel")
    assert found(town, town.sachbearbeiterin, "titel:quendel titel:platz") == []
    assert rebuilding.is_wanted(town.tenant.pk)
    with use_tenant(town.tenant.pk):
        rebuilding.start_rebuild()
    assert work_off(town).error == ""
    town.follow()
    assert found(town, town.sachbearbeiterin, "titel:quendel titel:platz") == ["Quendelplatz"]
    assert indexes.base_analyser().form("Quendelplatz").parts == ()
    with use_tenant(town.tenant.pk):
        assert indexes.analyser().form("Quendelplatz").parts
    with use_tenant(town.tenant.pk), transaction.atomic():
        word = GelerntesWort.objects.get()
        vocabulary.exclude_word(town.fachadministration, word, at=now())
        assert learning.store({"quendel": "Quendel"}) == (
            0,
            0,
        )  # what was taken out is not learned again
    assert work_off(town).error == ""
    town.follow()
    assert found(town, town.sachbearbeiterin, "titel:quendel titel:platz") == []


def test_words_are_learned_once_a_week_only_from_what_many_may_read(town, monkeypatch):
    for name, value in (("MIN_UNITS", 1), ("MIN_DOCUMENTS", 2), ("MIN_TITLES", 2)):
        monkeypatch.setattr(learning, name, value)
    clerk = town.sachbearbeiterin
    with use_tenant(town.tenant.pk):
        for word in ("Quendel", "Mirabel"):
            for title in (f"Fest {word}", f"Plan {word}", f"{word}platz", f"{word}weg"):
                row = make_vorgang(lambda: clerk, akte=town.akte, betreff=title)
                if word == "Mirabel":
                    choice = {"choice": actions.Choice.NUR, "persons": [clerk.person_id]}
                    actions.change_zugriff(clerk, row, **choice)
    town.follow()
    with use_tenant(town.tenant.pk), transaction.atomic():
        for day in (28, 29):
            learning.learn_once_a_week(date(2026, 11, day))
    ended = work_off(town, learning.LEARN)
    assert ended.result["message"] == "1 Wörter gelernt, 1 davon neu; 0 entfallen."
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert [str(row) for row in GelerntesWort.objects.all()] == ["Quendel"]
        learning.learn_once_a_week(date(2026, 11, 30))
    assert work_off(town).error == ""
    assert work_off(town, learning.LEARN).result["message"].startswith("1 Wörter gelernt, 0 davon")
    assert jobs(town) == []


BUILDER = """
import os, sys
import django
django.setup()
from verbundakte.core.search import rebuilding
rebuilding.BATCH = 1
def told(done, total):
    if done == 2:
        print("ready", flush=True)
        sys.stdin.read()
rebuilding.rebuild(int(sys.argv[1]), told)
"""


def builder_environment() -> dict[str, str]:
    """Return what another process needs to work on the same town."""
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    return {
        "DATABASE_URL": database,
        "VERBUNDAKTE_DATA": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "verbundakte.settings",
        "PYTHONPATH": str(Path(rebuilding.__file__).parents[3]),
    }


def test_a_killed_builder_leaves_the_old_index_and_half_of_the_new_one(town, large):
    process = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(town.tenant.pk)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | builder_environment(),
    )
    assert process.stdout.readline() == b"ready\n"
    with pytest.raises(IndexBusy):
        rebuilding.rebuild(town.tenant.pk)
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
    steps = []
    rebuilding.rebuild(town.tenant.pk, lambda done, total: steps.append(done))
    assert steps == [3, 4]
    town.follow()
    assert TITLE in found(town, town.sachbearbeiterin, WORD)
