"""The work of a Schwärzung: find the places, burn the areas into a copy, prove it.

Everything that touches a PDF runs in the converters' sandbox, a portion of pages at a time.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import transaction

from verbundakte.akten.ausgaben.gesamt import bind
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.models import Datei, RenditionKind, Schwaerzung
from verbundakte.akten.queries.objects import rendition_of
from verbundakte.akten.queries.schwaerzung import words_of
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.places import contains
from verbundakte.core.tenancy.context import current_tenant

MOST_PAGES = 300
MOST_STELLEN = 1_000
SEARCHED_AT_ONCE, BURNT_AT_ONCE = 25, 8
UNPROVEN = "Die Schwärzung ließ sich nicht nachweisen, deshalb ist nichts gespeichert. {}"
Boxes = dict[str, list]


class NoLesefassung(Refusal):
    """There are no pages to look at."""

    message = (
        "Von dieser Datei gibt es keine Lesefassung. Schwärzen lässt sich nur, was Seiten hat; gehen"
        " Sie zurück und warten Sie gegebenenfalls, bis sie entstanden ist."
    )


class TooLong(Refusal):
    """More than one piece of work should be."""

    message = f"Das Dokument hat mehr als {MOST_PAGES} Seiten. Teilen Sie es zuerst."


class TooManyStellen(Refusal):
    """A list that nobody can look through."""

    message = f"Das sind mehr als {MOST_STELLEN} Stellen. Suchen Sie genauer."


class MadeAnew(Refusal):
    """The places lie on another picture than the one that is shown now."""

    message = (
        "Die Lesefassung ist seit der Suche neu entstanden. Suchen Sie die Stellen noch einmal."
    )


class Unproven(Refusal):
    """The copy would still have told something."""


def source_of(datei: Datei) -> Path:
    """Return where the PDF of a file that was read lies. Raises NoLesefassung."""
    found = pdf_of(datei)
    if found is None:
        raise NoLesefassung
    return store.path_of(current_tenant(), found[0])


def _given(actor, datei: Datei) -> tuple[Path, dict, bool]:
    with transaction.atomic():
        return source_of(datei), words_of(actor, datei), datei.format_name == "image"


def find_stellen(actor, row: Schwaerzung) -> dict:
    """Return pages, places (`stellen`) and pages on which nothing can be found (`blank`).

    Raises NoLesefassung, TooLong, TooManyStellen, ConversionFailed.
    """
    path, words, in_picture = _given(actor, row.datei)
    stellen: list[dict] = []
    blank: list[int] = []
    count = begin = 1
    while begin <= count:
        pages = list(range(max(1, begin - 1), begin + SEARCHED_AT_ONCE))
        found, _, _ = converters().run(
            current_tenant(), "find_places", path, terms=row.begriffe, patterns=row.muster,
            pages=pages, words=_of(words, pages), in_picture=in_picture,
        )  # fmt: skip
        count = found["pages"]
        if count > MOST_PAGES:
            raise TooLong
        stellen += [hit for hit in found["hits"] if hit not in stellen]
        blank += [page for page in found["blank"] if page not in blank]
        if len(stellen) > MOST_STELLEN:
            raise TooManyStellen
        begin += SEARCHED_AT_ONCE
    stellen.sort(key=lambda hit: hit["page"])
    return {"pages": count, "stellen": stellen, "blank": blank}


def _portions(count: int, size: int) -> Iterator[list[int]]:
    for begin in range(1, count + 1, size):
        yield list(range(begin, min(begin + size, count + 1)))


def _of(of: dict, pages: list[int]) -> dict:
    return {str(page): of[str(page)] for page in pages if str(page) in of}


def portions_to_burn(row: Schwaerzung) -> int:
    """Return how many steps the work has."""
    return 2 * len(list(_portions(row.pages or 1, BURNT_AT_ONCE))) + 1


def burn(actor, row: Schwaerzung, step: Callable[[], None]) -> bytes:
    """Return the copy without what was chosen, proven. Raises NoLesefassung, MadeAnew, Unproven,
    ConversionFailed."""
    with transaction.atomic():
        made = rendition_of(row.datei, RenditionKind.PDF)
    if made is not None and row.searched_at is not None and made.created_at > row.searched_at:
        raise MadeAnew
    path, words, in_picture = _given(actor, row.datei)
    burnt, kept = _chosen(row)
    parts = []
    for pages in _portions(row.pages or 1, BURNT_AT_ONCE):
        _, made, _ = converters().run(
            current_tenant(), "redact_pages", path, pages=pages, areas=_of(burnt, pages),
            words=_of(words, pages), in_picture=in_picture,
        )  # fmt: skip
        parts += made
        step()
    copy = parts[0] if len(parts) == 1 else bind(parts).data
    _prove(copy, row, burnt, kept, step)
    return copy


def _chosen(row: Schwaerzung) -> tuple[Boxes, Boxes]:
    """Return the boxes that go and those that stay, by page."""
    burnt: Boxes = defaultdict(list)
    kept: Boxes = defaultdict(list)
    stay = set(row.ausgelassen)
    for number, stelle in enumerate(row.stellen):
        (kept if number in stay else burnt)[str(stelle["page"])] += stelle["boxes"]
    for page, *box in row.bereiche:
        burnt[str(page)].append(box)
    return burnt, kept


def _prove(copy: bytes, row: Schwaerzung, burnt: Boxes, kept: Boxes, step) -> None:
    tenant, problems = current_tenant(), []
    left = [row.stellen[number]["text"] for number in row.ausgelassen]
    terms = [term for term in row.begriffe if not any(contains(text, term) for text in left)]
    found, _, _ = converters().run(tenant, "prove_file", copy, terms=terms)
    problems += found["problems"]
    step()
    for pages in _portions(row.pages or 1, BURNT_AT_ONCE):
        asked = pages if pages[0] == 1 else [pages[0] - 1, *pages]
        found, _, _ = converters().run(
            tenant, "prove_pages", copy, pages=asked, terms=row.begriffe, patterns=row.muster,
            areas=_of(burnt, asked), kept=_of(kept, asked),
        )  # fmt: skip
        problems += found["problems"]
        step()
    if problems:
        raise Unproven(UNPROVEN.format(problems[0])[:400])
