"""/fassungen/<id>/... : withdraw a Fassung with a reason, or let it count again."""

from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.messages import say, warn

TEXT = (
    "Danach gilt die Fassung davor: in Ansicht, Liste, Suche und Ausgaben. Die zurückgezogene bleibt mit"
    " Datei, Grund und Verlauf am Dokument und lässt sich jederzeit wieder gelten lassen."
)


class RuecknahmeForm(Form):
    """Why a Fassung no longer counts."""

    grund = forms.CharField(
        label="Grund", max_length=300, help_text="Zum Beispiel: falsche Datei abgelegt."
    )


@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, fassung_id: UUID) -> HttpResponse:
    """Ask for the reason, then withdraw the Fassung."""
    fassung = queries.get_fassung(request.actor, fassung_id)
    dokument = fassung.dokument
    page = FormPage(
        title=f"Fassung {fassung.nummer} zurückziehen",
        label="Zurückziehen",
        back=address_of(dokument),
        steps=((dokument.betreff, address_of(dokument)),),
        done=f"Fassung {fassung.nummer} ist zurückgezogen.",
        text=TEXT,
    )

    def perform(values: dict) -> None:
        told = {"fassung": fassung, "because": values["grund"], "at": now()}
        actions.withdraw_fassung(request.actor, dokument, **told)

    return run_form(request, RuecknahmeForm(request.POST or None), page, perform)


@require_POST
def restore(request: HttpRequest, fassung_id: UUID) -> HttpResponse:
    """Let a withdrawn Fassung count again."""
    fassung = queries.get_fassung(request.actor, fassung_id)
    try:
        actions.restore_fassung(request.actor, fassung.dokument, fassung=fassung)
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        say(request, f"Fassung {fassung.nummer} gilt wieder.")
    return redirect(address_of(fassung.dokument))
