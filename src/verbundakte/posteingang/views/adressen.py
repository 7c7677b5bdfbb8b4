"""Pages of addresses of our own: of a Vorgang, of oneself, of a way in; each can be replaced and ended."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import get_vorgang
from verbundakte.core.clock import now
from verbundakte.core.ui.messages import telling
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.posteingang import queries
from verbundakte.posteingang.actions import mailadresse as actions
from verbundakte.posteingang.permissions import Permission
from verbundakte.posteingang.queries.mailadresse import adresse_of, own_person
from verbundakte.posteingang.queries.postfach import get_postfach

OF_VORGANG = (
    "Was Sie und andere, die hier ablegen dürfen, mit ihrer dienstlichen Absenderadresse dorthin"
    " schicken, weiterleiten oder in Kopie senden, liegt gleich in diesem Vorgang. E-Mails von allen"
    " anderen kommen verschlossen in den Eingang dessen, der die Adresse angelegt hat."
)
OWN = (
    "Was dorthin kommt, liegt in Ihrem Eingang und ist nur für Sie zu sehen. Schicken Sie selbst etwas"
    " dorthin und steht im Betreff ein Aktenzeichen, liegt es gleich in diesem Vorgang."
)
OF_KANAL = "Leitet Ihr Mailserver E-Mails an diese Adresse weiter, werden sie wie aus dem Postfach übernommen."


@dataclass(frozen=True)
class Aim:
    """For what an address is: where its page and its changes are, and who makes them."""

    kind: str
    key: dict
    subject: object
    back: tuple[str, str]
    text: str
    renew: Callable
    end: Callable

    def url(self, more: str = "") -> str:
        """Return the address of its page, or of a change."""
        return reverse(f"posteingang:{self.kind}{more}", kwargs=self.key)


def _of_vorgang(actor, vorgang_id: UUID) -> Aim:
    vorgang = get_vorgang(actor, vorgang_id)
    if not actor.may(AktenPermission.DOKUMENT_CREATE, vorgang):
        raise PermissionDenied(AktenPermission.DOKUMENT_CREATE)
    back = (vorgang.aktenzeichen, reverse("akten:vorgang", args=[vorgang.pk]))
    key = {"vorgang_id": vorgang.pk}
    change = (actions.renew_vorgangadresse, actions.end_vorgangadresse)
    return Aim("vorgangadresse", key, vorgang, back, OF_VORGANG, *change)


def _own(actor) -> Aim:
    queries.require(actor, Permission.EINGANG_READ)
    person = own_person(actor)
    back = ("Posteingang", reverse("posteingang:eingaenge"))
    change = (actions.renew_own_adresse, actions.end_own_adresse)
    return Aim("ablageadresse", {}, person, back, OWN, *change)


def _of_kanal(actor, kanal_id: UUID) -> Aim:
    queries.require(actor, Permission.KANAL_CONFIGURE)
    kanal = get_postfach(actor, kanal_id)
    back = (kanal.bezeichnung, reverse("posteingang:kanal", args=[kanal.pk]))
    change = (actions.renew_kanaladresse, actions.end_kanaladresse)
    return Aim("kanaladresse", {"kanal_id": kanal.pk}, kanal, back, OF_KANAL, *change)


FIND = {"vorgang": _of_vorgang, "person": _own, "kanal": _of_kanal}


@never_cache
@require_safe
def show(request: HttpRequest, aim: str, **key) -> HttpResponse:
    """Show the address, or how to get one."""
    found = FIND[aim](request.actor, **key)
    row = adresse_of(request.actor, **{aim: found.subject})
    context = {
        "steps": (found.back,),
        "text": found.text,
        "address": f"{row.token}@{settings.MAIL_DOMAIN}" if row and settings.MAIL_DOMAIN else "",
        "is_set_up": bool(settings.MAIL_DOMAIN),
        "renew": found.url("-neu"),
        "end": found.url("-ende"),
        "own": reverse("posteingang:ablageadresse") if aim == "vorgang" else "",
    }
    return render_page(request, "posteingang/ablageadresse.html", context)


@require_POST
def renew(request: HttpRequest, aim: str, **key) -> HttpResponse:
    """Make a new address; a former one holds no longer."""
    found = FIND[aim](request.actor, **key)
    with telling(request, "Die Adresse gilt ab sofort."):
        found.renew(request.actor, found.subject, at=now())
    return redirect(found.url())


@require_POST
def end(request: HttpRequest, aim: str, **key) -> HttpResponse:
    """Take nothing more at the address."""
    found = FIND[aim](request.actor, **key)
    with telling(request, "Die Adresse nimmt nichts mehr an."):
        found.end(request.actor, found.subject, at=now())
    return redirect(found.url())
