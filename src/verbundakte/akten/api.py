"""Akten, Vorgänge and Dokumente for programs: lists, details, filing; the search stands in `api_suche`."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import File, Form, Query, Router, Status
from ninja.files import UploadedFile
from pydantic import Json

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.api_schemas import (
    FELDER_IN,
    AkteOut,
    AktePage,
    DateiOut,
    DokumentChange,
    DokumentDetail,
    DokumentOut,
    FassungOut,
    FelderIn,
    VorgangChange,
    VorgangIn,
    VorgangOut,
    VorgangPage,
)
from verbundakte.akten.api_suche import router as suche
from verbundakte.akten.api_uploads import router as uploads
from verbundakte.akten.felder import WertInvalid
from verbundakte.akten.models import Dokument, Dokumenttyp, Typ, Vorgang, Vorgangstyp
from verbundakte.akten.samples.typen import FALLBACK
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.clock import now
from verbundakte.core.models import LeseArt

router = Router(tags=["Akten"])
router.add_router("", suche)
router.add_router("", uploads)
MAX_LIMIT = 200
FELDER_FORM = Form(None, description=f"JSON. {FELDER_IN}")
DAYS = ("datum_des_schreibens", "posteingangsdatum", "postausgangsdatum")


def _limit(limit: int) -> int:
    return max(1, min(limit, MAX_LIMIT))


@router.get("akten", response=AktePage, summary="Akten, neueste zuerst")
def list_akten(request: HttpRequest, after: str = "", limit: int = 50):
    """Return Akten the person may read."""
    page = queries.newest_akten(request.actor, after=after, limit=_limit(limit))
    return AktePage(items=[AkteOut.of(row) for row in page], after=page.after)


@router.get("akten/{akte_id}", response=AkteOut, summary="Eine Akte")
def get_akte(request: HttpRequest, akte_id: UUID, response: HttpResponse):
    """Return an Akte."""
    row = queries.get_akte(request.actor, akte_id)
    queries.note_read(request.actor, row)
    response["ETag"] = f'"{row.pk}-{row.revision}"'
    return AkteOut.of(row)


@router.get("akten/{akte_id}/vorgaenge", response=VorgangPage, summary="Vorgänge einer Akte")
def list_vorgaenge(request: HttpRequest, akte_id: UUID, after: str = "", limit: int = 50):
    """Return the Vorgänge of an Akte."""
    akte = queries.get_akte(request.actor, akte_id)
    page = queries.list_vorgaenge(request.actor, akte, after=after, limit=_limit(limit))
    felder = queries.with_angaben(request.actor, page.rows)
    items = [VorgangOut.of(row, felder[row.pk]) for row in page]
    return VorgangPage(items=items, after=page.after)


@router.post("akten/{akte_id}/vorgaenge", response={201: VorgangOut}, summary="Neuer Vorgang")
def create_vorgang(request: HttpRequest, akte_id: UUID, given: VorgangIn):
    """Create a Vorgang in an Akte, with its type and own fields."""
    actor, at = request.actor, now()
    akte = queries.get_akte(actor, akte_id)
    values = given.dict(exclude={"felder", "vorgangstyp"})
    values |= _own(actor, Vorgangstyp, given.vorgangstyp, given.texts(), at=at)
    row = actions.create_vorgang(actor, akte, at=at, **values)
    return Status(201, _vorgang(actor, row.pk))


@router.get("vorgaenge/{vorgang_id}", response=VorgangOut, summary="Ein Vorgang")
def get_vorgang(request: HttpRequest, vorgang_id: UUID, response: HttpResponse):
    """Return a Vorgang with its own fields."""
    row = queries.get_vorgang(request.actor, vorgang_id)
    queries.note_read(request.actor, row)
    response["ETag"] = f'"{row.pk}-{row.revision}"'
    return VorgangOut.of(row, queries.angaben_of(request.actor, row))


@router.patch("vorgaenge/{vorgang_id}", response=VorgangOut, summary="Angaben des Vorgangs ändern")
def change_vorgang(request: HttpRequest, vorgang_id: UUID, given: VorgangChange):
    """Change a Vorgang; what is not sent stays as it is."""
    actor = request.actor
    row = queries.get_vorgang(actor, vorgang_id)
    actions.change_vorgang(actor, row, **_change(actor, row, given, given.vorgangstyp))
    return _vorgang(actor, row.pk)


def _vorgang(actor, key: UUID) -> VorgangOut:
    row = queries.get_vorgang(actor, key)
    queries.note_read(actor, row)
    return VorgangOut.of(row, queries.angaben_of(actor, row))


def _own(actor, model: type[Typ], kuerzel: str, texts: dict, *, at: datetime, subject=None) -> dict:
    """Return type and own fields as actions take them; what an object begins with is preset."""
    typ = actions.typ_for(model, kuerzel, at) if kuerzel else None
    kept = queries.werte_of(actor, [subject])[subject.pk] if subject else queries.vorgaben_of(typ)
    try:
        felder = queries.read_werte(actor, typ, texts, kept, on=localdate(at))
    except WertInvalid as error:
        raise actions.FelderInvalid(str(error)) from error
    return {queries.typ_field(model): typ, "felder": felder}


def _change(
    actor, row: Vorgang | Dokument, given: VorgangChange | DokumentChange, kuerzel: str | None
) -> dict:
    """Return what the action is called with: only what was sent, and the own fields as a whole."""
    sent = given.dict(
        exclude_unset=True, exclude={"revision", "felder", "vorgangstyp", "dokumenttyp"}
    )
    values = {name: value for name, value in sent.items() if value is not None or name in DAYS}
    changes: dict = {"seen_revision": given.revision, "values": values}
    if kuerzel is None and not given.felder:
        return changes
    before = queries.typ_of(row)
    if kuerzel is None:
        kuerzel = before.kuerzel if before else ""
    model = Vorgangstyp if isinstance(row, Vorgang) else Dokumenttyp
    own = _own(actor, model, kuerzel, given.texts(), at=now(), subject=row)
    changes["felder"] = own.pop("felder")
    values |= own
    return changes


@router.get(
    "vorgaenge/{vorgang_id}/dokumente",
    response=list[DokumentOut],
    summary="Dokumente eines Vorgangs",
)
def list_dokumente(request: HttpRequest, vorgang_id: UUID):
    """Return the Dokumente of a Vorgang, newest first."""
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    queries.note_read(request.actor, vorgang)
    rows = queries.list_dokumente(request.actor, vorgang)
    felder = queries.with_angaben(request.actor, rows)
    return [DokumentOut.of(row, felder[row.pk]) for row in rows]


@router.post(
    "vorgaenge/{vorgang_id}/dokumente",
    response={201: DokumentDetail},
    summary="Datei als Dokument ablegen",
)
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
    stored = receive_chunks(file.name, file.chunks())
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    arrived = actions.Arrived(stored, file.name)
    if dokumenttyp or felder:
        texts = FelderIn(felder=felder or {}).texts()
        more = _own(request.actor, Dokumenttyp, dokumenttyp or FALLBACK, texts, at=at)
    row = actions.register_dokument(
        request.actor, vorgang, arrived=arrived, at=at, betreff=betreff, **more
    )
    return Status(201, _detail(request.actor, row))


@router.patch(
    "dokumente/{dokument_id}", response=DokumentDetail, summary="Angaben des Dokuments ändern"
)
def change_dokument(request: HttpRequest, dokument_id: UUID, given: DokumentChange):
    """Change a Dokument; what is not sent stays as it is."""
    actor = request.actor
    row = queries.get_dokument(actor, dokument_id)
    actions.change_dokument(actor, row, **_change(actor, row, given, given.dokumenttyp))
    row = queries.get_dokument(actor, dokument_id)
    queries.note_read(actor, row)
    return _detail(actor, row)


def _detail(actor, row: Dokument) -> DokumentDetail:
    fassungen = [
        FassungOut(
            nummer=fassung.nummer,
            created_at=fassung.created_at,
            is_withdrawn=fassung.withdrawn_at is not None,
            dateien=[
                DateiOut(
                    id=datei.pk,
                    file_name=datei.file_name,
                    size=datei.size,
                    sha256=datei.blob.sha256,
                    media_type=datei.media_type,
                    pages=datei.pages,
                    hinweise=datei.hinweise,
                )
                for datei in fassung.dateien.all()
            ],
        )
        for fassung in queries.files_of(actor, row)
    ]
    shown = DokumentOut.of(row, queries.angaben_of(actor, row))
    vermerke = queries.berichtigungen_of(actor, [row])[row.pk]
    return DokumentDetail(
        **shown.dict(),
        fassungen=fassungen,
        is_restricted=queries.restriction_of(actor, row) is not None,
        berichtigungen=[vermerk.text for vermerk in vermerke],
    )


@router.get("dokumente/{dokument_id}", response=DokumentDetail, summary="Ein Dokument")
def get_dokument(request: HttpRequest, dokument_id: UUID, response: HttpResponse):
    """Return a Dokument with its Fassungen and files."""
    row = queries.get_dokument(request.actor, dokument_id)
    queries.note_read(request.actor, row)
    response["ETag"] = f'"{row.pk}-{row.revision}"'
    return _detail(request.actor, row)


@router.get("dateien/{datei_id}/original", summary="Das Original einer Datei")
def get_original(request: HttpRequest, datei_id: UUID):
    """Return the unchanged bytes of a file (ranges allowed)."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    return send(request, Sent(datei.blob.sha256, datei.size, datei.file_name))
