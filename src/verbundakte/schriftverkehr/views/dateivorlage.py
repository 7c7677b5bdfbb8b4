"""/dateivorlagen/... : templates of Writer and Word, letters begun from them, taken out to edit."""

from datetime import timedelta
from uuid import UUID

from django import forms
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten.actions import Arrived, lock_dokument
from verbundakte.akten.actions.arrival import receive_chunks
from verbundakte.akten.pages import REFUSED, address_of
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import files_of, get_dokument, get_vorgang
from verbundakte.akten.queries.kontakt import beteiligte_of
from verbundakte.core.blobs import store
from verbundakte.core.clock import now, today
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.form_page import FormPage
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.messages import say, telling, warn
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.queries import einheit_tree
from verbundakte.schriftverkehr.actions import dateivorlage as actions
from verbundakte.schriftverkehr.begriffe import BEGRIFFE, label_of
from verbundakte.schriftverkehr.dateifelder import nested, unknown_of
from verbundakte.schriftverkehr.herstellen import file_name
from verbundakte.schriftverkehr.models import Dateivorlage
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import dateivorlage as queries

TAKEN_FOR = timedelta(days=7)
KINDS = {"odt": "Writer", "docx": "Word"}
MISSING = "Es fehlt noch: {names}. Tragen Sie es nach, oder schreiben Sie es selbst in den Text."
FAILED = (*REFUSED, ConversionFailed)


class VorlageForm(Form):
    """A template: its name and its file."""

    bezeichnung = forms.CharField(
        label="Bezeichnung",
        max_length=120,
        help_text="Unter dem Namen einer vorhandenen Vorlage wird es ihre nächste Fassung.",
    )
    datei = forms.FileField(label="Datei", help_text="Writer (.odt, .ott) oder Word (.docx).")


class DateiForm(Form):
    """A letter from a template: which, to whom, about what."""

    vorlage = forms.ChoiceField(label="Vorlage")
    empfaenger = forms.ChoiceField(label="Empfänger", required=False)
    betreff = forms.CharField(label="Betreff", max_length=300)
    is_luecke_gewollt = forms.BooleanField(
        label="Trotz fehlender Angaben schreiben", required=False
    )

    def __init__(self, *args, vorlagen: list[Dateivorlage], beteiligte: list, **options):
        super().__init__(*args, **options)
        self.vorlagen = {str(row.pk): row for row in vorlagen}
        self.beteiligte = {str(row.kontakt_id): row.kontakt for row in beteiligte}
        self.fields["vorlage"].choices = [
            (key, f"{row} ({KINDS[row.art]})") for key, row in self.vorlagen.items()
        ]
        self.fields["empfaenger"].choices = [
            *((str(row.kontakt_id), str(row.kontakt)) for row in beteiligte),
            ("", "Noch keiner"),
        ]


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def vorlagen(request: HttpRequest) -> HttpResponse:
    """Show the templates; POST keeps a file as one. Bytes first, outside of a transaction."""
    form = VorlageForm(request.POST or None, request.FILES or None)
    with transaction.atomic():
        rows = queries.dateivorlagen(request.actor)
        may_edit = Permission.DATEIVORLAGE_EDIT in request.actor.permissions
    if request.method == "POST" and not may_edit:
        raise Http404
    if request.method == "POST" and form.is_valid() and _keep(request, form):
        return redirect("dateivorlagen:vorlagen")
    context = {
        "form": form,
        "rows": [_line(row) for row in rows],
        "may_edit": may_edit,
        "begriffe": [(f"{{{{ {name} }}}}", text) for name, text in BEGRIFFE.items()],
    }
    status = 422 if form.errors else 200
    with transaction.atomic():
        return render_page(request, "schriftverkehr/dateivorlagen.html", context, status)


def _keep(request: HttpRequest, form: VorlageForm) -> bool:
    """Keep the file when every field it names exists; say on the form why not."""
    file = form.cleaned_data["datei"]
    try:
        stored = receive_chunks(file.name, file.chunks())
        path = store.path_of(current_tenant(), stored.sha256)
        told, _, _ = converters().run(current_tenant(), "office_fields", path)
        if unknown := unknown_of(told["fields"]):
            names = ", ".join(f"„{name[:60]}“" for name in unknown[:10])
            form.add_error("datei", f"Diese Felder gibt es nicht: {names}.")
            return False
        with transaction.atomic():
            town = einheit_tree(request.actor, on=today())[0].einheit
            name = form.cleaned_data["bezeichnung"].strip()
            kept = {"bezeichnung": name, "stored": stored, "told": told, "at": now()}
            made = actions.keep_dateivorlage(request.actor, town, **kept)
    except FAILED as failure:
        form.add_error("datei", failure.message)
        return False
    say(request, f"„{made}“ gilt jetzt in Fassung {made.version}.")
    return True


