"""The rules as data: `regeln.tsv` has a line for each with its clauses and its German sentence.

Columns: code, clause in part 1, clause in parts 2 and 3 ("-" where that part has no such rule),
sentence. A rule of the levels A and U is asked only where the file claims such a level.
"""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("regeln.tsv")


@cache
def rules() -> dict[str, tuple[str, str, str]]:
    """Return all rules: code -> clause in part 1, clause in parts 2 and 3, sentence."""
    lines = FILE.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {code: (first, later, text) for code, first, later, text in rows}


def rule(code: str, part: int) -> tuple[str, str]:
    """Return clause and sentence; the clause is empty where that part has no such rule."""
    first, later, text = rules()[code]
    clause = first if part == 1 else later
    return ("" if clause == "-" else clause), text
