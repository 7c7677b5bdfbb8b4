"""Doors through which the whole organisation goes out and comes in as tables, and the job."""

from uuid import UUID

from tests.leaks.row import ADMIN, get, job, post, with_values
from verbundakte.core.clock import now
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Einspielung
from verbundakte.organisation.queries import WHOLE_ORGANISATION

NEW = UUID("0196a000-0000-7000-8000-00000000e001")
DONE = UUID("0196a000-0000-7000-8000-00000000e002")
UNIT = {"kennzeichen": "77", "name": "Neues Amt"}


def prepare(world) -> dict:
    """Bring tables that nobody has performed, and some that were."""
    step = {"kind": "neu", "table": "einheiten", "key": ["77"], "name": "77 Neues Amt"}
    step |= {"values": UNIT | {"parent": "", "end": ""}, "before": None, "refused": ""}
    with use_tenant(world.home.tenant.pk):
        content = {"einheiten": [["einheiten.csv", 2, UNIT]]}
        Einspielung.objects.create(pk=NEW, file_name="neu.zip", created_at=now(), content=content)
        Einspielung.objects.create(
            pk=DONE,
            file_name="alt.zip",
            created_at=now(),
            started_at=now(),
            finished_at=now(),
            result=[step],
        )
    return {"einspielung": NEW, "performed": DONE}


CSV = with_values(datei=b"Kennzeichen;Name\n78;Amt\n", is_whole="nein")

ROWS = [
    get("organisation:csv", "organisation/csv/", ADMIN),
    get("organisation:einspielungen", "organisation/einspielungen/", ADMIN),
    post("organisation:einspielungen", "organisation/einspielungen/", ADMIN, CSV),
    get("organisation:einspielung", "organisation/einspielungen/{einspielung}/", ADMIN),
    post("organisation:einspielung-ausfuehrung",
         "organisation/einspielungen/{einspielung}/ausfuehrung/", ADMIN, status=422, quiet=" "),
    post("organisation:einspielung-rueckweg",
         "organisation/einspielungen/{performed}/rueckweg/", ADMIN),
]  # fmt: skip
JOBS = {
    "organisation.einspielung.perform": job(
        *(str(one) for one in WHOLE_ORGANISATION),
        args=lambda world: {"einspielung": str(NEW)},
        error="Die Dateien gibt es nicht mehr.",
    )
}
