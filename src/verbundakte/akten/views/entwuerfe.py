"""/entwuerfe/ : one's own drafts without a number, which nobody else sees before submission."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

REMIND_AFTER = timedelta(days=30)


@require_safe
def own_entwuerfe(request: HttpRequest) -> HttpResponse:
    """Show one's own drafts that lie in no Vorgang, and where to drop more."""
    actor = request.actor
    found = queries.own_loose_entwuerfe(actor)
    jobs = queries.open_jobs(actor, found)
    late = now() - REMIND_AFTER
    rows = []
    for row in found:
        url = reverse("akten:dokument", args=[row.pk])
        shown = anzeige.dokument_row(row, url=url, job=jobs.get(row.pk, "")) | {"no": ""}
        if row.created_at < late:
            shown["chip"] = anzeige.chip("älter als 30 Tage", "clock", "warn")
        rows.append(shown)
    context = {
        "rows": rows,
        "may_file": Permission.DOKUMENT_CREATE in actor.permissions,
        "upload_target": f"person:{actor.person_id}",
    }
    return render_page(request, "akten/entwuerfe.html", context)


@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask whose Leitung shall see the draft, then let her."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    if dokument.created_by != request.actor.person_id or not dokument.is_entwurf:
        raise Http404
    units = queries.leading_units(request.actor)
    chosen = read_uuid(request.POST.get("einheit", ""))
    unit = next((unit for unit in units if unit.pk == chosen), None)
    message, status = "", 200
    if request.method == "POST":
        message = "" if unit else "Wählen Sie eine Einheit."
        if unit is not None:
            try:
                actions.submit_entwurf(request.actor, dokument, einheit=unit)
            except Refusal as refusal:
                message = refusal.message
            else:
                say(request, f"Der Entwurf liegt der Leitung {unit} vor.")
                return redirect("akten:dokument", dokument_id=dokument.pk)
        status = 422
    context = {
        "dokument": dokument,
        "steps": [("Meine Entwürfe", reverse("akten:entwuerfe"))],
        "units": units,
        "message": message,
        "back": reverse("akten:dokument", args=[dokument.pk]),
    }
    return render_page(request, "akten/vorlage.html", context, status=status)
