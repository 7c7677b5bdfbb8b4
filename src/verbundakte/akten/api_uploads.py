"""/uploads for programs: files in parts that go on after a lost connection (tus 1.0.0), and filing.

An upload belongs to whoever began it and lies in no Vorgang. It is filed as a Dokument or a Fassung
in one short transaction, once; asking again gives the same answer. Unfinished ones end after a day.
"""

from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import http_date
from ninja import Field, Router, Schema, Status
from ninja.errors import HttpError
from pydantic import model_validator

from verbundakte.akten import queries
from verbundakte.akten.actions import upload as steps
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.samples.typen import FALLBACK
from verbundakte.core.api import tus
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.problems import problem
from verbundakte.core.clock import now
from verbundakte.core.models import Upload

router = Router(tags=["Hochladen"], auth=TokenAuth("dokumente"))
ONE = "uploads/{upload_id}"
RESUMABLE = tus.described_with("Tus-Resumable")


class AblageIn(Schema):
    """Where a finished upload goes: into a Vorgang as a new Dokument, or into a Dokument as its next
    Fassung."""

    vorgang: UUID | None = Field(None, description="In diesen Vorgang, als neues Dokument.")
    dokument: UUID | None = Field(None, description="Als nächste Fassung dieses Dokuments.")
    betreff: str = Field("", max_length=500, description="Leer: aus dem Namen der Datei.")
    dokumenttyp: str = Field("", max_length=30, description="Kürzel der Art")
    bemerkung: str = Field("", max_length=300, description="Nur zu einer Fassung.")

    @model_validator(mode="after")
    def check_target(self) -> Self:
        """Ask for one target, not two."""
        if (self.vorgang is None) == (self.dokument is None):
            raise ValueError("Nennen Sie entweder „vorgang“ oder „dokument“.")
        return self


class AblageOut(Schema):
    """What an upload became."""

    dokument: UUID
    upload: UUID


def _own(request: HttpRequest, upload_id: UUID) -> Upload:
    with transaction.atomic():
        return queries.get_loose_upload(request.actor, upload_id, at=now())


def _with_state(answer: HttpResponse, row: Upload, received: int) -> HttpResponse:
    answer["Upload-Offset"] = str(received)
    answer["Upload-Expires"] = http_date(row.ends_at.timestamp())
    if row.path:
        answer["Upload-Concat"] = row.path
    return answer


@router.api_operation(
    ["OPTIONS"], "uploads", auth=None, response={204: None}, summary="Was tus hier kann"
)
def tell_tus(request: HttpRequest):
    """Return version, extensions and the largest size."""
    answer = tus.described()
    answer["Tus-Max-Size"] = str(settings.UPLOAD_MAX_BYTES)
    return answer


@router.post(
    "uploads",
    response={201: None},
    summary="Hochladen beginnen (tus)",
    openapi_extra=tus.described_with(
        "Tus-Resumable", "Upload-Length", "Upload-Metadata", "Upload-Concat", problems=(413, 507)
    ),
    description="Upload-Length und in Upload-Metadata filename; die Antwort nennt in Location die"
    " Adresse. Mit Upload-Concat: partial entsteht ein Teil (ohne Namen), mit final;ADRESSE ADRESSE …"
    " aus ganz übertragenen Teilen die Datei (ohne Upload-Length).",
)
def create_upload(request: HttpRequest):
    """Begin an upload, a part of one, or make one of parts. 201 with `Location`."""
    told, (concat, keys) = tus.metadata(request), tus.concatenation(request)
    name = told.get("filename", "").strip()
    if concat == tus.PARTIAL:
        name = name or "Teil"
    if not name:
        raise HttpError(400, "In Upload-Metadata fehlt „filename“.")
    parts = [_own(request, key) for key in keys]
    size = sum(part.size for part in parts) if parts else tus.number(request, "Upload-Length")
    if size > settings.UPLOAD_MAX_BYTES:
        raise HttpError(413, "Die Datei ist größer als erlaubt (Tus-Max-Size).")
    if parts:
        row = steps.join_parts(request.actor, parts, name=name, told=concat, at=now())
    else:
        with transaction.atomic():
            row = steps.begin_loose_upload(request.actor, name=name, size=size, path=concat)
    answer = HttpResponse(status=201)
    answer["Location"] = reverse("api:get_offset", args=[row.pk])
    return _with_state(answer, row, row.received)


