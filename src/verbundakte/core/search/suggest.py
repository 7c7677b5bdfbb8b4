"""Suggestions while typing and "Meinten Sie": only from documents of the permitted zones."""

import re
from heapq import nsmallest

from verbundakte.core.search import nodes
from verbundakte.core.search.compiler import STOP_WORDS
from verbundakte.core.search.distance import allowed, within
from verbundakte.core.search.engine import SearchIndex
from verbundakte.core.search.fold import fold
from verbundakte.core.search.query import MAX_CHARACTERS, QueryError, parse
from verbundakte.core.search.schema import SEPARATOR

MIN_PREFIX = 2
MAX_PREFIX = 60
MAX_CANDIDATES = 20
SURE_LETTERS = 3  # few mistype the beginning, and the vocabulary behind it is small
MAX_CORRECTED_WORDS = 6
MAX_TERMS_READ = 200
MAX_BEGINNINGS = 6
_SIGNS = " .,;:!?*~'\"()„“‚‘"
_LAST_WORD = re.compile(r"(?P<before>.*?)(?P<word>\S*)\Z", re.DOTALL)


def suggest(
    index: SearchIndex, text: str, zones: frozenset[int] | None, limit: int = 8
) -> list[str]:
    """Return how the query `text` may go on: words of titles and file numbers, most used first.

    Only documents of `zones` that match the words before the last one are asked.
    """
    match = _LAST_WORD.match(text[-MAX_CHARACTERS:].lstrip())
    before, prefix = match["before"], fold(match["word"])
    if len(prefix) < MIN_PREFIX:
        return []
    try:
        node = parse(before)
    except QueryError:
        node = nodes.All()
    if any(isinstance(leaf, nodes.Wildcard | nodes.Fuzzy) for leaf in nodes.positive_nodes(node)):
        node = nodes.All()  # too slow for every key that is pressed
    permitted = index.compiler.restricted(node, zones, {})
    terms = index.searcher().terms_with_prefix(
        "suggest", prefix, filter_query=permitted, limit=MAX_TERMS_READ
    )
    found: dict[str, tuple[int, str]] = {}
    for term, frequency in terms:
        folded, _, shown = term.partition(SEPARATOR)
        if frequency > found.get(folded, (0, ""))[0]:
            found[folded] = (frequency, shown)
    best = sorted(found.values(), key=lambda item: (-item[0], item[1]))
    return [before + shown for _, shown in best[:limit]]


def beginnings(text: str) -> nodes.Node | None:
    """Return the node of what is called so: each word begins a word of the title or a number.

    None while there is too little to go by.
    """
    words = [fold(word.strip(_SIGNS))[:MAX_PREFIX] for word in text.split()[:MAX_BEGINNINGS]]
    words = [word for word in words if any(char.isalnum() for char in word)]
    if not words or len(words[-1]) < MIN_PREFIX:
        return None
    found = tuple(_begins(word, is_last=word is words[-1]) for word in words)
    return nodes.And(found) if len(found) > 1 else found[0]


def _begins(word: str, *, is_last: bool) -> nodes.Node:
    ways = [nodes.Scoped("title", nodes.Word(word))]
    if is_last:
        ways.append(nodes.Scoped("title", nodes.Wildcard(f"{word}*")))
    if is_last or any(char.isdigit() for char in word):
        ways.append(nodes.Scoped("numbers", nodes.Wildcard(f"{word}*")))
    return nodes.Or(tuple(ways))


def did_you_mean(index: SearchIndex, text: str, zones: frozenset[int] | None) -> str:
    """Return `text` with words nobody may find replaced by similar ones that have hits, or "".

    Raises QueryError for a text that is no query.
    """
    corrected = text
    words = [leaf.text for leaf in nodes.positive_nodes(parse(text)) if _is_plain(leaf)]
    for word in words[:MAX_CORRECTED_WORDS]:
        if index.count(nodes.Word(word), zones):
            continue
        better = _similar(index, fold(word), zones)
        if better:
            corrected = corrected.replace(word, better, 1)
    return corrected if corrected != text and index.count(parse(corrected), zones) else ""


def _is_plain(leaf: nodes.Node) -> bool:
    if not isinstance(leaf, nodes.Word):
        return False
    return leaf.text.isalpha() and len(leaf.text) >= 4 and fold(leaf.text) not in STOP_WORDS


def _similar(index: SearchIndex, word: str, zones: frozenset[int] | None) -> str:
    """Return the most frequent of the nearest words that stand in a permitted document, or "".

    The vocabulary of the whole index is looked through, which costs least; what nobody may see of it
    is found out before anything is said.
    """
    for _, _, term in _near(index, word, word[:SURE_LETTERS]) or _near(index, word, word[0]):
        if index.count_form(term, zones):
            return _as_written(index, term, zones)
    return ""


def _near(index: SearchIndex, word: str, prefix: str) -> list[tuple[int, int, str]]:
    """Return the nearest words with this beginning as (errors, -documents, word), best first."""
    limit, letters, length = allowed(word), set(word), len(word)
    found: list[tuple[int, int, str]] = []
    for term, frequency in index.searcher().terms_with_prefix("forms", prefix):
        if abs(len(term) - length) > limit or len(letters.symmetric_difference(term)) > 2 * limit:
            continue
        distance = within(word, term, limit) if term.isalpha() else None
        if distance:
            found.append((distance, -frequency, term))
    return nsmallest(MAX_CANDIDATES, found)


def _as_written(index: SearchIndex, folded: str, zones: frozenset[int] | None) -> str:
    """Return the spelling of a title when there is one: "kuenste" is better read as "Künste"."""
    permitted = index.compiler.zones(zones)
    prefix = folded + SEPARATOR
    terms = index.searcher().terms_with_prefix("suggest", prefix, filter_query=permitted, limit=1)
    return terms[0][0].partition(SEPARATOR)[2] if terms else folded
