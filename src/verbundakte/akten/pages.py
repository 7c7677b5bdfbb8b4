"""What pages of rooms above show of this room: a Dokument to read, a list as a table, one's address;
and fields of forms.

The templates are `akten/_dokument.html` and `akten/_tabelle.html`.
"""

from django.http import Http404, HttpRequest, HttpResponse

from verbundakte.akten import queries
from verbundakte.akten.actions import note_stamped
from verbundakte.akten.ausgaben.deckel import qr_code
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.forms import PersonField, RowField, day
from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.queries.listen import Liste
from verbundakte.akten.stempel import Ecke
from verbundakte.akten.views.addresses import address_of, here, read_uuid, safe_next
from verbundakte.akten.views.anzeige import hint_chip
from verbundakte.akten.views.kopie import make_copy, send_copy, send_pdf
from verbundakte.akten.views.tabelle import table_context
from verbundakte.akten.views.upload import ENDS, refused
from verbundakte.akten.views.vorgang import document
from verbundakte.core.lists.state import read_state

REFUSED = ENDS
__all__ = [
    "REFUSED",
    "PersonField",
    "RowField",
    "address_of",
    "day",
    "dokument_context",
    "here",
    "hint_chip",
    "list_context",
    "qr_code",
    "read_uuid",
    "refused",
    "safe_next",
    "send_pdf",
    "stamped_copy",
]


def dokument_context(request: HttpRequest, dokument: Dokument) -> dict:
    """Return the context of the document pane for a Dokument that was read; a secret one is noted."""
    actor = request.actor
    queries.note_read(actor, dokument)
    jobs = queries.open_jobs(actor, [dokument])
    return document(request, dokument, queries.files_of(actor, dokument), jobs)


def list_context(request: HttpRequest, liste: Liste) -> dict:
    """Return the context of the table of a list, as its address asks for it."""
    kept = queries.kept_columns(request.actor, liste.listing.key)
    return table_context(request, liste, read_state(liste.listing, request.GET, kept))


def stamped_copy(actor, datei: Datei, lines: list[str]) -> HttpResponse:
    """Return a copy of a file with a stamp as a download; 404 while it has no pages.

    Raises Refusal, ConversionFailed.
    """
    found = pdf_of(datei)
    if found is None:
        raise Http404
    note_stamped(actor, datei.fassung.dokument, file_name=datei.file_name, lines=lines)
    where = {"corner": Ecke.TOP_RIGHT, "is_on_all": False}
    return send_copy(datei, make_copy(found, "stamp", lines=lines, **where), "Stempel")
