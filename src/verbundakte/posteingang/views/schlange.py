"""/posteingang/ : what waits, one letter after the other, with what is known about it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from verbundakte.akten.pages import here, read_uuid
from verbundakte.core.clock import today
from verbundakte.core.lists.state import AFTER, ORDER, State, read_state
from verbundakte.core.ui.context import MenuItem
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import queries
from verbundakte.posteingang.listen import QUEUE
from verbundakte.posteingang.models import Eingang, KanalArt
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.views.anzeige import Rows
from verbundakte.posteingang.views.flaechen import panes

PART = "Va-Part"
LABELS = {
    "einheit": "Meine Einheit",
    "eigene": "Mein Eingang",
    "mappe": "Postmappe",
    "alle": "Alle",
}
EMPTY = {
    "einheit": "Hier steht, was bei Ihrer Einheit ankommt, bis es abgelegt oder weitergeleitet ist.",
    "eigene": "Hier steht, was Ihnen zugeleitet wird, bis Sie es ablegen oder weitergeben.",
    "mappe": "Hier steht, was bei Ihren Einheiten ankommt, bis Sie es gesehen haben. Verteilt und"
    " bearbeitet wird es währenddessen schon.",
    "alle": "Hier steht, was in der ganzen Verwaltung noch nicht abgelegt ist.",
}
KANAL, BEREICH = "nur-kanal", "bereich"
ORDERS = (
    ("eingegangen", "Älteste zuerst"),
    ("-eingegangen", "Neueste zuerst"),
    ("absender", "Nach Absender"),
)


@require_safe
def eingaenge(request: HttpRequest) -> HttpResponse:
    """Show the queue: list, letter, inspector; with "Va-Part: dokument" letter and inspector alone."""
    actor = request.actor
    queries.require(actor, Permission.EINGANG_READ)
    bereiche = queries.bereiche_of(actor)
    asked = request.GET.get(BEREICH, "")
    bereich = asked if asked in bereiche else bereiche[0]
    state = read_state(QUEUE, request.GET)
    rows, more = queries.waiting_page(actor, bereich, state)
    chosen = _chosen(request, rows)
    context = panes(request, chosen, neighbours(request, rows, chosen))
    if request.headers.get(PART) == "dokument":
        return _uncached(render(request, "posteingang/_flaechen.html", context))
    context |= _list(request, bereich, state, (rows, more, chosen))
    return _uncached(render_page(request, "posteingang/poststelle.html", context))


def _uncached(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, [PART])
    return response


def _chosen(request: HttpRequest, rows: list[Eingang]) -> Eingang | None:
    """Return the Eingang of the address, also one that does not wait any more, or the first."""
    wanted = request.GET.get("eingang", "")
    if not wanted:
        return rows[0] if rows else None
    key = read_uuid(wanted)
    if key is None:
        raise Http404
    return next((row for row in rows if row.pk == key), None) or queries.get_eingang(
        request.actor, key
    )


def neighbours(request: HttpRequest, rows: list[Eingang], chosen: Eingang | None) -> dict:
    """Return the addresses of the Eingänge above and below the chosen one, and where to go on."""
    keys = [row.pk for row in rows]
    at = keys.index(chosen.pk) if chosen is not None and chosen.pk in keys else None

    def address(index: int | None) -> str:
        if index is None or not 0 <= index < len(keys):
            return ""
        return here(request, "#dokument", eingang=keys[index], seite="")

    above = address(None if at is None else at - 1)
    below = address(0 if at is None and keys else None if at is None else at + 1)
    rest = here(request, eingang="", seite="")
    bare = request.path if rest.startswith("/") else f"{request.path}{rest}"
    onward = f"{request.path}{below or above}" if below or above else bare
    return {"above": above, "below": below, "onward": onward}


def _list(request: HttpRequest, bereich: str, state: State, found: tuple) -> dict:
    rows, more, chosen = found
    actor = request.actor
    days = queries.liegetage(actor, on=today())
    shown = Rows(actor, rows, today=today(), days=days, here=chosen and chosen.pk)
    leads = Permission.POSTSTELLE_LEAD in actor.permissions
    return {
        "title": "Poststelle" if leads and bereich == queries.EINHEIT else LABELS[bereich],
        "bereich": bereich,
        "state": state,
        "count": queries.waiting_count(actor, bereich),
        "rows": shown.shown(lambda row: here(request, "#dokument", eingang=row.pk, seite="")),
        "next": here(request, ab=more, eingang="") if more else "",
        "empty_title": "Alles gesehen" if bereich == queries.MAPPE else "Alles verteilt",
        "empty": EMPTY[bereich],
        "here": f"{request.path}?{BEREICH}={bereich}",
        "keep": _kept(request, bereich),
        "seg": _seg(actor, bereich),
        "kanaele": _kanaele(request),
        "orders": _orders(request, state),
        "tokens": _tokens(request, state),
        "more": _menu(actor),
        "is_mappe": bereich == queries.MAPPE,
        "may_record": Permission.EINGANG_RECORD in actor.permissions and bereich != queries.MAPPE,
        "may_assign": Permission.EINGANG_ASSIGN in actor.permissions,
        "record_url": reverse("posteingang:erfassung"),
        "upload_target": "poststelle",
        "ziele": queries.ziele(actor),
    }


def _kept(request: HttpRequest, bereich: str) -> dict[str, str]:
    names = (ORDER, KANAL)
    return {BEREICH: bereich} | {name: value for name in names if (value := request.GET.get(name))}


def _seg(actor, bereich: str) -> list[dict]:
    return [
        {"label": LABELS[key], "url": f"?{BEREICH}={key}", "is_current": key == bereich}
        for key in queries.bereiche_of(actor)
    ]


def _kanaele(request: HttpRequest) -> list[MenuItem]:
    now = request.GET.get(KANAL, "")
    items = [MenuItem("Alle Kanäle", _anew(request, KANAL, ""), is_current=not now)]
    for value, label in KanalArt.choices:
        items.append(MenuItem(label, _anew(request, KANAL, value), is_current=now == value))
    return items


def _orders(request: HttpRequest, state: State) -> list[MenuItem]:
    return [
        MenuItem(label, _anew(request, ORDER, key), is_current=key == state.order)
        for key, label in ORDERS
    ]


def _anew(request: HttpRequest, name: str, value: str) -> str:
    """Return this page's address from its beginning with one part changed."""
    return here(request, "#liste", **{name: value, "eingang": "", AFTER: ""})


