"""Looking for letters before analysing finds no less than analysing everything."""

import pytest

from verbundakte.core.search import marker
from verbundakte.core.search.marker import Marker
from verbundakte.core.search.places import Places, is_needle
from verbundakte.core.search.query import parse
from verbundakte.core.search.snippets import snippet
from verbundakte.core.search.tests.support import ANALYSER

TEXT = (
    "Die Häuser an der Straße wurden abgerissen; der Antragsteller Mueller hat abgelehnt.\n"
    "Wohnungs-\ngeberbescheinigung, Bau-\nge-nehmigung, Bundes-Immissionsschutz und § 19 BMG.\n"
    "In der Hauptstr. 5 gilt der Bebauungsp1an der Kornmune, ein Grund- stück.\n"
    "Hunde-\nund Katzensteuer, die Satzung über Befreiungen gilt. Genehmigungsverfahren 2024.\n"
    "HÄUSER UND STRASSEN IN MÜLLERS ÖFFENTLICHER ANLAGE – „Häuser“ zu 5 €."
)
QUERIES = [
    "haus", "strasse", "müller", "ablehnen", "bescheinigung", "baugenehmigung", "steuer", "hund",
    "hauptstraße", "bebauungsplan", "kommune", "bescheid", "grundstück", "immissionsschutz",
    "bundesimmissionsschutz", "bmg", "antragstellerin", '"der satzung"', "genehm*", "*verfahren*",
    '"satzung über befreiungen"', "haus strasse", "müller ODER hund",
    "öffentlich", "antragstelr~", "muler~", "genehmgung~", "hauptstrase~ ODER hund", "bebaungsplan~ haus",
]  # fmt: skip


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_is_marked_as_when_everything_is_analysed(query, monkeypatch):
    fast = Marker(parse(query), ANALYSER)
    monkeypatch.setattr(marker, "Places", lambda *_: Places(None))
    slow = Marker(parse(query), ANALYSER)
    assert fast.marks(TEXT) == slow.marks(TEXT)
    assert not fast._places._is_blind


@pytest.mark.parametrize("query", QUERIES)
def test_no_more_is_marked_than_a_snippet_shows(query):
    text = " ".join([TEXT] * 5)
    made = Marker(parse(query), ANALYSER)
    everything, some = made.marks(text), made.marks(text, reach=240)
    shown = [mark for mark in everything if mark.start - everything[0].start <= 240]
    assert some == everything[: len(some)] and some[: len(shown)] == shown
    assert (len(some) < len(everything)) == (made._things == 1 and len(everything) > 0)


@pytest.mark.parametrize("reach", [None, 240])
@pytest.mark.parametrize("query", QUERIES)
def test_texts_that_are_looked_at_together_have_the_same_marks(query, reach):
    parts = [line for line in TEXT.split("\n") if line]
    odd = ["Mu\u0308llers Haus", "B e s c h e i d", "Die Satzung über", "Befreiungen", "Bau-", "geld", ""]
    texts = [*parts, *odd, TEXT, *reversed(parts), "Haus " * 100]
    together, alone = Marker(parse(query), ANALYSER), Marker(parse(query), ANALYSER)
    together.look_at(texts, reach=reach)
    seen = [together._seen[id(text), reach][1] for text in texts]
    assert seen == [alone.marks(text, reach=reach) for text in texts]


def test_what_is_written_short_or_spaced_is_analysed():
    for text, query in (
        ("B e s c h e i d vom Montag", "bescheid"),
        ("Art. 5 und Nr. 7", "artikel"),
    ):
        assert len(Marker(parse(query), ANALYSER).marks(text)) == 1


def test_what_cannot_be_looked_for_is_analysed():
    assert not is_needle("022")
    assert not is_needle("ab")
    for query in ("§ 19", "022.31", "straße~ § 19"):
        assert Marker(parse(query), ANALYSER)._places._is_blind
    assert Places({"abc"}).around("Mu\u0308ller") is None


def test_all_pages_that_answer_are_named():
    pages = [(1, "Nichts."), (3, "Ein Hund."), (4, "Der Hund und seine Steuer."), (9, "Hunde!")]
    found = snippet(pages, Marker(parse("hund"), ANALYSER))
    assert (found.page, found.others) == (3, (4, 9))
    found = snippet(pages, Marker(parse("hund steuer"), ANALYSER))
    assert (found.page, found.others) == (4, ())
