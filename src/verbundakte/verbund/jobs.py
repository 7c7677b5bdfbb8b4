"""Making the package of a town in the background. Safe to run twice."""

from uuid import UUID

from django.db import transaction

from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Ausgabe, Tenant
from verbundakte.core.paket.export import export_tenant
from verbundakte.core.secrets import SealBroken, unseal
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.verbund.actions.paket import ART, PURPOSE, keep_paket
from verbundakte.verbund.kinds import JobKind
from verbundakte.verbund.permissions import Permission

GONE = "Dieses Paket hat niemand bestellt."
EACH = 100  # files between two words about how far it is


@job(
    JobKind.PAKET,
    "Paket der Kommune herstellen",
    attempts=2,
    permissions=(Permission.PAKET_EXPORT,),
    lock="verbund.paket",
)
def make_paket(actor, progress, *, ausgabe: str) -> dict:
    """Write the package, read it back, keep it for some days for whoever ordered it."""
    with transaction.atomic():
        order = Ausgabe.objects.filter(pk=UUID(ausgabe)).first()
        tenant = Tenant.objects.get(pk=current_tenant())
    if order is None or order.request.get("art") != ART:
        raise JobFailed(GONE)
    if order.blob_id is None:
        _make(actor, progress, tenant, order)
    return {"message": "Geschrieben, zurückgelesen und verglichen.", "ausgabe": ausgabe}


def _make(actor, progress, tenant: Tenant, order: Ausgabe) -> None:
    sealed, path = order.request["schluessel"], store.spool_path()

    def tell(done: int, total: int) -> None:
        if done % EACH == 0 or done == total:
            progress.to(done, total)

    try:
        key = unseal(PURPOSE, sealed) if sealed else None
        found = export_tenant(tenant, path, key, tell)
        stored = store.put_file(tenant.pk, path)
    except SealBroken as error:
        raise JobFailed(
            "Der Schlüssel des Pakets ist nicht lesbar. Bestellen Sie es neu."
        ) from error
    except BackupProblem as problem:
        raise JobFailed(problem.message) from problem
    finally:
        path.unlink(missing_ok=True)
    with transaction.atomic():
        keep_paket(actor, tenant, ausgabe=order, stored=stored, nachweis=found, at=now())
