"""/vorlagen/<id>/freigabe/ and what else is done with versions: withdraw, compare any two."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.core.bausteine import actions, queries
from verbundakte.core.bausteine.forms import DiscardForm, ReleaseForm, WithdrawalForm
from verbundakte.core.bausteine.kinds import kind_named
from verbundakte.core.bausteine.versions import consequences_of, difference_in_words, pending
from verbundakte.core.bausteine.views.vorlage import Editor, example_of, open_editor
from verbundakte.core.clock import today
from verbundakte.core.models import BausteinVersion
from verbundakte.core.permissions import Permission
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.shortcuts import render_page


def _deciding(request: HttpRequest, baustein_id: UUID, *, draft: bool = False) -> Editor:
    editor = open_editor(request, baustein_id, draft=draft)
    if not request.actor.may(Permission.BAUSTEIN_RELEASE, editor.baustein):
        raise Http404
    return editor


def _steps(editor: Editor) -> tuple:
    return ((editor.baustein.name, reverse("vorlagen:vorlage", args=[editor.baustein.pk])),)


@require_http_methods(["GET", "POST"])
def freigabe(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Show what would change and what is still open, then release the draft on a day."""
    editor = _deciding(request, baustein_id, draft=True)
    draft, before = editor.version, editor.before
    initial = {"valid_from": max(today(), before.valid_from) if before else today()}
    form = ReleaseForm(request.POST or None, initial=initial | {"reason": draft.reason})

    def perform(cleaned: dict) -> None:
        actions.release(request.actor, draft, **cleaned)

    page = FormPage(
        f"{editor.baustein.name}: Fassung {draft.number} freigeben",
        "Freigeben",
        reverse("vorlagen:vorlage", args=[editor.baustein.pk]),
        _steps(editor),
        f"Fassung {draft.number} freigegeben.",
        "Danach bleibt die Fassung, wie sie ist. Was schon läuft, behält die Fassung, mit der es"
        " begonnen hat.",
        part="vorlagen/_freigabe.html",
        context={
            "before": before,
            "changes": difference_in_words(before, draft) if before else [],
            "pending": pending(draft),
            "consequences": consequences_of(draft),
            "example": example_of(draft),
        },
    )
    return run_form(request, form, page, perform)


@require_http_methods(["GET", "POST"])
def zurueckziehung(request: HttpRequest, baustein_id: UUID, number: int) -> HttpResponse:
    """Give up a draft, or let a released version end on a day."""
    editor = _deciding(request, baustein_id)
    version = version_numbered(editor, number)
    is_draft = version.is_draft
    given = request.POST if request.method == "POST" else None
    form = DiscardForm(given) if is_draft else WithdrawalForm(given, initial={"on": today()})

    def perform(cleaned: dict) -> None:
        values = {"on": today(), **cleaned}
        actions.withdraw(request.actor, version, **values)

    page = FormPage(
        f"{editor.baustein.name}: Fassung {number} {'verwerfen' if is_draft else 'zurückziehen'}",
        "Entwurf verwerfen" if is_draft else "Zurückziehen",
        reverse("vorlagen:vorlage", args=[editor.baustein.pk]),
        _steps(editor),
        "Entwurf verworfen." if is_draft else f"Fassung {number} zurückgezogen.",
        "Der Entwurf wird nicht mehr weitergeschrieben; ein neuer kann mit seinem Inhalt beginnen."
        if is_draft
        else "Von diesem Tag an gilt die Fassung nicht mehr. Was schon läuft, behält sie.",
        is_danger=True,
    )
    return run_form(request, form, page, perform)


def version_numbered(editor: Editor, number: int) -> BausteinVersion:
    """Return a version by its number, or 404."""
    for version in editor.versions:
        if version.number == number:
            return version
    raise Http404


@require_safe
def vergleich(request: HttpRequest, baustein_id: UUID) -> HttpResponse:
    """Show in sentences what differs between any two versions."""
    baustein = queries.show_baustein(request.actor, baustein_id)
    versions = queries.versions_of(request.actor, baustein)
    numbers = {str(row.number): row for row in versions}
    new = numbers.get(request.GET.get("bis") or str(versions[0].number))
    wanted = request.GET.get("von") or str(versions[min(1, len(versions) - 1)].number)
    old = numbers.get(wanted)
    if new is None or old is None:
        raise Http404
    context = {
        "baustein": baustein,
        "kind": kind_named(baustein.kind),
        "versions": versions,
        "old": old,
        "new": new,
        "changes": difference_in_words(old, new),
        "steps": [(baustein.name, reverse("vorlagen:vorlage", args=[baustein.pk]))],
    }
    return render_page(request, "vorlagen/vergleich.html", context)
