"""How the pages of a batch become arrivals: by the sheets that lie between them. Pure.

A sheet stands before what it speaks of. Sheets that follow each other speak together. Blank pages and
sheets are left out of what is made; in the batch they stay.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class BlattArt(StrEnum):
    """What a sheet says."""

    EINGANG = "eingang"
    DOKUMENT = "dokument"
    EINHEIT = "einheit"
    VORGANG = "vorgang"


@dataclass(frozen=True)
class Blatt:
    """A sheet of this town that was found on a page: what it says, and to which unit or Vorgang."""

    art: BlattArt
    key: UUID
    ziel: UUID | None = None


@dataclass(frozen=True)
class Seite:
    """A page of a batch (from 1)."""

    nummer: int
    is_blank: bool = False
    blatt: Blatt | None = None


@dataclass(frozen=True)
class Teil:
    """One arrival: its own pages, those of its Anlagen, what was left out, and what the sheet says."""

    seiten: tuple[int, ...] = ()
    anlagen: tuple[tuple[int, ...], ...] = ()
    leer: tuple[int, ...] = ()
    blaetter: tuple[int, ...] = ()
    blatt: Blatt | None = None

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing but sheets and blank pages lies in it."""
        return not self.seiten

    @property
    def alle(self) -> list[int]:
        """Return the pages that were kept, in their order."""
        return [*self.seiten, *(page for pages in self.anlagen for page in pages)]


@dataclass
class _Open:
    """The arrival that is being put together."""

    teil: Teil = field(default_factory=Teil)
    is_anlage: bool = False

    def add(self, page: int) -> None:
        if not (self.is_anlage and self.teil.seiten):
            self.teil = replace(self.teil, seiten=(*self.teil.seiten, page))
            return
        *before, last = self.teil.anlagen
        self.teil = replace(self.teil, anlagen=(*before, (*last, page)))

    def begin_anlage(self) -> None:
        has_open = self.is_anlage and self.teil.anlagen and not self.teil.anlagen[-1]
        if self.teil.seiten and not has_open:
            self.teil, self.is_anlage = replace(self.teil, anlagen=(*self.teil.anlagen, ())), True


def split(pages: Iterable[Seite]) -> list[Teil]:
    """Return the arrivals of a batch; one that holds nothing is not there.

    What only sheets and blank pages were left of is added to the arrival before it.
    """
    found: list[Teil] = []
    current = _Open()
    for page in pages:
        if page.blatt is None:
            _lay(current, page)
            continue
        if page.blatt.art == BlattArt.DOKUMENT:
            current.begin_anlage()
            current.teil = replace(current.teil, blaetter=(*current.teil.blaetter, page.nummer))
            continue
        if not current.teil.is_empty:
            found.append(_closed(current.teil))
            current = _Open()
        said = _stronger(current.teil.blatt, page.blatt)
        blaetter = (*current.teil.blaetter, page.nummer)
        current.teil = replace(current.teil, blaetter=blaetter, blatt=said)
    return _with_rest(found, current.teil)


def _lay(current: _Open, page: Seite) -> None:
    if page.is_blank:
        current.teil = replace(current.teil, leer=(*current.teil.leer, page.nummer))
    else:
        current.add(page.nummer)


def _stronger(before: Blatt | None, now: Blatt) -> Blatt:
    """Of two sheets in a row that which names a place counts; of two such the last one."""
    return before if before and before.ziel and not now.ziel else now


def _closed(teil: Teil) -> Teil:
    return replace(teil, anlagen=tuple(pages for pages in teil.anlagen if pages))


def _with_rest(found: list[Teil], last: Teil) -> list[Teil]:
    if not last.is_empty:
        return [*found, _closed(last)]
    if not found:
        return []
    before = found[-1]
    rest = replace(
        before, leer=(*before.leer, *last.leer), blaetter=(*before.blaetter, *last.blaetter)
    )
    return [*found[:-1], rest]
