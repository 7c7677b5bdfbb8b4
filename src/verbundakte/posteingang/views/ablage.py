"""/posteingang/<id>/ablage/ : into a Vorgang, and for ten minutes out of it again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from verbundakte.akten.pages import read_uuid
from verbundakte.akten.queries import find_vorgang_by_number, get_vorgang
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import telling
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.views.antwort import answer


class VorgangUnknown(Refusal):
    """A number nobody has, or of a file one may not see."""

    message = (
        "Diesen Vorgang gibt es nicht, oder Sie dürfen ihn nicht sehen. Prüfen Sie die Nummer."
    )


def _vorgang(request: HttpRequest):
    """Return the Vorgang a form names, by its id or its number. Raises VorgangUnknown."""
    key = read_uuid(request.POST.get("vorgang", ""))
    if key is not None:
        return get_vorgang(request.actor, key)
    number = request.POST.get("aktenzeichen", "").strip()[:120]
    found = find_vorgang_by_number(request.actor, number) if number else None
    if found is None:
        raise VorgangUnknown
    return found


@require_POST
def ablage(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Lay an Eingang into a Vorgang."""
    eingang = queries.get_eingang(request.actor, eingang_id)

    def act() -> tuple[str, str]:
        vorgang = _vorgang(request)
        actions.file_eingang(request.actor, eingang, vorgang=vorgang, at=now())
        undo = reverse("posteingang:ablage-ende", args=[eingang.pk])
        return f"{eingang.number} abgelegt in {vorgang.aktenzeichen}.", undo

    return answer(request, act)


@require_POST
def ablage_ende(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Take an Eingang out of its Vorgang again, and show it."""
    eingang = queries.get_eingang(request.actor, eingang_id)
    with telling(request, f"{eingang.number} wartet wieder."):
        actions.undo_ablage(request.actor, eingang, at=now())
    return redirect(f"{reverse('posteingang:eingaenge')}?eingang={eingang.pk}")
