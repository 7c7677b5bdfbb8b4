"""/registratur/aktenantraege/ : decide about requested Akten, one at once, many as a Stapel."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import aktenantrag as steps
from verbundakte.akten.forms_aktenantrag import EntscheidungForm
from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import Akte, Aktenantrag, Handlung
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries import aktenantrag as read
from verbundakte.akten.views.addresses import address_of, read_uuid
from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.core.ui.messages import say, warn

SAID = {
    Handlung.BESTAETIGUNG: "Die Akte {} ist bestätigt.",
    Handlung.UMLEGUNG: "Was beantragt war, liegt jetzt in {}.",
    Handlung.ABLEHNUNG: "Der Antrag auf die Akte {} ist abgelehnt.",
}


@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest) -> HttpResponse:
    """Ask what shall become of the chosen requests; one is decided at once, many by a job."""
    actor = request.actor
    if Permission.AKTE_CONFIRM not in actor.permissions:
        raise PermissionDenied(Permission.AKTE_CONFIRM)
    keys = [key for text in request.GET.getlist("auswahl") if (key := read_uuid(text))]
    chosen = read.chosen_to_decide(actor, keys)
    back = reverse("akten:registratur")
    if not chosen:
        warn(
            request, "Kreuzen Sie an, worüber Sie entscheiden. Entschiedenes steht hier nicht mehr."
        )
        return redirect(back)
    form = EntscheidungForm(request.POST or None, actor=actor)
    names = queries.person_names([str(row.requested_by) for row in chosen])
    page = FormPage(
        title="Über beantragte Akten entscheiden" if len(chosen) > 1 else "Beantragte Akte",
        label="Entscheiden",
        back=back,
        steps=(("Registratur", back),),
        done="",
        part="akten/_aktenantraege.html",
        context={"rows": antrag_rows(chosen, names)},
    )
    return run_form(request, form, page, lambda values: _perform(request, chosen, form))


def antrag_rows(antraege: list[Aktenantrag], names: dict[str, str]) -> list[dict]:
    """Return requested Akten as rows of the list."""
    return [
        {
            "id": row.akte_id,
            "number": row.akte.aktenzeichen,
            "title": row.akte.betreff,
            "url": address_of(row.akte),
            "unit": str(row.akte.planeinheit),
            "hinweis": row.hinweis,
            "who": names.get(str(row.requested_by), ""),
            "at": row.requested_at,
        }
        for row in antraege
    ]


def antrag_notice(actor, antrag: Aktenantrag) -> dict:
    """Return what the page of a requested Akte says about it, and what may be done."""
    is_own = antrag.requested_by == getattr(actor, "person_id", None)
    if antrag.decided_at is not None:
        title = "Die Registratur hat diese Akte abgelehnt"
        text = f"Grund: {antrag.grund}. Verschieben Sie, was hier liegt, in eine andere Akte."
        return {"tone": "warning", "title": title, "text": text, "may_withdraw": is_own}
    number = " Bis dahin ist auch ihre Nummer vorläufig." if antrag.vorlaeufig else ""
    hinweis = f" Hinweis: „{antrag.hinweis}“" if antrag.hinweis else ""
    may = actor.may(Permission.AKTE_CONFIRM, antrag.akte)
    place = reverse("akten:aktenantraege")
    return {
        "tone": "info",
        "title": "Diese Akte ist beantragt",
        "text": f"Ablegen geht schon, die Registratur entscheidet noch.{number}{hinweis}",
        "decide": f"{place}?auswahl={antrag.akte_id}" if may else "",
        "may_withdraw": is_own,
    }


def _perform(request: HttpRequest, chosen: list[Aktenantrag], form: EntscheidungForm) -> str:
    handlung, value = form.order()
    if len(chosen) == 1:
        return _decide_one(request, chosen[0].akte, handlung, form)
    person = queries.get_own_person(request.actor, request.actor.person_id)
    stapel = actions.begin_stapel(
        request.actor,
        person,
        order=(ObjectKind.AKTE, handlung, value),
        told=f"{handlung.label}: {len(chosen)} Akten",
        ids=[row.akte_id for row in chosen],
        at=now(),
    )
    return reverse("akten:stapel", args=[stapel.pk])


def _decide_one(
    request: HttpRequest, akte: Akte, handlung: Handlung, form: EntscheidungForm
) -> str:
    actor, at = request.actor, now()
    if handlung is Handlung.UMLEGUNG:
        akte = steps.refile_akte(actor, akte, to=form.target, at=at)
    elif handlung is Handlung.ABLEHNUNG:
        steps.refuse_akte(actor, akte, grund=form.cleaned_data["grund"], at=at)
    else:
        akte = steps.confirm_akte(actor, akte, at=at)
    say(request, SAID[handlung].format(akte.aktenzeichen))
    return reverse("akten:registratur")


@require_POST
def withdraw(request: HttpRequest, akte_id: UUID) -> HttpResponse:
    """Take one's own request back; the Akte must be empty."""
    akte = queries.get_akte(request.actor, akte_id)
    try:
        steps.withdraw_akte(request.actor, akte, at=now())
    except Refusal as refusal:
        warn(request, refusal.message)
        return redirect(address_of(akte))
    say(request, f"Der Antrag auf die Akte {akte.aktenzeichen} ist zurückgezogen.")
    return redirect("akten:akten")
