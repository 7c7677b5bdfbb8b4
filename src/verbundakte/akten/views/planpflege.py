"""/aktenplan/bearbeiten/ : the draft of the Aktenplan: tree left, one unit in the middle, history right."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import queries
from verbundakte.akten.actions import aktenplan_entwurf as entwurf
from verbundakte.akten.aktenplan import PlaneinheitSpec
from verbundakte.akten.forms_aktenplan import PlaneinheitForm, UmzugForm
from verbundakte.akten.plan_changes import Plan, Speaker, differences, new_unit
from verbundakte.akten.queries import Files, PlanState
from verbundakte.akten.views.addresses import here, read_uuid
from verbundakte.akten.views.aktenplan import Node
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import today
from verbundakte.core.ids import uuid7
from verbundakte.core.ui.context import MenuItem
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page, wants_fragment

MOST_HITS = 100
MARKS = {"neu": "neu", "verschoben": "verschoben", "geändert": "geändert", "stillgelegt": "still"}

READING = {
    "aufbewahrungsdauer": "Aufbewahrung",
    "begruendung": "Rechtsgrund",
    "aussonderungsart": "Aussonderung",
    "geheimnisklasse": "Geheimnis",
    "zugriff": "Zugriff neuer Akten",
    "federfuehrung": "Feder|führung",
    "stichwoerter": "Stichwörter",
    "is_stillgelegt": "Stillgelegt",
}


def draft_or_404(request: HttpRequest) -> PlanState:
    """Return the state of the plan when there is a draft, else 404."""
    state = queries.plan_state(request.actor)
    if state.draft is None:
        raise Http404
    return state


def meaning(files: Files, kennzeichen: str, year: int) -> str:
    """Return what a change means for files, in one sentence."""
    begin = f"Neue Akten beginnen mit {kennzeichen}-{year}."
    if not files.akten:
        return f"Betrifft noch keine Akte. {begin}"
    one = files.akten == 1
    many = "Betrifft 1 Akte" if one else f"Betrifft {files.akten} Akten"
    keeps = "sie behält ihr Aktenzeichen" if one else "sie behalten ihr Aktenzeichen"
    return f"{many}, davon {files.open} offen; {keeps} und ihre Aufbewahrung. {begin}"


class DraftTree:
    """The tree of the editor: only the way to the chosen unit is unfolded; changes are marked."""

    def __init__(self, state: PlanState, chosen: str | None = None):
        self.plan = state.plan
        self.place = reverse("akten:aktenplan-bearbeiten")
        self.chosen = chosen
        self.way = {unit["id"] for unit in self.plan.path(chosen)}
        self.marks = _marks(state)

    def nodes(self, below: str | None = None) -> list[Node]:
        """Return the nodes under a unit, or the roots."""
        return [self._node(unit) for unit in self.plan.below.get(below, [])]

    def _node(self, unit: dict) -> Node:
        key = unit["id"]
        is_open = key in self.way
        has_more = bool(self.plan.below.get(key)) and not is_open
        return Node(
            unit["kennzeichen"],
            unit["titel"],
            f"{self.place}?einheit={key}#dokument",
            is_current=key == self.chosen,
            is_open=is_open,
            mark=self.marks.get(key, "still" if unit["is_stillgelegt"] else ""),
            more=f"{self.place}?zweig={key}" if has_more else "",
            children=self.nodes(key) if is_open else [],
        )


def _marks(state: PlanState) -> dict[str, str]:
    if state.draft_plan is None or state.released_plan is None:
        return {}
    found = differences(state.released_plan, state.draft_plan, {})
    return {change.id: MARKS.get(change.kind, "") for change in found}


@require_http_methods(["GET", "POST"])
def editor(request: HttpRequest) -> HttpResponse:
    """Show the draft with the unit of `?einheit=`, or a new one below (`?unter=`); save it."""
    state = queries.plan_state(request.actor)
    if branch := request.GET.get("zweig"):
        return _branch(request, state, branch)
    unit, is_new = _chosen(request, state.plan)
    if unit is None or state.draft is None:
        if request.method == "POST":
            raise Http404
        return _page(request, state, unit, is_new=is_new)
    kept = [unit["federfuehrung"]["key"]] if unit["federfuehrung"] else []
    einheiten = queries.einheiten_to_lead(request.actor, today(), kept)
    seen = entwurf.state_of(state.plan.units.get(unit["id"]))
    initial = PlaneinheitForm.initial_of(unit, seen)
    muster = queries.muster_for_akten(request.actor, unit, today())
    form = PlaneinheitForm(
        request.POST or None, initial=initial, einheiten=einheiten, muster=muster
    )
    if request.method == "POST" and form.is_valid():
        answer = _save(request, state, unit, form)
        if answer:
            return answer
    return _page(request, state, unit, is_new=is_new, form=form)


def _chosen(request: HttpRequest, plan: Plan) -> tuple[dict | None, bool]:
    """Return the unit the address names, or a new one at the place it names."""
    if "neu" in request.GET:
        above = request.GET.get("unter", "")
        if above and above not in plan.units:
            raise Http404
        key = read_uuid(request.POST.get("id", "")) or uuid7()
        return new_unit(str(key), plan.units.get(above)), True
    key = request.GET.get("einheit", "")
    if key and key not in plan.units:
        raise Http404
    return plan.units.get(key), False


def _branch(request: HttpRequest, state: PlanState, key: str) -> HttpResponse:
    if key not in state.plan.units:
        raise Http404
    if not wants_fragment(request):
        return redirect(f"{request.path}?einheit={key}")
    return render(request, "akten/_zweig.html", {"nodes": DraftTree(state).nodes(key)})


def _save(request: HttpRequest, state: PlanState, unit: dict, form: PlaneinheitForm):
    """Save the unit and go to it; None when that was refused (the form says why)."""
    given = form.unit(unit)
    change = entwurf.unit_put(
        given,
        seen=form.cleaned_data["seen"],
        for_all_below=form.cleaned_data["for_all_below"],
    )
    try:
        entwurf.change_plan(request.actor, state.draft, change=change)
    except entwurf.UnitChanged as refusal:
        _show_conflict(request, form, given)
        form.add_error(None, refusal.message)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    else:
        say(request, f"{PlaneinheitSpec.name_of(given)} im Entwurf gespeichert.")
        return redirect(f"{request.path}?einheit={given['id']}")
    return None


def _show_conflict(request: HttpRequest, form: PlaneinheitForm, mine: dict) -> None:
    """Let the form show what the other one wrote, and let the next "Speichern" replace it."""
    now = queries.plan_state(request.actor).plan.units.get(mine["id"])
    names = queries.names_in_plan(request.actor)
    form.conflict = Speaker(names).difference(now, mine) if now else []
    form.data = form.data.copy()
    form.data["seen"] = entwurf.state_of(now)


def _page(
    request: HttpRequest, state: PlanState, unit: dict | None, *, is_new: bool, form=None
) -> HttpResponse:
    words = request.GET.get("wort", "").strip()
    is_changed = "geaendert" in request.GET
    tree = DraftTree(state, unit["parent"] if unit and is_new else unit and unit["id"])
    hits = _hits(request, tree, words, is_changed)
    context = {
        "state": state,
        "words": words,
        "only_changed": is_changed,
        "hits": hits,
        "tree": tree.nodes() if hits is None else [],
        "unit": unit,
        "is_new": is_new,
        "form": form,
        "change_count": len(tree.marks),
        "may_release": request.actor.may("core.baustein:release", None),
        **(_about(request, state, unit, is_new) if unit else {}),
    }
    status = 422 if form is not None and form.errors else 200
    return render_page(request, "akten/plan_bearbeiten.html", context, status=status)


def _hits(request: HttpRequest, tree: DraftTree, words: str, is_changed: bool) -> list | None:
    """Return the rows of a search or of the changed units, None when the tree is shown."""
    if not words and not is_changed:
        return None
    units = tree.plan.find(words) if words else tree.plan.find("")
    if is_changed:
        units = [unit for unit in units if unit["id"] in tree.marks]
    return [
        {
            "icon": "tree",
            "title": PlaneinheitSpec.name_of(unit),
            "url": here(request, "#dokument", einheit=unit["id"], neu=""),
            "sub": tree.marks.get(unit["id"]) or ", ".join(unit["stichwoerter"]),
            "is_here": unit["id"] == tree.chosen,
        }
        for unit in units[:MOST_HITS]
    ]


def _about(request: HttpRequest, state: PlanState, unit: dict, is_new: bool) -> dict:
    """Return history, use and the acts of a unit."""
    names = queries.names_in_plan(request.actor)
    way = state.plan.path(unit["parent"])
    place = reverse("akten:aktenplan-bearbeiten")
    found = {"path": [(PlaneinheitSpec.name_of(up), f"{place}?einheit={up['id']}") for up in way]}
    if is_new:
        return found
    branch = state.plan.branch(unit["id"])
    files = queries.files_under(request.actor, [one["id"] for one in branch])
    released = state.released_plan and state.released_plan.units.get(unit["id"])
    speaker = Speaker(names, state.plan, *filter(None, [state.released_plan]))
    history = queries.unit_history(request.actor, state, unit["id"], names)
    return found | {
        "meaning": meaning(files, unit["kennzeichen"], today().year),
        "below_count": len(branch) - 1,
        "own_changes": speaker.difference(released, unit) if released and state.draft else [],
        "history": _entries(history),
        "reading": [(label, speaker.value(name, unit[name])) for name, label in READING.items()],
        "menu": _menu(unit, is_released=released is not None) if state.draft else [],
        "beside": unit["parent"] or "",
    }


def _entries(history: list) -> list[dict]:
    people = queries.person_names([version.created_by for version, _ in history])
    return [
        {
            "icon": "plus" if change.kind == "neu" else "history",
            "who": people.get(version.released_by, ""),
            "text": f"Fassung {version.number}, gilt ab {version.valid_from:%d.%m.%Y}",
            "changes": change.changes,
            "detail": "" if change.changes else "in den Plan aufgenommen",
        }
        for version, change in history
    ]


def _menu(unit: dict, *, is_released: bool) -> list[MenuItem]:
    def at(name: str) -> str:
        return reverse(f"akten:aktenplan-{name}", args=[unit["id"]])

    still = "Wieder öffnen" if unit["is_stillgelegt"] else "Stilllegen"
    items = [
        MenuItem("Zweig verschieben", at("umzug"), "branch"),
        MenuItem(still, at("stilllegung"), "lock"),
    ]
    if not is_released:
        items.append(
            MenuItem(
                "Aus dem Entwurf nehmen", at("wegnahme"), "close", method="post", is_danger=True
            )
        )
    return items


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Move a branch: first what it means, then do it."""
    state, key = draft_or_404(request), str(item_id)
    plan = state.plan
    if key not in plan.units:
        raise Http404
    unit = plan.units[key]
    above = plan.units.get(unit["parent"])
    initial = {"ziel": above["kennzeichen"] if above else "", "kennzeichen": unit["kennzeichen"]}
    asked = request.POST if request.method == "POST" else (request.GET or None)
    form = UmzugForm(asked, initial=initial)
    steps = None
    if asked and form.is_valid():
        target = plan.number_taken(form.cleaned_data["ziel"]) if form.cleaned_data["ziel"] else None
        if form.cleaned_data["ziel"] and target is None:
            form.add_error(
                "ziel", "Diese Einheit steht nicht im Entwurf. Prüfen Sie das Kennzeichen."
            )
        else:
            where = {
                "parent": target["id"] if target else None,
                "kennzeichen": form.cleaned_data["kennzeichen"],
            }
            change = entwurf.branch_moved(key, **where)
            if request.method == "POST" and _done(request, state, change, form, key, "verschoben"):
                return redirect(f"{reverse('akten:aktenplan-bearbeiten')}?einheit={key}")
            steps = _preview_move(request, plan, key, where, form, change)
    context = {"unit": unit, "form": form, "steps": steps, **_branch_head(unit)}
    status = 422 if form.errors else 200
    return render_page(request, "akten/plan_umzug.html", context, status=status)


