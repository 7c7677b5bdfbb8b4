"""/postausgang/dokument/<id>/ : how a Dokument went out, and handing it to the Postausgang."""

from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from verbundakte.akten.models import Dokument
from verbundakte.akten.pages import address_of, read_uuid
from verbundakte.akten.queries import get_dokument
from verbundakte.core.clock import now, today
from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.actions.versand import Versandauftrag
from verbundakte.schriftverkehr.ausgang_forms import VersandForm
from verbundakte.schriftverkehr.models import Empfaengerart, Versand, Weg, Zustellart
from verbundakte.schriftverkehr.permissions import Permission
from verbundakte.schriftverkehr.queries import ausgang as queries
from verbundakte.schriftverkehr.queries.adressaten import Adressat
from verbundakte.schriftverkehr.versandwege import Ziel
from verbundakte.schriftverkehr.views.ausgang_anzeige import line

TEMPLATE = "schriftverkehr/versand_dokument.html"
GREETING = "Guten Tag,\n\nanbei erhalten Sie unser Schreiben.\n\nMit freundlichen Grüßen"


@require_http_methods(["GET", "POST"])
def dokument(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Show how a Dokument went out; hand it to the Postausgang for those who were chosen."""
    actor = request.actor
    found = get_dokument(actor, dokument_id)
    queries.require(actor, Permission.VERSAND_READ)
    adressaten = queries.adressaten_of(actor, found, on=today())
    beilagen = queries.beilagen_for(actor, found)
    again = _again(request, found)
    sendungen = queries.versand_of_dokument(actor, found)
    form = VersandForm(
        request.POST or None,
        adressaten=adressaten,
        beilagen=beilagen,
        initial=_initial(adressaten, again, sendungen),
    )
    back = address_of(found)
    page = FormPage(
        title="Versenden",
        label="In den Postausgang geben",
        back=back,
        steps=((str(found.vorgang or found), back),),
        done="",
        template=TEMPLATE,
        context={
            "dokument": found,
            "rows": [line(row) for row in sendungen],
            "may_send": actor.may(Permission.VERSAND_CREATE, found),
            "again": again,
        },
    )

    def perform(data: dict) -> str:
        with transaction.atomic():
            made = [
                actions.create_versand(actor, found, auftrag=auftrag, at=now())
                for auftrag in _auftraege(form, again)
            ]
        return _next(made)

    return run_form(request, form, page, perform)


@require_safe
def antwort(request: HttpRequest, dokument_id: UUID) -> HttpResponse:
    """Begin a letter that answers what came in: to its sender, with its reference."""
    found = get_dokument(request.actor, dokument_id)
    if found.vorgang_id is None:
        raise Http404
    asked = {"bezug": str(found.pk)}
    sender = queries.sender_of(request.actor, found)
    if sender is not None:
        asked["empfaenger"] = str(sender.pk)
    place = reverse("schriftverkehr:auswahl", args=[found.vorgang_id])
    return redirect(f"{place}?{urlencode(asked)}")


def _next(made: list[Versand]) -> str:
    if len(made) == 1:
        return reverse("postausgang:versand", args=[made[0].pk])
    return reverse("postausgang:versand-dokument", args=[made[0].dokument_id])


def _again(request: HttpRequest, found: Dokument) -> Versand | None:
    """Return what is sent anew because it came back."""
    key = read_uuid(request.GET.get("wiederholt", ""))
    if key is None:
        return None
    row = queries.get_versand(request.actor, key)
    return row if row.dokument_id == found.pk else None


def _initial(adressaten: list[Adressat], again: Versand | None, sendungen: list[Versand]) -> dict:
    """Choose who is named in the letter and was not served yet."""
    if again is not None:
        return {
            "name": again.name,
            "anschrift": again.anschrift,
            "adresse": again.adresse,
            "weg": again.weg,
            "art": again.art,
            "zustellart": again.zustellart,
            "text": GREETING,
        }
    served = {row.empfaenger_id for row in sendungen if row.withdrawn_at is None}
    named = [one for one in adressaten if one.empfaenger]
    return {"an": [one.key for one in named if one.empfaenger.pk not in served], "text": GREETING}


def _auftraege(form: VersandForm, again: Versand | None) -> list[Versandauftrag]:
    """Return what was ordered: one for each recipient."""
    data = form.cleaned_data
    more = {
        "text": data["text"],
        "antwort_auf": again.antwort_auf if again else None,
        "wiederholt": again,
        "is_sperre_bestaetigt": data.get("is_sperre_bestaetigt", False),
    }
    enclosed, papers = form.enclosed(), form.papers()
    found = [
        Versandauftrag(
            ziel=one.ziel,
            weg=Weg(data["weg"] or one.weg),
            art=Empfaengerart(data["art"] or one.art),
            zustellart=Zustellart(data["zustellart"] or one.zustellart),
            kontakt=one.kontakt,
            empfaenger=one.empfaenger,
            beilagen=(*one.beilagen, *(row for row in enclosed if row not in one.beilagen)),
            papier=(*one.papier, *papers),
            **more,
        )
        for one in form.chosen()
    ]
    if data["name"].strip():
        found.append(
            Versandauftrag(
                ziel=Ziel(data["name"].strip(), data["anschrift"], data["adresse"].strip()),
                weg=Weg(data["weg"]),
                art=Empfaengerart(data["art"] or Empfaengerart.ORIGINAL),
                zustellart=Zustellart(data["zustellart"]),
                beilagen=enclosed,
                papier=papers,
                **more,
            )
        )
    return found
