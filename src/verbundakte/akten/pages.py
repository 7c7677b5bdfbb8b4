"""What pages of rooms above show of this room: a Dokument to read, a list as a table, one's address.

The templates are `akten/_dokument.html` and `akten/_tabelle.html`.
"""

from django.http import HttpRequest

from verbundakte.akten import queries
from verbundakte.akten.models import Dokument
from verbundakte.akten.queries.listen import Liste
from verbundakte.akten.views.addresses import address_of, here, read_uuid, safe_next
from verbundakte.akten.views.anzeige import hint_chip
from verbundakte.akten.views.tabelle import table_context
from verbundakte.akten.views.vorgang import document
from verbundakte.core.lists.state import read_state

__all__ = [
    "address_of",
    "dokument_context",
    "here",
    "hint_chip",
    "list_context",
    "read_uuid",
    "safe_next",
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
