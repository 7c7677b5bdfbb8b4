"""/vorlagen/einlesen/ and /vorlagen/<id>/fassungen/<n>/datei : a Baustein as one file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine import actions, exchange, queries
from verbundakte.core.bausteine.difference import sentences
from verbundakte.core.bausteine.forms import ImportForm
from verbundakte.core.bausteine.versions import data_of
from verbundakte.core.bausteine.views.fassung import version_numbered
from verbundakte.core.bausteine.views.liste import address_of
from verbundakte.core.bausteine.views.vorlage import open_editor
from verbundakte.core.models import Baustein
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

OTHER_KIND = "Unter dieser Kennung gibt es hier schon etwas anderes: „{}“."


@require_safe
def download(request: HttpRequest, baustein_id: UUID, number: int) -> HttpResponse:
    """Answer with one version as a file."""
    editor = open_editor(request, baustein_id)
    version = version_numbered(editor, number)
    text = exchange.write(version, origin=request.tenant.name)
    response = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = exchange.file_name(editor.baustein, number)
    response.headers["Content-Disposition"] = content_disposition_header(True, name)
    return response


@require_http_methods(["GET", "POST"])
def einlesen(request: HttpRequest) -> HttpResponse:
    """Take a file, show what it is and what it would change, then take it over."""
    queries.require_editing(request.actor)
    text = request.POST.get("inhalt")
    form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
    content = text.encode() if text else b""
    if not text and request.method == "POST" and form.is_valid():
        content = form.cleaned_data["datei"].read(exchange.MOST_BYTES + 1)
    if not content:
        return _page(request, {"form": form})
    try:
        package = exchange.read(content)
        here = _same(request, package)
        if text:
            return _take_over(request, package, here)
    except Refusal as refusal:
        return _page(request, {"form": ImportForm(), "problem": refusal.message})
    shown = content.decode("utf-8-sig")
    return _page(request, {"package": package, "text": shown, **_preview(request, package, here)})


def _same(request: HttpRequest, package: exchange.Package) -> Baustein | None:
    here = queries.find_by_key(request.actor, package.key)
    if here and here.kind != package.kind.kind:
        raise exchange.Unreadable(OTHER_KIND.format(here.name))
    return here


def _preview(request: HttpRequest, package: exchange.Package, here: Baustein | None) -> dict:
    if here is None:
        return {"here": None}
    newest = queries.versions_of(request.actor, here)[0]
    return {
        "here": here,
        "newest": newest,
        "is_same": newest.digest == package.digest,
        "changes": sentences(package.kind.spec, data_of(newest), package.data),
        "url": address_of(here, package.kind),
    }


def _take_over(request: HttpRequest, package: exchange.Package, here: Baustein | None):
    reason = f"Aus einer Datei: Fassung {package.number} von {package.origin or 'anderswo'}"
    if here is None:
        here = actions.create_baustein(
            request.actor,
            package.kind.kind,
            data=package.data,
            key=package.key,
            origin=package.origin,
            reason=reason,
        )
    else:
        actions.take_over(request.actor, here, data=package.data, reason=reason)
    say(request, "Übernommen. Der Entwurf gilt, sobald er freigegeben ist.")
    return redirect(address_of(here, package.kind))


def _page(request: HttpRequest, context: dict) -> HttpResponse:
    form = context.get("form")
    wrong = context.get("problem") or (form is not None and form.errors)
    steps = [("Vorlagen und Regeln", reverse("vorlagen:liste"))]
    return render_page(
        request, "vorlagen/einlesen.html", {"steps": steps, **context}, 422 if wrong else 200
    )
