"""Eingänge for tests, made through the product's own actions."""

from datetime import timedelta

from django.utils import timezone

from verbundakte.akten.actions import Arrived
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.ids import uuid7
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.organisation.tests.cast import install_silently
from verbundakte.posteingang import actions
from verbundakte.posteingang.actions import Ankunft
from verbundakte.posteingang.models import Eingang, KanalArt
from verbundakte.posteingang.samples.scanklassen import standard_scanklassen
from verbundakte.posteingang.scan.klassen import SCANKLASSE


def unit(kennzeichen: str) -> Organisationseinheit:
    """Return a unit."""
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def run_jobs() -> None:
    """Run the jobs of this room that wait."""
    tenant = current_tenant()
    for row in list(Job.objects.filter(finished_at=None, kind__startswith="posteingang.")):
        with no_tenant():
            run_job(tenant, row.pk)


def make_arrived(content=b"Sehr geehrte Damen und Herren", name="Brief.txt") -> Arrived:
    """Return bytes that lie in the store."""
    return Arrived(put_bytes(current_tenant(), content), name)


def make_eingang(
    actor, *, einheit="63", art=KanalArt.UPLOAD, arrived=True, at=None, **told
) -> Eingang:
    """Return an Eingang in a unit (Kennzeichen); `arrived` is a file, True for some, None for none."""
    at = at or timezone.now() - timedelta(hours=1)
    ankunft = Ankunft(
        **{
            "kennung": f"test:{uuid7()}",
            "eingegangen_at": at,
            "absender": "Paula Zaun",
            "betreff": "Einwendung Carport",
            **told,
        }
    )
    return actions.record_eingang(
        actor,
        actions.kanal_for(art, unit(einheit), at),
        ankunft=ankunft,
        arrived=make_arrived() if arrived is True else arrived,
        at=at,
    )


def install_scanklassen() -> None:
    """Give the open town the classes of scanned documents as delivered."""
    for key, data in standard_scanklassen().items():
        install_silently(SCANKLASSE, key, data)
