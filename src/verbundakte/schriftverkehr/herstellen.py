"""From a letter that is put together to bytes in the store; outside of any transaction."""

from dataclasses import replace

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.core.conversion import converters
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.schriftverkehr.brief import Brief, html_of

ENTWURF = "Entwurf"
MOST_NAME = 80


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
    shown = drafted(brief) if is_entwurf else brief
    name = f"{file_name(brief.betreff)}.pdf"
    return Arrived(receive_chunks(name, [pdf_of(shown)]), name)


def file_name(betreff: str) -> str:
    """Return a name for the file: the Betreff without what systems do not take."""
    kept = "".join(sign if sign.isalnum() or sign in " -_,." else " " for sign in betreff)
    return " ".join(kept.split())[:MOST_NAME].strip(" .") or "Schreiben"
