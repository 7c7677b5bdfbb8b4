"""/…/verschiebung/ : where to, what changes, then move; undone by moving back."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from verbundakte.akten import actions, queries
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page

MOVED_ON = "Es wurde inzwischen geändert. Sehen Sie noch einmal hin, dann bestätigen Sie."


@dataclass(frozen=True)
class Moving:
    """How one kind of object is moved."""

    kind: str
    word: str
    hint: str
    unknown: str
    permission: str
    find: Callable
    read_target: Callable
    move: Callable


DOKUMENT = Moving(
    "Dokument",
    "In welchen Vorgang?",
    "Sein Aktenzeichen, zum Beispiel 632.20-2026/0147-03.",
    "Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen. Prüfen Sie die Nummer.",
    Permission.DOKUMENT_EDIT,
    queries.find_vorgang_by_number,
    queries.get_vorgang,
    actions.move_dokument,
)
VORGANG = Moving(
    "Vorgang",
    "In welche Akte?",
    "Ihr Aktenzeichen, zum Beispiel 632.20-2026/0147.",
    "Diese Akte gibt es nicht, oder Sie dürfen sie nicht sehen. Prüfen Sie die Nummer.",
    Permission.VORGANG_EDIT,
    queries.find_akte_by_number,
    queries.get_akte,
    actions.move_vorgang,
)
AKTE = Moving(
    "Akte",
    "Unter welche Einheit des Aktenplans?",
    "Ihr Kennzeichen, zum Beispiel 632.20.",
    "Unter einer solchen Einheit dürfen Sie keine Akten führen. Prüfen Sie das Kennzeichen.",
    Permission.AKTE_EDIT,
    queries.find_planeinheit,
    queries.get_planeinheit,
    actions.move_akte,
)


@require_http_methods(["GET", "POST"])
def dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Move a Dokument into another Vorgang, or file a copy there."""
    return _page(request, DOKUMENT, queries.get_dokument(request.actor, dokument_id))


@require_http_methods(["GET", "POST"])
def vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Move a Vorgang into another Akte."""
    return _page(request, VORGANG, queries.get_vorgang(request.actor, vorgang_id))


@require_http_methods(["GET", "POST"])
def akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Lay an Akte under another unit of the plan."""
    return _page(request, AKTE, queries.get_akte(request.actor, akte_id))


def _page(request: HttpRequest, moving: Moving, subject) -> HttpResponse:
    target, error = _target(request, moving)
    if request.method == "POST" and target is not None:
        try:
            return _do(request, moving, subject, target)
        except Changed:
            error = MOVED_ON
            subject.refresh_from_db()
        except Refusal as refusal:
            error = refusal.message
    is_loose = isinstance(subject, Dokument) and subject.vorgang_id is None
    context = {
        "subject": subject,
        "moving": moving,
        "steps": [(f"{moving.kind} {subject}", address_of(subject))],
        "back": address_of(subject),
        "asked": request.GET.get("ziel", ""),
        "error": actions.NotInVorgang.message if is_loose else error,
        "target": None if is_loose else target,
        "preview": queries.preview_move(request.actor, subject, target)
        if target is not None and not is_loose
        else None,
        "may": request.actor.may(moving.permission, subject),
        "recent": _recent(request, moving, subject),
        "may_copy": isinstance(subject, Dokument),
    }
    status = 422 if error else 200
    return render_page(request, "akten/verschiebung.html", context, status=status)


def _target(request: HttpRequest, moving: Moving):
    """Return the place the address or the form names, and what is wrong with it."""
    key = read_uuid(request.POST.get("nach", "") or request.GET.get("nach", ""))
    if key is not None:
        return moving.read_target(request.actor, key), ""
    asked = request.GET.get("ziel", "").strip()
    found = moving.find(request.actor, asked) if asked else None
    return found, moving.unknown if asked and found is None else ""


def _do(request: HttpRequest, moving: Moving, subject, target) -> HttpResponse:
    if isinstance(subject, Dokument) and request.POST.get("art") == "kopie":
        copy = actions.copy_dokument(request.actor, target, dokument=subject, at=now())
        say(request, f"Eine Kopie liegt jetzt in {target.aktenzeichen}.")
        return redirect(address_of(copy))
    old = _place_of(subject)
    seen = request.POST.get("revision") or request.GET.get("revision", "")
    revision = int(seen) if seen.isdigit() else 0
    row = moving.move(request.actor, subject, to=target, seen_revision=revision, at=now())
    undo = f"{request.path}?nach={old}&revision={row.revision}"
    name = "Das Dokument" if isinstance(row, Dokument) else f"{moving.kind} {row.aktenzeichen}"
    say(request, f"{name} liegt jetzt unter {_short(target)}.", undo=undo)
    return redirect(address_of(row))


def _place_of(subject: Akte | Vorgang | Dokument) -> UUID | None:
    if isinstance(subject, Dokument):
        return subject.vorgang_id
    return subject.akte_id if isinstance(subject, Vorgang) else subject.planeinheit_id


def _short(target) -> str:
    return getattr(target, "aktenzeichen", "") or target.kennzeichen


def _recent(request: HttpRequest, moving: Moving, subject) -> list[tuple[str, str]]:
    """What the person opened last and could move this to."""
    if moving is AKTE:
        return []
    wanted = "vorgang" if moving is DOKUMENT else "akte"
    return [
        (str(mark.subject), f"{request.path}?nach={mark.subject.pk}")
        for mark in queries.zuletzt_geoeffnet(request.actor, limit=20)
        if mark.kind == wanted
        and mark.subject.pk != _place_of(subject)
        and not mark.subject.is_closed
    ][:8]
