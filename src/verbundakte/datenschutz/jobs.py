"""Searching all files for somebody's data, and writing the Auskunft. Safe to run twice."""

import io
import zipfile
from uuid import UUID

from django.db import transaction

from verbundakte.akten.permissions import Permission as Akten
from verbundakte.core.actions import Refusal
from verbundakte.core.ausgaben import fill_ausgabe
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.models import Ausgabe
from verbundakte.core.registry import PersonalData, SourceAway, registry
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui import formats
from verbundakte.datenschutz import actions, queries
from verbundakte.datenschutz.ausgabe import as_data, as_pdf
from verbundakte.datenschutz.kinds import JobKind
from verbundakte.datenschutz.models import Auskunft
from verbundakte.datenschutz.permissions import Permission

READ = (Akten.AKTE_READ, Akten.VORGANG_READ, Akten.DOKUMENT_READ, Akten.KONTAKT_READ)
TITLE = "Auskunft nach Art. 15 DSGVO"
GONE = "Diese Auskunft gibt es nicht mehr."


def _load(actor, key: str) -> Auskunft:
    with transaction.atomic():
        found = queries.find_auskunft(actor, UUID(key))
    if found is None:
        raise JobFailed(GONE)
    return found


@job(
    JobKind.COLLECT,
    "Auskunft: Fundstellen sammeln",
    attempts=2,
    permissions=(Permission.AUSKUNFT_CREATE, *READ),
)
def collect(actor, progress, *, auskunft: str) -> dict:
    """Ask every source for data of a person, and put what it found on the desks of the units."""
    row = _load(actor, auskunft)
    if row.collected_at is not None:
        return {}
    progress.begin(len(registry.personal_data))
    count = 0
    for source in registry.personal_data.values():
        found, error = _ask(actor, row, source)
        count += found
        progress.step(error=error, item=source.label)
    with transaction.atomic():
        actions.end_collecting(actor, row, at=now())
    return {"message": formats.counted(count, "Fundstelle", "Fundstellen")}


def _ask(actor, row: Auskunft, source: PersonalData) -> tuple[int, str]:
    """Ask one source; return how many it found, and the German reason when it could not be asked."""
    with transaction.atomic():
        found, error = [], ""
        try:
            findings = list(source.find(actor, queries.betroffene_of(actor, row)))
            found = list(queries.placed(actor, row, source, findings))
        except SourceAway as away:
            error = str(away)
        key = (source.id, source.label)
        return actions.take_findings(actor, row, source=key, error=error, found=found), error


@job(
    JobKind.FINISH,
    "Auskunft ablegen",
    queue="convert",
    attempts=2,
    permissions=(Permission.AUSKUNFT_CREATE, Akten.DOKUMENT_CREATE),
)
def finish(actor, progress, *, auskunft: str) -> dict:
    """Write the Auskunft into its Vorgang, and delete the list of what was found."""
    row, at = _load(actor, auskunft), now()
    if row.closed_at is not None:
        return {}
    progress.begin(1)
    with transaction.atomic():
        found = queries.abschnitte(actor, queries.teile_of(actor, row))
    contents = ((f"{TITLE}.pdf", as_pdf), (f"{TITLE}, Daten.zip", as_data))
    try:
        files = [
            (name, store.put_bytes(current_tenant(), make(row, found, at=at)))
            for name, make in contents
        ]
        with transaction.atomic():
            actions.finish_auskunft(actor, row, files=files, at=at)
    except (ConversionFailed, Refusal) as failure:
        raise JobFailed(failure.message) from failure
    progress.step()
    return {"message": "Die Auskunft liegt im Vorgang."}


@job(
    JobKind.FINISH_TEIL,
    "Eigenen Teil einer Auskunft ausgeben",
    queue="convert",
    attempts=2,
    permissions=(Permission.AUSKUNFT_DECIDE,),
)
def finish_teil(actor, progress, *, ausgabe: str) -> dict:
    """Make the file of a hidden part for whoever released it, and delete what was found."""
    with transaction.atomic():
        order = Ausgabe.objects.filter(pk=UUID(ausgabe)).first()
        teil = queries.find_teil(actor, order)
    if teil is None:
        raise JobFailed(GONE)
    if order.blob_id is not None:
        return {"ausgabe": ausgabe}
    progress.begin(1)
    with transaction.atomic():
        found = queries.abschnitte(actor, [teil])
        order.request |= {"fundstellen": queries.told_in(actor, teil)}
    out, at = io.BytesIO(), now()
    try:
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
            box.writestr(f"{TITLE}.pdf", as_pdf(teil.auskunft, found, at=at))
            box.writestr("Daten.zip", as_data(teil.auskunft, found, at=at))
    except ConversionFailed as failure:
        raise JobFailed(failure.message) from failure
    name = f"{TITLE}, eigener Teil.zip"
    with transaction.atomic():
        fill_ausgabe(order, out, file_name=name, media_type="application/zip", at=at)
        actions.forget_teil(actor, teil)
    progress.step()
    return {"message": "Der Teil liegt zum Herunterladen bereit.", "ausgabe": ausgabe}
