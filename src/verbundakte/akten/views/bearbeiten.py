"""/…/bearbeiten/ of Akte, Vorgang and Dokument: one page, and what happens when two edit at once.

Who saves second sees both values side by side (409) and decides; nothing is overwritten silently.
"""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.forms import AkteForm, EditForm
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.typforms import DokumentForm, TypForm, VorgangForm, field_name
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.clock import today
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page


@dataclass(frozen=True)
class Editing:
    """How one kind of object is edited."""

    title: str
    permission: str
    change: Callable
    read: Callable
    form: Callable[..., EditForm]


def _akte_form(actor, row: Akte, wanted: str, **given) -> EditForm:
    return AkteForm(initial=AkteForm.initial_of(row), **given)


def _typ_options(form: type[TypForm], actor, row, wanted: str) -> dict:
    initial = form.initial_of(row)
    return {"actor": actor, "today": today(), "subject": row, "wanted": wanted, "initial": initial}


def _vorgang_form(actor, row: Vorgang, wanted: str, **given) -> EditForm:
    options = _typ_options(VorgangForm, actor, row, wanted)
    return VorgangForm(kept=row.sachbearbeitung, **options, **given)


def _dokument_form(actor, row: Dokument, wanted: str, **given) -> EditForm:
    return DokumentForm(**_typ_options(DokumentForm, actor, row, wanted), **given)


EDITINGS = {
    Akte: Editing(
        "Angaben der Akte",
        Permission.AKTE_EDIT,
        actions.change_akte,
        queries.get_akte,
        _akte_form,
    ),
    Vorgang: Editing(
        "Angaben des Vorgangs",
        Permission.VORGANG_EDIT,
        actions.change_vorgang,
        queries.get_vorgang,
        _vorgang_form,
    ),
    Dokument: Editing(
        "Angaben des Dokuments",
        Permission.DOKUMENT_EDIT,
        actions.change_dokument,
        queries.get_dokument,
        _dokument_form,
    ),
}


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Edit an Akte."""
    return _edit(request, EDITINGS[Akte], akte_id)


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Edit a Vorgang."""
    return _edit(request, EDITINGS[Vorgang], vorgang_id)


@require_http_methods(["GET", "POST"])
def dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Edit a Dokument."""
    return _edit(request, EDITINGS[Dokument], dokument_id)


def _edit(request: HttpRequest, editing: Editing, key: UUID) -> HttpResponse:
    subject = editing.read(request.actor, key)
    form = editing.form(request.actor, subject, _wanted(request), data=request.POST or None)
    conflict, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _save(request, editing, subject, form)
            except Changed:
                subject = editing.read(request.actor, key)
                conflict, status = _conflict(subject, form), 409
                form = _anew(editing, subject, request)
            except Refusal as refusal:
                form.add_error(None, refusal.message)
            else:
                say(request, "Gespeichert.")
                return redirect(address_of(subject))
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "title": editing.title,
        "form": form,
        "common": form.common_fields() if isinstance(form, TypForm) else form.visible_fields(),
        "conflict": conflict,
        "back": address_of(subject),
        "may_edit": request.actor.may(editing.permission, subject),
    }
    return render_page(request, "akten/bearbeiten.html", context, status=status)


def _wanted(request: HttpRequest) -> str:
    """Return the Kürzel of the type whose fields shall be shown instead of the present one's."""
    return request.GET.get("dokumenttyp", request.GET.get("vorgangstyp", ""))[:30]


def _save(request: HttpRequest, editing: Editing, subject, form: EditForm) -> None:
    more = {"felder": form.felder_given()} if isinstance(form, TypForm) else {}
    editing.change(
        request.actor,
        subject,
        seen_revision=form.cleaned_data["revision"],
        values=form.values(),
        **more,
    )


def _anew(editing: Editing, subject, request: HttpRequest) -> EditForm:
    """The same input over the object as it stands now."""
    data = request.POST.copy()
    data["revision"] = str(subject.revision)
    return editing.form(request.actor, subject, _wanted(request), data=data)


def _conflict(subject, form: EditForm) -> dict:
    """Return who was faster, and own and stored value of each field that differs."""
    stored = form.initial_of(subject)
    rows = [
        {
            "label": form.fields[name].label,
            "mine": _shown(form, name, form.cleaned_data[name]),
            "theirs": _shown(form, name, stored[name]),
        }
        for name in form.names
        if form.cleaned_data[name] != stored[name]
    ]
    if isinstance(form, TypForm):
        rows += _own_conflicts(form)
    who, at = queries.last_change(subject) or ("Jemand", None)
    return {"who": who, "at": at, "rows": rows}


def _own_conflicts(form: TypForm) -> list[dict]:
    """Return the own fields in which what was sent differs from what is stored now."""
    given = form.felder_given() or {}
    stored = form.werte_now()
    pairs = [
        (feld, given[feld.id], stored.get(feld.id))
        for feld in form.felder
        if feld.id in given and not form.fields[field_name(feld)].disabled
    ]
    return [
        {
            "label": feld.bezeichnung,
            "mine": mine.text if mine else "",
            "theirs": theirs.text if theirs else "",
        }
        for feld, mine, theirs in pairs
        if mine != theirs
    ]


def _shown(form: EditForm, name: str, value) -> str:
    choices = (
        dict(getattr(form.fields[name], "choices", None) or {}) if isinstance(value, str) else {}
    )
    if isinstance(value, bool):
        return "ja" if value else "nein"
    if hasattr(value, "strftime"):
        return f"{value:%d.%m.%Y}"
    return str(choices.get(value, value) or "")
