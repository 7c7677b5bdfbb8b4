"""/…/loeschsperren/, /dokumente/<id>/loeschung/, /loeschungen/ : keep, ask, confirm, prove."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten import actions, queries
from verbundakte.akten.models import Akte, Dokument, Loeschung, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.akten.work_forms import LoeschsperreForm, LoeschungForm
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page


@require_http_methods(["GET", "POST"])
def holds_akte(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Show, set and lift Löschsperren of an Akte."""
    return _holds(request, queries.get_akte(request.actor, akte_id))


@require_http_methods(["GET", "POST"])
def holds_vorgang(request: HttpRequest, vorgang_id: UUID) -> HttpResponse:
    """Show, set and lift Löschsperren of a Vorgang."""
    return _holds(request, queries.get_vorgang(request.actor, vorgang_id))


@require_http_methods(["GET", "POST"])
def holds_dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show, set and lift Löschsperren of a Dokument."""
    return _holds(request, queries.get_dokument(request.actor, dokument_id))


def _holds(request: HttpRequest, subject: Akte | Vorgang | Dokument) -> HttpResponse:
    form = LoeschsperreForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            _set_or_lift(request, subject, form.cleaned_data["reason"])
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect(request.path)
    rows = queries.holds_on(request.actor, subject)
    names = queries.person_names({str(row.set_by) for row in rows})
    context = {
        "subject": subject,
        "steps": [(str(subject), address_of(subject))],
        "holds": [
            {
                "row": row,
                "who": names.get(str(row.set_by), "Jemand"),
                "is_here": getattr(row, f"{subject._meta.model_name}_id") == subject.pk,
            }
            for row in rows
        ],
        "form": form,
        "may": request.actor.may(Permission.LOESCHSPERRE_EDIT, subject),
        "back": address_of(subject),
    }
    status = 422 if form.errors else 200
    return render_page(request, "akten/loeschsperren.html", context, status=status)


def _set_or_lift(request: HttpRequest, subject, reason: str) -> None:
    key = read_uuid(request.POST.get("sperre", ""))
    if key is None:
        actions.set_loeschsperre(request.actor, subject, reason=reason, at=now())
        say(request, "Die Löschsperre gilt.")
        return
    row = queries.get_loeschsperre(request.actor, subject, key)
    actions.lift_loeschsperre(request.actor, subject, sperre=row, reason=reason, at=now())
    say(request, "Die Löschsperre ist aufgehoben.")


@require_http_methods(["GET", "POST"])
def loeschung(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Ask for the deletion of a Dokument, or (somebody else) confirm or decline it."""
    actor = request.actor
    dokument = queries.get_dokument(actor, dokument_id)
    if Permission.LOESCHUNG_REQUEST not in actor.permissions:
        raise PermissionDenied(Permission.LOESCHUNG_REQUEST)
    row = queries.loeschung_of(actor, dokument)
    form = LoeschungForm(request.POST if row is None and request.method == "POST" else None)
    error = ""
    if request.method == "POST" and (row is not None or form.is_valid()):
        try:
            said = _decide(request, dokument, row, form)
        except Refusal as refusal:
            error = refusal.message
        else:
            say(request, said)
            return redirect("akten:loeschung", dokument_id=dokument.pk)
    names = queries.person_names({str(row.requested_by), str(row.confirmed_by)}) if row else {}
    context = {
        "dokument": dokument,
        "steps": [(dokument.betreff, address_of(dokument))],
        "row": row,
        "requested_by": names.get(str(row.requested_by), "") if row else "",
        "confirmed_by": names.get(str(row.confirmed_by), "") if row else "",
        "is_own": row is not None and row.requested_by == actor.person_id,
        "may_confirm": actor.may(Permission.LOESCHUNG_CONFIRM, dokument),
        "may_request": actor.may(Permission.LOESCHUNG_REQUEST, dokument),
        "form": form,
        "error": error,
        "back": address_of(dokument),
    }
    status = 422 if error or form.errors else 200
    return render_page(request, "akten/loeschung.html", context, status=status)


def _decide(request: HttpRequest, dokument: Dokument, row: Loeschung | None, form) -> str:
    if row is None:
        actions.request_loeschung(request.actor, dokument, at=now(), **form.cleaned_data)
        return "Die Löschung ist beantragt. Bestätigen muss sie eine andere Person."
    if "ablehnen" in request.POST:
        actions.decline_loeschung(request.actor, dokument, at=now())
        return "Der Antrag ist abgelehnt. Das Dokument bleibt."
    actions.confirm_loeschung(request.actor, dokument, at=now())
    return "Das Dokument ist gelöscht. Der Löschnachweis bleibt."


@require_safe
def loeschungen(request: HttpRequest) -> HttpResponse:
    """Show requests that wait for a second person, and the proofs of what was deleted."""
    waiting = queries.loeschungen(request.actor, is_open=True)
    done = queries.loeschungen(request.actor, is_open=False)
    names = queries.person_names(
        {str(row.requested_by) for row in (*waiting, *done)}
        | {str(row.confirmed_by) for row in done}
    )
    context = {"waiting": _shown(waiting, names), "done": _shown(done, names)}
    return render_page(request, "akten/loeschungen.html", context)


def _shown(rows: list[Loeschung], names: dict) -> list[dict]:
    return [
        {
            "row": row,
            "url": reverse("akten:loeschung", args=[row.dokument_id]),
            "number": row.dokument.vorgang.aktenzeichen if row.dokument.vorgang else "",
            "requested_by": names.get(str(row.requested_by), ""),
            "confirmed_by": names.get(str(row.confirmed_by), ""),
        }
        for row in rows
    ]
