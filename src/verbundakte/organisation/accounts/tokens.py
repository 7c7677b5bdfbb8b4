"""Tokens for programs: made once, stored as digests."""

import hashlib
import secrets

from verbundakte.core.clock import now
from verbundakte.core.models import ApiToken, Membership

TOKEN_PREFIX = "va_"  # noqa: S105


def token_digest(token: str) -> str:
    """Return what is stored of a token (it has 256 random bits, so a plain SHA-256 is enough)."""
    return hashlib.sha256(token.encode()).hexdigest()


def generate_token() -> str:
    """Return a new token."""
    return TOKEN_PREFIX + secrets.token_urlsafe(32)


def resolve_token(token: str) -> Membership | None:
    """Return the membership (with `account` and `tenant`) of a valid token, else None (one query)."""
    found = (
        ApiToken.objects.select_related("membership__account", "membership__tenant")
        .filter(digest=token_digest(token), ended_at=None, expires_at__gt=now())
        .filter(membership__ended_at=None, membership__account__is_active=True)
        .first()
    )
    return found.membership if found else None
