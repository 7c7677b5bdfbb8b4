"""Where in a file that was read stands what somebody searched for."""

from dataclasses import dataclass, field

from verbundakte.akten.models import Datei, Seitentext
from verbundakte.core.search import indexes
from verbundakte.core.search.marker import Marker
from verbundakte.core.search.nodes import Node, widened
from verbundakte.core.search.query import QueryError, parse
from verbundakte.core.search.service import own_fields_for

MOST_WORDS = 40
MOST_CHARACTERS = 1_500_000


@dataclass
class Fundstellen:
    """The words as they are written in the file, and the pages on which they are (from 1).

    `pages` is None where the file is too long to look everywhere.
    """

    words: list[str] = field(default_factory=list)
    pages: list[int] | None = field(default_factory=list)


def fundstellen(actor, datei: Datei, text: str) -> Fundstellen:
    """Return what the query `text` matches in a file that was read through `get_datei`.

    Inflected words and parts of compounds are among it; when nothing matches, what nearly looks like
    it, as in the search itself.
    """
    try:
        node = parse(text, own_fields_for(text))
    except QueryError:
        return Fundstellen()
    pages = list(
        Seitentext.objects.filter(datei=datei).order_by("page").values_list("page", "text")
    )
    found = _look(pages, node)
    return found if found.words else _look(pages, widened(node))


def _look(pages: list[tuple[int, str]], node: Node) -> Fundstellen:
    marker, found = Marker(node, indexes.analyser()), Fundstellen()
    words: dict[str, None] = {}
    left = MOST_CHARACTERS
    for page, text in pages:
        left -= len(text)
        if left < 0:
            found.pages = None
            break
        marks = marker.marks(text)
        if marks and found.pages is not None:
            found.pages.append(page)
        words.update(dict.fromkeys(text[mark.start : mark.end] for mark in marks))
    found.words = list(words)[:MOST_WORDS]
    return found
