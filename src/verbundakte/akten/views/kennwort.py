"""/dateien/<id>/kennwort/ : the pages of a PDF that opens with a password only, for looking at."""

from base64 import b64encode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from verbundakte.akten import queries
from verbundakte.akten.models import Datei
from verbundakte.akten.views.addresses import address_of
from verbundakte.akten.views.lesen import is_locked
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import LeseArt
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.forms import Form
from verbundakte.core.ui.shortcuts import render_page

MOST = 20


class KennwortForm(Form):
    """The password of a file, and from which page on one looks."""

    kennwort = forms.CharField(
        label="Kennwort", max_length=127, strip=False, widget=forms.PasswordInput,
        help_text="Wird nicht gespeichert. Der Absender nennt es, meist auf einem anderen Weg.",
    )  # fmt: skip
    seite = forms.IntegerField(
        label="Ab Seite", min_value=1, initial=1, required=False,
        help_text=f"Gezeigt werden {MOST} Seiten auf einmal.",
    )  # fmt: skip


@never_cache
@sensitive_post_parameters("kennwort")
@require_http_methods(["GET", "POST"])
def pages(request: HttpRequest, datei_id: UUID) -> HttpResponse:
    """Ask for the password, then show the pages as pictures; nothing of it is kept."""
    datei = queries.get_datei(request.actor, datei_id, art=LeseArt.LESEN)
    dokument = datei.fassung.dokument
    back = f"{address_of(dokument)}?fassung={datei.fassung.nummer}"
    if not is_locked(datei):
        return redirect(back)
    form = KennwortForm(request.POST or None)
    shown = {}
    if request.method == "POST" and form.is_valid():
        try:
            shown = _shown(datei, **form.cleaned_data)
        except ConversionFailed as failure:
            form.add_error("kennwort", failure.message)
    context = {"datei": datei, "steps": [(dokument.betreff, back)], "form": form, "back": back}
    status = 422 if form.errors else 200
    return render_page(request, "akten/kennwort.html", {**context, **shown}, status=status)


@sensitive_variables("kennwort")
def _shown(datei: Datei, *, kennwort: str, seite: int | None) -> dict:
    first, tenant = seite or 1, current_tenant()
    path = store.path_of(tenant, datei.blob.sha256)
    count, found = converters().locked_pages(
        tenant, path, kennwort=kennwort, first=first, most=MOST
    )
    first = min(first, max(count, 1))
    return {
        "count": count,
        "pages": [
            {
                "no": number,
                "alt": f"Seite {number} von {count}",
                "image": f"data:{one.media_type};base64,{b64encode(one.data).decode()}",
            }
            for number, one in enumerate(found, first)
        ],
    }