@router.api_operation(
    ["HEAD"],
    ONE,
    response={200: None},
    summary="Wie weit das Hochladen ist (tus)",
    openapi_extra=RESUMABLE,
)
def get_offset(request: HttpRequest, upload_id: UUID):
    """Return in `Upload-Offset` how many bytes are there."""
    row = _own(request, upload_id)
    answer = HttpResponse(content_type="text/plain")
    answer["Upload-Length"] = str(row.size)
    return _with_state(answer, row, row.received)


@router.patch(
    ONE,
    response={204: None},
    summary="Den nächsten Teil senden (tus)",
    openapi_extra=tus.described_with(
        "Tus-Resumable",
        "Upload-Offset!",
        "Upload-Checksum",
        problems=(409, 415, tus.CHECKSUM_WRONG, 507),
    )
    | tus.BYTES_BODY,
)
def append_upload(request: HttpRequest, upload_id: UUID):
    """Append bytes at `Upload-Offset`; 409 when that is not where the upload stands, 460 when the
    bytes do not add up to `Upload-Checksum` (then nothing of them is kept)."""
    row = _own(request, upload_id)
    if row.path.startswith(tus.FINAL):
        raise HttpError(403, "Diese Datei ist aus Teilen zusammengesetzt und damit ganz.")
    if request.content_type != tus.CONTENT_TYPE:
        raise HttpError(415, f"Content-Type muss {tus.CONTENT_TYPE} sein.")
    start, length = tus.number(request, "Upload-Offset"), tus.number(request, "Content-Length")
    part = steps.Part(start, length, request, tus.checksum(request))
    try:
        steps.check_room(length)
        received = steps.append_part(row, part)
    except steps.WrongOffset as wrong:
        return problem(
            409, "Die Übertragung geht an anderer Stelle weiter.", received=wrong.received
        )
    except steps.ChecksumWrong:
        return problem(
            tus.CHECKSUM_WRONG,
            "Die Prüfsumme passt nicht zu den Bytes. Senden Sie sie noch einmal.",
        )
    return _with_state(HttpResponse(status=204), row, received)


@router.delete(
    ONE, response={204: None}, summary="Hochladen aufgeben (tus)", openapi_extra=RESUMABLE
)
def drop_upload(request: HttpRequest, upload_id: UUID):
    """Give an upload up; its bytes are gone."""
    row = _own(request, upload_id)
    with transaction.atomic():
        steps.drop_upload(row)
    return HttpResponse(status=204)


@router.post(
    "uploads/{upload_id}/ablage", response={201: AblageOut}, summary="Hochgeladene Datei ablegen"
)
def file_upload(request: HttpRequest, upload_id: UUID, given: AblageIn):
    """File a finished upload as a new Dokument or as the next Fassung of one; only once."""
    actor, row = request.actor, _own(request, upload_id)
    if row.result_id is not None:
        with transaction.atomic():
            dokument = queries.get_dokument(actor, row.result_id)
        return Status(201, AblageOut(dokument=dokument.pk, upload=row.pk))
    with transaction.atomic():
        _target(actor, given)  # who may not see it learns so before bytes are moved
    try:
        stored = steps.store_spooled(row)
    except steps.NEVER_TAKEN:
        with transaction.atomic():
            steps.drop_upload(row)
        raise
    with transaction.atomic():
        target = _target(actor, given)
        dokument = steps.file_upload(
            actor, row, target, stored=stored, at=now(), values=_values(given)
        )
    steps.drop_spool(row)
    return Status(201, AblageOut(dokument=dokument.pk, upload=row.pk))


def _target(actor, given: AblageIn) -> Vorgang | Dokument:
    if given.vorgang is not None:
        return queries.get_vorgang(actor, given.vorgang)
    return queries.get_dokument(actor, given.dokument)


def _values(given: AblageIn) -> dict:
    if given.dokument is not None:
        return {"remark": given.bemerkung}
    return {"betreff": given.betreff, "dokumenttyp": given.dokumenttyp or FALLBACK}
