"""Forms of one word that do not begin alike, and words that only look as if they did."""

import pytest

from verbundakte.core.search import lexikon
from verbundakte.core.search.fold import fold
from verbundakte.core.search.tests.support import ANALYSER, document, found, index_of

TOGETHER = [
    "genehmigen genehmigt genehmigte genehmigten Genehmigung",
    "beantragen beantragt beantragte beantragten",
    "ablehnen abgelehnt abgelehnte abzulehnen ablehnt Ablehnung",
    "nachweisen nachgewiesen nachzuweisen nachgewiesene",
    "übersenden übersandt uebersandt übersandte",
    "Firma Firmen",
    "Gremium Gremien",
    "Nachbar Nachbarin Nachbarinnen",
    "Antragsteller Antragstellerin Antragstellerinnen",
    "Arzt Ärztin Ärzte",
    "Verkäufers Verkaeufers verkaeufer",
]
APART = [("Gelände", "Geländer"), ("Schule", "Schüler"), ("Miete", "Mieter")]


@pytest.mark.parametrize("forms", TOGETHER)
def test_forms_of_one_word_share_a_token(forms):
    assert len({ANALYSER.form(form).body for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_words_have_different_tokens(one, other):
    assert ANALYSER.form(one).body != ANALYSER.form(other).body


def test_the_lexicon_has_at_least_four_thousand_stems_of_our_own():
    words = set()
    for path in lexikon._FOLDER.glob("staemme_*.txt"):
        words.update(fold(word) for word in path.read_text(encoding="utf-8").split())
    assert len(words) >= 4000
    assert len(lexikon.load().short) >= 60


def test_the_very_form_comes_before_other_forms_of_the_word(tmp_path):
    index = index_of(
        tmp_path,
        document("other", text="Die Verträge liegen vor, auch die Verträge vom Mai."),
        document("part", title="Mietvertragsentwurf"),
        document("same", text="Der Vertrag liegt vor."),
    )
    assert found(index, "vertrag")[0] == "same"
    assert set(found(index, "vertrag")) == {"other", "part", "same"}
