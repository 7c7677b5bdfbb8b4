"""The API keeps what its own description says, and never names another town.

The short form asks each operation its examples, one thing by chance and some chains. The long form
(CONTRIBUTING.md) asks everything, as long as one wants.
"""

import os

import pytest

from tests.schema.run import Length, Summary, run
from tests.schema.world import MARKER, fill

SECONDS = int(os.environ.get("VERBUNDAKTE_SCHEMA_SECONDS", 0))
EXAMPLES = int(os.environ.get("VERBUNDAKTE_SCHEMA_EXAMPLES", 20))
SEED = int(os.environ.get("VERBUNDAKTE_SCHEMA_SEED", Length.seed))
SHORT = (Length(1, 7, ("examples", "fuzzing")), Length(1, 5, ("stateful",)))
LONG = (Length(EXAMPLES, SECONDS, seed=SEED),)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_api_does_what_it_says_and_tells_nothing_of_the_other_town(towns, capsys):
    own = fill(towns["musterstadt"], word="Eigen")
    other = fill(towns["beispielhausen"], word=MARKER)
    summary = Summary()
    for length in LONG if SECONDS else SHORT:
        run(own, other, length, summary)
    with capsys.disabled():
        print(f"\n{summary.told()}")
    assert not summary.failures
    assert summary.statuses[200] and summary.statuses[404]
