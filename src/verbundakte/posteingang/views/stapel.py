"""/posteingang/stapel/ : the same for several Eingänge at once, each on its own."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.akten.pages import read_uuid
from verbundakte.akten.queries import find_vorgang_by_number
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.formats import counted
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.forms import AblageForm, StapelForm, ZuleitungForm
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.views.anzeige import other_rows
from verbundakte.posteingang.views.weg import pass_on, read_place

MOST = 50
NOTHING = "Wählen Sie in der Liste mindestens einen Eingang aus (Taste x)."
NOT_YOURS = "Dazu fehlt Ihnen das Recht."
UNKNOWN = "Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen. Prüfen Sie die Nummer."
ZULEITUNG, ABLAGE, ANNAHME = "zuleitung", "ablage", "annahme"
ZUSAMMEN = "zusammenlegung"


@require_http_methods(["GET", "POST"])
def stapel(request: HttpRequest) -> HttpResponse:
    """Show what was chosen and what can be done with it; POST does it."""
    actor = request.actor
    queries.require(actor, Permission.EINGANG_READ)
    given = request.POST if request.method == "POST" else request.GET
    keys = [key for text in given.getlist("auswahl") if (key := read_uuid(text))]
    rows = queries.some_eingaenge(actor, keys[:MOST])
    if not rows:
        warn(request, NOTHING)
        return redirect("posteingang:eingaenge")
    forms = _forms(request, queries.ziele(actor))
    form = forms.get(request.POST.get("tun", ""))
    if form is not None and form.is_valid():
        is_merge = request.POST["tun"] == ZUSAMMEN
        act = _merge(request, rows[0]) if is_merge else _act(request, request.POST["tun"], form)
        if act is not None:
            _do(request, rows[1:] if is_merge else rows, act)
            return redirect("posteingang:eingaenge")
    context = {
        "steps": [("Posteingang", reverse("posteingang:eingaenge"))],
        "rows": other_rows(rows),
        "keys": [row.pk for row in rows],
        "forms": forms,
        "ziele": queries.ziele(actor),
        "may_assign": Permission.EINGANG_ASSIGN in actor.permissions,
        "may_file": Permission.EINGANG_FILE in actor.permissions,
        "may_accept": Permission.EINGANG_ACCEPT in actor.permissions,
    }
    status = 422 if any(form.errors for form in forms.values()) else 200
    return render_page(request, "posteingang/stapel.html", context, status)


def _forms(request: HttpRequest, ziele: list) -> dict:
    """Return the forms of the page; the one that was sent is bound."""
    tun = request.POST.get("tun", "")

    def data(name: str):
        return request.POST if tun == name else None

    return {
        ZULEITUNG: ZuleitungForm(data(ZULEITUNG), ziele=ziele),
        ABLAGE: AblageForm(data(ABLAGE)),
        ANNAHME: StapelForm(data(ANNAHME)),
        ZUSAMMEN: StapelForm(data(ZUSAMMEN)),
    }


def _act(request: HttpRequest, tun: str, form) -> Callable[[Eingang], object] | None:
    """Return what is done with each Eingang; None when the form names nothing that exists."""
    actor = request.actor
    if tun == ZULEITUNG:
        ziel, grund = read_place(actor, form.cleaned_data["an"]), form.cleaned_data["grund"]
        return lambda row: pass_on(actor, row, ziel, grund)
    if tun == ANNAHME:
        return lambda row: actions.accept_eingang(actor, row, at=now())
    vorgang = find_vorgang_by_number(actor, form.cleaned_data["aktenzeichen"])
    if vorgang is None:
        form.add_error("aktenzeichen", UNKNOWN)
        return None
    return lambda row: actions.file_eingang(actor, row, vorgang=vorgang, at=now())


def _merge(request: HttpRequest, into: Eingang) -> Callable[[Eingang], object]:
    """Return what makes an Eingang an Anlage of the first one that was chosen."""
    return lambda row: actions.merge_eingang(request.actor, row, into=into, at=now())


def _do(request: HttpRequest, rows: list[Eingang], act: Callable[[Eingang], object]) -> None:
    """Do it with each, and tell how many were done and why others were not."""
    done, problems = 0, []
    for row in rows:
        try:
            act(row)
        except Refusal as refusal:
            problems.append(f"{row.number}: {refusal.message}")
        except PermissionDenied:
            problems.append(f"{row.number}: {NOT_YOURS}")
        else:
            done += 1
    if done:
        say(request, f"{counted(done, 'Eingang', 'Eingänge')} bearbeitet.")
    if problems:
        warn(request, " ".join(problems[:5]))
