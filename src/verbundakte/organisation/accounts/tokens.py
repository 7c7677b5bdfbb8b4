"""Tokens and client secrets for programs: made once, stored as digests."""

import hashlib
import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q

from verbundakte.core.clock import now
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import ApiToken, ClientSecret
from verbundakte.organisation.accounts.limits import limited
from verbundakte.organisation.accounts.stand import rechtestand

TOKEN_PREFIX = "va_"  # noqa: S105
USE_NOTED = timedelta(minutes=5)  # a last use is not written more often than that


def token_digest(token: str) -> str:
    """Return what is stored of a token (it has 256 random bits, so a plain SHA-256 is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def generate_token() -> str:
    """Return a new token."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def _good(at: datetime, **which):
    """Return which tokens or secrets hold, of somebody who may come in."""
    way_in = Q(membership__account=None) | Q(membership__account__is_active=True)
    return way_in & Q(**which, ended_at=None, expires_at__gt=at, membership__ended_at=None)


def _held(actor, digest: str, at: datetime):
    rows = ApiToken.objects.select_related("membership__account", "membership__tenant")
    return rows.annotate(stand=rechtestand("membership__tenant")).filter(_good(at, digest=digest))


_HELD = Ready(_held, of_town=False, digest=str, at=datetime)


def resolve_token(token: str) -> ApiToken | None:
    """Return a valid token with its `membership`, `account` and `tenant`, else None (one query). The
    membership has `stand`, the marks of the town's rights.

    Its last use is noted every few minutes.
    """
    found = _HELD.first(digest=token_digest(token), at=now())
    if found:
        found.membership.stand = found.stand
    if found and (found.last_used_at is None or now() - found.last_used_at > USE_NOTED):
        ApiToken.objects.filter(pk=found.pk).update(last_used_at=now())
    return found


def check_client(client_id: str, secret: str, address: str) -> ClientSecret | None:
    """Return the valid secret of a Fachverfahren with its `membership` and `tenant`, else None.

    Guessing is limited as at the login. Raises TooManyAttempts.
    """

    def find() -> ClientSecret | None:
        rows = ClientSecret.objects.select_related("membership__tenant")
        found = rows.filter(_good(now(), digest=token_digest(secret))).first()
        return found if found and str(found.membership.person_id) == _id(client_id) else None

    return limited(f"client {client_id.strip().lower()}", address, find)


def _id(text: str) -> str:
    try:
        return str(UUID(text.strip()))
    except ValueError:
        return ""
