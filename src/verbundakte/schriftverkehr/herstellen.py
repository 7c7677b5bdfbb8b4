"""From a letter that is put together to bytes in the store; outside of any transaction."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.core.conversion import converters
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr.brief import Brief, html_of

ENTWURF = "Entwurf"
MOST_NAME = 80


@dataclass(frozen=True)
class Fertig:
    """A letter in the store: as the first Empfaenger gets it, and as the others do, by position."""

    arrived: Arrived
    exemplare: Mapping[int, Arrived] = field(default_factory=dict)


def drafted(brief: Brief) -> Brief:
    """Return the letter with the mark of an Entwurf."""
    return replace(brief, marke=ENTWURF)


def pdf_of(brief: Brief) -> bytes:
    """Return the letter as PDF/A-2a and PDF/UA-1. Raises ConversionFailed."""
    return converters().letters(current_tenant(), [html_of(brief)])[0].data


def store_letter(brief: Brief, *, is_entwurf: bool) -> Arrived:
    """Lay a letter out and bring its PDF into the store.

    Raises ConversionFailed, and what ends an upload.
    """
    return _stored(brief.betreff, pdf_of(drafted(brief) if is_entwurf else brief))


def store_reinschrift(brief: Brief, others: Mapping[int, tuple[str, Brief]]) -> Fertig:
    """Lay out the final letter and that of each other Empfaenger ({position: (title, letter)}).

    Raises as `store_letter`.
    """
    titles = [brief.betreff, *(title for title, _ in others.values())]
    pages = [html_of(one) for one in (brief, *(other for _, other in others.values()))]
    made = [one.data for one in converters().letters(current_tenant(), pages)]
    first, *more = [_stored(*one) for one in zip(titles, made, strict=True)]
    return Fertig(first, dict(zip(others, more, strict=True)))


def _stored(title: str, pdf: bytes) -> Arrived:
    name = f"{file_name(title)}.pdf"
    return Arrived(receive_chunks(name, [pdf]), name, is_awaited=True)


def file_name(betreff: str) -> str:
    """Return a name for the file: the Betreff without what systems do not take."""
    kept = "".join(sign if sign.isalnum() or sign in " -_,." else " " for sign in betreff)
    return " ".join(kept.split())[:MOST_NAME].strip(" .") or "Schreiben"
