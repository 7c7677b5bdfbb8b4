"""/verbund/daten/ : the package of the whole town, and leaving the installation."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.verbund import actions, queries
from verbundakte.verbund.permissions import Permission

TITLE = "Daten der Kommune"
ORDERED = "Das Paket entsteht im Hintergrund. Es steht hier, sobald es fertig ist."
FORMS = {"verschluesselt": True, "offen": False}


@require_http_methods(["GET", "HEAD", "POST"])
def daten(request: HttpRequest) -> HttpResponse:
    """Show the packages and how it stands with leaving; a POST orders a package."""
    pakete = queries.list_pakete(request.actor, at=now())
    if request.method == "POST":
        try:
            is_sealed = FORMS.get(request.POST.get("form", ""), True)
            actions.order_paket(request.actor, request.tenant, is_sealed=is_sealed, at=now())
        except Refusal as refusal:
            warn(request, refusal.message)
        else:
            say(request, ORDERED)
        return redirect("verbund:daten")
    return _show(request, pakete)


def _show(request: HttpRequest, pakete: list, key: str = "") -> HttpResponse:
    may_decide = request.actor.may(Permission.AUSZUG_DECIDE, None)
    context = {
        "pakete": pakete,
        "is_working": any(paket.job.finished_at is None for paket in pakete),
        "may_decide": may_decide,
        "auszug": queries.find_auszug(request.actor) if may_decide else None,
        "proof_key": queries.proof_key(request.actor),
        "key": key,
    }
    return render_page(request, "verbund/daten.html", context)


@require_POST
def paketschluessel(request: HttpRequest, ausgabe_id: UUID) -> HttpResponse:
    """Show the key that opens a package, on this answer only."""
    ausgabe = queries.get_paket(request.actor, ausgabe_id, at=now())
    try:
        key = actions.tell_paket_key(request.actor, request.tenant, ausgabe=ausgabe)
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect("verbund:daten")
    return _show(request, queries.list_pakete(request.actor, at=now()), key)


def _decide(request: HttpRequest, page: dict, perform) -> HttpResponse:
    queries.require_decision(request.actor)
    back = reverse("verbund:daten")
    form = Form(request.POST if request.method == "POST" else None)
    found = FormPage(back=back, steps=((TITLE, back),), is_danger=True, **page)
    return run_form(request, form, found, lambda data: perform() and back)


@require_http_methods(["GET", "POST"])
def auszug(request: HttpRequest) -> HttpResponse:
    """Ask for the town to leave."""
    page = {
        "title": "Auszug beantragen",
        "label": "Auszug beantragen",
        "done": "Der Auszug ist beantragt; eine zweite Person bestätigt ihn",
        "text": "Die Kommune verlässt diese Installation. Eine zweite Person bestätigt; frühestens 14"
        " Tage danach gibt der Betreiber das Paket aus und löscht alle Daten der Kommune. Bis dahin"
        " lässt sich der Auszug zurücknehmen.",
    }
    return _decide(
        request, page, lambda: actions.request_auszug(request.actor, request.tenant, at=now())
    )


@require_http_methods(["GET", "POST"])
def bestaetigung(request: HttpRequest) -> HttpResponse:
    """Confirm the leaving as a second person."""
    page = {
        "title": "Auszug bestätigen",
        "label": "Auszug bestätigen",
        "done": "Der Auszug ist bestätigt",
        "text": "14 Tage nach Ihrer Bestätigung darf der Betreiber alle Daten der Kommune löschen. Bis er"
        " es tut, lässt sich der Auszug zurücknehmen.",
    }
    return _decide(request, page, lambda: _on_auszug(request, actions.confirm_auszug))


@require_http_methods(["GET", "POST"])
def ruecknahme(request: HttpRequest) -> HttpResponse:
    """Take the leaving back; one person is enough for that."""
    page = {
        "title": "Auszug zurücknehmen",
        "label": "Auszug zurücknehmen",
        "done": "Der Auszug ist zurückgenommen",
        "text": "Die Kommune bleibt in dieser Installation.",
    }
    return _decide(request, page, lambda: _on_auszug(request, actions.withdraw_auszug))


def _on_auszug(request: HttpRequest, perform):
    found = queries.find_auszug(request.actor)
    if found is None:
        raise actions.NotLeaving
    return perform(request.actor, found.row, at=now())
