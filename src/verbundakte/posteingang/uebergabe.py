"""What waits for a person or in a unit goes to others before she leaves or it ends."""

from uuid import UUID

from django.urls import reverse

from verbundakte.core.actions import Refusal
from verbundakte.core.jobs import start
from verbundakte.core.registry import HandoverSource, Holding, HoldingSource
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.posteingang.kinds import JobKind
from verbundakte.posteingang.models import Eingang, Eingangskanal
from verbundakte.posteingang.permissions import Permission

LABEL = "Eingänge, die noch nicht abgelegt sind"


class EinheitHasPost(Refusal):
    """A unit in which post waits does not simply end."""

    message = (
        "In der Einheit liegen noch Eingänge, oder ein Eingangskanal führt zu ihr. Bestimmen Sie"
        " ihre Nachfolge, oder leiten Sie die Eingänge weiter."
    )


def _waiting(**place):
    return Eingang.objects.filter(done_at=None, **place)


def _kanaele(einheit_id: UUID):
    return Eingangskanal.objects.filter(einheit=einheit_id, is_active=True, is_standard=False)


def count_in(einheit_id: UUID) -> int:
    """Return how much of the post a unit has: waiting Eingänge and ways in."""
    return _waiting(einheit=einheit_id).count() + _kanaele(einheit_id).count()


def kept_by(actor, einheit: Organisationseinheit) -> list[Holding]:
    """Return what of the post keeps a unit from ending (two queries)."""
    url = reverse("posteingang:eingaenge") if Permission.EINGANG_READ in actor.permissions else ""
    found = [
        Holding(LABEL, _waiting(einheit=einheit).count(), url),
        Holding("Eingangskanäle", _kanaele(einheit.pk).count()),
    ]
    return [one for one in found if one.count]


def refuse_holder(actor, einheit: Organisationseinheit) -> None:
    """Raise EinheitHasPost (hook `einheit_closing`)."""
    if count_in(einheit.pk):
        raise EinheitHasPost


def _hand_over(actor, person: Person, to: Person):
    label = f"Eingänge von {person.name} an {to.name}"[:200]
    return start(actor, JobKind.HAND_OVER, label=label, person=person.pk, to=to.pk)


def _follow(actor, einheit: Organisationseinheit, to: Organisationseinheit):
    label = f"Posteingang von {einheit} an {to}"[:200]
    return start(actor, JobKind.FOLLOW_UNIT, label=label, einheit=einheit.pk, to=to.pk)


HANDOVER = HandoverSource(
    str(JobKind.HAND_OVER),
    LABEL,
    lambda person_id: _waiting(person=person_id).count(),
    _hand_over,
)
HOLDINGS = HoldingSource(
    str(JobKind.FOLLOW_UNIT), "Eingänge und Eingangskanäle", count_in, _follow, keeps=kept_by
)
