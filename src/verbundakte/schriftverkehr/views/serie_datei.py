"""/dateivorlagen/vorgang/<id>/serie/ : a template of Writer or Word, filled for many."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from verbundakte.akten.models import Vorgang
from verbundakte.akten.pages import address_of
from verbundakte.akten.queries import get_vorgang
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.core.ui.widgets import DateInput
from verbundakte.schriftverkehr import actions, queries
from verbundakte.schriftverkehr.actions import Auftrag
from verbundakte.schriftverkehr.dateifelder import columns_of
from verbundakte.schriftverkehr.liste import NEEDED, PLACE, Unreadable
from verbundakte.schriftverkehr.models import Dateivorlage
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries.dateivorlage import dateivorlagen
from verbundakte.schriftverkehr.views.adressaten import LISTE, AdressatenForm, address
from verbundakte.schriftverkehr.views.dateivorlage import KINDS
from verbundakte.schriftverkehr.views.schreiben import may_write


class DateiSerieForm(AdressatenForm):
    """From which template, about what, to whom, who signs."""

    vorlage = forms.ChoiceField(label="Vorlage")
    betreff = forms.CharField(label="Betreff", max_length=300)
    datum = forms.DateField(label="Datum der Schreiben", widget=DateInput())
    besetzung = forms.ChoiceField(label="Unterzeichnet von", required=False)

    def __init__(self, *args, vorlagen: list[Dateivorlage], signers, **kwargs):
        super().__init__(*args, **kwargs)
        self.vorlagen = {str(row.pk): row for row in vorlagen}
        self.fields["vorlage"].choices = [
            (key, f"{row} ({KINDS[row.art]})") for key, row in self.vorlagen.items()
        ]
        self.fields["besetzung"].choices = [
            *((str(row.pk), f"{row.person.name}, {row.stelle.bezeichnung}") for row in signers),
            ("", "Niemand"),
        ]


@require_http_methods(["GET", "POST"])
def neu(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Ask from which template and to whom; POST orders the series."""
    actor = request.actor
    vorgang = get_vorgang(actor, vorgang_id)
    may = may_write(actor, vorgang) and actor.may(Permission.SERIE_RUN, vorgang)
    offered = dateivorlagen(actor) if may and not vorgang.is_closed else []
    if not offered:
        raise Http404
    form = _form(request, vorgang, offered)
    if request.method == "POST" and form.is_valid():
        try:
            auftrag = _auftrag(actor, vorgang, form)
            serie = actions.begin_serie(actor, vorgang, auftrag=auftrag, at=now())
        except (Refusal, Unreadable) as error:
            form.add_error("datei" if isinstance(error, Unreadable) else None, str(error))
        else:
            say(request, "Die Briefe entstehen im Hintergrund.")
            return redirect("schriftverkehr:serie", serie.pk)
    own = {name for row in offered for name in row.spalten}
    context = {
        "form": form,
        "title": "Vorlage von Writer oder Word",
        "columns": ", ".join([*PLACE, *sorted(name.capitalize() for name in own)]),
        "needed": ", ".join(NEEDED),
        "steps": [(str(vorgang), address_of(vorgang))],
        "back": reverse("dateivorlagen:neu", args=[vorgang.pk]),
    }
    status = 422 if form.errors else 200
    return render_page(request, "schriftverkehr/serie_neu.html", context, status=status)


def _form(request: HttpRequest, vorgang: Vorgang, offered: list[Dateivorlage]) -> DateiSerieForm:
    actor, on = request.actor, today()
    signers = queries.signers(actor, vorgang, on=on)
    own = queries.own_besetzung(actor, signers)
    return DateiSerieForm(
        request.POST or None,
        request.FILES or None,
        initial={"an": LISTE, "datum": on, "besetzung": str(own or "")},
        kreise=queries.kreise(actor),
        vorlagen=offered,
        signers=signers,
    )


def _auftrag(actor, vorgang: Vorgang, form: DateiSerieForm) -> Auftrag:
    """Return what was ordered. Raises Unreadable."""
    data = form.cleaned_data
    vorlage = form.vorlagen[data["vorlage"]]
    signer = UUID(data["besetzung"]) if data["besetzung"] else None
    auftrag = Auftrag(None, data["betreff"], data["datum"], signer, dateivorlage=vorlage)
    address(actor, vorgang, auftrag, form, columns_of(vorlage.spalten))
    return auftrag
