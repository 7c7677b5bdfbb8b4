"""The lexicon of the compound splitter: our own word stems, one per line, one file per topic.

`staemme_*.txt` hold stems of four letters or more as they are written (folded when read),
`kurz.txt` parts of two or three letters, `vorsilben.txt` prefixes that are no part of their own,
`ganz.txt` words that look like compounds and are none; `verben.txt` and `formen.txt` hold words
whose forms do not share a beginning (see `inflection`).
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from verbundakte.core.search.fold import fold

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Lexikon:
    """Folded entries."""

    stems: frozenset[str]
    short: frozenset[str]
    prefixes: frozenset[str]
    whole: frozenset[str]
    verbs: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    digest: str = ""


def _read(path: Path) -> set[str]:
    return {fold(line) for line in path.read_text(encoding="utf-8").split()}


def _lines(path: Path) -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8").splitlines())


def digest(text: str) -> str:
    """Return a short name for a list of words."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def _with_bare_forms(stems: set[str]) -> set[str]:
    """Add what a noun on -e looks like inside a compound: Schule -> Schul-."""
    return stems | {stem[:-1] for stem in stems if stem.endswith("e") and len(stem) > 4}


@cache
def load() -> Lexikon:
    """Return the lexicon; read once per process."""
    stems = set().union(*(_read(path) for path in _FOLDER.glob("staemme_*.txt")))
    return Lexikon(
        stems=frozenset(_with_bare_forms(stems)),
        short=frozenset(_read(_FOLDER / "kurz.txt")),
        prefixes=frozenset(_read(_FOLDER / "vorsilben.txt")),
        whole=frozenset(_read(_FOLDER / "ganz.txt")),
        verbs=_lines(_FOLDER / "verben.txt"),
        nouns=_lines(_FOLDER / "formen.txt"),
        digest=digest("".join(path.read_text("utf-8") for path in sorted(_FOLDER.glob("*.txt")))),
    )
