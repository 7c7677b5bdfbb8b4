"""A letter in one step, for doors without an editor and for the demo."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.herstellen import store_letter
from verbundakte.schriftverkehr.models import Schreiben
from verbundakte.schriftverkehr.queries import Blatt


def write_letter(actor, blatt: Blatt, *, at: datetime, is_final: bool = False) -> Schreiben:
    """Put a letter together, lay it out and file it as Entwurf, or with its Reinschrift.

    Bytes come before the rows. Raises NotFinished for a Reinschrift that lacks something, what
    `begin_schreiben` raises, ConversionFailed, and what ends an upload.
    """
    with transaction.atomic():
        satz = queries.put_together(actor, blatt, on=localdate(at))
    if satz.verfasst.fehler or (is_final and satz.hindernisse):
        raise actions.NotFinished(" ".join(satz.hindernisse))
    arrived = store_letter(satz.brief, is_entwurf=not is_final)
    with transaction.atomic():
        row = actions.begin_schreiben(
            actor, blatt.vorgang, blatt=blatt, satz=satz, arrived=arrived, at=at
        )
        if is_final:
            actions.make_reinschrift(
                actor, row, satz=satz, revision=row.revision, arrived=arrived, at=at
            )
    return row
