"""/geschaeftsgang/team/ : what is open per Stelle in the units somebody leads, and sharing it out anew."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.pages import read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.forms import UmverteilungForm
from verbundakte.geschaeftsgang.models import Schritt
from verbundakte.geschaeftsgang.queries.team import (
    count_stranded,
    leads_somebody,
    open_at,
    rueckstand,
    stranded,
)
from verbundakte.geschaeftsgang.verstehen import adressaten, find_ziel
from verbundakte.geschaeftsgang.views.anzeige import ICONS, adressat_of, subject_of

TITLE = "Offen in meinen Einheiten"
NONE_OPEN = "Hier stehen die offenen Schritte dieser Stelle, soweit Sie den Vorgang sehen dürfen."
NONE_STRANDED = (
    "Hier stehen Schritte, die an Sie als Leitung gefallen sind, weil jemand ausgeschieden oder eine Stelle"
    " nicht besetzt ist."
)


@require_safe
def team(request: HttpRequest) -> HttpResponse:
    """Show what is open and overdue per Stelle of the units the person leads; 404 for others."""
    if not leads_somebody(request.actor):
        raise Http404
    rows = [
        {
            "stelle": row.name,
            "einheit": row.einheit,
            "open": row.open,
            "late": row.late,
            "url": reverse("geschaeftsgang:umverteilung", args=[row.key]),
        }
        for row in rueckstand(request.actor, on=today())
    ]
    context = {
        "rows": rows,
        "stranded": count_stranded(request.actor),
        "steps": [("Geschäftsgang", reverse("geschaeftsgang:schritte"))],
    }
    return render_page(request, "geschaeftsgang/team.html", context)


@require_http_methods(["GET", "POST"])
def umverteilung(request: HttpRequest, platz: UUID) -> HttpResponse:
    """Give chosen steps of a Stelle to somebody else; what does not go is told with its reason."""
    name, rows = open_at(request.actor, platz, on=today())
    return _share(request, f"Umverteilen: {name}", rows)


@require_http_methods(["GET", "POST"])
def verwaist(request: HttpRequest) -> HttpResponse:
    """Give to others what fell to the head: steps of who left, or of where nobody works any more."""
    return _share(request, "Verwaiste Schritte", stranded(request.actor), is_all=True)


def _share(
    request: HttpRequest, title: str, rows: list[Schritt], *, is_all: bool = False
) -> HttpResponse:
    """Show steps to be chosen (`is_all`: all are, at first) and give them to somebody."""
    actor = request.actor
    form = UmverteilungForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        keys = {read_uuid(text) for text in request.POST.getlist("auswahl")}
        chosen = [row for row in rows if row.pk in keys]
        try:
            if not chosen:
                raise Refusal("Wählen Sie aus, was umverteilt wird.")
            _share_out(request, chosen, form.cleaned_data["an"])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("geschaeftsgang:team")
    context = {
        "title": title,
        "steps": [(TITLE, reverse("geschaeftsgang:team"))],
        "form": form,
        "rows": [_line(row) for row in rows],
        "is_all": is_all,
        "empty": NONE_STRANDED if is_all else NONE_OPEN,
        "adressaten": adressaten(actor, on=today()),
        "back": reverse("geschaeftsgang:team"),
    }
    return render_page(
        request, "geschaeftsgang/umverteilung.html", context, 422 if form.errors else 200
    )


def _line(row: Schritt) -> dict:
    return {
        "key": row.pk,
        "icon": ICONS[row.art],
        "kind": row.get_art_display(),
        "title": subject_of(row.verfuegung),
        "number": row.verfuegung.vorgang.aktenzeichen,
        "who": adressat_of(row),
        "due": row.frist_on,
        "url": reverse("geschaeftsgang:verfuegung", args=[row.verfuegung_id]),
    }


def _share_out(request: HttpRequest, chosen: list[Schritt], an: str) -> None:
    """Give steps to somebody, each for itself. Raises Refusal where nobody is called so."""
    ziel = find_ziel(request.actor, an, on=today())
    done = 0
    for row in chosen:
        try:
            actions.change_schritt(
                request.actor, row, seen_revision=row.revision, values={}, at=now(), ziel=ziel
            )
        except Refusal as refusal:
            warn(request, f"{subject_of(row.verfuegung)}: {refusal.message}")
        else:
            done += 1
    if done:
        say(request, f"{counted(done, 'Schritt', 'Schritte')} umverteilt.")
