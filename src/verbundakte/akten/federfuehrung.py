"""Files that change their Federführung when a unit goes over into another; and the refusal to close
a unit that still leads some."""

from uuid import UUID

from django.db import transaction
from django.db.models import Model

from verbundakte.akten.actions.federfuehrung import change_federfuehrung
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.actions import Refusal
from verbundakte.core.jobs import JobFailed, job, start
from verbundakte.core.registry import HandoverSource
from verbundakte.organisation.models import Organisationseinheit

HELD: tuple[tuple[type[Model], str], ...] = (
    (Akte, "Akten"),
    (Vorgang, "Vorgänge"),
    (Dokument, "nicht zugeordnete Dokumente"),
)
BATCH = 500


class EinheitHoldsFiles(Refusal):
    """A unit that leads files does not simply end."""

    def __init__(self, parts: list[str]):
        super().__init__(
            f"Die Einheit führt noch {', '.join(parts)}. Leiten Sie sie in eine andere über"
            " („Überleiten“), oder ändern Sie deren Federführung."
        )


def count_of(model: type[Model], einheit_id: UUID) -> int:
    """Return how many objects of one kind a unit leads."""
    return model.objects.filter(federfuehrung=einheit_id).count()


def refuse_holder(actor, einheit: Organisationseinheit) -> None:
    """Raise EinheitHoldsFiles with what a unit leads (hook `einheit_closing`)."""
    planned = Aktenplaneinheit.objects.filter(federfuehrung=einheit, valid_to=None).count()
    found = [(count_of(model, einheit.pk), label) for model, label in HELD]
    found.append((planned, "Aktenplaneinheiten"))
    parts = [f"{count} {label}" for count, label in found if count]
    if parts:
        raise EinheitHoldsFiles(parts)


@job(
    JobKind.LEAD_ELSEWHERE,
    "Federführung überleiten",
    permissions=(Permission.AKTE_EDIT, Permission.VORGANG_EDIT, Permission.DOKUMENT_EDIT),
)
def pass_federfuehrung(actor, progress, *, einheit: str, to: str) -> dict:
    """Give all files of one unit the Federführung of another; a second run does what is left."""
    with transaction.atomic():
        units = {
            str(row.pk): row for row in Organisationseinheit.objects.filter(pk__in=[einheit, to])
        }
        if einheit not in units or to not in units:
            raise JobFailed("Die Einheit gibt es nicht mehr.")
        total = sum(count_of(model, units[einheit].pk) for model, _ in HELD)
    progress.begin(total)
    done = 0
    for model, _ in HELD:
        while True:
            with transaction.atomic():
                rows = list(model.objects.filter(federfuehrung=units[einheit])[:BATCH])
            if not rows:
                break
            for row in rows:
                change_federfuehrung(actor, row, to=units[to])
                progress.step()
                done += 1
    return {"files": done}


def _start(actor, einheit: Organisationseinheit, to: Organisationseinheit):
    label = f"Federführung von {einheit} an {to}"[:200]
    return start(actor, JobKind.LEAD_ELSEWHERE, label=label, einheit=einheit.pk, to=to.pk)


HOLDINGS = HandoverSource(
    str(JobKind.LEAD_ELSEWHERE),
    "Akten, Vorgänge und Dokumente",
    lambda einheit_id: sum(count_of(model, einheit_id) for model, _ in HELD),
    _start,
)
