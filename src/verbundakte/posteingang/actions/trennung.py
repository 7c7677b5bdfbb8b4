"""One file that holds several letters: its pages become Eingänge of their own.

The original stays as it is; the job cuts copies of its pages and records each part once.
"""

from collections.abc import Sequence
from datetime import datetime

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.schnitt import FolgeError, Page, read_parts, readable
from verbundakte.akten.models import Datei
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action
from verbundakte.posteingang.actions.aufnahme import record_eingang
from verbundakte.posteingang.actions.kreis import IsSealed, is_sealed
from verbundakte.posteingang.actions.zuleitung import IsDone
from verbundakte.posteingang.ankunft import Ankunft
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.kinds import JobKind
from verbundakte.posteingang.models import Eingang, Trennteil
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.rules import kennung

__all__ = ["AlreadySplit", "FolgeError", "NothingToSplit", "note_teil", "split_eingang"]


class NothingToSplit(Refusal):
    """There are no pages, or one part only."""

    message = "Trennen lässt sich nur eine Datei mit mehreren Seiten, und in mindestens zwei Teile."


class AlreadySplit(Refusal):
    """Splitting twice."""

    message = "Der Eingang wird schon getrennt. Die Teile erscheinen im Posteingang."


@action(Permission.EINGANG_RECORD, Event.EINGANG_SPLIT)
def split_eingang(
    actor, eingang: Eingang, *, teile: Sequence[str], at: datetime
) -> list[Trennteil]:
    """Have the pages of an Eingang become several, each as written ("1-2", "3-5r"); a job does it.

    Raises IsDone, IsSealed, AlreadySplit, NothingToSplit, FolgeError.
    """
    if eingang.done_at is not None:
        raise IsDone
    if is_sealed(eingang):
        raise IsSealed
    if eingang.trennteile.exists():
        raise AlreadySplit
    datei = _datei(eingang)
    if datei is None or readable(datei) is None or len(teile) < 2:
        raise NothingToSplit
    parts = read_parts(datei, teile)
    rows = [_teil(eingang, number, pages, at) for number, pages in enumerate(parts, 1)]
    for row in rows:
        row.by = getattr(actor, "person_id", None)
        audit.note_change(f"Teil {row.nummer}", None, f"Seiten {row.folge}")
    Trennteil.objects.bulk_create(rows)
    eingang.done_at = at
    eingang.revision += 1
    eingang.save(update_fields=["done_at", "revision"])
    jobs.start(
        actor, JobKind.SPLIT, subject=eingang, label=eingang.number, priority=jobs.AWAITED,
        eingang=eingang.pk,
    )  # fmt: skip
    return rows


def _datei(eingang: Eingang) -> Datei | None:
    rows = Datei.objects.filter(fassung__dokument=eingang.dokument_id, fassung__withdrawn_at=None)
    return rows.select_related("blob").order_by("-fassung__nummer").first()


def _teil(eingang: Eingang, number: int, pages: tuple[str, list[Page]], at: datetime) -> Trennteil:
    told, wanted = pages
    seiten = [[page.number, page.turn] for page in wanted]
    return Trennteil(eingang=eingang, nummer=number, seiten=seiten, folge=told[:500], at=at)


def note_teil(actor, teil: Trennteil, *, arrived: Arrived, at: datetime) -> Eingang:
    """Record one part as an Eingang that lies where the whole lay; told twice, it is recorded once."""
    whole = teil.eingang
    ankunft = Ankunft(
        kennung=kennung("trennung", str(teil.pk)),
        eingegangen_at=whole.eingegangen_at,
        absender=whole.absender,
        betreff=f"{whole.betreff[:480]} (Teil {teil.nummer})",
        verschluss=whole.verschluss,
        einheit=whole.einheit_id,
        person=whole.person_id,
        kontakt=whole.kontakt_id,
        weg=whole.weg,
        standort=whole.standort,
        behaelter=whole.behaelter,
        seiten=len(teil.seiten),
        angaben={"getrennt_aus": str(whole.pk)},
    )
    made = record_eingang(actor, whole.kanal, ankunft=ankunft, arrived=arrived, at=at)
    Trennteil.objects.filter(pk=teil.pk, teil=None).update(teil=made)
    return made
