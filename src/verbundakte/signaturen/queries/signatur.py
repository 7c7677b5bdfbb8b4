"""With what the municipality signs, what waits to be signed, and what it signed."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Dokument
from verbundakte.core.clock import now, today
from verbundakte.signaturen.models import (
    Organisationszertifikat,
    Signatur,
    Signaturauftrag,
    Werk,
    Zeitstempeldienst,
    ZertifikatArt,
)
from verbundakte.signaturen.permissions import Permission

NEEDED = {
    ZertifikatArt.SIGNATUR: Permission.SIGNATUR_CREATE,
    ZertifikatArt.SIEGEL: Permission.SIEGEL_CREATE,
}
MOST = 100


def list_zertifikate(actor) -> list[Organisationszertifikat]:
    """Return the certificates of the town for whoever looks after them; those in service first."""
    if Permission.ZERTIFIKAT_CONFIGURE not in actor.permissions:
        raise Http404
    rows = Organisationszertifikat.objects.order_by("-created_at", "-pk")[:MOST]
    return sorted(rows, key=lambda row: row.ended_at is not None)


def get_zertifikat(actor, key: UUID) -> Organisationszertifikat:
    """Return one certificate for whoever looks after them, or 404."""
    found = Organisationszertifikat.objects.filter(pk=key).first()
    if found is None or Permission.ZERTIFIKAT_CONFIGURE not in actor.permissions:
        raise Http404
    return found


def zertifikate_for(actor, dokument: Dokument) -> list[Organisationszertifikat]:
    """Return with which certificates the actor may sign a Dokument that was read today.

    Her own certificate is offered to nobody else.
    """
    at = now()
    rows = _in_service(actor, dokument).filter(gilt_from_at__lte=at, gilt_to_at__gt=at)
    return list(rows.order_by("bezeichnung", "pk"))


def expired_zertifikat(actor, dokument: Dokument) -> Organisationszertifikat | None:
    """Return with what the actor could have signed a Dokument until it expired last; None without."""
    rows = _in_service(actor, dokument).filter(gilt_to_at__lte=now())
    return rows.order_by("-gilt_to_at", "pk").first()


def _in_service(actor, dokument: Dokument):
    arten = [art for art, permission in NEEDED.items() if actor.may(permission, dokument)]
    return Organisationszertifikat.objects.filter(
        Q(person=None) | Q(person=getattr(actor, "person_id", None)), art__in=arten, ended_at=None
    )


def siegel_of_town(actor) -> Organisationszertifikat | None:
    """Return the seal that signs without a person, the newest one that holds now; None without one."""
    at = now()
    rows = Organisationszertifikat.objects.filter(
        person=None,
        art=ZertifikatArt.SIEGEL,
        ended_at=None,
        gilt_from_at__lte=at,
        gilt_to_at__gt=at,
    )
    return rows.exclude(werk=Werk.DIENST).order_by("-gilt_from_at", "pk").first()


def zeitstempeldienste(actor) -> list[Zeitstempeldienst]:
    """Return the time stamp services that hold today, in the order in which they are asked."""
    return list(Zeitstempeldienst.objects.valid_on(today()).order_by("position", "pk"))


def signaturen_of(actor, dokument: Dokument) -> list[Signatur]:
    """Return what we signed of a Dokument that was read, the newest first."""
    rows = Signatur.objects.filter(dokument=dokument).select_related("fassung", "quelle")
    return list(rows.order_by("-at", "-pk"))


def offene_auftraege(actor, dokument: Dokument) -> list[Signaturauftrag]:
    """Return what waits to be signed of a Dokument that was read, and what was last refused."""
    rows = Signaturauftrag.objects.filter(dokument=dokument, signatur=None)
    return list(
        rows.select_related("zertifikat", "fassung", "dokument").order_by("-created_at", "-pk")[:5]
    )
