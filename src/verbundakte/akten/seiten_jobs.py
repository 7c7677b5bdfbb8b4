"""Pages in another order as a job: put together in the sandbox, then filed. Safe to run twice."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404

from verbundakte.akten import queries
from verbundakte.akten.actions.dokument import add_fassung
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.actions.seiten import (
    Seitenauftrag,
    check_sources,
    check_target,
    file_seiten,
)
from verbundakte.akten.ausgaben.gesamt import MOST_BYTES, packed
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.ausgaben.recht import person_behind
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Datei
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
def arrange_pages(actor, progress, *, datei: str, auftrag: dict, vertretung: str) -> dict:
    """Put pages together and file them: as a new Fassung, or as a new Dokument."""
    wanted = Seitenauftrag(**auftrag)
    keys = list(dict.fromkeys([datei, *(page[0] for page in wanted.pages)]))
    progress.begin(1)
    try:
        with transaction.atomic():
            person = _person(actor, datei, vertretung)
            files = {key: queries.get_datei(person, UUID(key)) for key in keys}
            blobs = [_pdf(files[key]) for key in keys]
            _check(person, files, datei, wanted)
        pages = [[keys.index(key), number, turn] for key, number, turn in wanted.pages]
        made = _arranged(blobs, pages)
        stored = store.put_bytes(current_tenant(), made)
        with transaction.atomic():
            _check(person, files, datei, wanted)
            _file(person, files[datei], stored, wanted)
    except (Http404, PermissionDenied):
        raise JobFailed(GONE) from None
    except (Refusal, ConversionFailed) as failure:
        raise JobFailed(failure.message) from failure
    progress.step()
    return {"message": formats.counted(len(wanted.pages), "Seite", "Seiten")}


def _person(actor, datei: str, vertretung: str):
    if not Datei.objects.filter(pk=UUID(datei)).exists():
        raise JobFailed(GONE)
    return person_behind(actor, vertretung)


def _pdf(datei: Datei) -> tuple[str, int]:
    found = pdf_of(datei)
    if found is None:
        raise NoLesefassung
    return found


def _check(person, files: dict[str, Datei], datei: str, auftrag: Seitenauftrag) -> None:
    dokument = files[datei].fassung.dokument
    check_target(person, dokument, is_new=bool(auftrag.betreff))
    others = {row.fassung.dokument_id: row.fassung.dokument for row in files.values()}
    check_sources(dokument, [row for key, row in others.items() if key != dokument.pk])


def _arranged(blobs: list[tuple[str, int]], pages: list[list[int]]) -> bytes:
    if sum(size for _, size in blobs) > MOST_BYTES:
        raise JobFailed(TOO_LARGE)
    tenant = current_tenant()
    with packed(store.read(tenant, sha256) for sha256, _ in blobs) as (box, names):
        _, parts, _ = converters().run(tenant, "arrange", box, names=names, pages=pages)
    return parts[0]


def _file(person, datei: Datei, stored: store.Stored, auftrag: Seitenauftrag) -> None:
    dokument = datei.fassung.dokument
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    if queries.find_duplicate(person, dokument.vorgang, stored.sha256) is not None:
        return  # this job has filed it before
    if auftrag.betreff:
        arrived = Arrived(stored, f"{stem} (Seiten).pdf")
        vorgang = dokument.vorgang
        file_seiten(person, vorgang, original=dokument, arrived=arrived, auftrag=auftrag, at=now())
        return
    remark = f"Seiten {auftrag.told}, aus Fassung {datei.fassung.nummer}"
    add_fassung(person, dokument, arrived=Arrived(stored, f"{stem}.pdf"), at=now(), remark=remark)
