"""/dateien/<id>/stempel/ : a copy with a stamp, for printing and giving away."""

from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.ausgaben.inhalt import pdf_of
from verbundakte.akten.models import Datei
from verbundakte.akten.stempel import LONGEST, Ecke, Stempel, stamp_lines
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs import store
from verbundakte.core.clock import today
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.core.ui.widgets import DateInput

MOST_BYTES = 64 << 20
TOO_LARGE = "Die Datei ist für einen Stempel zu groß (über 64 MB). Laden Sie sie ohne Stempel."
AWAY = "Die Datei ist gerade nicht zu lesen. Versuchen Sie es noch einmal."


class StempelForm(Form):
    """Which stamp, where, on which pages."""

    stempel = forms.ChoiceField(label="Stempel", choices=Stempel.choices)
    tag = forms.DateField(
        label="Tag", widget=DateInput, help_text="Bei „Eingegangen“ und „Erledigt“."
    )
    text = forms.CharField(
        label="Eigener Text", max_length=LONGEST, required=False, help_text="Höchstens 40 Zeichen."
    )
    ecke = forms.ChoiceField(label="Wo", choices=Ecke.choices)
    alle_seiten = forms.BooleanField(label="Auf allen Seiten", required=False)

    def clean(self):
        """Ask for the words of an own stamp."""
        values = super().clean()
        if values.get("stempel") == Stempel.EIGENER and not values.get("text", "").strip():
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
    form = StempelForm(request.POST or None, initial={"tag": today()})
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        lines = stamp_lines(values["stempel"], on=values["tag"], text=values["text"])
        try:
            actions.note_stamped(request.actor, dokument, file_name=datei.file_name, lines=lines)
            data = _stamped(found, lines, values["ecke"], values["alle_seiten"])
        except (Refusal, ConversionFailed) as refusal:
            form.add_error(None, refusal.message)
        else:
            return _sent(datei, data)
    back = f"{address_of(dokument)}?fassung={datei.fassung.nummer}"
    context = {"form": form, "datei": datei, "steps": [(dokument.betreff, back)], "back": back}
    return render_page(request, "akten/stempel.html", context, status=422 if form.errors else 200)


def _stamped(found: tuple[str, int], lines: list[str], corner: str, is_on_all: bool) -> bytes:
    """Return the copy. Raises Refusal, ConversionFailed."""
    sha256, size = found
    if size > MOST_BYTES:
        raise Refusal(TOO_LARGE)
    tenant = current_tenant()
    options = {"lines": lines, "corner": corner, "is_on_all": is_on_all}
    try:
        _, parts, _ = converters().run(tenant, "stamp", store.path_of(tenant, sha256), **options)
    except OSError as error:
        raise Refusal(AWAY) from error
    return parts[0]


def _sent(datei: Datei, data: bytes) -> HttpResponse:
    stem = datei.file_name.rpartition(".")[0] or datei.file_name
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, f"{stem} (Stempel).pdf")
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
