"""The door where a Fachverfahren fetches short tokens (OAuth 2.0 client credentials, RFC 6749)."""

import base64
import binascii
from typing import Literal

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Field, Form, Router, Schema

from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.accounts import TooManyAttempts, check_client
from verbundakte.organisation.actions import ScopeTooWide, ScopeUnknown, issue_token
from verbundakte.organisation.actions.fachverfahren import TOKEN_SECONDS

router = Router(tags=["Zugang"])
NO_STORE = {"Cache-Control": "no-store"}


class TokenIn(Schema):
    """What a Fachverfahren sends to get a token."""

    grant_type: str = Field(
        "", description="Immer client_credentials.", examples=["client_credentials"]
    )
    client_id: str = Field(
        "",
        max_length=100,
        description="Kennung des Fachverfahrens; hier oder im Kopf Authorization: Basic.",
        examples=["019ac4a2-0000-7000-8000-000000000001"],
    )
    client_secret: str = Field(
        "", max_length=200, description="Geheimnis; hier oder im Kopf Authorization: Basic."
    )
    scope: str = Field(
        "",
        max_length=1000,
        description="Umfang, mit Leerzeichen getrennt; leer: alles, was das Fachverfahren darf.",
        examples=["akten:lesen dokumente:schreiben"],
    )


class TokenOut(Schema):
    """A short token."""

    access_token: str = Field(description="Der Zugangsschlüssel.", examples=["va_…"])
    token_type: Literal["Bearer"] = Field("Bearer", description="Immer Bearer.")
    expires_in: int = Field(description="So viele Sekunden gilt er.", examples=[TOKEN_SECONDS])
    scope: str = Field(description="Sein Umfang; leer: ohne Einschränkung.")


class TokenProblem(Schema):
    """Why there is no token (RFC 6749, section 5.2)."""

    error: str = Field(
        description="invalid_client, invalid_request, unsupported_grant_type, invalid_scope oder"
        " slow_down",
        examples=["invalid_client"],
    )
    error_description: str = Field(
        description="Ein deutscher Satz.", examples=["Kennung oder Geheimnis stimmt nicht."]
    )


def _refuse(status: int, error: str, text: str, headers: dict | None = None) -> HttpResponse:
    return JsonResponse(
        {"error": error, "error_description": text},
        status=status,
        headers={**NO_STORE, **(headers or {})},
        json_dumps_params={"ensure_ascii": False},
    )


def _credentials(request: HttpRequest, given: TokenIn) -> tuple[str, str]:
    """Return client_id and client_secret, from the header or the body."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return given.client_id, given.client_secret
    try:
        name, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return "", ""
    return name, secret


@router.post(
    "oauth/token",
    auth=None,
    response={200: TokenOut, 400: TokenProblem, 401: TokenProblem, 429: TokenProblem},
    summary="Kurzen Zugangsschlüssel abholen",
    description="Für angebundene Fachverfahren (OAuth 2.0, Client Credentials). Der Schlüssel gilt"
    " eine Stunde. Kennung und Geheimnis stellt die Verwaltung der Kommune aus.",
)
def create_oauth_token(request: HttpRequest, given: Form[TokenIn]):
    """Return a short token for a client secret."""
    if given.grant_type != "client_credentials":
        text = "Nur grant_type=client_credentials ist möglich."
        return _refuse(
            400, "unsupported_grant_type" if given.grant_type else "invalid_request", text
        )
    name, secret = _credentials(request, given)
    try:
        found = check_client(name, secret, request.META.get("REMOTE_ADDR", ""))
    except TooManyAttempts as refusal:
        return _refuse(429, "slow_down", refusal.message, {"Retry-After": str(refusal.seconds)})
    town = getattr(request, "tenant", None)
    if found is None or (town is not None and town.pk != found.membership.tenant_id):
        text = "Kennung oder Geheimnis stimmt nicht."
        return _refuse(401, "invalid_client", text, {"WWW-Authenticate": "Basic"})
    try:
        with use_tenant(found.membership.tenant_id), transaction.atomic():
            token, scopes = issue_token(found, given.scope.split())
    except (ScopeUnknown, ScopeTooWide) as refusal:
        return _refuse(400, "invalid_scope", refusal.message)
    return JsonResponse(
        {
            "access_token": token,
            "token_type": "Bearer",
            "expires_in": TOKEN_SECONDS,
            "scope": " ".join(scopes),
        },
        headers=NO_STORE,
    )
