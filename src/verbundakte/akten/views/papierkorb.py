"""/papierkorb/ : drafts that were thrown away; they can be taken out again for 30 days."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.rules import PAPIERKORB_DAYS
from verbundakte.akten.views import anzeige
from verbundakte.akten.views.addresses import address_of
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say, warn
from verbundakte.core.ui.shortcuts import render_page


@require_safe
def show_papierkorb(request: HttpRequest) -> HttpResponse:
    """Show one's own trashed drafts and until when each can be restored."""
    rows = [
        {
            "title": row.betreff,
            "icon": anzeige.icon_of(row, row.newest_datei),
            "number": row.vorgang.aktenzeichen if row.vorgang else "",
            "until": row.trashed_at + timedelta(days=PAPIERKORB_DAYS),
            "restore": reverse("akten:wiederherstellung", args=[row.pk]),
        }
        for row in queries.papierkorb(request.actor)
    ]
    return render_page(request, "akten/papierkorb.html", {"rows": rows})


@require_POST
def trash(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Put a draft into the trash."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    try:
        actions.trash_dokument(request.actor, dokument, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect(address_of(dokument))
    undo = reverse("akten:wiederherstellung", args=[dokument.pk])
    say(request, f"„{dokument.betreff}“ liegt im Papierkorb.", undo=undo)
    if dokument.vorgang_id is None:
        return redirect("akten:entwuerfe")
    return redirect("akten:vorgang", vorgang_id=dokument.vorgang_id)


@require_POST
def restore(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Take a draft out of the trash."""
    dokument = queries.get_trashed(request.actor, dokument_id)
    try:
        actions.restore_dokument(request.actor, dokument)
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect("akten:papierkorb")
    say(request, f"„{dokument.betreff}“ ist wieder da.")
    return redirect(address_of(dokument))
