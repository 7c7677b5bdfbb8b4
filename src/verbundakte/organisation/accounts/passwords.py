"""Logins: check a password with a rate limit, resolve a token, make passwords and tokens.

Accounts are global; nothing here opens a town. Failures are kept as keyed digests only.
"""

import hashlib
import secrets
from datetime import timedelta
from math import ceil

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import Account, ApiToken, LoginAttempt, Membership

LOGIN_LIMIT, LOGIN_WINDOW = 5, timedelta(minutes=5)
ADDRESS_LIMIT, ADDRESS_WINDOW = 20, timedelta(minutes=10)
KEPT = timedelta(days=1)
TOKEN_PREFIX = "va_"  # noqa: S105
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


class WrongLogin(Refusal):
    message = "Anmeldename oder Kennwort stimmt nicht."


class TooManyAttempts(Refusal):
    """Too many failures; `seconds` says how long to wait."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        minutes = ceil(seconds / 60)
        wait = f"{minutes} Minuten" if minutes > 1 else "eine Minute"
        super().__init__(f"Zu viele Versuche. Warten Sie {wait} und versuchen Sie es dann wieder.")


def normal_login(login: str) -> str:
    """Return a login in the one spelling under which it is stored."""
    return login.strip().lower()


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"verbundakte.{kind}", value, algorithm="sha256").hexdigest()


def _seconds_to_wait(condition: Q, limit: int, window: timedelta) -> int:
    """Return how long nobody may try, 0 when the limit is not reached."""
    moment = now()
    failures = LoginAttempt.objects.filter(condition, at__gt=moment - window)
    decisive = failures.order_by("-at").values_list("at", flat=True)[limit - 1 : limit].first()
    return ceil((decisive + window - moment).total_seconds()) if decisive else 0


def authenticate_login(login: str, password: str, *, address: str) -> Account:
    """Return the account of login and password.

    Raises WrongLogin (also for an unknown or closed account, after the same time) or
    TooManyAttempts. The failure must be committed: answer with a page, not with an error.
    """
    name = normal_login(login)
    by_login, by_address = _digest("login", name), _digest("address", address)
    with transaction.atomic():
        _one_at_a_time(by_login)
        waits = (
            _seconds_to_wait(Q(login_digest=by_login), LOGIN_LIMIT, LOGIN_WINDOW),
            _seconds_to_wait(Q(address_digest=by_address), ADDRESS_LIMIT, ADDRESS_WINDOW),
        )
        if any(waits):
            raise TooManyAttempts(max(waits))
        account = _checked(name, password)
        if account:
            LoginAttempt.objects.filter(login_digest=by_login).delete()
            return account
        LoginAttempt.objects.create(login_digest=by_login, address_digest=by_address, at=now())
        LoginAttempt.objects.filter(at__lt=now() - KEPT).delete()
    raise WrongLogin


def _one_at_a_time(digest: str) -> None:
    """Let attempts on one login wait for each other, so that many at once gain nothing."""
    key = int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (key,))


def _checked(name: str, password: str) -> Account | None:
    account = Account.objects.filter(login=name, is_active=True).first()
    if account is None or not account.has_usable_password():
        make_password(password)  # takes as long as checking one
        return None
    return account if account.check_password(password) else None


def generate_password() -> str:
    """Return a password of 20 letters and digits (99 bits) that can be read aloud."""
    letters = [secrets.choice(PASSWORD_LETTERS) for _ in range(20)]
    return "-".join("".join(letters[start : start + 5]) for start in range(0, 20, 5))


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


def active_memberships(account: Account) -> list[Membership]:
    """Return where an account works, towns by name (for the choice of a town)."""
    rows = Membership.objects.filter(account=account, ended_at=None).select_related("tenant")
    return list(rows.order_by("tenant__name", "pk"))
