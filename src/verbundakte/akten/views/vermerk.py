"""/vorgaenge/<id>/vermerke/neu/ : type, file; a Vermerk is a Dokument like every other."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.models import Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.vermerk import Vermerk, Vermerkart
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.upload import ENDS
from verbundakte.akten.work_forms import VermerkForm
from verbundakte.core.clock import now, today
from verbundakte.core.registry import Noted, registry
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def new_vermerk(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Ask for kind and text, then file the Vermerk. Bytes first, outside of a transaction."""
    with transaction.atomic():
        vorgang = queries.get_vorgang(request.actor, vorgang_id)
        may = not vorgang.is_closed and request.actor.may(Permission.DOKUMENT_CREATE, vorgang)
    initial = {"on": today(), "art": request.GET.get("art", Vermerkart.VERMERK)}
    form = VermerkForm(request.POST or None, initial=initial, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            dokument, noted = _file(request, vorgang, form.cleaned_data)
        except ENDS as error:
            form.add_error(None, error.message)
        else:
            say(request, "Vermerk abgelegt.")
            for one in noted:
                say(request, one.text, undo=one.undo)
            return redirect(f"{address_of(vorgang)}?dokument={dokument.pk}")
    context = {
        "vorgang": vorgang,
        "steps": [(f"Vorgang {vorgang}", address_of(vorgang))],
        "back": reverse("akten:vorgang", args=[vorgang.pk]),
        "form": form,
        "hints": [one.hint for one in registry.noted.values()],
        "may": may,
    }
    with transaction.atomic():
        status = 422 if form.errors else 200
        return render_page(request, "akten/vermerk.html", context, status=status)


def _file(request: HttpRequest, vorgang: Vorgang, cleaned: dict) -> tuple[Dokument, list[Noted]]:
    """File the Vermerk; return its Dokument, and what came of its lines."""
    art = Vermerkart(cleaned["art"])
    vermerk = Vermerk(art, cleaned["text"], cleaned["on"], cleaned["mit"])
    author = request.actor.name
    content = vermerk.content(author, vorgang.aktenzeichen)
    stored, name = receive_chunks(vermerk.file_name, [content]), vermerk.file_name
    arrived = actions.Arrived(stored, name, is_awaited=True)
    with transaction.atomic():
        at = now()
        dokument = actions.register_dokument(
            request.actor, vorgang, arrived=arrived, at=at, **vermerk.fields(author)
        )
        return dokument, registry.take_notes(request.actor, dokument, vermerk.text, at)
