"""/fristen/ : compute a Frist step by step with its law, and enter it for a Vorgang."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.pages import address_of
from verbundakte.akten.queries import get_subject
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.kalender import kalender_of_town
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Rechenweg
from verbundakte.geschaeftsgang.bekanntgabe import bekanntgaberegeln
from verbundakte.geschaeftsgang.fristrechnung import compute
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.geschaeftsgang.termin_forms import FristForm, RechenForm
from verbundakte.geschaeftsgang.views.termine import of
from verbundakte.standards.fristen import Berechnung

BEGUN = ("text", "ausloeser", "on", "zugang_on", "is_missing")


def _begun(request: HttpRequest) -> dict[str, str]:
    """Return what a page from which somebody came knows of the Frist already."""
    return {name: request.GET[name][:500] for name in BEGUN if name in request.GET}


def _weg() -> Rechenweg:
    return Rechenweg(kalender_of_town(today()), bekanntgaberegeln(today()))


def _computed(form: RechenForm, weg: Rechenweg) -> Berechnung | None:
    """Return what a checked form leads to; the sentence of a refusal stands above it."""
    try:
        return compute(form.angaben(), weg.kalender, weg.regeln)
    except ValueError as error:
        form.add_error(None, str(error))
        return None


@require_safe
def rechner(request: HttpRequest) -> HttpResponse:
    """Compute a Frist without entering it, and show the holidays it was computed with."""
    if not queries.may_read_termine(request.actor):
        raise Http404
    weg, found = _weg(), None
    form = RechenForm(request.GET if "on" in request.GET else None, initial={"on": today()})
    if form.is_bound and form.is_valid():
        found = _computed(form, weg)
    year = today().year
    context = {
        "form": form,
        "found": found,
        "land": weg.kalender.land.label if weg.kalender.land else "kein Land festgelegt",
        "years": [(one, weg.kalender.feiertage(one)) for one in (year, year + 1)],
        "closed": [row for row in weg.kalender.geschlossen if row[1] >= today()],
    }
    status = 422 if form.errors else 200
    return render_page(request, "geschaeftsgang/rechner.html", context, status)


@require_http_methods(["GET", "POST"])
def frist_neu(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Ask for a Frist of a Vorgang, show how it is computed, then enter it."""
    actor, subject = request.actor, get_subject(request.actor, kind, key)
    if kind == "akte" or not queries.may_read_termine(actor):
        raise Http404
    if not actor.may(Permission.TERMIN_EDIT, subject):
        raise PermissionDenied(Permission.TERMIN_EDIT)
    weg, found = _weg(), None
    begun = {"on": today()} | _begun(request)
    form = FristForm(request.POST or None, actor=actor, today=today(), initial=begun)
    if request.method == "POST" and form.is_valid():
        found = _computed(form, weg)
        if found is not None and "eintragen" in request.POST:
            try:
                row = actions.enter_frist(actor, subject, eintrag=form.eintrag(), weg=weg, at=now())
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                say(request, f"{row.label} bis {row.due_on:%d.%m.%Y} eingetragen.")
                return redirect("geschaeftsgang:termin", row.art, row.pk)
    context = {
        "form": form,
        "found": found,
        "steps": [(str(subject), address_of(subject)), ("Fristen und Wiedervorlagen", of(subject))],
        "back": of(subject),
    }
    return render_page(
        request, "geschaeftsgang/frist_neu.html", context, 422 if form.errors else 200
    )
