"""/schriftverkehr/.../serie/ : the same letter to many, from a list or to all who take part."""

from datetime import date
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten.models import Vorgang
from verbundakte.akten.pages import address_of
from verbundakte.akten.queries import get_vorgang
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.actions import Auftrag
from verbundakte.schriftverkehr.forms import SchreibenForm, initial_of
from verbundakte.schriftverkehr.liste import NEEDED, PLACE, Unreadable
from verbundakte.schriftverkehr.models import Briefvorlage
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.verfassen import begin_angaben, felder_of
from verbundakte.schriftverkehr.views.adressaten import LISTE, AdressatenForm, address
from verbundakte.schriftverkehr.views.schreiben import may_write


class SerieForm(AdressatenForm, SchreibenForm):
    """What holds for all letters, and to whom they go."""


@require_http_methods(["GET", "POST"])
def neu(request: HttpRequest, vorgang_id: UUID, kuerzel: str) -> HttpResponse:
    """Ask what holds for all and to whom it goes; POST orders the series."""
    actor, on = request.actor, today()
    vorgang = get_vorgang(actor, vorgang_id)
    may = may_write(actor, vorgang) and actor.may(Permission.SERIE_RUN, vorgang)
    if vorgang.is_closed or not may:
        raise Http404
    vorlage = queries.get_vorlage(actor, kuerzel, on=on)
    form = _form(request, vorgang, vorlage, on)
    if request.method == "POST" and form.is_valid():
        try:
            auftrag = _auftrag(actor, vorgang, vorlage, form)
            serie = actions.begin_serie(actor, vorgang, auftrag=auftrag, at=now())
        except (Refusal, Unreadable) as error:
            form.add_error("datei" if isinstance(error, Unreadable) else None, str(error))
        else:
            say(request, "Die Briefe entstehen im Hintergrund.")
            return redirect("schriftverkehr:serie", serie.pk)
    context = {
        "form": form,
        "title": vorlage.bezeichnung,
        "columns": ", ".join([*PLACE, *(feld.bezeichnung for feld in form.felder)]),
        "needed": ", ".join(NEEDED),
        "steps": [(str(vorgang), address_of(vorgang))],
        "back": reverse("schriftverkehr:auswahl", args=[vorgang.pk]),
    }
    status = 422 if form.errors else 200
    return render_page(request, "schriftverkehr/serie_neu.html", context, status=status)


def _form(request: HttpRequest, vorgang: Vorgang, vorlage: Briefvorlage, on: date) -> SerieForm:
    signers = queries.signers(request.actor, vorgang, on=on)
    begin = initial_of(
        betreff="",
        datum=on,
        besetzung=queries.own_besetzung(request.actor, signers),
        angaben=begin_angaben(vorlage.inhalt, on),
    )
    return SerieForm(
        request.POST or None,
        request.FILES or None,
        initial=begin | {"an": LISTE},
        kreise=queries.kreise(request.actor),
        felder=felder_of(vorlage.inhalt),
        signers=signers,
    )


def _auftrag(actor, vorgang: Vorgang, vorlage: Briefvorlage, form: SerieForm) -> Auftrag:
    """Return what was ordered. Raises Unreadable."""
    data = form.cleaned_data
    chosen = data["besetzung"]
    auftrag = Auftrag(
        vorlage,
        vorlage.bezeichnung,
        data["datum"],
        UUID(chosen) if chosen else None,
        angaben=form.angaben(),
    )
    address(actor, vorgang, auftrag, form, felder_of(vorlage.inhalt))
    return auftrag


@require_safe
def serie(request: HttpRequest, serie_id: UUID) -> HttpResponse:
    """Show how a series goes on, and who got no letter."""
    row = queries.get_serie(request.actor, serie_id)
    stand = queries.stand_of(request.actor, row)
    may = request.actor.may(Permission.SERIE_RUN, row)
    context = {
        "serie": row,
        "stand": stand,
        "steps": [(str(row.vorgang), address_of(row.vorgang))],
        "vorgang_url": address_of(row.vorgang),
        "may_stop": may and row.stopped_at is None and stand["waiting"] > 0,
        "listen": queries.listen_of(request.actor, row),
        "gang_url": reverse("geschaeftsgang:verfuegung-neu", args=[row.vorgang_id]),
        "may_finish": may and row.vorlage_id and stand["final"] < stand["written"] and not stand["waiting"],
        "may_send": may
        and stand["final"] > 0
        and request.actor.may(Permission.VERSAND_CREATE, row),
        "may_go_on": may and (row.stopped_at is not None or stand["refused"] > 0),
    }
    return render_page(request, "schriftverkehr/serie.html", context)


@require_POST
def halt(request: HttpRequest, serie_id: UUID) -> HttpResponse:
    """Stop a series."""
    row = queries.get_serie(request.actor, serie_id)
    with telling(request, "Die Serie ist angehalten."):
        actions.stop_serie(request.actor, row, at=now())
    return redirect("schriftverkehr:serie", row.pk)


@require_POST
def fortsetzung(request: HttpRequest, serie_id: UUID) -> HttpResponse:
    """Go on with a series that was stopped, and try again what was not written."""
    row = queries.get_serie(request.actor, serie_id)
    with telling(request, "Was noch nicht geschrieben ist, wird jetzt geschrieben."):
        actions.continue_serie(request.actor, row, at=now())
    return redirect("schriftverkehr:serie", row.pk)


@require_POST
def reinschriften(request: HttpRequest, serie_id: UUID) -> HttpResponse:
    """Make all letters final, and the list for their Schlusszeichnung."""
    row = queries.get_serie(request.actor, serie_id)
    with telling(request, "Die Reinschriften und ihre Liste entstehen im Hintergrund."):
        actions.finish_serie(request.actor, row)
    return redirect("schriftverkehr:serie", row.pk)


@require_POST
def versand(request: HttpRequest, serie_id: UUID) -> HttpResponse:
    """Hand all final letters to the Postausgang."""
    row = queries.get_serie(request.actor, serie_id)
    with telling(request, "Die Briefe kommen im Hintergrund in den Postausgang."):
        actions.send_serie(request.actor, row)
    return redirect("schriftverkehr:serie", row.pk)
