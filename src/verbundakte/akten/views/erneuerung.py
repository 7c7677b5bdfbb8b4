"""/lesefassungen/ : with what Lesefassungen are made here, and making outdated ones anew."""

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.akten import queries
from verbundakte.akten.actions.erneuerung import start_renewal
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.erneuerung import KINDS, Wanted, wanted_dateien
from verbundakte.core.conversion import current_tools
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.forms import Form

COUNTED = 1000
OWN = "verbundakte-"  # readers of our own that no program stands behind
TITLE = "Lesefassungen neu herstellen"
TEXT = (
    "Text, Vorschau und Lesefassung lassen sich jederzeit aus dem Original herstellen. Wurde ein"
    " Programm besser, lohnt sich das auch für ältere Dateien. Bis das Neue fertig ist, bleibt das"
    " Alte; das Original bleibt immer, wie es ist. Die Arbeit läuft hinter allem anderen."
)


class ErneuerungForm(Form):
    """What is made anew."""

    umfang = forms.ChoiceField(
        label="Umfang",
        choices=[("veraltet", "nur, was mit älteren Programmen entstand"), ("alles", "alles")],
    )
    formate = forms.MultipleChoiceField(
        label="Nur diese Formate",
        choices=list(KINDS.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


@require_http_methods(["GET", "POST"])
def renewal(request: HttpRequest) -> HttpResponse:
    """Show today's programs and how much is outdated; POST starts the work."""
    actor = request.actor
    if Permission.ERNEUERUNG_RUN not in actor.permissions:
        raise Http404
    form = ErneuerungForm(request.POST or None, initial={"umfang": "veraltet"})
    page = FormPage(
        title=TITLE,
        label="Neu herstellen",
        back=reverse("web:auftraege"),
        steps=[("Aufträge", reverse("web:auftraege"))],
        done="Die Lesefassungen werden im Hintergrund neu hergestellt.",
        text=TEXT,
        part="akten/_erneuerung.html",
        context={"state": lambda: _state(actor)},  # counted only where it is shown
    )

    def perform(values: dict) -> str:
        everything = values["umfang"] == "alles"
        row = start_renewal(actor, None, kinds=values["formate"], everything=everything)
        return reverse("web:auftrag", args=[row.pk])

    return run_form(request, form, page, perform)


def _state(actor) -> dict:
    try:
        tools = current_tools()
    except ConversionFailed as failure:
        return {"pairs": [("Programme", failure.message)]}
    outdated = queries.capped_count(wanted_dateien(actor, Wanted(), tools), COUNTED)
    programs = [tool for tool in tools if not tool.startswith(OWN)]
    return {"pairs": [("Veraltete Dateien", str(outdated))], "programs": programs}
