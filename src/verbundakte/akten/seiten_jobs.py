"""Pages in another order as a job: put together in the sandbox, then filed. Safe to run twice."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from verbundakte.akten import queries
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.seiten import (
    check_sources,
    check_target,
    file_seiten,
)
from verbundakte.akten.ausgaben.gesamt import MOST_BYTES, packed
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.ausgaben.recht import person_behind
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei, Seitenauftrag
from verbundakte.akten.schwaerzung import NoLesefassung
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.jobs import JobFailed, job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui import formats

GONE = "Die Datei gibt es nicht mehr, oder Sie sehen sie nicht mehr."
TOO_LARGE = "Die Dateien sind dafür zu groß (zusammen über 400 MB)."


@job(JobKind.ARRANGE, "Seiten ordnen", queue="convert", attempts=2)
def arrange_pages(actor, progress, *, auftrag: str, vertretung: str) -> dict:
    """Put pages together and file them: as a new Fassung, or as a new Dokument."""
    row = _load(auftrag)
    progress.begin(1)
    if row.done_at is None:
        try:
            with transaction.atomic():
                person = person_behind(actor, vertretung)
            _do(person, row)
        except (Http404, PermissionDenied):
            raise JobFailed(GONE) from None
        except (Refusal, ConversionFailed) as failure:
            raise JobFailed(failure.message) from failure
    progress.step()
    return {"message": formats.counted(len(row.seiten), "Seite", "Seiten")}


def _load(auftrag: str) -> Seitenauftrag:
    with transaction.atomic():
        row = Seitenauftrag.objects.filter(pk=UUID(auftrag)).first()
    if row is None:
        raise JobFailed(GONE)
    return row


def _do(person, row: Seitenauftrag) -> None:
    own = str(row.datei_id)
    keys = list(dict.fromkeys([own, *(page[0] for page in row.seiten)]))
    with transaction.atomic():
        files = {key: queries.get_datei(person, UUID(key)) for key in keys}
        row.datei = files[own]
        _check(person, files, row)
        blobs = [_pdf(files[key]) for key in keys]
    made = _arranged(blobs, [[keys.index(key), page, turn] for key, page, turn in row.seiten])
    stored = store.put_bytes(current_tenant(), made)
    stem = row.datei.file_name.rpartition(".")[0] or row.datei.file_name
    name = f"{stem} (Seiten).pdf" if row.betreff else f"{stem}.pdf"
    with transaction.atomic():
        _check(person, files, row)
        file_seiten(person, row, arrived=Arrived(stored, name), at=now())


def _pdf(datei: Datei) -> tuple[str, int]:
    found = pdf_of(datei)
    if found is None:
        raise NoLesefassung
    return found


def _check(person, files: dict[str, Datei], row: Seitenauftrag) -> None:
    dokument = row.datei.fassung.dokument
    check_target(person, dokument, is_new=bool(row.betreff))
    others = {one.fassung.dokument_id: one.fassung.dokument for one in files.values()}
    check_sources(dokument, [one for key, one in others.items() if key != dokument.pk])


def _arranged(blobs: list[tuple[str, int]], pages: list[list[int]]) -> bytes:
    if sum(size for _, size in blobs) > MOST_BYTES:
        raise JobFailed(TOO_LARGE)
    tenant = current_tenant()
    with packed(store.read(tenant, sha256) for sha256, _ in blobs) as (box, names):
        _, parts, _ = converters().run(tenant, "arrange", box, names=names, pages=pages)
    return parts[0]
