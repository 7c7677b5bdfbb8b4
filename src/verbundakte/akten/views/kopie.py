"""Copies of a file that are made for one answer and kept nowhere."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from verbundakte.akten import queries
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.models import Anmerkung, Datei
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.messages import warn

MOST_BYTES = 64 << 20
TOO_LARGE = "Für eine solche Kopie ist die Datei zu groß (über 64 MB). Laden Sie das Original."
AWAY = "Die Datei ist gerade nicht zu lesen. Versuchen Sie es noch einmal."


def make_copy(found: tuple[str, int], operation: str, **options) -> bytes:
    """Return a copy of a PDF (its digest and size) as an operation of the converters makes it.

    Raises Refusal, ConversionFailed.
    """
    sha256, size = found
    if size > MOST_BYTES:
        raise Refusal(TOO_LARGE)
    tenant = current_tenant()
    try:
        _, parts, _ = converters().run(tenant, operation, store.path_of(tenant, sha256), **options)
    except OSError as error:
        raise Refusal(AWAY) from error
    return parts[0]


def send_copy(datei: Datei, data: bytes, what: str) -> HttpResponse:
    """Return a copy as a download that no browser runs or keeps."""
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    return send_pdf(data, f"{stem} ({what}).pdf")


def send_pdf(data: bytes, name: str) -> HttpResponse:
    """Return a PDF that was made for this answer, as a download."""
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


@require_safe
def with_anmerkungen(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Send the file with its remarks and marks as annotations of the PDF; 404 while it has no pages."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    found, dokument = pdf_of(datei), datei.fassung.dokument
    if found is None:
        raise Http404
    rows = [
        row for row in queries.anmerkungen_of(request.actor, dokument) if row.datei_id == datei.pk
    ]
    try:
        data = make_copy(found, "annotate", notes=_notes(rows))
    except (Refusal, ConversionFailed) as refusal:
        warn(request, refusal.message)
        return redirect(f"{address_of(dokument)}?fassung={datei.fassung.nummer}")
    return send_copy(datei, data, "Anmerkungen")


def _notes(rows: list[Anmerkung]) -> list[dict]:
    names = queries.person_names({str(row.created_by) for row in rows})
    told = {row.pk: _note(row, names.get(str(row.created_by), "Jemand")) for row in rows}
    for row in rows:
        if row.answer_to_id in told:
            told[row.answer_to_id]["answers"].append(told[row.pk])
    return [told[row.pk] for row in rows if row.answer_to_id is None and row.page]


def _note(row: Anmerkung, author: str) -> dict:
    settled = "Erledigt. " if row.settled_at else ""
    return {
        "page": row.page,
        "areas": row.areas,
        "text": settled + (row.text or row.quote),
        "author": author,
        "at": row.created_at.isoformat(),
        "is_settled": bool(row.settled_at),
        "answers": [],
    }
