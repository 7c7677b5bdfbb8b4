"""Which words of a town are worth learning, and from which documents."""

import pytest

from verbundakte.core.search import learning
from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.tests.support import ANALYSER, ZONE, document, index_of

ZONES = frozenset({ZONE})
SECRET = 99


def texts(word, *, units=3, count=6, tail=("platz", "weg"), zone=ZONE, **more):
    """Return documents in whose titles and compounds a word occurs."""
    return [
        document(
            f"{word}{number}",
            f"Antrag {word}",
            f"Am {word}{tail[number % len(tail)]} und beim {word}",
            zone,
            einheit=f"E{number % units}",
            **more,
        )
        for number in range(count)
    ]


@pytest.mark.parametrize(
    ("documents", "learned"),
    [
        (texts("Quendel"), ["quendel"]),
        (texts("Quendel", units=2), []),
        (texts("Quendel", count=4), []),
        (texts("Quendel", tail=("platz",)), []),
        (texts("Quendel", zone=SECRET), []),
        (texts("Quendel", is_quiet=True), []),
        (texts("Quendel", count=4) + texts("Quendel", count=6, zone=SECRET), []),
        (texts("quendel"), []),
        (texts("QUENDEL"), []),
        (texts("Straße"), []),
        (texts("Quendel", tail=("hof", "platz")) + texts("Mirabel"), ["mirabel", "quendel"]),
    ],
)
def test_only_what_stands_in_enough_open_documents_of_several_units_is_learned(
    tmp_path, documents, learned
):
    index = index_of(tmp_path, *documents)
    assert sorted(learning.learnable(index, ZONES)) == learned
    assert learning.learnable(index, frozenset()) == {}


def test_the_number_of_learned_words_is_bounded(tmp_path, monkeypatch):
    monkeypatch.setattr(learning, "MAX_WORDS", 1)
    index = index_of(tmp_path, *texts("Quendel", count=9), *texts("Mirabel"))
    assert learning.learnable(index, ZONES) == {"quendel": "Quendel"}


def test_an_analyser_with_learned_words_keeps_all_other_forms():
    learned = ANALYSER.with_learned(["Quendel"])
    assert {part.token for _, part in learned.form("Quendelplatz").parts} >= {"quendel", "platz"}
    assert learned.form("Wohnungsgeberbescheinigung") is ANALYSER.form("Wohnungsgeberbescheinigung")
    assert learned.version != ANALYSER.version == Analyser().version
    assert ANALYSER.with_learned([]) is ANALYSER
