"""What the commands of an operator need of this room."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from verbundakte.akten.actions.aktenplan import release_sample_plan
from verbundakte.akten.actions.wiederherstellung import NeedsMore, restore_akte
from verbundakte.akten.actions.wiederloeschung import erase_restored
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument
from verbundakte.akten.permissions import Permission
from verbundakte.akten.wiederherstellung import AKTE, Stand, Unterschied, compare, read_stand
from verbundakte.core import loeschliste
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs import store
from verbundakte.core.models import Tenant
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Organisationseinheit

SETUP = SystemActor(
    id="setup",
    permissions=frozenset(
        {
            Permission.AKTENPLAN_EDIT,
            CorePermission.BAUSTEIN_EDIT,
            CorePermission.BAUSTEIN_RELEASE,
        }
    ),
)
ERASER = SystemActor(id="wiederloeschung", permissions=frozenset({Permission.DOKUMENT_PROCESS}))
RESTORER = SystemActor(id="wiederherstellung", permissions=frozenset({Permission.AKTE_CREATE}))
Fetch = Callable[[set[str]], Callable[[str], Path]]
"""Makes files of a backup ready by digest; what it returns tells where each lies."""


def bring_sample_plan(tenant: int, *, on: date) -> int:
    """Give a new town the neutral sample plan, led by its first unit; return the number of units.

    Raises AktenplanExists when the town has a plan.
    """
    with use_tenant(tenant), transaction.atomic():
        first = Organisationseinheit.objects.order_by("sort_key", "pk").first()
        return release_sample_plan(SETUP, first, on=on)


def erased_dokumente() -> Iterator[loeschliste.Entry]:
    """Yield the line of the Löschliste for every Dokument of every town that was emptied for good."""
    for tenant in Tenant.objects.order_by("pk"):
        with use_tenant(tenant.pk), transaction.atomic():
            rows = Dokument.objects.exclude(erased_at=None).values_list("pk", "erased_at")
            yield from (
                loeschliste.entry(loeschliste.DOKUMENT, key, tenant.pk, at) for key, at in rows
            )


def erase_again(entries: Iterable[loeschliste.Entry]) -> int:
    """Empty again what a restored backup brought back; return how many Dokumente.

    A Löschsperre that was set meanwhile in the backup does not hold it: it was deleted already.
    """
    towns = {str(tenant.uuid): tenant.pk for tenant in Tenant.objects.all()}
    erased = 0
    for entry in sorted(entries):
        if entry.kind != loeschliste.DOKUMENT or entry.town not in towns:
            continue
        with use_tenant(towns[entry.town]), transaction.atomic():
            dokument = Dokument.objects.filter(pk=entry.key, erased_at=None).first()
            if dokument is not None:
                erase_restored(ERASER, dokument, at=datetime.fromisoformat(entry.at))
                erased += 1
    return erased


@dataclass(frozen=True)
class Quelle:
    """A state of a town outside of the database: its rows in a folder, what it is called, what was
    deleted for good (as far as a list beside it knows), and how its files are had."""

    folder: Path
    label: str
    erased: set[loeschliste.Entry]
    fetch: Fetch


@dataclass(frozen=True)
class Zurueckgeholt:
    """An Akte that was brought back, and how what is here differed from it before."""

    akte: Akte
    stand: Stand
    unterschiede: list[Unterschied]


def bring_back_akte(
    tenant: Tenant, quelle: Quelle, aktenzeichen: str, *, at: datetime
) -> Zurueckgeholt:
    """Bring one Akte back.

    What was deleted for good, by this town's own rows or by a list, does not come. Bytes come
    first; those that lie here unchanged are not fetched. Raises AkteUnknown, NeedsMore, DoesNotFit.
    """
    town = str(tenant.uuid)
    gone = {
        one.key for one in quelle.erased if one.kind == loeschliste.DOKUMENT and one.town == town
    }
    with use_tenant(tenant.pk), transaction.atomic():
        rows = Dokument.objects.exclude(erased_at=None).values_list("pk", flat=True)
        stand = read_stand(quelle.folder, aktenzeichen, quelle.label, gone | set(map(str, rows)))
        unterschiede = compare(stand)
    missing = {
        one.sha256 for one in stand.files.values() if not store.verify(tenant.pk, one.sha256)
    }
    place = quelle.fetch(missing)
    for stored in {one for one in stand.files.values() if one.sha256 in missing}:
        store.put_file(tenant.pk, place(stored.sha256), stored)
    with use_tenant(tenant.pk), transaction.atomic():
        root = stand.rows[AKTE][stand.root]
        einheit = Aktenplaneinheit.objects.filter(pk=root["planeinheit_id"]).first()
        if einheit is None:
            raise NeedsMore
        akte = restore_akte(RESTORER, einheit, stand=stand, at=at)
    return Zurueckgeholt(akte, stand, unterschiede)
