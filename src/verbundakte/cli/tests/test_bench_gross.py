"""The large installation of `bench gross`, in small: valid, and no page asks more when it grows."""

from dataclasses import replace
from datetime import timedelta
from itertools import groupby

import pytest
from django.db import transaction

from verbundakte.akten.queries import own
from verbundakte.cli import bench
from verbundakte.core import sessions
from verbundakte.core.checks import run_checks
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import no_tenant, use_tenant

SMALL, STEPS = 200, 4
FULLER = 1  # where so little was found that a part of the page had nothing to show


@pytest.fixture
def grossbestand():
    bench.benchmark("gross")  # what lies beside it can be imported now
    from grossbestand import anfragen, bauen, gestalt, messen, rahmen

    class Parts:
        pass

    parts = Parts()
    vars(parts).update(
        anfragen=anfragen, bauen=bauen, gestalt=gestalt, messen=messen, rahmen=rahmen
    )
    return parts


def bulk(rows):
    """Write rows without COPY: the role of the pages makes no temporary tables."""
    for model, same in groupby(rows, type):
        model.objects.bulk_create(same)


@pytest.mark.django_db
def test_no_page_asks_the_database_more_often_when_there_is_four_times_as_much(
    grossbestand, monkeypatch
):
    from suchlast.texte import Letters

    # What a minute changes is written anew: a slow machine must not change a count.
    monkeypatch.setattr(own, "NOTE_AGAIN_AFTER", timedelta(days=1))
    monkeypatch.setattr(sessions, "NOTED_EVERY", timedelta(days=1))
    gross, letters = grossbestand, Letters()
    fewer = {"sachgebiete": 12, "persons": 12, "closed": 12, "widened": 18, "files": 3}
    shape = replace(gross.gestalt.BIG, in_big=0.3, **fewer)  # so that every list is full at once
    frame = gross.rahmen.frame_of(shape)

    def grown(steps):
        for step in steps:
            with use_tenant(frame.tenant), transaction.atomic():
                gross.bauen.write_part(gross.bauen.Part(frame, step, SMALL), letters, bulk)
        with no_tenant():
            rebuild(frame.tenant)

    grown([0])
    town = gross.anfragen.found_bestand()
    counts(gross, town)  # what a process remembers is known by now
    few = counts(gross, town)
    grown(range(1, STEPS))
    many = counts(gross, town)
    more = {key: (few[key], count) for key, count in many.items() if count > few[key] + FULLER}
    assert more == {}
    problems = [one for result in run_checks(deep=True) for one in result.problems]
    assert [one for one in problems if one.startswith(shape.slug)] == []


def counts(gross, town):
    """Return how many statements each request needs, for who sees all and for who sees 5 %."""
    found = {}
    with no_tenant():
        for clerk in (gross.gestalt.ALL, gross.gestalt.FEW):
            client = gross.messen.log_in(town.clerks[clerk][1])
            for ask in gross.anfragen.asks(town):
                with gross.messen.counted() as counter:
                    answer = gross.messen.sender(town, clerk, client, ask)()
                assert answer.status_code in (200, 201, 302), (ask.name, answer.content[:300])
                found[clerk, ask.name] = counter.count
    return found
