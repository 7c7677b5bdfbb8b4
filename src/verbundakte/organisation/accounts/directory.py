"""Log in at the directory service of the open town: ask it, check its answer.

OpenID Connect here, SAML in `saml`.
"""

import json
import logging
import secrets
from base64 import b64encode
from urllib.error import URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from verbundakte.core.clock import now
from verbundakte.core.models import Account, Membership
from verbundakte.core.secrets import SealBroken, unseal
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.accounts.refusals import DienstAway, KennungUnknown
from verbundakte.organisation.accounts.saml import begin_saml, refused, take_answer
from verbundakte.organisation.models import AeussereKennung, Anmeldedienst, DienstArt
from verbundakte.standards import oidc

logger = logging.getLogger("verbundakte.accounts")
PURPOSE = "anmeldedienst"
SECONDS, MAX_BYTES = 5, 1024 * 1024


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        """Follow nothing: an address is asked as it was configured."""


def dienst() -> Anmeldedienst | None:
    """Return the service of the open town, if it is switched on."""
    return Anmeldedienst.objects.filter(is_active=True).first()


def _fetch(address: str, data: dict | None = None, **headers) -> object:
    scheme = urlsplit(address).scheme
    if scheme != "https" and not (scheme == "http" and settings.OIDC_ALLOW_HTTP):
        raise DienstAway
    body = urlencode(data).encode() if data else None
    request = Request(address, body, {"Accept": "application/json", **headers})  # noqa: S310
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS) as answer:
            return json.loads(answer.read(MAX_BYTES))
    except (URLError, OSError, ValueError) as error:
        logger.warning("directory away", extra={"reason": type(error).__name__})
        raise DienstAway from error


def _endpoints(service: Anmeldedienst) -> oidc.Endpoints:
    document = _fetch(service.issuer.rstrip("/") + oidc.WELL_KNOWN)
    try:
        return oidc.read_discovery(service.issuer, document)
    except oidc.Refused as error:
        raise refused(error) from error


def begin_directory(service: Anmeldedienst, back: str) -> tuple[str, dict]:
    """Return where the browser goes and what its session has to remember. Raises DienstAway."""
    if service.kind == DienstArt.SAML:
        return begin_saml(service, now())
    ask = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    url = oidc.authorization_url(
        _endpoints(service), client_id=service.client_id, back=back, ask=ask
    )
    return url, ask


def subject_of(service: Anmeldedienst, answer: dict, back: str, ask: dict) -> str:
    """Return who somebody is at the service. Raises DienstAway when anything does not hold.

    `answer`: what the browser brought back in the address; `ask`: what its session remembers.
    """
    if service.kind == DienstArt.SAML:
        return take_answer(service, ask, now())
    asked, told = ask.get("state", ""), answer.get("state", "")
    if not asked or not secrets.compare_digest(asked.encode(), told.encode()):
        raise DienstAway
    endpoints = _endpoints(service)
    token = _token(service, endpoints, answer.get("code", ""), back, ask["verifier"])
    try:
        return oidc.read_id_token(
            token,
            _fetch(endpoints.keys),
            issuer=service.issuer,
            client_id=service.client_id,
            nonce=ask["nonce"],
            at=now(),
        )
    except oidc.Refused as error:
        raise refused(error) from error


def _token(
    service: Anmeldedienst, endpoints: oidc.Endpoints, code: str, back: str, verifier: str
) -> str:
    """Return the ID token the service gives for a code. Raises DienstAway."""
    try:
        secret = unseal(PURPOSE, service.secret).decode()
    except SealBroken as error:
        raise DienstAway from error
    pair = f"{quote(service.client_id, safe='')}:{quote(secret, safe='')}"
    answer = _fetch(
        endpoints.token,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": back,
            "code_verifier": verifier,
        },
        Authorization=f"Basic {b64encode(pair.encode()).decode()}",
    )
    return str(answer.get("id_token") if isinstance(answer, dict) else None)


def account_behind(service: Anmeldedienst, subject: str) -> Account:
    """Return the login of the person of this town behind an identity. Raises KennungUnknown."""
    rows = AeussereKennung.objects.filter(issuer=service.issuer, subject=subject)
    found = rows.filter(person__is_active=True).first()
    membership = found and (
        Membership.objects.select_related("account")
        .filter(tenant=current_tenant(), person_id=found.person_id, ended_at=None)
        .filter(account__is_active=True)
        .first()
    )
    if not membership:
        raise KennungUnknown(
            f"Ihr Dienstkonto ist hier mit keiner Person verknüpft. Nennen Sie Ihrer"
            f" Fachadministration diese Kennung: {subject}"
        )
    return membership.account
