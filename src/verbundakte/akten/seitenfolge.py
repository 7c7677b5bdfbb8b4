"""The order of pages as people write it: "1-3, 5r, 7-, 12:1-2". Pure.

A part is a page or a range, of this document or ("12:") of another one of the Vorgang by its number.
Behind it stands how it is turned: r to the right, l to the left, k upside down. "7-" goes to the end.
"""

import re
from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from verbundakte.core.actions import Refusal

MOST_PAGES = 1_000
OWN = 0
TURNS = {"": 0, "r": 90, "k": 180, "l": 270}
LETTERS = {turn: letter for letter, turn in TURNS.items()}
PART = re.compile(r"(?:(\d{1,6})\s*:\s*)?(\d{1,6})(?:\s*([-\u2013])\s*(\d{0,6}))?\s*([rlk]?)")
MOVES = ("rechts", "links", "weg", "nur", "vor", "zurueck")


class Page(NamedTuple):
    """One page of the result: of which document (0: this one, else its number), which, how turned."""

    source: int
    number: int
    turn: int


class FolgeError(Refusal):
    """An order of pages that cannot be read."""


def whole(count: int) -> list[Page]:
    """Return all pages of this document as they are."""
    return [Page(OWN, number, 0) for number in range(1, count + 1)]


def read_folge(text: str, counts: dict[int, int]) -> list[Page]:
    """Return the pages that a text names; `counts`: how many pages each document has.

    Raises FolgeError with what is wrong.
    """
    found: list[Page] = []
    for part in filter(None, (piece.strip() for piece in re.split("[,;]", text.lower()))):
        found += _read_part(part, counts)
        if len(found) > MOST_PAGES:
            raise FolgeError(f"Mehr als {MOST_PAGES} Seiten auf einmal gehen nicht.")
    if not found:
        raise FolgeError("So bliebe keine Seite übrig. Nennen Sie mindestens eine.")
    return found


def _read_part(part: str, counts: dict[int, int]) -> list[Page]:
    matched = PART.fullmatch(part)
    if matched is None:
        raise FolgeError(f"„{part[:40]}“ ist keine Seite. Schreiben Sie zum Beispiel 1-3, 5r, 7-.")
    source, first, is_range, last, turn = matched.groups()
    count = counts.get(int(source or OWN))
    if count is None:
        raise FolgeError(
            f"Aus Dokument {source} lassen sich hier keine Seiten übernehmen. Wählen Sie es in der Liste."
        )
    begin = int(first)
    end = begin if not is_range else int(last) if last else count
    for number in (begin, end):
        if not 1 <= number <= count:
            where = f"Dokument {source}" if source else "Das Dokument"
            raise FolgeError(f"{where} hat {count} Seiten, eine Seite {number} gibt es nicht.")
    step = 1 if end >= begin else -1
    return [
        Page(int(source or OWN), number, TURNS[turn]) for number in range(begin, end + step, step)
    ]


def told(pages: Sequence[Page]) -> str:
    """Return an order of pages in its shortest spelling."""
    parts = []
    runs = groupby(
        enumerate(pages), key=lambda one: (one[1].source, one[1].turn, one[1].number - one[0])
    )
    for _, run in runs:
        row = [page for _, page in run]
        source = f"{row[0].source}:" if row[0].source != OWN else ""
        end = f"-{row[-1].number}" if len(row) > 1 else ""
        parts.append(f"{source}{row[0].number}{end}{LETTERS[row[0].turn]}")
    return ", ".join(parts)


def moved(pages: Sequence[Page], chosen: set[int], how: str) -> list[Page]:
    """Return the pages after one of MOVES was done to those chosen (by their place)."""
    if how in ("rechts", "links"):
        by = 90 if how == "rechts" else 270
        return [
            page._replace(turn=(page.turn + by) % 360) if at in chosen else page
            for at, page in enumerate(pages)
        ]
    if how in ("weg", "nur"):
        return [page for at, page in enumerate(pages) if (at in chosen) == (how == "nur")]
    return _shifted(list(pages), chosen, back=how == "zurueck")


def _shifted(pages: list[Page], chosen: set[int], *, back: bool) -> list[Page]:
    """Each chosen page one place nearer to the beginning, or to the end."""
    step, taken = 1 if back else -1, set(chosen)
    for at in sorted(chosen & set(range(len(pages))), reverse=back):
        to = at + step
        if 0 <= to < len(pages) and to not in taken:
            pages[at], pages[to] = pages[to], pages[at]
            taken = taken - {at} | {to}
    return pages


def places_after(chosen: set[int], count: int, how: str) -> set[int]:
    """Return where the chosen pages lie after a move, so that they stay chosen."""
    if how in ("weg", "nur"):
        return set()
    if how in ("rechts", "links"):
        return chosen
    marks = [Page(OWN, int(at in chosen), 0) for at in range(count)]
    return {at for at, page in enumerate(moved(marks, chosen, how)) if page.number}
