"""Changing a Verfügung while it runs: add lines, change one, call everything back."""

from dataclasses import replace
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten.pages import read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.forms import GrundForm, SchrittForm, ZeilenForm
from verbundakte.geschaeftsgang.models import Schritt, Verfuegung
from verbundakte.geschaeftsgang.queries import get_schritt, get_verfuegung
from verbundakte.geschaeftsgang.verstehen import adressaten, find_ziel, understand
from verbundakte.geschaeftsgang.views.anzeige import title_of
from verbundakte.geschaeftsgang.views.neu import KUERZEL, shown
from verbundakte.geschaeftsgang.views.schritt import page_of
from verbundakte.geschaeftsgang.views.verfuegung import steps_to

ADD = "Schritt hinzufügen"


@require_http_methods(["GET", "POST"])
def schritt_neu(request: HttpRequest, verfuegung_id: UUID) -> HttpResponse:
    """Add typed lines to a running Verfügung: after one's own step, or at the end."""
    actor = request.actor
    found = get_verfuegung(actor, verfuegung_id)
    after = _after(request, found)
    check = reverse("geschaeftsgang:zeilen", args=[found.vorgang_id])
    form = ZeilenForm(request.POST or None, check_url=check)
    form.fields["zeilen"].widget.attrs["rows"] = 3
    understood = understand(actor, request.POST.get("zeilen", ""), on=today())
    page = reverse("geschaeftsgang:verfuegung", args=[found.pk])
    is_check = "pruefen" in request.POST
    if request.method == "POST" and form.is_valid() and not is_check:
        try:
            for zeile in reversed(actions.lines_from(understood)):
                actions.add_schritt(actor, found, zeile=zeile, at=now(), after=after)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Hinzugefügt.")
            return redirect(page)
    context = {
        "title": ADD,
        "button": "Hinzufügen",
        "about": f"Nach Schritt {after.position}" if after else "Ans Ende der Verfügung",
        "steps": [*steps_to(found.vorgang), (title_of(found), page)],
        "back": page,
        "form": form,
        "place_key": found.pk,
        "kuerzel": KUERZEL,
        **shown(understood),
    }
    status = 422 if form.errors and not is_check else 200
    return render_page(request, "geschaeftsgang/neu.html", context, status=status)


def _after(request: HttpRequest, found: Verfuegung) -> Schritt | None:
    """Return the step after which the lines go, None for the end."""
    key = read_uuid(request.GET.get("nach", ""))
    return found.schritte.filter(pk=key).first() if key else None


@require_http_methods(["GET", "POST"])
def schritt_bearbeiten(request: HttpRequest, schritt_id: UUID) -> HttpResponse:
    """Change addressee, Frist, text or urgency of a step that has not ended."""
    actor = request.actor
    schritt = get_schritt(actor, schritt_id)
    initial = {
        "revision": schritt.revision,
        "an": schritt.adressat,
        "frist_on": schritt.frist_on,
        "text": schritt.text,
        "is_eilig": schritt.is_eilig,
    }
    form = SchrittForm(request.POST or None, initial=initial)

    def perform(data: dict) -> None:
        is_other = data["an"].strip() != schritt.adressat
        actions.change_schritt(
            actor,
            schritt,
            seen_revision=data["revision"],
            values={name: data[name] for name in ("frist_on", "text", "is_eilig")},
            at=now(),
            ziel=find_ziel(actor, data["an"], on=today()) if is_other else None,
        )

    page = page_of(schritt, "Schritt ändern", "Geändert.")
    page = replace(
        page,
        part="geschaeftsgang/_adressaten.html",
        context={"adressaten": adressaten(actor, on=today())},
    )
    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def verfuegung_rueckruf(request: HttpRequest, verfuegung_id: UUID) -> HttpResponse:
    """Call every step back that has not ended."""
    found = get_verfuegung(request.actor, verfuegung_id)
    form = GrundForm(request.POST or None)
    form.fields["grund"].required = False
    back = reverse("geschaeftsgang:verfuegung", args=[found.pk])
    page = FormPage(
        title="Verfügung zurückrufen",
        label="Zurückrufen",
        back=back,
        steps=(*steps_to(found.vorgang), (title_of(found), back)),
        done="Zurückgerufen.",
        text="Alle offenen Schritte enden. Was erledigt und gezeichnet ist, bleibt.",
    )

    def perform(data: dict) -> None:
        actions.recall_verfuegung(request.actor, found, at=now(), grund=data["grund"])

    return run_form(request, form, page, perform)
