"""Forms that Snowball does not bring together: verbs with their participles, irregular nouns, -in.

`lexikon/verben.txt` holds infinitives (`ab|lehnen`: the first part is parted) with the forms of
strong verbs behind them, `lexikon/formen.txt` a row of forms per noun (`!schüler`: not to be taken for
Schule); both were written by us.
"""

import re
from collections.abc import Callable, Iterator

from verbundakte.core.search.fold import fold

Stem = Callable[[str], str]
APART = "!"
INSEPARABLE = (
    "be", "emp", "ent", "er", "ge", "ver", "zer", "uber", "unter", "wider", "voll", "hinter",
)  # fmt: skip
_WEAK = ("e", "en", "st", "t", "te", "test", "ten", "tet", "end", "ung", "ungen")
_ADJECTIVE = ("", "e", "en", "er", "es", "em")
_FEMININE = re.compile(r"(.{3,}(?:er|ar|or|ent|ant|ist|eur|log|at))in(?:nen)?\Z")
_NO_FEMININE = frozenset(["schwerin", "konstantin", "valentin", "quentin", "florentin"])
_MIN_FORM = 4


def masculine(word: str) -> str:
    """Return "antragsteller" for "antragstellerinnen"; any other word as it is."""
    match = _FEMININE.match(word)
    return match[1] if match and word not in _NO_FEMININE else word


def table(verbs: list[str], nouns: list[str], stem: Stem) -> dict[str, str]:
    """Return {folded form: the stem it shares with the others of its word}."""
    found: dict[str, str] = {}
    for line in nouns:
        if line.startswith(APART):
            own = fold(line[1:])
            found.update((own + ending, own) for ending in ("", "s", "n"))
        else:
            forms = fold(line).split()
            found.update((form, stem(forms[0])) for form in forms if len(form) >= 3)
    for line in verbs:
        infinitive, *strong = fold(line).split()
        shared = stem(infinitive.replace("|", ""))
        for form in _verb_forms(infinitive, strong):
            if len(form) >= _MIN_FORM:
                found.setdefault(form, shared)
    return found


def _verb_forms(infinitive: str, strong: list[str]) -> Iterator[str]:
    prefix, _, verb = infinitive.rpartition("|")
    root = verb.removesuffix("n").removesuffix("e")
    link = "e" if root.endswith(("t", "d", "ffn", "chn", "dn")) else ""
    for ending in _WEAK:
        yield prefix + root + (link if ending[0] in "st" else "") + ending
    is_plain = not verb.startswith(INSEPARABLE) and not verb.endswith("ieren")
    participle = ("ge" if is_plain else "") + root + link + "t"
    yield from (prefix + participle + ending for ending in _ADJECTIVE)
    yield from (prefix + root + "end" + ending for ending in _ADJECTIVE)
    if prefix:
        yield prefix + "zu" + verb
    for form in strong:
        endings = _ADJECTIVE if _is_participle(form) else ("", "en")
        yield from (prefix + form + ending for ending in endings)


def _is_participle(form: str) -> bool:
    return form.startswith("ge") or form.endswith("en") or (form.endswith("t") and len(form) > 6)
