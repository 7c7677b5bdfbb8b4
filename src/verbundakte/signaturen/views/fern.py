"""/signaturen/zertifikate/fernsignatur/ and .../geraet/ : keys that lie with a service or in a device."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from verbundakte.core.clock import now
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.form_page import FormPage, run_slow_form
from verbundakte.signaturen import queries
from verbundakte.signaturen.actions.zertifikat import Angaben, add_zertifikat
from verbundakte.signaturen.fernsignatur import (
    Fernsiegel,
    Freigabe,
    Zugang,
    choose,
    sealed_secret,
)
from verbundakte.signaturen.forms import FernsignaturForm, GeraetForm
from verbundakte.signaturen.geraet import Geraeteschluessel, Platz
from verbundakte.signaturen.models import Werk
from verbundakte.signaturen.views.zertifikate import people
from verbundakte.signaturen.werk import Away, NotUsable

FERN = (
    "Der Schlüssel bleibt beim Vertrauensdienst. Signiert wird dort der Prüfwert des Dokuments, nachdem die"
    " Person jede Signatur mit PIN oder Einmalcode freigegeben hat; beides wird nicht aufbewahrt. Beim"
    " Hinterlegen wird der Dienst gefragt."
)
GERAET = (
    "Der Schlüssel bleibt im Gerät (HSM oder Karte). Welche Bibliothek (PKCS#11) geladen wird, legt der"
    " Betrieb fest. Beim Hinterlegen wird das Gerät gefragt."
)


@contextmanager
def asking() -> Iterator[None]:
    """Tell on the form that the other side is away."""
    try:
        yield
    except Away as away:
        raise NotUsable(away.message) from away


def _page(title: str, text: str) -> FormPage:
    place = reverse("signaturen:zertifikate")
    return FormPage(
        title=title,
        label="Hinterlegen",
        back=place,
        steps=(("Zertifikate", place),),
        done="Das Zertifikat ist hinterlegt.",
        text=text,
    )


@sensitive_post_parameters("geheimnis")
@never_cache
@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def fernsignatur(request: HttpRequest) -> HttpResponse:
    """Put a key of a remote service in, after the service was asked for it."""
    actor = request.actor
    with transaction.atomic():
        queries.list_zertifikate(actor)
        choices = people(actor)
    form = FernsignaturForm(request.POST or None, persons=choices)

    def perform(values: dict) -> None:
        zugang = Zugang(values["adresse"], values["geheimnis"], values["kennung"])
        with asking():
            dienst, schluessel = choose(zugang, values["credential"])
        first, *rest = schluessel.certificates
        werk = Fernsiegel(first, tuple(rest), dienst, schluessel, Freigabe())
        angaben = Angaben(
            values["bezeichnung"],
            values["art"],
            sealed_secret(values["geheimnis"]),
            Werk.DIENST,
            werk.as_zugang(),
            UUID(values["person"]) if values["person"] else None,
        )
        add_zertifikat(actor, None, angaben=angaben, werk=werk, at=now())

    return run_slow_form(request, form, _page("Fernsignatur hinterlegen", FERN), perform)


@sensitive_post_parameters("pin")
@never_cache
@require_http_methods(["GET", "POST"])
@transaction.non_atomic_requests
def geraet(request: HttpRequest) -> HttpResponse:
    """Put a key of a device in, after the device was asked for it."""
    actor = request.actor
    with transaction.atomic():
        queries.list_zertifikate(actor)

    def perform(values: dict) -> None:
        platz = Platz(values["token"], values["name"], values["pin"])
        with asking():
            werk = Geraeteschluessel.find(platz)
        zugang = {"token": platz.token, "name": platz.name}
        angaben = Angaben(
            values["bezeichnung"], values["art"], sealed_secret(platz.pin), Werk.GERAET, zugang
        )
        add_zertifikat(actor, None, angaben=angaben, werk=werk, at=now())

    form = GeraetForm(request.POST or None)
    return run_slow_form(
        request, form, _page("Schlüssel eines Geräts hinterlegen", GERAET), perform
    )
