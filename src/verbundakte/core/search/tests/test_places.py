"""Looking for letters before analysing finds no less than analysing everything."""

import pytest

from verbundakte.core.search import snippets
from verbundakte.core.search.places import Places, is_needle
from verbundakte.core.search.query import parse
from verbundakte.core.search.snippets import Marker, snippet
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
    monkeypatch.setattr(snippets, "Places", lambda *_: Places(None))
    slow = Marker(parse(query), ANALYSER)
    assert fast.marks(TEXT) == slow.marks(TEXT)
    assert not fast._places._is_blind


@pytest.mark.parametrize("query", QUERIES)
def test_no_more_is_marked_than_a_snippet_shows(query):
    text = " ".join([TEXT] * 5)
    marker = Marker(parse(query), ANALYSER)
    everything, some = marker.marks(text), marker.marks(text, within=240)
    shown = [mark for mark in everything if mark.start - everything[0].start <= 240]
    assert some == everything[: len(some)] and some[: len(shown)] == shown
    assert (len(some) < len(everything)) == (marker._things == 1 and len(everything) > 0)


def test_what_is_written_short_or_spaced_is_analysed():
    for text, query in (
        ("B e s c h e i d vom Montag", "bescheid"),
        ("Art. 5 und Nr. 7", "artikel"),
    ):
        marker = Marker(parse(query), ANALYSER)
        assert len(marker.marks(text)) == 1


def test_what_cannot_be_looked_for_is_analysed():
    assert not is_needle("022")
    assert not is_needle("ab")
    for query in ("§ 19", "022.31", "straße~ § 19"):
        assert Marker(parse(query), ANALYSER)._places._is_blind
    assert Places({"abc"}).around("Mu\u0308ller") == ((0, 7),)


def test_all_pages_that_answer_are_named():
    pages = [(1, "Nichts."), (3, "Ein Hund."), (4, "Der Hund und seine Steuer."), (9, "Hunde!")]
    found = snippet(pages, Marker(parse("hund"), ANALYSER))
    assert (found.page, found.others) == (3, (4, 9))
    found = snippet(pages, Marker(parse("hund steuer"), ANALYSER))
    assert (found.page, found.others) == (4, ())
