"""Dokumente, Fassungen and files for programs."""

from uuid import UUID

from django.http import HttpRequest
from ninja import File, Form, Query, Router
from ninja.files import UploadedFile
from pydantic import Json

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.api.common import changes, own_fields
from verbundakte.akten.api.schemas import (
    FELDER_IN,
    DokumentChange,
    DokumentChangeOf,
    DokumentDetail,
    DokumenteStapelIn,
    DokumentPage,
    FassungOut,
    FelderIn,
    ZuordnungIn,
)
from verbundakte.akten.api.shapes import DOKUMENT, fassung_told
from verbundakte.akten.models import Dokument, Dokumenttyp
from verbundakte.akten.samples.typen import FALLBACK
from verbundakte.core.api.answers import check_match, etag, listed, narrowed, ready, with_parts
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.bulk import EACH, AenderungenOut, each
from verbundakte.core.api.given import Fields, Include, Liste
from verbundakte.core.api.once import once
from verbundakte.core.clock import now

router = Router(tags=["Dokumente"], auth=TokenAuth("dokumente"))
FELDER_FORM = Form(None, description=f"JSON. {FELDER_IN}")
DETAIL = "felder,fassungen"


def _told(actor, key: UUID, *, status: int = 200, fields: str = "", include: str = DETAIL):
    row = queries.get_dokument(actor, key)
    queries.note_read(actor, row)
    item = with_parts(actor, DOKUMENT, row, DOKUMENT.asked(fields, include))
    if not fields:
        item["is_restricted"] = queries.restriction_of(actor, row) is not None
        vermerke = queries.berichtigungen_of(actor, [row])[row.pk]
        item["berichtigungen"] = [vermerk.text for vermerk in vermerke]
    return ready(item, status, ETag=etag(row))


@router.get("dokumente", response=DokumentPage, summary="Dokumente, neueste zuerst")
def list_all_dokumente(request: HttpRequest, liste: Query[Liste]):
    """Return Dokumente the person may read."""
    actor, asked = request.actor, liste.of(DOKUMENT)
    return listed(actor, queries.dokumente_values(actor, asked.paths, **liste.paging), asked)


@router.get(
    "vorgaenge/{vorgang_id}/dokumente", response=DokumentPage, summary="Dokumente eines Vorgangs"
)
def list_dokumente(request: HttpRequest, vorgang_id: UUID, liste: Query[Liste]):
    """Return the Dokumente of a Vorgang, newest first."""
    actor, asked = request.actor, liste.of(DOKUMENT)
    vorgang = queries.get_vorgang(actor, vorgang_id)
    queries.note_read(actor, vorgang)
    page = queries.dokumente_values(actor, asked.paths, vorgang=vorgang, **liste.paging)
    return listed(actor, page, asked)


@router.post(
    "vorgaenge/{vorgang_id}/dokumente",
    response={201: DokumentDetail},
    summary="Datei als Dokument ablegen",
)
@once(queries.get_dokument)
def create_dokument(
    request: HttpRequest,
    vorgang_id: UUID,
    file: File[UploadedFile],
    betreff: str = Query("", max_length=500),
    dokumenttyp: str = Query("", max_length=30, description="Kürzel der Art"),
    felder: Json[dict[str, str | bool | float | None]] | None = FELDER_FORM,
):
    """File bytes as a new Dokument of a Vorgang."""
    at, more = now(), {}
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    stored = receive_chunks(file.name, file.chunks())
    arrived = actions.Arrived(stored, file.name)
    if dokumenttyp or felder:
        texts = FelderIn(felder=felder or {}).texts()
        more = own_fields(request.actor, Dokumenttyp, dokumenttyp or FALLBACK, texts, at=at)
    row = actions.register_dokument(
        request.actor, vorgang, arrived=arrived, at=at, betreff=betreff, **more
    )
    return _told(request.actor, row.pk, status=201)


@router.get("dokumente/{dokument_id}", response=DokumentDetail, summary="Ein Dokument")
def get_dokument(
    request: HttpRequest, dokument_id: UUID, fields: Fields = "", include: Include = DETAIL
):
    """Return a Dokument with its Fassungen and files."""
    return _told(request.actor, dokument_id, fields=fields, include=include)


@router.patch(
    "dokumente/{dokument_id}", response=DokumentDetail, summary="Angaben des Dokuments ändern"
)
def change_dokument(request: HttpRequest, dokument_id: UUID, given: DokumentChange):
    """Change a Dokument, or register a draft; what is not sent stays as it is."""
    actor = request.actor
    row = queries.get_dokument(actor, dokument_id)
    _change(actor, row, given, seen=check_match(request, row))
    return _told(actor, dokument_id)


def _change(actor, row: Dokument, given: DokumentChange, *, seen: int) -> None:
    actions.change_dokument(actor, row, **changes(actor, row, given, given.dokumenttyp, seen=seen))


@router.patch(
    "dokumente",
    response={200: AenderungenOut, 422: AenderungenOut},
    summary="Angaben mehrerer Dokumente ändern",
    description=EACH + " Statt If-Match nennt jeder Eintrag seine revision.",
)
def change_dokumente(request: HttpRequest, given: DokumenteStapelIn):
    """Change several Dokumente, with a result for each; what is not sent stays as it is."""
    actor = request.actor

    def change(one: DokumentChangeOf) -> UUID:
        row = queries.get_dokument(actor, one.id)
        _change(actor, row, one, seen=one.revision)
        return row.pk

    return each(given.items, change, is_whole=given.is_whole, made=200)


@router.post(
    "dokumente/{dokument_id}/zuordnung",
    response={201: DokumentDetail},
    summary="Dokument einem Vorgang zuordnen",
)
@once(queries.get_dokument)
def assign_dokument(request: HttpRequest, dokument_id: UUID, given: ZuordnungIn):
    """Lay an unassigned Dokument into a Vorgang."""
    actor = request.actor
    row = queries.get_dokument(actor, dokument_id)
    check_match(request, row)
    vorgang = queries.get_vorgang(actor, given.vorgang)
    actions.assign_dokument(actor, row, vorgang=vorgang)
    return _told(actor, dokument_id, status=201)


@router.get(
    "dokumente/{dokument_id}/fassungen",
    response=list[FassungOut],
    summary="Fassungen eines Dokuments",
)
def list_fassungen(request: HttpRequest, dokument_id: UUID, fields: Fields = ""):
    """Return the Fassungen of a Dokument with their files, newest first."""
    actor = request.actor
    row = queries.get_dokument(actor, dokument_id)
    queries.note_read(actor, row)
    told = [fassung_told(one) for one in queries.files_of(actor, row)]
    return ready(narrowed(told, fields, FassungOut.model_fields), ETag=etag(row))


@router.post(
    "dokumente/{dokument_id}/fassungen",
    response={201: DokumentDetail},
    summary="Neue Fassung eines Dokuments",
)
@once(queries.get_dokument)
def create_fassung(
    request: HttpRequest,
    dokument_id: UUID,
    file: File[UploadedFile],
    bemerkung: str = Query("", max_length=300),
):
    """Add a new Fassung; the older ones stay unchanged. Needs If-Match, as a change does."""
    actor = request.actor
    row = queries.get_dokument(actor, dokument_id)
    check_match(request, row)
    stored = receive_chunks(file.name, file.chunks())
    arrived = actions.Arrived(stored, file.name)
    actions.add_fassung(actor, row, arrived=arrived, at=now(), remark=bemerkung)
    return _told(actor, dokument_id, status=201)
