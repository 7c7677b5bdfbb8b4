"""/anmerkungen/ and /merkzettel/ : what is noted at an Akte, a Vorgang or a Dokument."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of, read_uuid, safe_next
from verbundakte.akten.work_forms import AnmerkungForm, MerkzettelForm
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say, telling, warn


def asked_subject(request: HttpRequest) -> Akte | Vorgang | Dokument:
    """Return the object a form names by `kind` and `id`, or 404."""
    key = read_uuid(request.POST.get("id", ""))
    if key is None:
        raise Http404
    return queries.get_subject(request.actor, request.POST.get("kind", ""), key)


def notes_of(request: HttpRequest, subject: Akte | Vorgang | Dokument) -> dict:
    """Return the context of `_notizen.html`: remarks, one's own slip, and the forms."""
    actor = request.actor
    rows = queries.anmerkungen_of(actor, subject)
    names = queries.person_names({str(row.created_by) for row in rows})
    return {
        "anmerkungen": [
            {
                "text": row.text,
                "who": names.get(str(row.created_by), "Jemand"),
                "at": row.created_at,
                "take_back": reverse("akten:anmerkung-ruecknahme", args=[row.pk])
                if row.created_by == actor.person_id
                else "",
            }
            for row in rows
        ],
        "form": AnmerkungForm(auto_id="anmerkung_%s"),
        "slip_form": MerkzettelForm(
            initial={"text": queries.merkzettel_of(actor, subject)}, auto_id="zettel_%s"
        ),
        "may": actor.may(Permission.ANMERKUNG_CREATE, subject),
        "kind": subject._meta.model_name,
        "key": subject.pk,
    }


@require_POST
def anmerkungen(request: HttpRequest) -> HttpResponse:
    """Write a remark at `kind` and `id`."""
    subject = asked_subject(request)
    form = AnmerkungForm(request.POST)
    if not form.is_valid():
        warn(request, form.errors["text"][0])
        return _back(request, subject)
    try:
        row = actions.add_anmerkung(
            request.actor, subject, text=form.cleaned_data["text"], at=now()
        )
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        say(
            request,
            "Anmerkung gespeichert.",
            undo=reverse("akten:anmerkung-ruecknahme", args=[row.pk]),
        )
    return _back(request, subject)


@require_POST
def take_back(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Take one's own remark back; it can be let stand again."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    undo = reverse("akten:anmerkung-geltung", args=[row.pk])
    with telling(request, "Anmerkung zurückgenommen.", undo=undo):
        actions.withdraw_anmerkung(request.actor, row.subject, anmerkung=row, at=now())
    return _back(request, row.subject)


@require_POST
def let_stand(request: HttpRequest, anmerkung_id: UUID) -> HttpResponse:
    """Let a remark stand again that was taken back."""
    row = queries.get_anmerkung(request.actor, anmerkung_id)
    with telling(request, "Die Anmerkung gilt wieder."):
        actions.restore_anmerkung(request.actor, row.subject, anmerkung=row)
    return _back(request, row.subject)


@require_POST
def merkzettel(request: HttpRequest) -> HttpResponse:
    """Write, change or throw away one's own slip at `kind` and `id`."""
    subject = asked_subject(request)
    form = MerkzettelForm(request.POST)
    if not form.is_valid():
        warn(request, form.errors["text"][0])
        return _back(request, subject)
    text = form.cleaned_data["text"]
    with telling(request, "Merkzettel gespeichert." if text else "Merkzettel weggeworfen."):
        actions.set_merkzettel(request.actor, subject, text=text, at=now())
    return _back(request, subject)


def _back(request: HttpRequest, subject) -> HttpResponse:
    return redirect(safe_next(request, f"{address_of(subject)}?ansicht=notizen"))
