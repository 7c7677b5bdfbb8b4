"""/notfallliste/ : what of the town can be read when nothing runs, and who holds its password."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.actions.notfall import (
    NoKennwort,
    order_notfallliste,
    set_notfallkennwort,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.notfall import count_running, newest_notfallliste, notfallkennwort
from verbundakte.core.blobs.download import Sent, send
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page

PDF = "application/pdf"
ORDERED = "Die Liste wird im Hintergrund hergestellt und steht dann hier."


class KennwortForm(Form):
    """The password of the lists."""

    kennwort = forms.CharField(
        label="Kennwort der Notfallliste",
        min_length=12,
        max_length=100,
        help_text="Mindestens 12 Zeichen. Es steht nirgends lesbar: Schreiben Sie es auf und verwahren"
        " Sie es im Tresor.",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def notfallliste(request: HttpRequest) -> HttpResponse:
    """Show the newest list and how it compares with now; a POST has one made."""
    made = newest_notfallliste(request.actor)
    may_edit = request.actor.may(Permission.NOTFALL_EDIT, None)
    if request.method == "POST":
        if not may_edit:
            raise Http404
        try:
            order_notfallliste(request.actor, None)
        except NoKennwort as refusal:
            warn(request, refusal.message)
        else:
            say(request, ORDERED)
        return redirect("akten:notfallliste")
    kennwort = notfallkennwort(request.actor)
    context = {
        "made": made,
        "running": count_running(request.actor),
        "kennwort": kennwort,
        "may_edit": may_edit,
    }
    return render_page(request, "akten/notfall.html", context)


@require_http_methods(["GET", "POST"])
def kennwort(request: HttpRequest) -> HttpResponse:
    """Set the password of the lists."""
    if not request.actor.may(Permission.NOTFALL_EDIT, None):
        raise Http404
    back = reverse("akten:notfallliste")
    page = FormPage(
        title="Kennwort der Notfallliste",
        label="Festlegen",
        back=back,
        steps=(("Notfallliste", back),),
        done="Das Kennwort gilt ab der nächsten Liste",
        text="Wer das Kennwort und die Datei hat, liest die Liste ohne Anmeldung. Ältere Listen behalten"
        " ihr Kennwort.",
    )

    def perform(data: dict) -> None:
        set_notfallkennwort(request.actor, None, kennwort=data["kennwort"], at=now())

    return run_form(request, KennwortForm(request.POST or None), page, perform)


@require_safe
def datei(request: HttpRequest) -> HttpResponse:
    """Send the newest list; 404 while there is none."""
    made = newest_notfallliste(request.actor)
    if made is None:
        raise Http404
    name = f"Notfallliste {made.made_at:%Y-%m-%d}.pdf"
    return send(request, Sent(made.blob.sha256, made.blob.size, name, PDF))