def _line(row: Dateivorlage) -> dict:
    felder = ", ".join(label_of(name) for name in row.felder[:6])
    return {
        "id": row.pk,
        "title": row.bezeichnung,
        "told": f"{KINDS[row.art]}, Fassung {row.version}",
        "felder": f"Felder: {felder}" if felder else "ohne Felder",
        "at": row.created_at,
    }


@require_POST
def ende(request: HttpRequest, vorlage_id: UUID) -> HttpResponse:
    """Offer a template no longer."""
    row = queries.get_dateivorlage(request.actor, vorlage_id)
    with telling(request, f"„{row}“ wird nicht mehr angeboten."):
        actions.end_dateivorlage(request.actor, row, at=now())
    return redirect("dateivorlagen:vorlagen")


@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def neu(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Begin a letter in Writer or Word: the template is filled and lies in the Vorgang as Entwurf."""
    actor = request.actor
    with transaction.atomic():
        vorgang = get_vorgang(actor, vorgang_id)
        if vorgang.is_closed or not actor.may(Permission.SCHREIBEN_WRITE, vorgang):
            raise Http404
        offered = queries.dateivorlagen(actor)
        form = DateiForm(
            request.POST or None, vorlagen=offered, beteiligte=beteiligte_of(actor, vorgang)
        )
        filled = request.method == "POST" and form.is_valid() and _values(actor, vorgang, form)
    made = _begin(request, vorgang, form, filled) if filled else None
    if made is not None:
        return redirect(address_of(made))
    back = address_of(vorgang)
    page = FormPage(
        title="Schreiben in Writer oder Word",
        label="Beginnen",
        back=back,
        steps=((str(vorgang), back),),
        done="",
        text="Die Vorlage wird ausgefüllt und liegt als Entwurf im Vorgang. Dort wählen Sie"
        " „Zum Bearbeiten herunterladen“ und legen das Ergebnis als neue Fassung ab.",
        part="schriftverkehr/_an_viele.html" if actor.may(Permission.SERIE_RUN, vorgang) else "",
        context={"href": reverse("dateivorlagen:serie", args=[vorgang.pk])},
    )
    status = 422 if form.errors else 200
    with transaction.atomic():
        return render_page(request, "ui/form_page.html", {"form": form, "page": page}, status)


def _values(actor, vorgang, form: DateiForm) -> dict | None:
    """Return the values of the template; what is missing is named before anything is written."""
    data = form.cleaned_data
    vorlage = form.vorlagen[data["vorlage"]]
    kontakt = form.beteiligte.get(data["empfaenger"])
    werte = queries.values_for(actor, vorgang, kontakt, vorlage.felder, on=today())
    werte["brief.betreff"] = data["betreff"]
    missing = [label_of(name) for name in vorlage.felder if werte[name] == ""]
    if missing and not data["is_luecke_gewollt"]:
        form.add_error(None, MISSING.format(names=", ".join(missing)))
        return None
    return werte


def _begin(request: HttpRequest, vorgang, form: DateiForm, werte: dict):
    """Fill the template in the sandbox and file it; None when something refused, which is told."""
    data = form.cleaned_data
    vorlage = form.vorlagen[data["vorlage"]]
    kontakt = form.beteiligte.get(data["empfaenger"])
    path = store.path_of(current_tenant(), vorlage.blob.sha256)
    options = {"values": nested(werte), "known": list(werte)}
    try:
        _, parts, _ = converters().run(current_tenant(), "fill_office", path, **options)
        name = f"{file_name(data['betreff'])}.{vorlage.art}"
        arrived = Arrived(receive_chunks(name, parts), name)
        with transaction.atomic():
            return actions.begin_from_datei(
                request.actor,
                vorgang,
                vorlage=vorlage,
                arrived=arrived,
                at=now(),
                betreff=data["betreff"],
                empfaenger=str(kontakt or "")[:300],
                datum_des_schreibens=today(),
            )
    except FAILED as failure:
        form.add_error(None, failure.message)
    return None


@require_POST
def bearbeitung(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Take a Dokument out to edit: it is locked for others, and its newest file is sent."""
    found = get_dokument(request.actor, dokument_id)
    fassungen = [one for one in files_of(request.actor, found) if one.withdrawn_at is None]
    datei = next((one for one in fassungen[0].dateien.all()), None) if fassungen else None
    if datei is None or not request.actor.may(AktenPermission.DOKUMENT_EDIT, found):
        raise Http404
    try:
        until = now() + TAKEN_FOR
        lock_dokument(request.actor, found, until=until, ends_with_fassung=True, at=now())
    except REFUSED as refusal:
        warn(request, refusal.message)
        return redirect(address_of(found))
    return redirect(reverse("akten:original", args=[datei.pk]))
