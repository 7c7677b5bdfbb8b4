"""/vorlagen/<id>/ : one Baustein as tree, form and history."""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.core.bausteine import queries
from verbundakte.core.bausteine.forms import PlaceForm
from verbundakte.core.bausteine.kinds import BausteinKind, kind_named
from verbundakte.core.bausteine.places import (
    NoSuchPlace,
    Place,
    form_fields,
    is_inline,
    place_at,
    read_address,
    said,
)
from verbundakte.core.bausteine.spec import Spec, SpecInvalid
from verbundakte.core.bausteine.versions import data_of, pending, spec_of
from verbundakte.core.bausteine.views.history import entries, version_lines
from verbundakte.core.bausteine.views.tree import below, sections
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.permissions import Permission
from verbundakte.core.ui.shortcuts import render_page


@dataclass
class Editor:
    """One Baustein as a person works on it: its versions, the shown one, the shown place."""

    request: HttpRequest
    baustein: Baustein
    versions: list[BausteinVersion]
    version: BausteinVersion
    place: Place

    @cached_property
    def kind(self) -> BausteinKind:
        """The kind of the Baustein."""
        return kind_named(self.baustein.kind)

    @cached_property
    def data(self) -> dict:
        """What the shown version says."""
        return data_of(self.version)

    @cached_property
    def may_edit(self) -> bool:
        """Whether the actor may write drafts of it."""
        return self.request.actor.may(Permission.BAUSTEIN_EDIT, self.baustein)

    @cached_property
    def draft(self) -> BausteinVersion | None:
        """The draft, if there is one."""
        return next((version for version in self.versions if version.is_draft), None)

    @property
    def is_writing(self) -> bool:
        """Whether the shown place is a form."""
        return self.version.is_draft and self.may_edit

    @cached_property
    def before(self) -> BausteinVersion | None:
        """The version that holds, with which a draft is compared."""
        older = (row for row in self.versions if row.number < self.version.number)
        return next((row for row in older if row.state == "freigegeben"), None)

    def link(self, place: str = "", **more) -> str:
        """Return the address of a place of the shown version."""
        number = "" if self.version == _first_shown(self) else str(self.version.number)
        query = {"ort": place, "fassung": number, **more}
        kept = urlencode({key: value for key, value in query.items() if value})
        page = reverse("vorlagen:vorlage", args=[self.baustein.pk])
        return f"{page}?{kept}" if kept else page

    def at(self, name: str, *more, **query) -> str:
        """Return another address of the Baustein."""
        address = reverse(f"vorlagen:{name}", args=[self.baustein.pk, *more])
        kept = urlencode({key: value for key, value in query.items() if value})
        return f"{address}?{kept}" if kept else address

    def form(self, *args) -> PlaceForm:
        """Return the form of the shown place."""
        locks = bool(self.baustein.origin)
        return PlaceForm(*args, place=self.place, actor=self.request.actor, locks=locks)


def _first_shown(editor) -> BausteinVersion:
    """Return the version shown without asking: the draft, else what holds, else the newest."""
    released = (row for row in editor.versions if row.state == "freigegeben")
    return editor.draft or next(released, editor.versions[0])


def open_editor(request: HttpRequest, baustein_id: UUID, *, draft: bool = False) -> Editor:
    """Return the Baustein of an address with the chosen version and place, or 404.

    `draft`: only the draft is meant.
    """
    baustein = queries.show_baustein(request.actor, baustein_id)
    versions = queries.versions_of(request.actor, baustein)
    editor = Editor(request, baustein, versions, versions[0], None)
    number = "" if draft else request.GET.get("fassung", "")
    chosen = [row for row in versions if str(row.number) == number] if number else []
    if (number and not chosen) or (draft and not editor.draft):
        raise Http404
    editor.version = chosen[0] if chosen else _first_shown(editor)
    try:
        path = read_address(request.GET.get("ort", ""))
        editor.place = place_at(editor.kind.spec, editor.data, path)
    except NoSuchPlace:
        raise Http404 from None
    return editor


def open_writing(request: HttpRequest, baustein_id: UUID) -> Editor:
    """Return the draft of a Baustein with the chosen place, or 404, also without the right."""
    queries.require_editing(request.actor)
    return open_editor(request, baustein_id, draft=True)


@require_safe
def vorlage(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Show a Baustein; its draft as a form to whoever may edit it."""
    editor = open_editor(request, baustein_id)
    return show(editor, editor.form() if editor.is_writing else None)


def show(
    editor: Editor, form: PlaceForm | None, *, conflict: list | None = None, problem: str = ""
) -> HttpResponse:
    """Answer with the page of a Baustein; 422 when its form has errors or `problem` says one."""
    version = editor.version
    context = {
        "baustein": editor.baustein,
        "kind": editor.kind,
        "version": version,
        "place": editor.place,
        "form": form,
        "conflict": conflict,
        "pairs": pairs(editor.place),
        "sections": sections(editor),
        "below": below(editor),
        "pending": pending(version) if version.is_draft else [],
        "example": example_of(version),
        "has_example": editor.kind.spec.example is not Spec.example,
        **_history(editor),
        **_doors(editor),
        "problem": problem,
    }
    status = 422 if problem or (form is not None and form.errors) else 200
    return render_page(editor.request, "vorlagen/vorlage.html", context, status=status)


def pairs(place: Place) -> list[tuple[str, str]]:
    """Return (label, value) of a place, for reading."""
    infos = [info for info in form_fields(place.spec) if not is_inline(info)]
    rows = [(info.label, said(info, place.data.get(info.name))) for info in infos]
    lists = [info for info in form_fields(place.spec) if is_inline(info)]
    return rows + [(info.label, said(info, place.data.get(info.name))) for info in lists]


def example_of(version: BausteinVersion) -> str:
    """Return what a version would make, or "" while it is not complete."""
    try:
        return spec_of(version).example()
    except SpecInvalid:
        return ""


def _history(editor: Editor) -> dict:
    actor, versions = editor.request.actor, editor.versions
    events = queries.events_of(actor, editor.baustein, versions)
    ids = {key for row in versions for key in (row.created_by, row.released_by, row.withdrawn_by)}
    ids |= {event.actor_id for event in events}
    names = queries.names_of_actors(actor, ids)
    return {
        "versions": version_lines(editor, names),
        "entries": entries(events, names),
        "before": editor.before,
    }


def _doors(editor: Editor) -> dict:
    may_release = editor.request.actor.may(Permission.BAUSTEIN_RELEASE, editor.baustein)
    place, is_draft = editor.place.address, editor.version.is_draft
    is_newest = editor.version == next(
        (row for row in editor.versions if row.state == "freigegeben"), None
    )
    return {
        "save": editor.at("angaben", ort=place),
        "live_example": editor.at("beispiel", ort=place),
        "begin": editor.at("entwurf") if editor.may_edit and not editor.draft else "",
        "release": editor.at("freigabe") if is_draft and may_release else "",
        "withdraw": editor.at("zurueckziehung", editor.version.number)
        if may_release and (is_draft or is_newest)
        else "",
        "remove": editor.at("eintrag-entfernung", ort=place) if place and editor.is_writing else "",
        "delivery": editor.at("auslieferung")
        if editor.kind.delivered(editor.baustein.key) is not None
        else "",
        "compare": editor.at("vergleich") if len(editor.versions) > 1 else "",
        "download": editor.at("datei", editor.version.number),
        "to_draft": editor.link() if editor.draft and not is_draft else "",
        "is_writing": editor.is_writing,
    }
