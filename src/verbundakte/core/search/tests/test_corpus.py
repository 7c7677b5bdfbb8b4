"""Real German law texts, when they are there: known items, speed."""

import re
import time

import pytest

from verbundakte.core.search.analyser import Analyser
from verbundakte.core.search.engine import Request
from verbundakte.core.search.marker import Marker
from verbundakte.core.search.query import parse
from verbundakte.core.search.schema import IndexDoc
from verbundakte.core.search.snippets import snippet
from verbundakte.core.search.tests.support import SHARED, ZONE, found, index_of

LAWS = SHARED / "korpus" / "recht"
pytestmark = pytest.mark.skipif(not LAWS.exists(), reason="shared corpus is not there")

KNOWN = [
    ("Bundesmeldegesetz", "bmg"),
    ("wohnungsgeber", "bmg"),
    ("§ 19 BMG", "bmg"),
    ("meldegesetz wohnung", "bmg"),
    ('"Akademie der Künste"', "adkg"),
    ("kunst akadmie~", "adkg"),
    ("Personalausweis", "pauswg"),
    ("abwasser abgaben", "abwag"),
    ("titel:Stundungsgebühr ODER titel:Akademie", "adkg"),
    ("Verwaltungsgerichtsordnung", "vwgo"),
]


def law(path):
    text = path.read_text(encoding="utf-8")
    title = re.search(r"^# (.*)", text, re.MULTILINE)
    return IndexDoc(path.stem, "gesetz", ZONE, title[1] if title else path.stem, text)


@pytest.fixture(scope="module")
def laws():
    return [law(path) for path in sorted(LAWS.glob("*.md"))]


@pytest.fixture(scope="module")
def index(tmp_path_factory, laws):
    started = time.perf_counter()
    built = index_of(tmp_path_factory.mktemp("laws"), *laws)
    megabytes = sum(len(one.text) for one in laws) / 1e6
    print(f"\n{len(laws)} laws, {megabytes:.1f} MB: {time.perf_counter() - started:.1f} s")
    return built


@pytest.mark.parametrize(("query", "first"), KNOWN)
def test_a_known_law_is_found_among_the_first(index, query, first):
    assert first in found(index, query)[:3]


def test_queries_answer_in_milliseconds(index):
    started = time.perf_counter()
    for query, _ in KNOWN * 5:
        index.search(Request(parse(query), frozenset({ZONE})))
    assert (time.perf_counter() - started) / (5 * len(KNOWN)) < 0.05


def test_every_hit_of_a_plain_word_has_a_snippet_with_a_mark(index, laws):
    texts = {one.id: one for one in laws}
    marker = Marker(parse("bescheinigung"), index.analyser)
    ids = found(index, "text:bescheinigung", limit=50)
    assert len(ids) > 10
    for name in ids:
        piece = snippet([(1, texts[name].text)], marker)
        assert any(is_mark for _, is_mark in piece.segments), name


def test_the_warm_analyser_is_fast(laws):
    analyser = Analyser()
    text = "\n".join(one.text for one in laws[:60])
    analyser.tokens(text)
    started = time.process_time()
    analyser.tokens(text)
    speed = len(text.encode()) / 1e6 / (time.process_time() - started)
    print(f"\nwarm analyser: {speed:.1f} MB/s")
    assert speed > 1.0
