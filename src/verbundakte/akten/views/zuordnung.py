"""/dokumente/<id>/zuordnung/ : lay a Dokument into a Vorgang."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.forms import ZuordnungForm
from verbundakte.core.actions import Refusal
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

UNKNOWN = "Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen. Prüfen Sie die Nummer."


@require_http_methods(["GET", "POST"])
def assign(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask for the Vorgang, then lay the Dokument into it."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    form = ZuordnungForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        number = form.cleaned_data["aktenzeichen"]
        vorgang = queries.find_vorgang_by_number(request.actor, number)
        if vorgang is None:
            form.add_error("aktenzeichen", UNKNOWN)
        else:
            try:
                actions.assign_dokument(request.actor, dokument, vorgang=vorgang)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                say(request, f"Das Dokument liegt jetzt in {vorgang.aktenzeichen}.")
                return redirect("akten:dokument", dokument_id=dokument.pk)
    context = {"form": form, "dokument": dokument}
    status = 422 if form.errors else 200
    return render_page(request, "akten/zuordnung.html", context, status=status)
