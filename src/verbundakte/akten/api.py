"""Akten, Vorgänge and Dokumente for programs: lists, details, filing, search."""

from datetime import date, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.clock import now
from verbundakte.core.models import LeseArt
from verbundakte.core.search.service import Search, search

router = Router(tags=["Akten"])
MAX_LIMIT = 200


class AkteOut(Schema):
    """An Akte."""

    id: UUID
    aktenzeichen: str
    betreff: str
    planeinheit: str
    federfuehrung: str
    is_closed: bool
    created_at: datetime

    @classmethod
    def of(cls, row: Akte) -> "AkteOut":
        """Return the shown form of a row."""
        return cls(
            id=row.pk,
            aktenzeichen=row.aktenzeichen,
            betreff=row.betreff,
            planeinheit=row.planeinheit.kennzeichen,
            federfuehrung=row.federfuehrung.kennzeichen,
            is_closed=row.is_closed,
            created_at=row.created_at,
        )


class VorgangOut(Schema):
    """A Vorgang."""

    id: UUID
    aktenzeichen: str
    betreff: str
    akte: UUID
    federfuehrung: str
    is_closed: bool
    created_at: datetime

    @classmethod
    def of(cls, row: Vorgang) -> "VorgangOut":
        """Return the shown form of a row."""
        return cls(
            id=row.pk,
            aktenzeichen=row.aktenzeichen,
            betreff=row.betreff,
            akte=row.akte_id,
            federfuehrung=row.federfuehrung.kennzeichen,
            is_closed=row.is_closed,
            created_at=row.created_at,
        )


class DateiOut(Schema):
    """A file of a Fassung."""

    id: UUID
    file_name: str
    size: int
    sha256: str
    media_type: str
    pages: int | None
    hinweise: list[str]


class FassungOut(Schema):
    """A Fassung with its files."""

    nummer: int
    created_at: datetime
    dateien: list[DateiOut]


class DokumentOut(Schema):
    """A Dokument."""

    id: UUID
    nummer: int
    betreff: str
    dokumenttyp: str
    vorgang: UUID | None
    akte: UUID | None
    datum_des_schreibens: date | None
    posteingangsdatum: date | None
    postausgangsdatum: date | None
    is_entwurf: bool
    revision: int
    created_at: datetime

    @classmethod
    def of(cls, row: Dokument) -> "DokumentOut":
        """Return the shown form of a row."""
        return cls(
            id=row.pk,
            nummer=row.position,
            betreff=row.betreff,
            dokumenttyp=row.dokumenttyp.kuerzel,
            vorgang=row.vorgang_id,
            akte=row.akte_id,
            datum_des_schreibens=row.datum_des_schreibens,
            posteingangsdatum=row.posteingangsdatum,
            postausgangsdatum=row.postausgangsdatum,
            is_entwurf=row.is_entwurf,
            revision=row.revision,
            created_at=row.created_at,
        )


class DokumentDetail(DokumentOut):
    """A Dokument with its Fassungen, newest first."""

    fassungen: list[FassungOut]
    is_restricted: bool
    berichtigungen: list[str]


class AktePage(Schema):
    """A page of Akten; `after` is the address of the next one, empty at the end."""

    items: list[AkteOut]
    after: str


class VorgangPage(Schema):
    """A page of Vorgänge."""

    items: list[VorgangOut]
    after: str


class HitOut(Schema):
    """A hit of a search."""

    kind: str
    id: UUID
    title: str
    file_name: str
    aktenzeichen: str
    page: int | None
    score: float | None
    snippet: str


class SearchOut(Schema):
    """What a search gives; `problem` says what could not be searched."""

    query: str
    count: int
    capped: bool
    ms: float
    problem: str
    hits: list[HitOut]


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
    return VorgangPage(items=[VorgangOut.of(row) for row in page], after=page.after)


@router.get("vorgaenge/{vorgang_id}", response=VorgangOut, summary="Ein Vorgang")
def get_vorgang(request: HttpRequest, vorgang_id: UUID, response: HttpResponse):
    """Return a Vorgang."""
    row = queries.get_vorgang(request.actor, vorgang_id)
    queries.note_read(request.actor, row)
    response["ETag"] = f'"{row.pk}-{row.revision}"'
    return VorgangOut.of(row)


@router.get(
    "vorgaenge/{vorgang_id}/dokumente",
    response=list[DokumentOut],
    summary="Dokumente eines Vorgangs",
)
def list_dokumente(request: HttpRequest, vorgang_id: UUID):
    """Return the Dokumente of a Vorgang, newest first."""
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    queries.note_read(request.actor, vorgang)
    return [DokumentOut.of(row) for row in queries.list_dokumente(request.actor, vorgang)]


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
):
    """File bytes as a new Dokument of a Vorgang."""
    stored = receive_chunks(file.name, file.chunks())
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    arrived = actions.Arrived(stored, file.name)
    row = actions.register_dokument(
        request.actor, vorgang, arrived=arrived, at=now(), betreff=betreff
    )
    return Status(201, _detail(request.actor, row))


def _detail(actor, row: Dokument) -> DokumentDetail:
    fassungen = [
        FassungOut(
            nummer=fassung.nummer,
            created_at=fassung.created_at,
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
    vermerke = queries.berichtigungen_of(actor, [row])[row.pk]
    return DokumentDetail(
        **DokumentOut.of(row).dict(),
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


@router.get("search", response=SearchOut, summary="Suchen")
def find(
    request: HttpRequest, q: str = Query(..., max_length=10_000), limit: int = 20, offset: int = 0
):
    """Search in everything the person may see."""
    question = Search(q, offset=max(0, offset), limit=_limit(limit))
    answer = search(request.actor, question)
    hits = [
        HitOut(
            kind=shown.hit.kind,
            id=shown.hit.id,
            title=shown.hit.title,
            file_name=shown.hit.file_name,
            aktenzeichen=shown.hit.aktenzeichen,
            page=shown.page,
            score=shown.score,
            snippet=shown.snippet_text,
        )
        for shown in answer.hits
    ]
    return SearchOut(
        query=q, count=answer.count, capped=False, ms=answer.ms, problem=answer.problem, hits=hits
    )
