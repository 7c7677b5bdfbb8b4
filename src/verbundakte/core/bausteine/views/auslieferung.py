"""/vorlagen/<id>/auslieferung/ : compare with what the software delivers, take chosen changes over."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine import actions, queries
from verbundakte.core.bausteine.delivery import digest_of, offers
from verbundakte.core.bausteine.versions import data_of
from verbundakte.core.bausteine.views.liste import address_of
from verbundakte.core.bausteine.views.vorlage import Editor, open_editor
from verbundakte.core.registry import registry
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page


@require_http_methods(["GET", "HEAD", "POST"])
def auslieferung(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Show what differs from what is delivered; take over what is ticked, or hint no more."""
    editor = open_editor(request, baustein_id)
    delivered = editor.kind.delivered(editor.baustein.key)
    if delivered is None:
        raise Http404
    if request.method != "POST":
        return _show(editor, delivered)
    queries.require_editing(request.actor)
    try:
        return _answer(request, editor, delivered)
    except Refusal as refusal:
        return _show(editor, delivered, problem=refusal.message)


def _answer(request: HttpRequest, editor: Editor, delivered: dict) -> HttpResponse:
    baustein = editor.baustein
    if "gesehen" in request.POST:
        actions.see_delivery(request.actor, baustein, digest=digest_of(delivered))
        say(request, "Kein Hinweis mehr, bis sich die Auslieferung ändert.")
        return redirect("vorlagen:vorlage", baustein_id=baustein.pk)
    keys = request.POST.getlist("wahl")
    actions.take_delivery(request.actor, baustein, delivered=delivered, keys=keys)
    say(request, "In den Entwurf übernommen. Er gilt, sobald er freigegeben ist.")
    return redirect("vorlagen:vorlage", baustein_id=baustein.pk)


def _show(editor: Editor, delivered: dict, *, problem: str = "") -> HttpResponse:
    version = editor.draft or editor.version
    context = {
        "baustein": editor.baustein,
        "version": version,
        "offers": offers(editor.kind.spec, data_of(version), delivered),
        "may_edit": editor.may_edit,
        "problem": problem,
        "steps": [(editor.baustein.name, reverse("vorlagen:vorlage", args=[editor.baustein.pk]))],
    }
    status = 422 if problem else 200
    return render_page(editor.request, "vorlagen/auslieferung.html", context, status)


@require_POST
def take_new(request: HttpRequest, kind: str, key: UUID) -> HttpResponse:
    """Begin a draft of something that is delivered and not in this town yet."""
    queries.require_editing(request.actor)
    found = registry.bausteine.get(kind)
    if found is None or key not in dict(queries.delivered_only(request.actor, found)):
        raise Http404
    made = actions.create_baustein(
        request.actor,
        kind,
        data=found.delivered(key),
        key=key,
        origin=found.origin(key),
        reason="Aus der Auslieferung",
    )
    say(request, "Entwurf angelegt. Er gilt, sobald er freigegeben ist.")
    return redirect(address_of(made, found))