def _tokens(request: HttpRequest, state: State) -> list[dict]:
    labels = dict(KanalArt.choices)
    chosen = state.given.get(KANAL, [])
    return [
        {
            "key": "Kanal",
            "text": ", ".join(str(labels.get(value, value)) for value in chosen),
            "url": _anew(request, KANAL, ""),
        }
    ][: bool(chosen)]


def _menu(actor) -> list[MenuItem]:
    items = [MenuItem("Posteingangsbuch", reverse("posteingang:buch"), "list")]
    if Permission.POSTSTELLE_LEAD in actor.permissions:
        items.append(MenuItem("Rückstand", reverse("posteingang:rueckstand"), "chart"))
        items.append(MenuItem("Quarantäne", reverse("posteingang:quarantaene"), "lock"))
        items.append(MenuItem("Medienbrüche", reverse("posteingang:medienbrueche"), "print"))
    return items


@require_safe
def eingang(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Show one Eingang by its lasting address."""
    found = queries.get_eingang(request.actor, eingang_id)
    back = reverse("posteingang:buch")
    context = panes(request, found, {"above": "", "below": "", "onward": request.path})
    context |= {
        "steps": [("Posteingangsbuch", back)],
        "ziele": queries.ziele(request.actor),
    }
    return render_page(request, "posteingang/eingang.html", context)
