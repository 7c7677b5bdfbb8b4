"""What is in the files of a Dokument, for programs: the original, the Lesefassung, the text by page."""

from uuid import UUID

from django.http import Http404, HttpRequest
from ninja import Field, Query, Router, Schema

from verbundakte.akten import queries
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.models import Datei
from verbundakte.core.api.answers import MAX_LIMIT, unless_known
from verbundakte.core.api.auth import TokenAuth
from verbundakte.core.api.problems import problem
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.models import LeseArt

router = Router(tags=["Inhalte"], auth=TokenAuth("dokumente"))
PDF = "application/pdf"
FARTHEST = 1_000_000
NO_PDF = "Von dieser Datei gibt es keine Lesefassung, oder sie entsteht gerade."


class Seiten(Schema):
    """From which page to which."""

    first: int = Field(1, ge=1, le=FARTHEST, description="Von dieser Seite an.")
    last: int | None = Field(
        None,
        ge=1,
        le=FARTHEST,
        description=f"Bis zu dieser Seite; höchstens {MAX_LIMIT} Seiten auf einmal.",
    )

    @property
    def end(self) -> int:
        """Return the last page that is told."""
        most = self.first + MAX_LIMIT - 1
        return most if self.last is None else min(self.last, most)


class OfFassung(Schema):
    """Which Fassung is meant."""

    fassung: int | None = Field(
        None, ge=1, description="Nummer der Fassung; ohne sie die neueste, die zählt."
    )


class SeitenOfFassung(Seiten, OfFassung):
    """Some pages of a Fassung."""


class SeiteOut(Schema):
    """The text of a page; one without text is left out."""

    page: int
    text: str = Field(description="Text der Seite.", examples=["Sehr geehrte Frau Probe, …"])
    is_recognised: bool
    confidence: int | None


class TextOut(Schema):
    """The text of a file by pages."""

    datei: UUID
    pages: int | None
    is_ingested: bool
    items: list[SeiteOut]
    next: int | None


def _shown_datei(actor, dokument_id: UUID, nummer: int | None, art: str) -> Datei:
    """Return the first file of a Fassung of a Dokument, or 404."""
    row = queries.get_dokument(actor, dokument_id)
    for fassung in queries.files_of(actor, row):
        is_asked = fassung.withdrawn_at is None if nummer is None else fassung.nummer == nummer
        if is_asked and (datei := next(iter(fassung.dateien.all()), None)):
            queries.note_read(actor, row, art=art)
            return datei
    raise Http404


def _text(request: HttpRequest, datei: Datei, seiten: Seiten):
    rows = queries.page_texts(request.actor, datei, seiten.first, seiten.end)
    count = datei.pages or (1 if rows else 0)
    items = [
        {
            "page": row.page,
            "text": row.text,
            "is_recognised": row.is_recognised,
            "confidence": row.confidence,
        }
        for row in rows
    ]
    told = {
        "datei": datei.pk,
        "pages": datei.pages,
        "is_ingested": datei.ingested_at is not None,
        "items": items,
        "next": seiten.end + 1 if seiten.end < count else None,
    }
    return unless_known(request, told)


def _lesefassung(request: HttpRequest, datei: Datei):
    found = pdf_of(datei)
    if found is None:
        return problem(404, NO_PDF)
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    return send(request, Sent(*found, f"{stem}.pdf", media_type=PDF))


@router.get("dateien/{datei_id}/original", summary="Das Original einer Datei")
def get_original(request: HttpRequest, datei_id: UUID):
    """Return the unchanged bytes of a file (ranges allowed)."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    return send(request, Sent(datei.blob.sha256, datei.size, datei.file_name))


@router.get(
    "dateien/{datei_id}/lesefassung",
    summary="Die Lesefassung einer Datei als PDF",
    description="Das PDF, das die Oberfläche zeigt; bei einem PDF meist das Original selbst.",
)
def get_lesefassung(request: HttpRequest, datei_id: UUID):
    """Return the PDF of a file (ranges allowed)."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    return _lesefassung(request, datei)


@router.get(
    "dateien/{datei_id}/text",
    response=TextOut,
    summary="Der Text einer Datei nach Seiten",
    description="Text, wie er in der Datei steht oder erkannt wurde. Seiten ohne Text fehlen.",
)
def get_text(request: HttpRequest, datei_id: UUID, seiten: Query[Seiten]):
    """Return the text of some pages of a file."""
    return _text(request, queries.get_datei(request.actor, datei_id), seiten)


@router.get(
    "dokumente/{dokument_id}/lesefassung",
    summary="Die Lesefassung eines Dokuments als PDF",
    description="Von der ersten Datei einer Fassung.",
)
def get_lesefassung_of_dokument(
    request: HttpRequest, dokument_id: UUID, which: Query[OfFassung]
):  # fmt: skip
    """Return the PDF of a Fassung of a Dokument (ranges allowed)."""
    datei = _shown_datei(request.actor, dokument_id, which.fassung, LeseArt.AUSGABE)
    return _lesefassung(request, datei)


@router.get(
    "dokumente/{dokument_id}/text",
    response=TextOut,
    summary="Der Text eines Dokuments nach Seiten",
    description="Von der ersten Datei einer Fassung. Seiten ohne Text fehlen.",
)
def get_text_of_dokument(
    request: HttpRequest, dokument_id: UUID, seiten: Query[SeitenOfFassung]
):  # fmt: skip
    """Return the text of some pages of a Fassung of a Dokument."""
    datei = _shown_datei(request.actor, dokument_id, seiten.fassung, LeseArt.LESEN)
    return _text(request, datei, seiten)
