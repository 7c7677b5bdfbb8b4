"""How a take-over of a folder is taken back: each Dokument by itself, then the empty Vorgänge."""

from datetime import datetime
from functools import partial

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.ordner import note_taken_back
from verbundakte.akten.models import Ordnerdatei, Ordneruebernahme, Vorgang
from verbundakte.akten.stapel import attempt


def take_back_datei(datei: Ordnerdatei, uebernahme: Ordneruebernahme, actor, at: datetime) -> str:
    """Put one Dokument into the trash as `actor` may now; return the reason when it was refused."""

    def do() -> None:
        dokument = queries.get_dokument(actor, datei.dokument_id)
        actions.take_back_dokument(actor, dokument, at=at)

    _, refused = attempt(do)
    note_taken_back(datei, refused, at=at)
    return refused


def take_back_vorgaenge(uebernahme: Ordneruebernahme, actor, at: datetime) -> None:
    """Take the new Vorgänge back that hold nothing any more; the others stay."""
    ziele = queries.ziele_of(actor, uebernahme)
    made = {ziel.vorgang_id: ziel.vorgang for ziel in ziele if ziel.is_new}
    for vorgang in made.values():
        attempt(partial(_take_back, actor, vorgang, at))


def _take_back(actor, vorgang: Vorgang, at: datetime) -> None:
    actions.take_back_vorgang(actor, queries.get_vorgang(actor, vorgang.pk), at=at)
