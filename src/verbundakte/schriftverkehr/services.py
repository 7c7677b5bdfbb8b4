"""A letter in one step: put together, laid out, filed; for the editor, the API and the demo."""

from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.utils.timezone import localdate

from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.an import title_for
from verbundakte.schriftverkehr.herstellen import (
    Fertig,
    drafted,
    pdf_of,
    store_letter,
    store_reinschrift,
)
from verbundakte.schriftverkehr.models import Schreiben
from verbundakte.schriftverkehr.queries import Blatt, Satz


def write_letter(actor, blatt: Blatt, *, at: datetime, is_final: bool = False) -> Schreiben:
    """Put a letter together, lay it out and file it as Entwurf, or with its Reinschrift.

    Raises NotFinished for what is wrong and for a Reinschrift that lacks something, and what
    `keep_letter` raises.
    """
    with transaction.atomic():
        satz = queries.put_together(actor, blatt, on=localdate(at))
    if satz.verfasst.fehler or (is_final and satz.hindernisse):
        raise actions.NotFinished(" ".join(satz.hindernisse))
    return keep_letter(actor, None, blatt, satz, at=at, is_final=is_final)


def keep_letter(
    actor, row: Schreiben | None, blatt: Blatt, satz: Satz, *, at: datetime, is_final: bool
) -> Schreiben:
    """File a letter that is put together: a new one, or the next Fassung of `row`.

    Bytes come before the rows. Raises what `begin_schreiben`, `change_schreiben` and
    `make_reinschrift` raise, ConversionFailed, and what ends an upload.
    """
    is_same = is_final and row is not None and _says_the_same(actor, row, satz)
    fertig = _stored(actor, blatt, satz, at) if is_final else None
    arrived = fertig.arrived if fertig else store_letter(satz.brief, is_entwurf=True)
    more = {"blatt": blatt, "satz": satz, "arrived": arrived, "at": at}
    with transaction.atomic():
        if row is None:
            kept = actions.begin_schreiben(actor, blatt.vorgang, **more)
        else:
            kept = actions.change_schreiben(actor, row, **more)
        if fertig:
            final = actions.make_reinschrift(
                actor, kept, satz=satz, revision=kept.revision, fertig=fertig, at=at
            )
            if is_same:
                actions.keep_mitzeichnungen(actor, final, at=at)
    return kept


def finish_letter(actor, row: Schreiben, blatt: Blatt, satz: Satz, *, at: datetime) -> Schreiben:
    """Make the Reinschrift of a letter as it stands. Raises as `keep_letter`."""
    if satz.hindernisse:
        raise actions.NotFinished(" ".join(satz.hindernisse))
    is_same = _says_the_same(actor, row, satz)
    fertig = _stored(actor, blatt, satz, at)
    with transaction.atomic():
        final = actions.make_reinschrift(
            actor, row, satz=satz, revision=blatt.revision, fertig=fertig, at=at
        )
        if is_same:
            actions.keep_mitzeichnungen(actor, final, at=at)
    return row


def _says_the_same(actor, row: Schreiben, satz: Satz) -> bool:
    """Tell whether the Entwurf that was signed is this letter with the mark "Entwurf": laid out again
    it has the same bytes. Where nobody signed it, nothing is laid out."""
    with transaction.atomic():
        digest = queries.signed_digest(actor, row)
    return bool(digest) and sha256(pdf_of(drafted(satz.brief))).hexdigest() == digest


def _stored(actor, blatt: Blatt, satz: Satz, at: datetime) -> Fertig:
    """Lay out the letter of each Empfaenger."""
    with transaction.atomic():
        others = queries.letters_to_others(actor, blatt, satz, on=localdate(at))
    titles = {one.position: title_for(one) for one in blatt.empfaenger}
    return store_reinschrift(satz.brief, {no: (titles[no], one) for no, one in others.items()})
