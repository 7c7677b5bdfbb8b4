"""Recognition: what a letter says about itself. Pure: page texts in, findings with their place out."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from verbundakte.posteingang.erkennung.absender import absender_of, anschluss_of
from verbundakte.posteingang.erkennung.betreff import betreff_of
from verbundakte.posteingang.erkennung.datum import datum_of
from verbundakte.posteingang.erkennung.fristen import fristen_of
from verbundakte.posteingang.erkennung.fund import Erkannt, Frist, Fund, FundArt
from verbundakte.posteingang.erkennung.rechnung import rechnung_of
from verbundakte.posteingang.erkennung.seite import Seite
from verbundakte.posteingang.erkennung.zeichen import (
    numbers_of,
    printed_numbers,
    reference_key,
    spellings,
    zeichen_of,
)

VERSION = 2
MOST_PAGES, MOST_TEXT = 40, 20_000

__all__ = [
    "VERSION",
    "Brief",
    "Erkannt",
    "Frist",
    "Fund",
    "FundArt",
    "numbers_in",
    "recognise",
    "reference_key",
    "spellings",
]


def numbers_in(text: str) -> list[Fund]:
    """Return what in a short text (a subject) could be one of the town's file numbers."""
    return numbers_of([Seite(0, text[:1_000])])


@dataclass(frozen=True)
class Brief:
    """What is known of an arrival: its pages, and of a message From, subject and attachments."""

    seiten: tuple[tuple[int, str], ...]
    arrived_on: date
    absender: str = ""
    betreff: str = ""
    anlagen: tuple[str, ...] = ()


def recognise(
    brief: Brief,
    *,
    own_names: Iterable[str] = (),
    is_own: Callable[[str], bool] = lambda text: False,
) -> Erkannt:
    """Return what a letter says. `own_names`: of the town, never the sender; `is_own`: looks like ours.

    Of very long letters the first pages and the last one are read.
    """
    chosen = (
        brief.seiten
        if len(brief.seiten) <= MOST_PAGES
        else (*brief.seiten[: MOST_PAGES - 1], brief.seiten[-1])
    )
    pages = [Seite(number, text[:MOST_TEXT]) for number, text in chosen]
    subject = [Seite(0, brief.betreff[:1_000])] if brief.betreff else []
    ends = pages[:3] + pages[-1:] if len(pages) > 3 else pages
    datum = datum_of(pages, brief.arrived_on)
    betreff = betreff_of(pages, brief.betreff)
    zeichen = zeichen_of([*subject, *ends], is_own)
    labelled = {reference_key(fund.wert) for fund in zeichen}
    about = betreff[0] if betreff else None
    return Erkannt(
        (
            *([datum] if datum else ()),
            *absender_of(pages, brief.absender, own_names, about),
            *anschluss_of(pages, brief.absender, own_names),
            *betreff,
            *zeichen,
            *(
                fund
                for fund in numbers_of([*subject, *ends])
                if is_own(fund.wert) and reference_key(fund.wert) not in labelled
            ),
            *printed_numbers(ends),
            *fristen_of([*subject, *pages], brief.arrived_on),
            *rechnung_of(pages, brief.anlagen),
        )
    )
