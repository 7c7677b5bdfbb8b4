"""A foreign thing is answered as one that is not there: with the same work and in the same time.

The short form compares the statements, which is exact on every machine, and a few times; the long
one takes 200 pairs of each door: `VERBUNDAKTE_TIMING=200 ./verbundakte test tests/leaks/test_timing.py`.
"""

import os
import re
import statistics
import time

import pytest
from django.db import connection

from tests.leaks.addresses import fill
from tests.leaks.doors import alike, knock, label
from tests.leaks.matrix import TOWN
from tests.leaks.world import Visitor

PAIRS = int(os.environ.get("VERBUNDAKTE_TIMING", 30))
LIMIT = 0.1 if PAIRS >= 200 else 0.25  # few pairs on a busy machine say less
OUTSIDE = Visitor("sachbearbeiter_ordnung")
NAMES = ("akten:akte", "akten:vorgang", "akten:dokument", "akten:original", "akten:vorschau",
         "api:get_vorgang", "api:get_dokument")  # fmt: skip
DOORS = [
    next(row for row in TOWN if row.name == name and row.method == "GET" and "?" not in row.path)
    for name in NAMES
]
VISITORS = {"other right": (OUTSIDE, "musterstadt"),
            "other town": (Visitor("sachbearbeiterin", "beispielhausen"), "beispielhausen")}  # fmt: skip


def ask(world, row, who: str, *, unknown: bool):
    """Return the answer at a door, for a foreign or an unknown id."""
    visitor, town = VISITORS[who]
    return knock(world, row, "o", visitor, town=town, unknown=unknown)


def statements(world, row, who: str, *, unknown: bool) -> list[str]:
    """Return what the database was asked, without the values."""
    said = []

    def note(execute, sql, *more):
        said.append(re.sub(r"'[^']*'|\b\d+\b", "?", str(sql)))
        return execute(sql, *more)

    with connection.execute_wrapper(note):
        ask(world, row, who, unknown=unknown)
    return [sql for sql in said if "SAVEPOINT" not in sql]


def took(world, row, who: str, *, unknown: bool) -> float:
    """Return the processor time of an answer, in seconds; making up an id does not count."""
    visitor, town = VISITORS[who]
    address = f"/{town}/{fill(world, row, 'o', unknown=unknown)}"
    began = time.thread_time()
    world.knock(visitor, "GET", address, is_api=row.is_api)
    return time.thread_time() - began


@pytest.mark.parametrize("who", VISITORS)
@pytest.mark.parametrize("row", DOORS, ids=label)
def test_a_foreign_thing_costs_the_statements_of_one_that_is_not_there(world, row, who):
    ask(world, row, who, unknown=True)  # her rights are known now
    foreign = statements(world, row, who, unknown=False)
    unknown = statements(world, row, who, unknown=True)
    assert foreign == unknown
    assert ask(world, row, who, unknown=False).status == 404


@pytest.mark.slow
@pytest.mark.parametrize("row", DOORS, ids=label)
def test_a_foreign_thing_takes_the_time_of_one_that_is_not_there(world, row):
    for who in VISITORS if PAIRS >= 200 else ["other right"]:
        pairs = [
            [took(world, row, who, unknown=unknown) for unknown in (False, True)]
            for _ in range(PAIRS)
        ]
        foreign, unknown = (statistics.median(times) for times in zip(*pairs, strict=True))
        print(
            f"{label(row)}, {who}: {foreign * 1000:.2f} ms fremd, {unknown * 1000:.2f} ms unbekannt"
        )
        assert abs(foreign - unknown) / unknown < LIMIT, (who, foreign, unknown)


def test_both_answers_are_the_same(world):
    for row in DOORS:
        for who in VISITORS:
            foreign, unknown = (ask(world, row, who, unknown=flag) for flag in (False, True))
            assert alike(foreign) == alike(unknown), (label(row), who)
