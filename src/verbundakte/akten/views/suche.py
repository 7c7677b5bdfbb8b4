"""/suche/ausgabe/ : the hits of a search as a CSV file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from verbundakte.akten import actions
from verbundakte.akten.ausgaben.treffer import FILE_NAME, MEDIA_TYPE, write_hits
from verbundakte.core.ausgaben import scratch_file
from verbundakte.core.clock import now
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.search.filters import filters_from
from verbundakte.core.search.query import QueryError, cleaned
from verbundakte.core.search.service import REBUILDING, Search
from verbundakte.core.ui.messages import warn


@require_POST
def ausgabe(request: HttpRequest) -> HttpResponse:
    """Take the hits of the search in the address out as a file; noted in the log without contents."""
    filters = filters_from(dict(request.GET.lists()))
    question = Search(cleaned(request.GET.get("q", "")), filters)
    order = {"suche": "treffer", "art": "csv", "file_name": FILE_NAME, "media_type": MEDIA_TYPE}
    back = f"{reverse('web:suche')}?{request.GET.urlencode()}"
    with scratch_file() as out:
        try:
            made = (out, write_hits(request.actor, question, out))
        except (QueryError, IndexUnavailable) as error:
            warn(request, getattr(error, "message", REBUILDING))
            return redirect(back)
        row = actions.export_list(
            request.actor, None, request=order, label="Suchtreffer", at=now(), content=made
        )
    return redirect("web:ausgabe", ausgabe_id=row.pk)
