"""The API keeps what its own description says, and never names another town."""

import os

import pytest

from tests.schema.run import run
from tests.schema.world import MARKER, fill

SEED = int(os.environ.get("VERBUNDAKTE_SCHEMA_SEED", 20261128))
EXAMPLES = int(os.environ.get("VERBUNDAKTE_SCHEMA_EXAMPLES", 2))
SECONDS = int(os.environ.get("VERBUNDAKTE_SCHEMA_SECONDS", 12))


@pytest.mark.django_db(transaction=True)
def test_the_api_does_what_it_says_and_tells_nothing_of_the_other_town(towns, capsys):
    own = fill(towns["musterstadt"], word="Eigen")
    other = fill(towns["beispielhausen"], word=MARKER)
    summary = run(own, other, seed=SEED, examples=EXAMPLES, steps=4, seconds=SECONDS)
    with capsys.disabled():
        print(f"\n{summary.told()}")
    assert not summary.failures
    assert summary.cases.total() > 100
