"""/dateien/<id>/stempel/ : a copy with a stamp, for printing and giving away."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.stempel import LONGEST, Aufdruck, Ecke
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.kopie import make_copy, send_copy
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import today
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.core.ui.widgets import DateInput

OWN = "eigener"


class StempelForm(Form):
    """Which stamp, where, on which pages."""

    stempel = forms.ChoiceField(label="Stempel")
    tag = forms.DateField(
        label="Tag", widget=DateInput, help_text="Bei Stempeln mit einem Tag darauf."
    )
    text = forms.CharField(
        label="Eigener Text", max_length=LONGEST, required=False, help_text="Höchstens 40 Zeichen."
    )
    ecke = forms.ChoiceField(label="Wo", choices=Ecke.choices)
    alle_seiten = forms.BooleanField(label="Auf allen Seiten", required=False)

    def __init__(self, *args, stempel: Sequence[Aufdruck], **options):
        super().__init__(*args, **options)
        self._stempel = {str(one.key): one for one in stempel}
        named = [(key, one.bezeichnung) for key, one in self._stempel.items()]
        self.fields["stempel"].choices = [*named, (OWN, "Eigener Text")]

    def lines(self) -> list[str]:
        """Return what stands on the chosen stamp."""
        values = self.cleaned_data
        if values["stempel"] == OWN:
            return [values["text"].strip()]
        return self._stempel[values["stempel"]].lines(values["tag"])

    def clean(self):
        """Ask for the words of an own stamp."""
        values = super().clean()
        if values.get("stempel") == OWN and not values.get("text", "").strip():
            self.add_error("text", "Schreiben Sie, was auf dem Stempel stehen soll.")
        return values


@require_http_methods(["GET", "POST"])
def stempel(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Ask which stamp, then send the copy; nothing is kept but the trace of it."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.AUSGABE)
    found = pdf_of(datei)
    if found is None:
        raise Http404
    dokument = datei.fassung.dokument
    form = StempelForm(
        request.POST or None,
        initial={"tag": today()},
        stempel=queries.stempel_on(request.actor, today()),
    )
    if request.method == "POST" and form.is_valid():
        values, lines = form.cleaned_data, form.lines()
        try:
            actions.note_stamped(request.actor, dokument, file_name=datei.file_name, lines=lines)
            where = {"corner": values["ecke"], "is_on_all": values["alle_seiten"]}
            data = make_copy(found, "stamp", lines=lines, **where)
        except (Refusal, ConversionFailed) as refusal:
            form.add_error(None, refusal.message)
        else:
            return send_copy(datei, data, "Stempel")
    back = f"{address_of(dokument)}?fassung={datei.fassung.nummer}"
    context = {"form": form, "datei": datei, "steps": [(dokument.betreff, back)], "back": back}
    return render_page(request, "akten/stempel.html", context, status=422 if form.errors else 200)
