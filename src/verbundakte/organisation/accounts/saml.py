"""Log in at the directory service of the open town by SAML 2.0: ask it, keep what it proved."""

import hashlib
import logging
import secrets
from datetime import datetime

from django.db import IntegrityError, transaction

from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.accounts.refusals import DienstAway
from verbundakte.organisation.models import Anmeldeantwort, Anmeldedienst, DienstArt
from verbundakte.standards import saml
from verbundakte.standards.saml_metadata import (
    IdentityProvider,
    Refused,
    ServiceProvider,
    service_metadata,
)

logger = logging.getLogger("verbundakte.accounts")
MOST_REQUEST = 64
METADATA_PAGE, CONSUMER_PAGE = "anmelden/dienst/metadaten/", "anmelden/dienst/antwort/"


def refused(error: Exception) -> DienstAway:
    """Note why an answer of the service did not hold; return what is said to the person."""
    logger.warning("directory refused", extra={"reason": str(error), "tenant": current_tenant()})
    return DienstAway()


def service_provider(own_address: str) -> ServiceProvider:
    """Return who we are for the service; the address was set up, never taken from a request."""
    base = own_address.rstrip("/")
    return ServiceProvider(f"{base}/{METADATA_PAGE}", f"{base}/{CONSUMER_PAGE}")


def own_metadata() -> bytes | None:
    """Return our metadata for the SAML service of the open town; None when it has none."""
    service = Anmeldedienst.objects.filter(kind=DienstArt.SAML).first()
    return service_metadata(service_provider(service.own_address)) if service else None


def _provider(service: Anmeldedienst) -> IdentityProvider:
    return IdentityProvider(service.issuer, service.login_url, service.certificates)


def begin_saml(service: Anmeldedienst, at: datetime) -> tuple[str, dict]:
    """Return where the browser goes and what its session has to remember."""
    request = f"va{secrets.token_hex(20)}"
    ours = service_provider(service.own_address)
    return saml.login_address(_provider(service), ours, request=request, at=at), {
        "request": request
    }


def keep_answer(service: Anmeldedienst, encoded: str, at: datetime) -> None:
    """Check a response and keep what it proves for the browser it belongs to. Raises DienstAway."""
    ours = service_provider(service.own_address)
    try:
        answer = saml.read_response(
            encoded, _provider(service), ours, at=at, attribute=service.attribute
        )
        if len(answer.request) > MOST_REQUEST:
            raise Refused("unsolicited")
    except Refused as error:
        raise refused(error) from error
    Anmeldeantwort.objects.filter(until_at__lte=at).delete()
    try:
        with transaction.atomic():
            Anmeldeantwort.objects.create(
                issuer=service.issuer,
                digest=hashlib.sha256(answer.id.encode()).hexdigest(),
                request=answer.request,
                subject=answer.subject,
                until_at=answer.until,
            )
    except IntegrityError as error:
        raise refused(Refused("replayed")) from error


def take_answer(service: Anmeldedienst, ask: dict, at: datetime) -> str:
    """Return who somebody is at the service, once, in the browser that asked. Raises DienstAway."""
    rows = Anmeldeantwort.objects.filter(
        issuer=service.issuer, request=ask.get("request", ""), used_at=None, until_at__gt=at
    )
    found = rows.select_for_update().first()
    if found is None:
        raise refused(Refused("not asked by this browser"))
    rows.update(used_at=at)
    return found.subject
