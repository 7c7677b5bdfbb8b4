"""The complete PDF of an Akte, of a Vorgang, or of what somebody is given to see (Akteneinsicht).

Cover, table of contents, the Lesefassungen, a sheet where there is none, the history; numbered
through and with bookmarks. Everything that touches a PDF runs in the converters' sandbox.
"""

import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localtime

from verbundakte.akten import queries
from verbundakte.akten.ausgaben.inhalt import Eintrag, Inhalt, pdf_of
from verbundakte.akten.models import Akte, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core.ausgaben import scratch_file
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.results import Pdf
from verbundakte.core.jobs import JobFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant

PARTS_AT_ONCE = 100
BYTES_AT_ONCE = 128 << 20
MOST_BYTES = 400 << 20
ROUNDS = 4
NO_PAGES = "Von dieser Datei gibt es keine Lesefassung. Das Original liegt in der Akte."
NO_FILE = "Zu diesem Dokument liegt keine Datei."
TOO_LARGE = (
    "Die Dokumente sind für ein einziges PDF zu groß (über 400 MB). Geben Sie einzelne Vorgänge aus"
    " oder das Paket mit den Originalen."
)


@dataclass(frozen=True)
class Deckblatt:
    """What stands on the cover: kind of file, pairs (label, value), for whom, made by whom and when."""

    title: str
    pairs: list[tuple[str, str]]
    made_by: str
    made_at: datetime
    note: str = ""


@dataclass
class Piece:
    """Pages of one Dokument: of the file `sha256`, or a sheet that says why there are none."""

    eintrag: Eintrag
    pages: int
    sha256: str = ""
    size: int = 0
    reason: str = ""
    first: int = 0


@dataclass
class Volume:
    """A PDF on its way: what goes in, and where it begins."""

    deckblatt: Deckblatt
    inhalt: Inhalt
    pieces: list[Piece] = field(default_factory=list)

    @property
    def has_end(self) -> bool:
        """Tell whether remarks and history follow the Dokumente."""
        return bool(self.inhalt.verlauf or self.inhalt.anmerkungen or self.inhalt.notes)


def write_volume(
    actor, inhalt: Inhalt, deckblatt: Deckblatt, out: BinaryIO, step: Callable[..., None]
) -> int:
    """Write the PDF and return its number of pages; `step(error, item)` is called for each Dokument.

    Raises JobFailed when it grows too large, ConversionFailed when a sheet cannot be made.
    """
    volume = Volume(deckblatt, inhalt)
    for eintrag in inhalt.eintraege:
        pieces = _pieces(actor, eintrag)
        volume.pieces += pieces
        step(error=next((piece.reason for piece in pieces if piece.reason), ""), item=eintrag.title)
    if sum(piece.size for piece in volume.pieces) > MOST_BYTES:
        raise JobFailed(TOO_LARGE)
    front, count = _front(volume)
    sheets = [front, *_bodies(volume)]
    if volume.has_end:
        sheets.append(_sheet("verlauf", volume).data)
    pdf = bind(sheets, title=_title(inhalt), outline=_outline(volume, count))
    out.write(pdf.data)
    return pdf.pages


def _title(inhalt: Inhalt) -> str:
    return str(inhalt.subject)[:300]


def _pieces(actor, eintrag: Eintrag) -> list[Piece]:
    if eintrag.ausgenommen:
        return []
    found = [_piece(actor, eintrag, datei.pk) for datei in eintrag.dateien]
    return found or [Piece(eintrag, 1, reason=NO_FILE)]


def _piece(actor, eintrag: Eintrag, datei_id) -> Piece:
    """The pages of one file, read through the actor's rights once more."""
    with transaction.atomic():
        found = pdf_of(queries.get_datei(actor, datei_id, art=LeseArt.AUSGABE))
    if found is None:
        return Piece(eintrag, 1, reason=NO_PAGES)
    sha256, size = found
    tenant = current_tenant()
    try:
        pages = converters().count_pages(tenant, store.path_of(tenant, sha256))
    except ConversionFailed as failure:
        return Piece(eintrag, 1, reason=failure.message)
    except OSError:
        return Piece(eintrag, 1, reason=store.BytesMissing.message)
    return Piece(eintrag, pages, sha256, size)


def _sheet(name: str, volume: Volume, **more):
    markup = render_to_string(f"akten/ausgabe/{name}.html", {"volume": volume, **more})
    return converters().sheet(current_tenant(), markup)


