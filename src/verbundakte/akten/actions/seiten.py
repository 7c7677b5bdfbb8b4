"""Pages in another order: as a new Fassung, or as a Dokument of their own. Originals stay as they are."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied

from verbundakte.akten.actions.dokument import add_fassung
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.kopie import Kopie, check_unrestricted, copy_place, file_copy
from verbundakte.akten.actions.sperre import check_not_locked
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Dokument, Fassung, Seitenauftrag, Vorgang
from verbundakte.akten.models.verweis import VerweisArt
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit, jobs
from verbundakte.core.actions import Refusal, action


class SeenByOthers(Refusal):
    """Pages must not get among people who do not see them now."""

    message = (
        "Dieses Dokument sehen andere Personen. Seine Seiten lassen sich hier nicht übernehmen."
    )


@dataclass(frozen=True)
class Wunsch:
    """What is wanted: pages [file, page, degrees], how that is written, what becomes of it.

    `betreff` of a new Dokument; "" for a new Fassung.
    """

    seiten: list[list]
    folge: str
    betreff: str = ""


def check_sources(dokument: Dokument, others: list[Dokument]) -> None:
    """Refuse pages of Dokumente that other people see, or that are restricted.

    Raises SeenByOthers, IsRestricted.
    """
    for other in others:
        if other.zone_id != dokument.zone_id or other.vorgang_id != dokument.vorgang_id:
            raise SeenByOthers
        check_unrestricted(other)


def check_target(actor, dokument: Dokument, *, is_new: bool) -> None:
    """Refuse what could not be filed. Raises PermissionDenied, VorgangClosed, DokumentLocked and as
    `copy_place`."""
    if is_new:
        copy_place(actor, dokument)
        return
    if not actor.may(Permission.DOKUMENT_EDIT, dokument):
        raise PermissionDenied(Permission.DOKUMENT_EDIT)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_unrestricted(dokument)
    check_not_locked(dokument, actor)


def order_seiten(
    actor, datei: Datei, *, wunsch: Wunsch, others: list[Dokument], at: datetime
) -> Seitenauftrag:
    """Have pages put together; a job does it and files what it made.

    Raises as `check_target` and `check_sources`.
    """
    dokument = datei.fassung.dokument
    check_target(actor, dokument, is_new=bool(wunsch.betreff))
    check_sources(dokument, others)
    row = Seitenauftrag.objects.create(
        datei=datei, created_at=at, created_by=actor.person_id, **asdict(wunsch)
    )
    jobs.start(
        actor, JobKind.ARRANGE, subject=dokument, label=dokument.betreff[:200],
        priority=jobs.AWAITED, auftrag=row.pk, vertretung=str(actor.on_behalf_of or ""),
    )  # fmt: skip
    return row


def file_seiten(
    actor, auftrag: Seitenauftrag, *, arrived: Arrived, at: datetime
) -> Dokument | Fassung:
    """File what became of an order, once. Raises as the actions that file it."""
    row = Seitenauftrag.objects.select_for_update().get(pk=auftrag.pk)
    original = auftrag.datei.fassung.dokument
    if row.betreff:
        made = file_pages(actor, original.vorgang, auftrag=auftrag, arrived=arrived, at=at)
    else:
        remark = f"Seiten {row.folge}, aus Fassung {auftrag.datei.fassung.nummer}"
        made = add_fassung(actor, original, arrived=arrived, at=at, remark=remark)
    row.done_at = at
    row.save(update_fields=["done_at"])
    return made


@action(Permission.DOKUMENT_CREATE, Event.SEITEN_FILED, about="result", locks=False)
def file_pages(
    actor, vorgang: Vorgang, *, auftrag: Seitenauftrag, arrived: Arrived, at: datetime
) -> Dokument:
    """File pages as a Dokument of their own, with a Verweis to where they come from.

    Raises as `copy_place`.
    """
    original = auftrag.datei.fassung.dokument
    copy_place(actor, original)
    audit.note_change("Seiten", None, auftrag.folge)
    bemerkung = f"Seiten {auftrag.folge} aus Dokument {original.position}."
    values = {"betreff": auftrag.betreff, "bemerkung": bemerkung}
    return file_copy(actor, original, Kopie(arrived, VerweisArt.BETRIFFT, values), at=at)


def drop_seitenauftraege(actor, *, before: date) -> int:
    """Forget orders from before a day; return how many."""
    return Seitenauftrag.objects.filter(created_at__date__lt=before).delete()[0]


def forget_seiten(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: orders about its pages go with it."""
    Seitenauftrag.objects.filter(datei__fassung__dokument=dokument).delete()
