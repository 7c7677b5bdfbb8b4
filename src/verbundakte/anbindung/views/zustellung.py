"""/anbindung/meldungen/<id>/... : how messages were delivered, and sending them again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from verbundakte.anbindung import actions, queries
from verbundakte.anbindung.forms import WiederholungForm
from verbundakte.anbindung.models import Abonnement, Anlass, Meldung
from verbundakte.anbindung.permissions import Permission
from verbundakte.anbindung.views.abonnement import state_of, steps
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.formats import counted, number
from verbundakte.core.ui.messages import say, telling
from verbundakte.core.ui.shortcuts import render_page


@require_safe
def show_abonnement(request: HttpRequest, abonnement_id: UUID) -> HttpResponse:
    """Show an Abonnement and the log of its deliveries."""
    actor = request.actor
    row = queries.get_abonnement(actor, abonnement_id)
    found, after = queries.meldungen(actor, row, after=request.GET.get("ab", ""))
    context = {
        "row": row,
        "steps": steps(),
        "state": state_of(row),
        "facts": _facts(row, queries.count_waiting(actor, row)),
        "meldungen": [_line(row, meldung) for meldung in found],
        "next": f"?ab={after}" if after else "",
        "may_edit": Permission.ABONNEMENT_EDIT in actor.permissions,
        "has_two_secrets": row.has_two_secrets(now()),
    }
    return render_page(request, "anbindung/abonnement.html", context)


def _moment(value) -> str:
    return f"{value.astimezone():%d.%m.%Y %H:%M:%S}" if value else ""


def _facts(row: Abonnement, waiting: int) -> list[tuple[str, str]]:
    told = f"mehr als {number(queries.MOST_COUNTED)}" if waiting > queries.MOST_COUNTED else waiting
    return [
        ("Adresse", row.url),
        ("Rechte von", row.person.name),
        ("Anlässe", ", ".join(Anlass(one).label for one in row.anlaesse if one in Anlass.values)),
        ("Noch nicht gesendet", str(told)),
        ("Ohne Erfolg seit", _moment(row.failing_since)),
        ("Nächster Versuch", _moment(row.next_try_at) if not row.paused_at else ""),
        ("Ruht seit", _moment(row.paused_at)),
        ("Voriges Geheimnis gilt bis", _moment(row.previous_until) if row.previous_secret else ""),
    ]


def _line(row: Abonnement, meldung: Meldung) -> dict:
    return {
        "meldung": meldung,
        "at": _moment(meldung.at),
        "state": _state(row, meldung),
        "tries": counted(meldung.tries, "Versuch", "Versuche") if meldung.tries else "",
        "answer": f"Antwort {meldung.status}" if meldung.status else "",
        "tried": _moment(meldung.tried_at),
    }


def _state(row: Abonnement, meldung: Meldung) -> dict:
    if meldung.delivered_at:
        return {"label": "zugestellt", "icon": "ok", "tone": "good"}
    if meldung.dropped_at:
        return {"label": "nicht gesendet", "icon": "stop", "tone": ""}
    if meldung.tries:
        return {"label": "wird wieder versucht", "icon": "warn", "tone": "warn"}
    return {"label": "wartet", "icon": "pending", "tone": ""}


@require_POST
def resume(request: HttpRequest, abonnement_id: UUID) -> HttpResponse:
    """Send what waits."""
    row = queries.get_abonnement(request.actor, abonnement_id)
    with telling(request, "Was wartet, wird jetzt gesendet."):
        actions.resume_abonnement(request.actor, row)
    return redirect("anbindung:abonnement", abonnement_id=row.pk)


@require_http_methods(["GET", "POST"])
def repeat_period(request: HttpRequest, abonnement_id: UUID) -> HttpResponse:
    """Send again what happened in a span of time."""
    actor = request.actor
    queries.require(actor, Permission.ABONNEMENT_EDIT)
    row = queries.get_abonnement(actor, abonnement_id)
    back = reverse("anbindung:abonnement", args=[row.pk])
    page = FormPage(
        title="Zeitraum noch einmal senden",
        label="Noch einmal senden",
        back=back,
        steps=(*steps(), (row.bezeichnung, back)),
        done="",
        text="Gesendet wird, was in diesem Zeitraum geschah, auch wenn es schon einmal gesendet wurde;"
        " die Gegenstelle erkennt es an der Kennung wieder. Höchstens 10.000 Meldungen auf einmal.",
    )

    def perform(data: dict) -> None:
        count = actions.repeat_period(actor, row, **data)
        say(request, f"{counted(count, 'Meldung wird', 'Meldungen werden')} gesendet.")

    return run_form(request, WiederholungForm(request.POST or None), page, perform)


@require_POST
def repeat_meldung(request: HttpRequest, abonnement_id: UUID, meldung_id: UUID) -> HttpResponse:
    """Send one message again."""
    row = queries.get_abonnement(request.actor, abonnement_id)
    meldung = queries.get_meldung(request.actor, row, meldung_id)
    with telling(request, "Die Meldung wird noch einmal gesendet."):
        actions.repeat_meldung(request.actor, row, meldung=meldung)
    return redirect("anbindung:abonnement", abonnement_id=row.pk)
