"""Long work of this room: cutting pages, and handing over what lies in many hands."""

from uuid import UUID

from django.db import transaction

from verbundakte.akten.actions import Arrived
from verbundakte.akten.actions.schnitt import cut
from verbundakte.akten.models import Datei
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.jobs.handover import hand_over_each
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.actions import Ziel, assign_eingang, note_teil, redirect_kanal
from verbundakte.posteingang.kinds import JobKind
from verbundakte.posteingang.models import Eingang, Eingangskanal, Trennteil
from verbundakte.posteingang.permissions import Permission

GONE = "Den Eingang gibt es nicht mehr."


@job(
    JobKind.SPLIT,
    "Eingang trennen",
    queue="convert",
    attempts=2,
    permissions=(Permission.EINGANG_RECORD, AktenPermission.DOKUMENT_CREATE),
)
def split_pages(actor, progress, *, eingang: str) -> dict:
    """Cut the parts of an Eingang and record each; a second run does what is left."""
    with transaction.atomic():
        rows = Trennteil.objects.filter(eingang=UUID(eingang), teil=None)
        parts = list(rows.select_related("eingang__kanal").order_by("nummer"))
        known = Eingang.objects.filter(pk=UUID(eingang)).first()
    if known is None:
        raise JobFailed(GONE)
    progress.begin(len(parts))
    for part in parts:
        try:
            _cut(actor, part)
        except (Refusal, ConversionFailed) as failure:
            raise JobFailed(failure.message) from failure
        progress.step()
    return {"parts": len(parts)}


def _cut(actor, part: Trennteil) -> None:
    with transaction.atomic():
        rows = Datei.objects.filter(
            fassung__dokument=part.eingang.dokument_id, fassung__withdrawn_at=None
        )
        datei = rows.select_related("blob").order_by("-fassung__nummer").first()
    if datei is None:
        raise JobFailed(GONE)
    stored = store.put_bytes(current_tenant(), cut(datei, part.seiten))
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    with transaction.atomic():
        note_teil(
            actor, part, arrived=Arrived(stored, f"{stem} (Teil {part.nummer}).pdf"), at=now()
        )


@job(
    JobKind.HAND_OVER,
    "Eingänge übergeben",
    permissions=(Permission.EINGANG_ASSIGN,),
)
def hand_over_eingaenge(actor, progress, *, person: str, to: str) -> dict:
    """Give all waiting Eingänge of a person to another; a second run does what is left."""
    with transaction.atomic():
        receiver = Person.objects.filter(pk=UUID(to), is_active=True).first()
        rows = list(waiting().filter(person=UUID(person)))
    if receiver is None:
        raise JobFailed("Die Person gibt es nicht mehr.")
    return _each(actor, progress, rows, lambda row: Ziel(row.einheit, receiver))


@job(
    JobKind.FOLLOW_UNIT,
    "Posteingang überleiten",
    permissions=(Permission.EINGANG_ASSIGN, Permission.KANAL_CONFIGURE),
)
def follow_unit(actor, progress, *, einheit: str, to: str) -> dict:
    """Give what waits in a unit, and its ways in, to the unit that follows it."""
    with transaction.atomic():
        units = {
            str(row.pk): row for row in Organisationseinheit.objects.filter(pk__in=[einheit, to])
        }
        rows = list(waiting().filter(einheit=UUID(einheit)))
        kanaele = list(Eingangskanal.objects.filter(einheit=UUID(einheit), is_active=True))
    if len(units) < 2:
        raise JobFailed("Die Einheit gibt es nicht mehr.")
    for kanal in kanaele:
        redirect_kanal(actor, kanal, einheit=units[to])
    return _each(actor, progress, rows, lambda row: Ziel(units[to], row.person))


def waiting():
    """Return the Eingänge that are not filed, oldest first."""
    rows = Eingang.objects.filter(done_at=None).select_related("einheit", "person")
    return rows.order_by("eingegangen_at", "pk")


def _each(actor, progress, rows: list[Eingang], ziel_of) -> dict:
    def hand_over(row: Eingang) -> None:
        assign_eingang(actor, row, ziel=ziel_of(row), at=now(), grund="Übergabe")

    return hand_over_each(progress, rows, hand_over)
