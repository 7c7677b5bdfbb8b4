"""The Aktendeckel: what stands on the cover of a paper file, with a QR code that opens its page.

The address holds the id, which never changes; moving and renumbering leave printed covers valid.
"""

from dataclasses import dataclass

import segno
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from verbundakte.akten.models import Akte, Vorgang
from verbundakte.akten.permissions import Permission


@dataclass(frozen=True)
class Deckel:
    """One cover: kind, number, Betreff, pairs (label, value), and the code as a picture."""

    kind: str
    town: str
    aktenzeichen: str
    betreff: str
    pairs: list[tuple[str, str]]
    code: SafeString
    address: str


def qr_code(text: str) -> SafeString:
    """Return a QR code (ISO/IEC 18004, error correction Q) as SVG without styles of its own."""
    made = segno.make(text, error="q", micro=False)
    drawn = made.svg_inline(
        border=2, omitsize=True, svgclass="va-qr", lineclass=None, dark="#000", light="#fff"
    )
    return mark_safe(drawn)


def cover_of(actor, subject: Akte | Vorgang, *, address: str, town: str) -> Deckel:
    """Return the cover of an Akte or a Vorgang that was read."""
    if isinstance(subject, Vorgang):
        kind, akte = "Vorgang", subject.akte
        may_see = actor.may(Permission.AKTE_READ, akte)
        who = subject.sachbearbeitung.name if subject.sachbearbeitung else ""
        pairs = [("Akte", str(akte) if may_see else ""), ("Sachbearbeitung", who)]
    else:
        kind, akte = "Akte", subject
        pairs = [("Aktenplan", str(subject.planeinheit)), ("Medium", subject.get_medium_display())]
    years = akte.aufbewahrungsdauer
    pairs += [
        ("Federführung", str(subject.federfuehrung)),
        ("Angelegt", f"{localtime(subject.created_at):%d.%m.%Y}"),
        ("Aufbewahrung", f"{years} Jahre" if years is not None else "dauernd"),
        ("Aussonderung", akte.get_aussonderungsart_display()),
    ]
    return Deckel(
        kind=kind,
        town=town,
        aktenzeichen=subject.aktenzeichen,
        betreff=subject.betreff,
        pairs=[(label, value) for label, value in pairs if value],
        code=qr_code(address),
        address=address,
    )
