"""/verbund/ : the Verbünde of this town and who belongs to them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte.core.clock import today
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.verbund import queries
from verbundakte.verbund.permissions import Permission


@require_safe
def mitglieder(request: HttpRequest) -> HttpResponse:
    """Show the members; 404 without the right."""
    if not request.actor.may(Permission.MITGLIED_READ, None):
        raise Http404
    verbuende = queries.list_verbuende(request.actor, on=today())
    return render_page(request, "verbund/mitglieder.html", {"verbuende": verbuende})
