"""Parts: a Teilakte of an Akte, a Teilvorgang of a Vorgang, an Anlage of a Dokument."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.forms import TeilakteForm
from verbundakte.akten.typforms import NewVorgangForm
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.upload import ENDS, arrived_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page


@require_http_methods(["GET", "POST"])
def new_teilakte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Ask for the Betreff, then create the Teilakte."""
    akte = queries.get_akte(request.actor, akte_id)
    form = TeilakteForm(request.POST or None)

    def perform(cleaned: dict) -> str:
        return address_of(actions.create_teilakte(request.actor, akte, at=now(), **cleaned))

    page = FormPage(
        "Neue Teilakte",
        "Teilakte anlegen",
        address_of(akte),
        ((f"Akte {akte}", address_of(akte)),),
        "Teilakte angelegt.",
        "Sie bekommt Zugriff, Federführung und Aufbewahrung der ganzen Akte.",
    )
    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def new_teilvorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Ask for Betreff and fields, then create the Teilvorgang."""
    vorgang = queries.get_vorgang(request.actor, vorgang_id)
    form = NewVorgangForm(
        request.POST or None,
        initial={"sachbearbeitung": request.actor.person_id},
        actor=request.actor,
        today=today(),
        wanted=request.GET.get("vorgangstyp", "")[:30],
    )
    if request.method == "POST" and form.is_valid():
        try:
            part = actions.create_vorgang(
                request.actor,
                vorgang.akte,
                parent=vorgang,
                at=now(),
                felder=form.felder_given(),
                **form.values(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, f"Teilvorgang {part.aktenzeichen} angelegt.")
            return redirect(address_of(part))
    context = {
        "title": "Neuer Teilvorgang",
        "label": "Teilvorgang anlegen",
        "back": address_of(vorgang),
        "steps": [(f"Vorgang {vorgang}", address_of(vorgang))],
        "form": form,
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/vorgang_neu.html", context, status=status)


@require_POST
@transaction.non_atomic_requests
def add_anlagen(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """File the files of a plain form as Anlagen of a Dokument."""
    with transaction.atomic():
        dokument = queries.get_dokument(request.actor, dokument_id)
    count = 0
    try:
        for file in request.FILES.getlist("dateien"):
            arrived = arrived_of(file)
            with transaction.atomic():
                actions.add_anlage(request.actor, dokument, arrived=arrived, at=now())
            count += 1
    except ENDS as error:
        warn(request, error.message)
    if count:
        say(request, "Anlage abgelegt." if count == 1 else f"{count} Anlagen abgelegt.")
    elif not request.FILES:
        warn(request, "Es war keine Datei ausgewählt.")
    return redirect(reverse("akten:dokument", args=[dokument.pk]))
