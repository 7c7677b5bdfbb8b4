"""Pieces of pages are kept for the values they were given, and for nothing else."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from verbundakte.core.ui import pieces

CHIP = '{% include "ui/_chip.html" with label=label only %}'


@pytest.fixture(autouse=True)
def kept(monkeypatch):
    """Begin with nothing."""
    found: dict = {}
    monkeypatch.setattr(pieces, "_kept", found)
    return found


def shown(text: str, **values) -> str:
    return Template(text).render(Context(values))


def test_the_same_words_are_laid_out_once(kept):
    assert shown(CHIP, label="Offen") == shown(CHIP, label="Offen")
    assert len(kept) == 1 and "Zu" in shown(CHIP, label="Zu den Akten")


def test_what_is_safe_in_one_place_is_escaped_in_the_other():
    assert "<b>" in shown(CHIP, label=mark_safe("<b>a</b>"))
    assert "<b>" not in shown(CHIP, label="<b>a</b>")


def test_a_number_is_not_a_yes():
    assert [shown(CHIP, label=one).count("True") for one in (1, True)] == [0, 1]


def test_what_may_change_by_itself_is_not_kept(kept):
    class Changing:
        """Looks different each time."""

        count = 0

        def __str__(self):
            self.count += 1
            return f"{self.count}. Mal"

    label = Changing()
    assert shown(CHIP, label=label) != shown(CHIP, label=label) and not kept


def test_only_so_many_are_kept(kept, monkeypatch):
    monkeypatch.setattr(pieces, "MOST_KEPT", 2)
    for label in "abc":
        shown(CHIP, label=label)
    assert len(kept) == 1


def test_an_include_that_sees_the_page_around_it_is_laid_out_each_time(kept):
    shown('{% include "ui/_chip.html" with label="a" %}')
    assert not kept
