"""Versions of the Aktenplan: begin a draft from any of them, put it aside, compare, release."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import aktenplan_entwurf as entwurf
from verbundakte.akten.forms_aktenplan import FreigabeForm
from verbundakte.akten.plan_changes import Plan, UnitChange, count_kinds, differences, needs_archive
from verbundakte.akten.queries import PlanState
from verbundakte.akten.views.planpflege import draft_or_404
from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine.versions import consequences_of, content_of, open_slots_of
from verbundakte.core.clock import now, today
from verbundakte.core.permissions import Permission as CorePermission
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

MOST_SHOWN = 300
MOST_OPEN = 20
KINDS = {
    "neu": ("neu", "plus"),
    "verschoben": ("verschoben", "branch"),
    "geändert": ("geändert", "edit"),
    "stillgelegt": ("stillgelegt", "lock"),
    "entfällt": ("entfällt", "close"),
}
EMPTY = {"bezeichnung": "Aktenplan", "einheiten": [], "mindestfristen": []}


def changes_context(changes: list[UnitChange]) -> dict:
    """Return what `_plan_unterschiede.html` shows: counts, and the first of the changes."""
    counts = count_kinds(changes)
    return {
        "counts": [
            (KINDS[kind][0], KINDS[kind][1], counts[kind]) for kind in KINDS if kind in counts
        ],
        "changes": [(change, *KINDS[change.kind]) for change in changes[:MOST_SHOWN]],
        "more_changes": max(len(changes) - MOST_SHOWN, 0),
    }


@require_http_methods(["GET", "POST"])
def versions(request: HttpRequest) -> HttpResponse:
    """List the versions; POST begins a draft, from `fassung` or the one released last."""
    state = queries.plan_state(request.actor)
    if request.method == "POST":
        return _begin(request, state)
    rows = queries.plan_versions(request.actor, state.baustein)
    people = queries.person_names([row.released_by or row.created_by for row in rows])
    consents = queries.archive_consents(request.actor, state.baustein)
    context = {
        "rows": [
            {
                "version": row,
                "who": people.get(row.released_by or row.created_by, ""),
                "consent": consents.get(row.number),
            }
            for row in rows
        ],
        "has_draft": state.draft is not None,
    }
    return render_page(request, "akten/plan_fassungen.html", context)


def _begin(request: HttpRequest, state: PlanState) -> HttpResponse:
    number = request.POST.get("fassung", "")
    if state.baustein is None or (number and not number.isdecimal()):
        raise Http404
    source = number and queries.plan_version(request.actor, state.baustein, int(number))
    reason = f"Aus Fassung {number}" if number else ""
    entwurf.begin_draft(
        request.actor, state.baustein, on=today(), source=source or None, reason=reason
    )
    undo = ""
    if state.draft:
        undo = f"{reverse('akten:aktenplan-rueckkehr', args=[state.draft.number])}"
    say(request, "Entwurf begonnen. Er gilt erst nach der Freigabe.", undo=undo)
    return redirect("akten:aktenplan-bearbeiten")


@require_POST
def restore(request: HttpRequest, number: int) -> HttpResponse:
    """Make a version the draft again (the way back from a file or a new draft)."""
    state = queries.plan_state(request.actor)
    source = queries.plan_version(request.actor, state.baustein, number)
    entwurf.begin_draft(
        request.actor, state.baustein, on=today(), source=source, reason=f"Aus Fassung {number}"
    )
    say(request, f"Der Entwurf ist wieder, wie er in Fassung {number} war.")
    return redirect("akten:aktenplan-bearbeiten")


@require_POST
def put_aside(request: HttpRequest) -> HttpResponse:
    """Put the draft aside; what is released goes on to hold."""
    state = draft_or_404(request)
    draft = entwurf.put_aside_draft(request.actor, state.baustein, on=today())
    undo = reverse("akten:aktenplan-rueckkehr", args=[draft.number]) if draft else ""
    say(request, "Entwurf beiseitegelegt.", undo=undo)
    return redirect("akten:aktenplan-bearbeiten")


@require_safe
def one_version(request: HttpRequest, number: int) -> HttpResponse:
    """Show in words what a version changed, compared with another (`?mit=`) or the one before."""
    state = queries.plan_state(request.actor)
    version = queries.plan_version(request.actor, state.baustein, number)
    other = request.GET.get("mit", "")
    before = int(other) if other.isdecimal() else number - 1
    old = Plan(EMPTY)
    if before >= 1:
        old = Plan(content_of(queries.plan_version(request.actor, state.baustein, before)))
    names = queries.names_in_plan(request.actor)
    found = differences(old, Plan(content_of(version)), names)
    context = {"version": version, "before": before, **changes_context(found)}
    return render_page(request, "akten/plan_fassung.html", context)


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest) -> HttpResponse:
    """Show what the draft changes and what that means; POST releases it on a day."""
    state = draft_or_404(request)
    may = request.actor.may(CorePermission.BAUSTEIN_RELEASE, state.draft)
    if request.method == "POST" and not may:
        raise Http404
    form = FreigabeForm(request.POST or None, initial={"valid_from": today()}, today=today())
    if request.method == "POST" and form.is_valid():
        try:
            done = actions.release_plan(
                request.actor,
                state.draft,
                valid_from=form.cleaned_data["valid_from"],
                at=now(),
                consent=form.consent(),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, f"Aktenplan freigegeben. Er gilt ab {done.valid_from:%d.%m.%Y}.")
            return redirect("akten:aktenplan")
    context = {"state": state, "form": form, "may_release": may, **_meaning(request, state)}
    status = 422 if form.errors else 200
    return render_page(request, "akten/plan_freigabe.html", context, status=status)


def _meaning(request: HttpRequest, state: PlanState) -> dict:
    old, new = state.released_plan, state.draft_plan
    names = queries.names_in_plan(request.actor)
    found = differences(old or Plan(EMPTY), new, names)
    changed, destroyed = needs_archive(old, new)
    slots = open_slots_of(state.draft)
    touched = [change.id for change in found if change.kind != "neu"]
    return {
        **changes_context(found),
        "files": queries.files_under(request.actor, touched) if touched else None,
        "needs_consent": changed,
        "needs_decision": destroyed,
        "open_slots": [slot.question for slot in slots[:MOST_OPEN]],
        "open_count": len(slots),
        "consequences": consequences_of(state.draft),
    }
