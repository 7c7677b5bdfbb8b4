"""The Aktenplan as CSV: out, and in with a preview of what it would change."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import plan_csv, queries
from verbundakte.akten.actions import aktenplan_entwurf as entwurf
from verbundakte.akten.aktenplan import AktenplanSpec
from verbundakte.akten.forms_aktenplan import EinspielungForm
from verbundakte.akten.plan_changes import Plan, differences
from verbundakte.akten.queries import PlanState
from verbundakte.akten.views.planfreigabe import changes_context
from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.bausteine import SpecInvalid
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.clock import today
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

MOST_PROBLEMS = 50
BOM = "\ufeff"


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Return a version (`?fassung=`), the draft or what was released last, as CSV."""
    state = queries.plan_state(request.actor)
    plan, name = state.plan, "Entwurf" if state.draft else "gilt"
    number = request.GET.get("fassung", "")
    if number.isdecimal():
        version = queries.plan_version(request.actor, state.baustein, int(number))
        plan, name = Plan(content_of(version)), f"Fassung-{number}"
    text = plan_csv.write(plan, queries.einheit_numbers(request.actor, today()))
    response = HttpResponse(BOM + text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="Aktenplan-{name}-{today()}.csv"'
    return response


@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Read a file, show what it would change with every problem by line, and apply it."""
    state = queries.plan_state(request.actor)
    form = EinspielungForm(request.POST or None, request.FILES or None)
    preview = None
    if request.method == "POST" and form.is_valid():
        try:
            table, found = _read(request, state, form)
        except plan_csv.Unreadable as reason:
            form.add_error("datei", str(reason))
        else:
            preview = _preview(request, state, table, found)
            is_final = "anwenden" in request.POST and not preview["problems"]
            if is_final and (answer := _apply(request, state, found.plan, form)):
                return answer
            preview["seen"] = _seen(state)
    context = {"form": form, "preview": preview, "state": state, "columns": list(plan_csv.COLUMNS)}
    if preview:
        context["missing"] = form.cleaned_data["missing"]
    is_wrong = form.errors or (preview and preview["problems"])
    return render_page(
        request, "akten/plan_einspielung.html", context, status=422 if is_wrong else 200
    )


def _read(request: HttpRequest, state: PlanState, form: EinspielungForm):
    table = plan_csv.read(form.content())
    numbers = queries.einheit_numbers(request.actor, today())
    einheiten = {kennzeichen: pk for pk, kennzeichen in numbers.items()}
    return table, plan_csv.apply(table, state.plan, einheiten, missing=form.cleaned_data["missing"])


def _preview(request: HttpRequest, state: PlanState, table, found: plan_csv.Imported) -> dict:
    problems = [f"Zeile {line}: {text}" for line, text in found.problems]
    if not problems:
        try:
            AktenplanSpec.read(found.plan.data)
        except SpecInvalid as invalid:
            problems = [problem.message for problem in invalid.problems]
    names = queries.names_in_plan(request.actor)
    changes = [] if problems else differences(state.plan, found.plan, names)
    return {
        "encoding": table.encoding,
        "line_count": len(table.lines),
        "problems": problems[:MOST_PROBLEMS],
        "problem_count": len(problems),
        "text": plan_csv.to_text(table) if not problems else "",
        "touches": queries.files_under(
            request.actor, [change.id for change in changes if change.kind != "neu"]
        ),
        **changes_context(changes),
    }


def _seen(state: PlanState) -> str:
    return f"{state.draft.pk}:{state.draft.revision}" if state.draft else ""


def _apply(request: HttpRequest, state: PlanState, plan: Plan, form: EinspielungForm):
    """Make the plan the draft; None when somebody was faster (the new preview says what changed)."""
    key, _, revision = request.POST.get("seen", "").partition(":")
    seen = (UUID(key), int(revision)) if key and revision.isdecimal() else (None, 0)
    before = state.draft or state.released
    try:
        entwurf.replace_draft(
            request.actor,
            state.baustein,
            plan=plan,
            seen=seen,
            on=today(),
            reason="Aus einer CSV-Datei",
        )
    except Changed:
        form.add_error(
            None,
            "Inzwischen hat jemand den Entwurf geändert. Die Vorschau unten ist neu; prüfen Sie sie.",
        )
        return None
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
    undo = reverse("akten:aktenplan-rueckkehr", args=[before.number]) if before else ""
    say(request, "Die Datei ist in den Entwurf übernommen.", undo=undo)
    return redirect(f"{reverse('akten:aktenplan-bearbeiten')}?geaendert=1")
