"""/betrieb/pruefung/ : what the last check of the town's holdings found, and starting another."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.core.clock import now
from verbundakte.core.permissions import Permission
from verbundakte.core.pruefung import last_checks, running_check, start_check
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.web.forms import PruefungForm

STARTED = "Die Prüfung läuft im Hintergrund. Das Ergebnis steht dann hier."


@require_http_methods(["GET", "HEAD", "POST"])
def show_pruefung(request: HttpRequest) -> HttpResponse:
    """Show the last result; a POST starts a check (`gruendlich`: each file is read)."""
    if Permission.STATUS_READ not in request.actor.permissions:
        raise PermissionDenied
    if request.method == "POST":
        form = PruefungForm(request.POST)
        deep = form.is_valid() and form.cleaned_data["gruendlich"]
        start_check(request.actor, None, deep=deep, at=now())
        say(request, STARTED)
        return redirect("web:pruefung")
    running = running_check()
    if running is not None:
        running.url = reverse("web:auftrag", args=[running.pk])
    found = last_checks()
    context = {
        "form": PruefungForm(),
        "steps": [("Betrieb", reverse("web:betrieb"))],
        "running": running,
        "last": found[0] if found else None,
        "deep": found[1] if len(found) > 1 and found[1] != found[0] else None,
        "may_start": request.actor.may(Permission.JOB_RUN, None) and running is None,
    }
    return render_page(request, "web/pruefung.html", context)
