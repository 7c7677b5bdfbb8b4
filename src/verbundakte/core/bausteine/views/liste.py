"""/vorlagen/ : every kind, and the Bausteine of the chosen one with their state."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from verbundakte.core.bausteine import queries
from verbundakte.core.bausteine.kinds import BausteinKind
from verbundakte.core.clock import today
from verbundakte.core.models import Baustein
from verbundakte.core.permissions import Permission
from verbundakte.core.ui.shortcuts import render_page


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Show the kinds, and one of them with its Bausteine."""
    kinds = queries.kinds_with_counts(request.actor)
    chosen = request.GET.get("art", "") or next(
        (kind.kind for kind, count in kinds if count), kinds[0][0].kind
    )
    kind = next((kind for kind, _ in kinds if kind.kind == chosen), None)
    if kind is None:
        raise Http404
    lines = queries.lines_of(request.actor, kind.kind, after=_after(request))
    shown = lines[: queries.PAGE]
    may_edit = request.actor.may(Permission.BAUSTEIN_EDIT, None)
    context = {
        "kind": kind,
        "kinds": [_choice(one, count, kind) for one, count in kinds],
        "lines": [_row(line, kind) for line in shown],
        "next": _address(kind, shown[-1].baustein) if len(lines) > len(shown) else "",
        "new": reverse("vorlagen:neu", args=[kind.kind]) if may_edit else "",
        "may_edit": may_edit,
        "delivered": [
            (title, kind.origin(key), reverse("vorlagen:auslieferung-neu", args=[kind.kind, key]))
            for key, title in queries.delivered_only(request.actor, kind)
        ],
    }
    return render_page(request, "vorlagen/liste.html", context)


def _after(request: HttpRequest) -> tuple[str, str] | None:
    name, key = request.GET.get("ab", ""), request.GET.get("id", "")
    try:
        return (name, str(UUID(key))) if key else None
    except ValueError:
        raise Http404 from None


def _address(kind: BausteinKind, last: Baustein) -> str:
    return "?" + urlencode({"art": kind.kind, "ab": last.name, "id": str(last.pk)})


def _choice(kind: BausteinKind, count: int, chosen: BausteinKind) -> dict:
    url = f"{reverse('vorlagen:liste')}?{urlencode({'art': kind.kind})}"
    return {"no": "", "label": kind.label, "url": url, "count": count, "is_current": kind == chosen}


def _row(line: queries.Line, kind: BausteinKind) -> dict:
    chips = []
    if line.draft:
        chips.append({"label": "Entwurf", "icon": "draft", "tone": "note"})
    if line.released:
        later = line.released.valid_from > today()
        word = "freigegeben, gilt ab" if later else "gilt seit"
        chips.append(
            {"label": f"{word} {line.released.valid_from:%d.%m.%Y}", "icon": "ok", "tone": "good"}
        )
    if not chips:
        chips.append({"label": "zurückgezogen", "icon": "void", "tone": ""})
    return {
        "name": line.baustein.name,
        "url": address_of(line.baustein, kind),
        "chips": chips,
        "open": len(line.slots),
        "origin": line.baustein.origin,
    }


def address_of(baustein: Baustein, kind: BausteinKind) -> str:
    """Return the page of a Baustein: the editor of its kind, where it has its own."""
    return reverse(kind.editor or "vorlagen:vorlage", args=[baustein.pk])
