"""What a word may have been before it was scanned: rn for m, cl for d, 0 for O, 1 for l."""

import re

_CONFUSED = (
    ("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"), ("q", "g"),
    ("0", "o"), ("1", "l"), ("1", "i"), ("5", "s"), ("8", "b"),
)  # fmt: skip
_SUSPECT = re.compile(r"rn|cl|vv|ii|q|[a-z][0158]|[0158][a-z]")
MIN_LENGTH, MAX_LENGTH, MIN_LETTERS, MAX_VARIANTS = 5, 40, 3, 16


def is_suspect(word: str) -> bool:
    """Tell whether a folded word holds letters that a scan may have confused."""
    if not MIN_LENGTH <= len(word) <= MAX_LENGTH or not _SUSPECT.search(word):
        return False
    return sum(map(str.isalpha, word)) >= MIN_LETTERS


def variants(word: str) -> list[str]:
    """Return what a folded word may have been, letters only: each place by itself, then together."""
    found: dict[str, None] = {}
    for wrong, right in _CONFUSED:
        for match in re.finditer(wrong, word):
            found[word[: match.start()] + right + word[match.end() :]] = None
        found[word.replace(wrong, right)] = None
    together = word
    for wrong, right in _CONFUSED:
        together = together.replace(wrong, right)
    found[together] = None
    found.pop(word, None)
    return [one for one in found if one.isalpha()][:MAX_VARIANTS]
