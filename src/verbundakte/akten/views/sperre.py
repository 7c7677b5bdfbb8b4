"""/dokumente/<id>/bearbeitungssperre/ and /freigabe/ : keep a Dokument for oneself for a while."""

from datetime import datetime, time, timedelta
from functools import cache
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.timezone import make_aware
from django.views.decorators.http import require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.models import Dokument
from verbundakte.akten.views.addresses import address_of, safe_next
from verbundakte.akten.work_forms import BearbeitungForm, UebernahmeForm
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now, today
from verbundakte.core.ui.messages import say, telling, warn

EVENING = time(23, 59)
TAKEN_FOR = 0


def end_of(days: int) -> datetime:
    """Return the evening of the day `days` from today."""
    return make_aware(datetime.combine(today() + timedelta(days=days), EVENING))


def lock_context(request: HttpRequest, dokument: Dokument) -> dict:
    """Return the context of `_sperre.html` for a Dokument that was read."""
    if not hasattr(dokument, "lock_in_force"):
        queries.add_locks(request.actor, [dokument])
    lock = dokument.lock_in_force
    return {
        "lock": lock,
        "is_own": lock is not None and lock.person_id == request.actor.person_id,
        "fields": _fields(),
        "take_form": UebernahmeForm(auto_id="uebernahme_%s"),
        "key": dokument.pk,
    }


@cache
def _fields() -> SafeString:
    """Return the empty fields of BearbeitungForm: the same for everybody, on every Dokument."""
    form = BearbeitungForm(auto_id="sperre_%s")
    return render_to_string("akten/_sperre_felder.html", {"form": form})


@require_POST
def lock(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Lock a Dokument; with a reason take the editing over from somebody else."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    is_taking = "reason" in request.POST
    form = UebernahmeForm(request.POST) if is_taking else BearbeitungForm(request.POST)
    if not form.is_valid():
        warn(request, next(iter(form.errors.values()))[0])
        return _back(request, dokument)
    values = form.cleaned_data
    try:
        if is_taking:
            made = actions.take_lock_over(
                request.actor, dokument, reason=values["reason"], until=end_of(TAKEN_FOR), at=now()
            )
        else:
            made = actions.lock_dokument(
                request.actor,
                dokument,
                until=end_of(values["days"]),
                ends_with_fassung=values["ends_with_fassung"],
                at=now(),
            )
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        say(request, f"Das Dokument ist bis {made.expires_at:%d.%m.%Y} für Sie gesperrt.")
    return _back(request, dokument)


@require_POST
def release(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """End one's own lock."""
    dokument = queries.get_dokument(request.actor, dokument_id)
    with telling(request, "Das Dokument ist wieder frei."):
        actions.release_lock(request.actor, dokument, at=now())
    return _back(request, dokument)


def _back(request: HttpRequest, dokument: Dokument) -> HttpResponse:
    return redirect(safe_next(request, address_of(dokument)))
