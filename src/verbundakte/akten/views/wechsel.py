"""/rechte/personen/…/wechsel/ : what would change if a person went to another unit."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from verbundakte.akten.forms_rechte import WechselForm
from verbundakte.akten.queries.wechsel import Wechsel, wechsel_of
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.akten.views.rechte import SHOWN, plan_lines
from verbundakte.core.clock import today
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation import queries as organisation
from verbundakte.organisation.models import Person
from verbundakte.organisation.permissions import Permission

PARTS = (
    ("gains", "Kommt dazu", "Nichts kommt dazu."),
    ("may_edit", "Darf künftig auch bearbeiten", ""),
    ("only_reads", "Darf künftig nur noch lesen", ""),
    ("loses", "Fällt weg", "Nichts fällt weg."),
    ("keeps", "Bleibt", "Nichts von dem, was die Person heute erreicht, bleibt."),
)


@require_safe
def wechsel(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask where the person would go and show what she would gain, lose and keep."""
    actor = request.actor
    organisation.require(actor, Permission.RECHTE_READ)
    someone = organisation.get_person(actor, person_id)
    has_now = [entry.rolle.key for entry in organisation.rollen_of(actor, someone, on=today())]
    form = WechselForm(
        request.GET if "einheit" in request.GET else None,
        actor=actor,
        einheit=read_uuid(request.GET.get("einheit", "")),
        initial={"rollen": has_now},
    )
    context = {"person": someone, "form": form, "steps": _steps(someone)}
    if form.is_bound and form.is_valid():
        context |= _result(request, someone, form)
    status = 422 if form.errors else 200
    return render_page(request, "akten/wechsel.html", context, status=status)


def _steps(someone: Person) -> list[tuple[str, str]]:
    return [
        (someone.name, reverse("organisation:person", args=[someone.pk])),
        ("Wer darf was sehen?", reverse("akten:rechte-person", args=[someone.pk])),
    ]


def _result(request: HttpRequest, someone: Person, form: WechselForm) -> dict:
    stelle = form.planned()
    found = wechsel_of(
        request.actor,
        someone,
        stelle=stelle,
        rollen=list(form.cleaned_data["rollen"]),
        keeps_posts=form.cleaned_data["bleibt"],
    )
    return {
        "found": found,
        "target": stelle.einheit,
        "parts": _parts(found),
        "vorgaenge": [(row, address_of(row)) for row in found.vorgaenge],
        "move": _move(request.actor, someone, stelle),
    }


def _parts(found: Wechsel) -> list[dict]:
    parts = []
    for name, title, note in PARTS:
        report = getattr(found, name)
        lines = plan_lines(report)
        if lines or note:
            parts.append(
                {
                    "id": name,
                    "title": title,
                    "note": note,
                    "all": report.count(),
                    "lines": lines[:SHOWN],
                    "left_out": max(0, len(lines) - SHOWN),
                }
            )
    return parts


def _move(actor, someone: Person, stelle) -> str:
    """Return where the Stelle is really given to the person, "" without the right."""
    if not actor.may(Permission.STELLE_OCCUPY, None):
        return ""
    if stelle._state.adding:
        return reverse("organisation:einheit", args=[stelle.einheit_id])
    address = reverse("organisation:besetzung-neu", args=[stelle.pk])
    return f"{address}?{urlencode({'person': someone.pk})}"
