"""/posteingang/<id>/fristen/... : a day that stands in a letter counts once a person confirms it."""

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.core.clock import now, today
from verbundakte.core.kalender import kalender_of_town
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import telling
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import Frist
from verbundakte.posteingang.erkennung import Frist as ErkannteFrist
from verbundakte.posteingang.erkennung import FundArt
from verbundakte.posteingang.forms import FristForm
from verbundakte.posteingang.models import Eingang, FristArt
from verbundakte.posteingang.views.angebot import end_of

TEXT = (
    "Was im Schreiben steht, ist ein Wunsch des Absenders, bis eine Person es als Frist bestätigt."
    " Der Vorschlag rechnet ab dem Eingang, mit den Feiertagen der Kommune. Prüfen Sie, womit die Frist"
    " wirklich beginnt."
)


def proposed(actor, eingang: Eingang) -> tuple[date | None, str]:
    """Return the first day that was recognised in a letter, and the words around it."""
    erkannt = queries.erkannt_in(actor, eingang)
    for fund in erkannt.of(FundArt.FRIST, FundArt.WUNSCHDATUM) if erkannt else ():
        is_span = isinstance(fund, ErkannteFrist) and fund.endet_on
        day = end_of(fund, kalender_of_town(today())) if is_span else _day(fund.wert)
        if day:
            return day, fund.wortlaut[:300]
    return None, ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_http_methods(["GET", "POST"])
def frist(request: HttpRequest, eingang_id: UUID) -> HttpResponse:
    """Ask for the day, then let it count; a wish of the sender is noted without binding anybody."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    day, words = proposed(actor, eingang)
    ziele = queries.ziele(actor)
    initial = {"am": day, "quelle": words, "art": FristArt.FRIST}
    form = FristForm(request.POST or None, ziele=ziele, initial=initial)
    back = f"{reverse('posteingang:eingaenge')}?eingang={eingang.pk}"
    page = FormPage(
        title="Frist bestätigen",
        label="Bestätigen",
        back=back,
        steps=(("Posteingang", reverse("posteingang:eingaenge")), (str(eingang), back)),
        done="Die Frist ist eingetragen.",
        text=TEXT,
        context={"ziele": ziele},
        template="posteingang/erfassung.html",
    )

    def perform(data: dict) -> None:
        told = {"quelle": data["quelle"], "at": now()}
        if data["art"] == FristArt.WUNSCH:
            actions.note_wunsch(actor, eingang, am=data["am"], **told)
            return
        zweite = queries.read_ziel(actor, data["an"])[1] if data["an"] else None
        value = Frist(
            data["am"], FristArt(data["art"]), data["vorfrist_am"], zweite, data["quelle"]
        )
        actions.confirm_frist(actor, eingang, frist=value, at=told["at"])

    return run_form(request, form, page, perform)


@require_POST
def erledigung(request: HttpRequest, eingang_id: UUID, frist_id: UUID) -> HttpResponse:
    """Note that a Frist is met."""
    actor = request.actor
    eingang = queries.get_eingang(actor, eingang_id)
    row = queries.get_frist(actor, eingang, frist_id)
    with telling(request, f"{row.get_art_display()} {row.am:%d.%m.%Y} erledigt."):
        actions.settle_frist(actor, eingang, frist=row, at=now())
    return redirect("posteingang:eingang", eingang_id=eingang.pk)
