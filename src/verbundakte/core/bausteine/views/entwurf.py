"""/vorlagen/neu/<kind>/ and /vorlagen/<id>/entwurf/ : write a draft, place by place."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.bausteine import actions, queries
from verbundakte.core.bausteine.forms import PlaceForm
from verbundakte.core.bausteine.places import Place, with_values
from verbundakte.core.bausteine.spec import SpecInvalid
from verbundakte.core.bausteine.views.liste import address_of
from verbundakte.core.bausteine.views.vorlage import Editor, open_editor, open_writing, show
from verbundakte.core.registry import registry
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say

TRIES = 3


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask for what a new Baustein needs at least, then begin its draft."""
    queries.require_editing(request.actor)
    found = registry.bausteine.get(kind)
    if found is None:
        raise Http404
    place = Place((), found.spec, found.spec.begin())
    form = PlaceForm(request.POST or None, place=place, actor=request.actor, rows=False)

    def perform(cleaned: dict) -> str:
        data = {**place.data, **cleaned["values"]}
        return address_of(actions.create_baustein(request.actor, kind, data=data), found)

    back = f"{reverse('vorlagen:liste')}?art={kind}"
    page = FormPage(
        f"{found.label} anlegen",
        "Entwurf anlegen",
        back,
        (("Vorlagen und Regeln", back),),
        "Entwurf angelegt.",
        "Es entsteht ein Entwurf. Er gilt erst, wenn er freigegeben ist.",
    )
    return run_form(request, form, page, perform)


@require_POST
def begin(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Begin a draft with the content of the version `quelle`, else of what holds."""
    queries.require_editing(request.actor)
    baustein = queries.show_baustein(request.actor, baustein_id)
    number = request.POST.get("quelle", "")
    versions = queries.versions_of(request.actor, baustein)
    source = next((row for row in versions if str(row.number) == number), None)
    if number and source is None:
        raise Http404
    try:
        version = actions.create_draft(request.actor, baustein, source=source)
    except Refusal as refusal:
        return show(open_editor(request, baustein_id), None, problem=refusal.message)
    text = f"Entwurf Fassung {version.number} begonnen"
    say(request, f"{text}, mit dem Inhalt von Fassung {number}." if number else f"{text}.")
    return redirect("vorlagen:vorlage", baustein_id=baustein.pk)


def save(editor: Editor, form: PlaceForm, change) -> None:
    """Write `change(data) -> data` into the draft, anew when somebody changed another place.

    Raises Changed when somebody changed this place, and any Refusal.
    """
    for _ in range(TRIES):
        fresh = open_editor(editor.request, editor.baustein.pk, draft=True)
        editor.place = fresh.place
        if form.cleaned_data.get("stamp", fresh.place.stamp) != fresh.place.stamp:
            raise Changed
        try:
            actions.change_draft(
                editor.request.actor,
                fresh.version,
                data=change(fresh.data),
                seen=fresh.version.revision,
            )
        except Changed:
            continue
        return
    raise Changed


@require_http_methods(["GET", "POST"])
def angaben(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Save what stands at a place of the draft."""
    editor = open_writing(request, baustein_id)
    if request.method == "GET":
        return redirect(editor.link(editor.place.address))
    form, conflict = editor.form(request.POST), None
    if form.is_valid():
        values, path = form.cleaned_data["values"], editor.place.path
        spec = editor.kind.spec
        try:
            save(editor, form, lambda data: with_values(spec, data, path, values))
        except Changed:
            conflict = form.meet_change(editor.place)
        except actions.Invalid as invalid:
            form.meet_problems(invalid.problems)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, "Gespeichert.")
            return redirect(f"{editor.link(editor.place.address)}#dokument")
    return show(editor, form, conflict=conflict)


@require_POST
def beispiel(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Answer with the example of what stands in the form, without saving anything."""
    editor = open_writing(request, baustein_id)
    form, example = editor.form(request.POST), ""
    if form.is_valid():
        values = form.cleaned_data["values"]
        data = with_values(editor.kind.spec, editor.data, editor.place.path, values)
        try:
            example = editor.kind.spec.read(data).example()
        except SpecInvalid:
            example = ""
    return render(request, "vorlagen/_beispiel.html", {"example": example})
