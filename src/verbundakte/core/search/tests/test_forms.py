"""Letters inside words: what is written down beside an index finds what its terms would find."""

import pytest

from verbundakte.core.search.engine import open_index
from verbundakte.core.search.forms import OTHERS, WITH_LETTERS, FormFiles
from verbundakte.core.search.tests.support import ANALYSER, document, found, index_of

TOWN = (
    document("bau", "Baugenehmigung", "Az. 022.31-2024/0012, Straße am Öhmdweg"),
    document("hund", "Hundesteuer", "Anmeldung eines Hundes, genehmigt am 12.03.2024"),
    document("rest", "Ablehnung", "ungenehmigte Garage, 4711 und 3fach verglast"),
)
PATTERNS = (
    *("*nehmig*", "*steuer", "*strass*", "*hmd*", "*au*mig*", "*31-2024*", "*0012", "*471*"),
    *("*fach*", "titel:*steuer*", "text:*nehmigt*", "nummer:*2024*", "*gibtesnicht*", "*ung"),
)


@pytest.fixture
def index(tmp_path):
    """A small index with its forms."""
    return index_of(tmp_path, *TOWN)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_finds_the_same_with_the_forms_and_without(index, pattern):
    with_forms = sorted(found(index, pattern))
    for name in (WITH_LETTERS, OTHERS):
        (index.path / name).unlink()
    assert with_forms == sorted(found(index, pattern))


def test_words_are_found_as_soon_as_their_document_is(index):
    assert found(index, "*gleisbett*") == []
    with index.writer() as writer:
        writer.put(document("neu", "Schmalspurgleisbettung"))
        writer.commit("2")
    assert found(index, "*gleisbett*") == ["neu"]
    assert found(open_index(index.path, ANALYSER), "*gleisbett*") == ["neu"]


def test_each_form_is_written_down_once(index):
    with index.writer() as writer:
        writer.put(TOWN[0])
        writer.commit("2")
    lines = (index.path / WITH_LETTERS).read_text(encoding="utf-8").split()
    assert len(lines) == len(set(lines))
    assert "022.31-2024/0012" in (index.path / OTHERS).read_text(encoding="utf-8")


def test_an_index_made_before_there_were_forms_gets_them(index):
    for name in (WITH_LETTERS, OTHERS):
        (index.path / name).unlink()
    assert not index.forms.exist()
    index.complete_forms()
    assert sorted(index.forms.like("*nehmig*")) == ["baugenehmigung", "genehmigt", "ungenehmigte"]


def test_words_that_stand_in_no_document_go_with_the_next_tidying(index):
    index.forms.append(["fremdeswort", "99.99-2001/0001"])
    assert index.forms.like("*remdes*") == ["fremdeswort"]
    with index.writer() as writer:
        writer.tidy_forms()
    assert index.forms.like("*remdes*") == index.forms.like("*2001*") == []
    assert sorted(found(index, "*ung")) == ["bau", "hund", "rest"]


def test_an_answer_that_is_kept_knows_what_was_written_since(tmp_path):
    files = FormFiles(tmp_path)
    files.rewrite(["parzelle", "garage"])
    assert files.like("*parz*") == files.like("*parz*") == ["parzelle"]
    files.append(["gartenparzelle"])
    assert sorted(files.like("*parz*")) == ["gartenparzelle", "parzelle"]
    files.rewrite(["garage"])
    assert files.like("*parz*") == []
