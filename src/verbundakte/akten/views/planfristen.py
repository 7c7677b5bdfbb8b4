"""/aktenplan/mindestfristen/ : how long whole areas of the plan must keep their Akten at least."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten.actions import aktenplan_entwurf as entwurf
from verbundakte.akten.forms_aktenplan import MindestfristForm
from verbundakte.akten.views.planpflege import draft_or_404
from verbundakte.core.actions import Refusal
from verbundakte.core.ids import uuid7
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page


@require_http_methods(["GET", "POST"])
def minima(request: HttpRequest) -> HttpResponse:
    """List the minima of the draft; POST adds one, or takes `entfernen` away."""
    state = draft_or_404(request)
    gone = request.POST.get("entfernen", "")
    asked = request.POST if request.method == "POST" and not gone else None
    form = MindestfristForm(asked)
    if gone or form.is_valid():
        added = None if gone else {"id": str(uuid7()), **form.cleaned_data}
        change = entwurf.minima_changed(added=added, gone=gone)
        try:
            entwurf.change_plan(request.actor, state.draft, change=change)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Mindestfristen im Entwurf geändert.")
            return redirect("akten:aktenplan-mindestfristen")
    rows = sorted(state.plan.data["mindestfristen"], key=lambda row: row["bereich"])
    status = 422 if form.errors else 200
    context = {"form": form, "rows": rows}
    return render_page(request, "akten/plan_mindestfristen.html", context, status=status)
