"""Rules about the post: a released one becomes a row; one can be made from an Eingang."""

from datetime import date
from uuid import UUID

from verbundakte.core import audit
from verbundakte.core.actions import action
from verbundakte.core.actor import SystemActor
from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.posteingang.eingangsregel import EINGANGSREGEL, EingangsregelSpec
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Eingangsregel
from verbundakte.posteingang.permissions import Permission


def project_regel(key: UUID, number: int, spec: EingangsregelSpec, valid_from: date) -> None:
    """Add the row of a released rule."""
    Eingangsregel.objects.create(
        key=key,
        version=number,
        bezeichnung=spec.bezeichnung,
        position=spec.position,
        absender=spec.absender,
        kanal=spec.kanal,
        woerter=list(spec.woerter),
        befunde=list(spec.befunde),
        einheit_id=spec.einheit.key if spec.einheit else None,
        dokumenttyp=spec.dokumenttyp,
        planeinheit=spec.planeinheit,
        verschluss=spec.verschluss,
        selbsttaetig=spec.selbsttaetig,
        valid_from=valid_from,
    )


@action(Permission.REGEL_CONFIGURE, Event.REGEL_CREATED)
def begin_regel(actor, eingang: Eingang, *, content: dict, on: date) -> Baustein:
    """Make a rule from an Eingang and let it hold from a day on. Raises Invalid.

    Who may lay down rules for the post need not be allowed to change all Bausteine.
    """
    maker = SystemActor(
        id="posteingang:regeln",
        permissions=frozenset({CorePermission.BAUSTEIN_EDIT, CorePermission.BAUSTEIN_RELEASE}),
        on_behalf_of=str(actor.id),
    )
    reason = f"Aus dem Eingang {eingang.number}"
    baustein = create_baustein(maker, EINGANGSREGEL, data=content, reason=reason)
    release(maker, BausteinVersion.objects.get(baustein=baustein), valid_from=on)
    audit.note_change("Eingangsregel", None, baustein.name)
    return baustein