def _front(volume: Volume) -> tuple[bytes, int]:
    """Cover and contents: laid out until the numbers in it agree with its own length."""
    guess = 2
    for _ in range(ROUNDS):
        page = guess + 1
        for piece in volume.pieces:
            piece.first = page
            page += piece.pages
        front = _sheet("titel", volume, rows=_rows(volume), end=page)
        if front.pages == guess:
            break
        guess = front.pages
    return front.data, front.pages


def _rows(volume: Volume) -> list[dict]:
    """The lines of the table of contents, a heading for each Vorgang of an Akte."""
    first: dict[int, int] = {}
    for piece in volume.pieces:
        first.setdefault(id(piece.eintrag), piece.first)
    rows = []
    several = len(volume.inhalt.abschnitte) > 1
    for abschnitt in volume.inhalt.abschnitte:
        if several:
            rows.append({"heading": str(abschnitt.vorgang)})
        for eintrag in abschnitt.eintraege:
            page = first.get(id(eintrag), 0)
            rows.append({"eintrag": eintrag, "page": page})
    return rows


def _bodies(volume: Volume) -> list[bytes]:
    """The pages of all Dokumente, bound in portions; sheets stand where there is nothing to read."""
    portions, box, size = [], [], 0
    for piece in volume.pieces:
        if piece.sha256:
            content = store.read(current_tenant(), piece.sha256)
        else:
            content = _sheet("fehlblatt", volume, piece=piece).data
        box.append(content)
        size += len(content)
        if len(box) >= PARTS_AT_ONCE or size > BYTES_AT_ONCE:
            portions.append(bind(box).data)
            box, size = [], 0
    if box:
        portions.append(bind(box).data)
    return portions


def bind(contents: list[bytes], **more) -> Pdf:
    """Return PDFs bound to one, in the sandbox. `more`: title and outline."""
    with packed(contents) as (box, names):
        return converters().assemble(current_tenant(), box, parts=names, **more)


@contextmanager
def packed(contents: Iterable[bytes]) -> Iterator[tuple[int, list[str]]]:
    """Give an open ZIP of PDFs (its descriptor) and the names in it, as the sandbox takes them."""
    with scratch_file() as file:
        names = []
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as box:
            for number, content in enumerate(contents):
                names.append(f"{number}.pdf")
                box.writestr(names[-1], content)
        file.flush()
        yield file.fileno(), names


def _outline(volume: Volume, front: int) -> list[list]:
    marks: list[list] = [[0, "Deckblatt und Inhalt", 1]]
    starts: dict[int, Piece] = {}
    for piece in volume.pieces:
        starts.setdefault(id(piece.eintrag), piece)
    several = len(volume.inhalt.abschnitte) > 1
    for abschnitt in volume.inhalt.abschnitte:
        pieces = [starts[id(row)] for row in abschnitt.eintraege if id(row) in starts]
        if several and pieces:
            marks.append([0, str(abschnitt.vorgang)[:200], pieces[0].first])
        marks += [[int(several), piece.eintrag.title[:200], piece.first] for piece in pieces]
    if volume.has_end:
        last = sum(piece.pages for piece in volume.pieces) + front + 1
        marks.append([0, "Verlauf", last])
    return marks


def deckblatt_of(actor, subject: Akte | Vorgang, *, at: datetime) -> Deckblatt:
    """Return the cover of a complete PDF."""
    is_vorgang = isinstance(subject, Vorgang)
    pairs = [("Federführung", str(subject.federfuehrung))]
    if is_vorgang:
        who = subject.sachbearbeitung.name if subject.sachbearbeitung else ""
        pairs = [("Akte", _akte_of(actor, subject)), ("Sachbearbeitung", who), *pairs]
        pairs.append(("Fremdes Zeichen", subject.fremdes_geschaeftszeichen))
    pairs.append(("Zustand", "zu den Akten verfügt" if subject.is_closed else "in Bearbeitung"))
    pairs.append(("Angelegt", f"{localtime(subject.created_at):%d.%m.%Y}"))
    note = "Enthalten ist, was die genannte Person zu diesem Zeitpunkt sehen darf."
    title = "Vorgang, vollständig" if is_vorgang else "Akte, vollständig"
    return Deckblatt(title, pairs, actor.name, at, note)


def _akte_of(actor, vorgang: Vorgang) -> str:
    return str(vorgang.akte) if actor.may(Permission.AKTE_READ, vorgang.akte) else ""
