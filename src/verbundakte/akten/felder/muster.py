"""Patterns as town halls write them: `{Ziffern}/{Ziffern}` for a Flurstück such as 123/4.

Every repetition is possessive, so a pattern is checked in linear time whatever is typed in.
"""

import re

BLOCKS = {
    "Ziffern": "[0-9]",
    "Buchstaben": r"[^\W\d_]",
    "Großbuchstaben": "[A-ZÄÖÜ]",
    "Zeichen": r"\S",
}
HELP = (
    "Bausteine: {Ziffern}, {Buchstaben}, {Großbuchstaben}, {Zeichen}; mit Anzahl {Ziffern:5} oder"
    " {Ziffern:1-4}; was entfallen darf, steht in eckigen Klammern. Beispiel: {Ziffern}[/{Ziffern}]"
)
_PIECE = re.compile(r"\{([^{}]*)\}|([\[\]])|([^{}\[\]]+)|([{}])")
_COUNT = re.compile(r"(\d{1,2})(?:-(\d{1,2}))?")


def compile_muster(muster: str) -> re.Pattern[str]:
    """Return the expression of a pattern. Raises ValueError with a German sentence."""
    parts, is_inside = [], False
    for block, bracket, literal, stray in _PIECE.findall(muster):
        if block:
            parts.append(_block(block))
        elif bracket == "[" and not is_inside:
            parts.append("(?:")
            is_inside = True
        elif bracket == "]" and is_inside:
            parts.append(")?+")
            is_inside = False
        elif literal:
            parts.append(re.escape(literal))
        else:
            raise ValueError(f"Im Muster steht ein „{bracket or stray or '{}'}“ ohne Gegenstück.")
    if is_inside:
        raise ValueError("Im Muster fehlt eine schließende eckige Klammer.")
    return re.compile("".join(parts))


def _block(text: str) -> str:
    name, colon, count = text.partition(":")
    if name not in BLOCKS:
        known = ", ".join(BLOCKS)
        raise ValueError(f"Den Baustein „{name}“ gibt es nicht. Möglich sind: {known}.")
    if not colon:
        return f"{BLOCKS[name]}++"
    found = _COUNT.fullmatch(count)
    if found is None or int(found[2] or 99) < int(found[1]):
        raise ValueError(f"Die Anzahl „{count}“ ist nicht lesbar. Schreiben Sie 5 oder 1-4.")
    return f"{BLOCKS[name]}{{{found[1]},{found[2] or found[1]}}}+"
