"""/stapel/ : change many Akten, Vorgänge or Dokumente at once, chosen one by one or by a filter."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.queries.listen import Liste
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.akten.work_forms import StapelForm
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.lists.state import State, read_state
from verbundakte.core.ui.formats import number
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page

KINDS = {
    "akten": ObjectKind.AKTE,
    "vorgaenge": ObjectKind.VORGANG,
    "dokumente": ObjectKind.DOKUMENT,
}
WORDS = {
    ObjectKind.AKTE: "Akten",
    ObjectKind.VORGANG: "Vorgänge",
    ObjectKind.DOKUMENT: "Dokumente",
}


@require_http_methods(["GET", "POST"])
def new_stapel(request: HttpRequest) -> HttpResponse:
    """Ask what shall be done to the chosen ones or to all of a list, then order it."""
    asked = {name: request.GET.get(name, "") for name in ("liste", "ort", "abfrage")}
    kind = KINDS.get(asked["liste"])
    if kind is None:
        raise Http404
    liste = queries.get_liste(request.actor, asked["liste"], asked["ort"])
    state = read_state(liste.listing, QueryDict(asked["abfrage"]))
    chosen = [key for text in request.GET.getlist("auswahl") if (key := read_uuid(text))]
    count = queries.count_of(request.actor, liste, state)
    form = StapelForm(
        request.POST or None,
        kind=kind,
        today=today(),
        initial={"umfang": "auswahl" if chosen else "alle", "tag": today()},
    )
    form.offer(actor=request.actor, chosen=len(chosen), all_text=f"alle {count} der Liste")
    if request.method == "POST" and form.is_valid():
        try:
            stapel = _order(request, form, kind, _ids(request, form, liste, state, chosen))
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("akten:stapel", stapel_id=stapel.pk)
    context = {"form": form, "word": WORDS[kind], "state": state, "count": count}
    status = 422 if form.errors else 200
    return render_page(request, "akten/stapel_neu.html", context, status=status)


def _ids(request, form: StapelForm, liste: Liste, state: State, chosen: list[UUID]) -> list[UUID]:
    if form.cleaned_data["umfang"] == "auswahl":
        return chosen
    rows = state.narrow(liste.rows(request.actor)).order_by("pk").values_list("pk", flat=True)
    return list(rows[: actions.AT_MOST + 1])


def _order(request: HttpRequest, form: StapelForm, kind: str, ids: list[UUID]):
    handlung, value, told = form.order(request.actor)
    person = queries.get_own_person(request.actor, request.actor.person_id)
    told = f"{told}: {number(len(ids))} {WORDS[ObjectKind(kind)]}"
    return actions.begin_stapel(
        request.actor, person, order=(kind, handlung, value), told=told, ids=ids, at=now()
    )


@require_safe
def show_stapel(request: HttpRequest, stapel_id: UUID) -> HttpResponse:
    """Show how far an order is and what became of each object."""
    stapel = queries.get_stapel(request.actor, stapel_id)
    found = queries.posten_of(request.actor, stapel)
    rows = [
        {
            "text": str(subject) if subject is not None else "nicht mehr zu sehen",
            "url": address_of(subject) if subject is not None else "",
            "posten": posten,
        }
        for posten, subject in found
    ]
    waiting = sum(1 for row, _ in found if row.done_at is None and not row.refused)
    context = {
        "stapel": stapel,
        "rows": rows,
        "waiting": waiting,
        "done": sum(1 for row, _ in found if row.done_at and not row.undone_at),
        "refused": sum(1 for row, _ in found if row.refused),
        "live": request.path if waiting else "",
        "may_undo": stapel.undo_ordered_at is None
        and not waiting
        and stapel.kind != ObjectKind.AKTE,
        "undo": reverse("akten:stapel-ruecknahme", args=[stapel.pk]),
    }
    return render_page(request, "akten/stapel.html", context)


@require_POST
def undo(request: HttpRequest, stapel_id: UUID) -> HttpResponse:
    """Take an order back, as far as it can be."""
    stapel = queries.get_stapel(request.actor, stapel_id)
    with telling(request, "Der Stapel wird zurückgenommen."):
        actions.undo_stapel(request.actor, stapel, at=now())
    return redirect("akten:stapel", stapel_id=stapel.pk)
