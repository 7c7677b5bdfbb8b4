"""/verweise/<kind>/<id>/ : what an object points to and what points to it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import queries
from verbundakte.akten.actions import verweis as steps
from verbundakte.akten.forms_papier import VerweisForm
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import verweis as read
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

UNKNOWN = "Das gibt es nicht, oder Sie dürfen es nicht sehen. Prüfen Sie die Nummer."


def _place(subject) -> str:
    return reverse("akten:verweise", args=[subject._meta.model_name, subject.pk])


@require_http_methods(["GET", "POST"])
def verweise(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Show the Verweise; POST sets one."""
    actor = request.actor
    subject = queries.get_subject(actor, kind, key)
    form = VerweisForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        to = read.find_target(actor, form.cleaned_data["ziel"])
        if to is None:
            form.add_error("ziel", UNKNOWN)
        else:
            try:
                steps.add_verweis(actor, subject, to=to, art=form.cleaned_data["art"], at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                say(request, "Verweis gesetzt.")
                return redirect(_place(subject))
    ends = read.verweise_of(actor, subject)
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "ends": [{"end": end, "url": address_of(end.subject)} for end in ends],
        "form": form,
        "may": actor.may(Permission.VERWEIS_EDIT, subject),
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/verweise.html", context, status=status)


@require_POST
def verweis_end(request: HttpRequest, verweis_id: UUID) -> HttpResponse:
    """Take a Verweis away, at the end it leads from."""
    row, subject = read.get_verweis(request.actor, verweis_id)
    steps.end_verweis(request.actor, subject, row=row)
    say(request, "Verweis gelöscht.")
    return redirect(_place(subject))
