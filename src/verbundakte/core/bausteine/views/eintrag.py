"""/vorlagen/<id>/entwurf/eintraege/ : an Item more in a list of the draft, or one less."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.bausteine.forms import PlaceForm, RemovalForm
from verbundakte.core.bausteine.places import (
    NoSuchPlace,
    Place,
    address_of,
    list_named,
    new_item,
    with_item,
    without_item,
)
from verbundakte.core.bausteine.spec import Item
from verbundakte.core.bausteine.views.entwurf import save
from verbundakte.core.bausteine.views.vorlage import Editor, open_writing
from verbundakte.core.ui.form_page import FormPage, run_form


def _steps(editor: Editor) -> tuple:
    return ((editor.baustein.name, editor.link(editor.place.address)),)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Ask for the fields of a new Item in the list `liste` of a place."""
    editor = open_writing(request, baustein_id)
    try:
        info = list_named(editor.place.spec, request.GET.get("liste", ""))
    except NoSuchPlace:
        raise Http404 from None
    item = new_item(info, editor.place.data[info.name])
    item_class, path = info.item_class or Item, editor.place.path
    here = (*path, (info.name, item["id"]))
    form = PlaceForm(request.POST or None, place=Place(here, item_class, item), actor=request.actor)

    def perform(cleaned: dict) -> str:
        whole = {**item, **cleaned["values"]}
        cleaned.pop("stamp")
        spec = editor.kind.spec
        save(editor, form, lambda data: with_item(spec, data, path, info.name, whole))
        return f"{editor.link(address_of(here))}#dokument"

    page = FormPage(
        f"{item_class.label} hinzufügen",
        "Hinzufügen",
        editor.link(editor.place.address),
        _steps(editor),
        f"{item_class.label} hinzugefügt.",
        info.options.hint,
    )
    return run_form(request, form, page, _refusing(perform))


def _refusing(perform):
    """Return `perform` that refuses in one sentence when the draft is another one by now."""

    def guarded(cleaned: dict) -> str:
        try:
            return perform(cleaned)
        except Changed as changed:
            raise Refusal(changed.message) from changed
        except NoSuchPlace as gone:
            raise Refusal("Das gibt es in diesem Entwurf nicht mehr. Laden Sie ihn neu.") from gone

    return guarded


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Ask, then take an Item out of the draft. Earlier versions keep it."""
    editor = open_writing(request, baustein_id)
    if not editor.place.path:
        raise Http404
    place, spec = editor.place, editor.kind.spec
    form = RemovalForm(request.POST if request.method == "POST" else None)

    def perform(cleaned: dict) -> str:
        save(editor, form, lambda data: without_item(spec, data, place.path))
        return editor.link(address_of(place.path[:-1]))

    page = FormPage(
        f"{place.title} entfernen?",
        "Entfernen",
        editor.link(place.address),
        _steps(editor),
        f"{place.title} entfernt.",
        "Der Eintrag verschwindet aus dem Entwurf. Frühere Fassungen behalten ihn.",
        is_danger=True,
    )
    return run_form(request, form, page, _refusing(perform))