def _preview_move(request, plan: Plan, key: str, where: dict, form, change) -> dict | None:
    if form.errors:
        return None
    try:
        after = change(plan)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
    files = queries.files_under(request.actor, [unit["id"] for unit in plan.branch(key)])
    before = {unit["id"]: PlaneinheitSpec.name_of(unit) for unit in plan.branch(key)}
    return {
        "meaning": meaning(files, where["kennzeichen"], today().year),
        "rows": [(before[one["id"]], one["kennzeichen"]) for one in after.branch(key)],
    }


def _done(request, state: PlanState, change, form, key: str, what: str) -> bool:
    """Do a change of a branch and say so; False when it was refused (the form says why)."""
    try:
        entwurf.change_plan(request.actor, state.draft, change=change)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    say(request, f"{PlaneinheitSpec.name_of(state.plan.units[key])} {what}.")
    return True


def _branch_head(unit: dict) -> dict:
    back = f"{reverse('akten:aktenplan-bearbeiten')}?einheit={unit['id']}"
    return {"name": PlaneinheitSpec.name_of(unit), "back": back}


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Close a branch to new Akten (or open it again) after saying what that means."""
    state, key = draft_or_404(request), str(item_id)
    if key not in state.plan.units:
        raise Http404
    unit = state.plan.units[key]
    will = not unit["is_stillgelegt"]
    if request.method == "POST":
        change = entwurf.branch_retired(key, is_stillgelegt=will)
        entwurf.change_plan(request.actor, state.draft, change=change)
        undo = reverse("akten:aktenplan-stilllegung", args=[key])
        say(request, f"{PlaneinheitSpec.name_of(unit)} im Entwurf geändert.", undo=undo)
        return redirect(_branch_head(unit)["back"])
    branch = state.plan.branch(key)
    files = queries.files_under(request.actor, [one["id"] for one in branch])
    context = {"will": will, "below_count": len(branch) - 1, "files": files, **_branch_head(unit)}
    return render_page(request, "akten/plan_stilllegung.html", context)


@require_POST
def remove(request: HttpRequest, item_id: UUID) -> HttpResponse:
    """Take a branch that never held out of the draft."""
    state, key = draft_or_404(request), str(item_id)
    if key not in state.plan.units:
        raise Http404
    above = state.plan.units[key]["parent"]
    change = entwurf.branch_removed(key, state.released_plan)
    try:
        entwurf.change_plan(request.actor, state.draft, change=change)
    except entwurf.StillReleased as refusal:
        raise PermissionDenied(refusal.message) from refusal
    say(request, f"{PlaneinheitSpec.name_of(state.plan.units[key])} aus dem Entwurf genommen.")
    place = reverse("akten:aktenplan-bearbeiten")
    return redirect(f"{place}?einheit={above}" if above else place)
