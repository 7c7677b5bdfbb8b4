"""The lists of what is secure name tests that are there, and leave no number out."""

import re
from pathlib import Path

import pytest

from tests.architecture.rules import ROOT

FOLDER = ROOT / "docs/sicherheit"
NAMED = re.compile(r"`((?:src|tests)/[\w/]+\.py)::(test_\w+)`")
STATES = {"erfüllt", "Betrieb", "entfällt", "offen"}
# OWASP ASVS 5.0.0: how many requirements of which level each chapter has that this list must hold.
LEVEL_1 = {1: 8, 2: 4, 3: 8, 4: 2, 5: 4, 6: 13, 7: 6, 8: 4, 9: 4, 10: 5, 11: 3, 12: 3, 13: 1, 14: 2, 15: 3}  # fmt: skip
LEVEL_2 = {5: 5, 7: 12, 8: 3, 16: 16}


def asvs() -> list[tuple[str, int, str, str]]:
    """Return number, level, state and proof of each row."""
    text = (FOLDER / "asvs.md").read_text()
    found = re.findall(r"^\| ([\d.]+) \| (\d) \| [^|]+ \| (\S+) \| (.+) \|$", text, re.M)
    return [(number, int(level), state, proof) for number, level, state, proof in found]


def counts(level: int) -> dict[int, int]:
    """Return how many rows of a level each chapter has."""
    chapters = [int(number.partition(".")[0]) for number, found, *_ in asvs() if found == level]
    return {chapter: chapters.count(chapter) for chapter in chapters}


@pytest.mark.parametrize("name", ["asvs.md", "schwachstellen.md"])
def test_every_named_test_is_there(name):
    named = NAMED.findall((FOLDER / name).read_text())
    assert len(named) > 30
    for path, test in named:
        file = Path(ROOT / path)
        assert file.exists() and f"def {test}(" in file.read_text(), (path, test)


def test_no_requirement_is_left_out():
    numbers = [number for number, *_ in asvs()]
    assert len(set(numbers)) == len(numbers)
    assert counts(1) == LEVEL_1 and sum(LEVEL_1.values()) == 70
    assert counts(2) == LEVEL_2


def test_every_row_has_a_state_and_a_proof():
    assert {state for _, _, state, _ in asvs()} <= STATES
    assert all(len(proof) > 10 for *_, proof in asvs())
    open_rows = [number for number, _, state, _ in asvs() if state == "offen"]
    assert open_rows == []


def test_all_kinds_of_weakness_are_listed():
    rows = re.findall(r"^\| (\d+) \|", (FOLDER / "schwachstellen.md").read_text(), re.M)
    assert rows == [str(number) for number in range(1, 24)]
