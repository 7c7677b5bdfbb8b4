"""The limit on guessing: per login (or account) and per address. Only keyed digests are kept."""

from collections.abc import Callable
from datetime import timedelta
from math import ceil
from typing import TypeVar

from django.db import connection, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.models import LoginAttempt

LOGIN_LIMIT, LOGIN_WINDOW = 5, timedelta(minutes=5)
ADDRESS_LIMIT, ADDRESS_WINDOW = 20, timedelta(minutes=10)
KEPT = timedelta(days=1)
Found = TypeVar("Found")


class TooManyAttempts(Refusal):
    """Too many failures; `seconds` says how long to wait."""

    def __init__(self, seconds: int):
        self.seconds = seconds
        minutes = ceil(seconds / 60)
        wait = f"{minutes} Minuten" if minutes > 1 else "eine Minute"
        super().__init__(f"Zu viele Versuche. Warten Sie {wait} und versuchen Sie es dann wieder.")


def _digest(kind: str, value: str) -> str:
    return salted_hmac(f"verbundakte.{kind}", value, algorithm="sha256").hexdigest()


def _seconds_to_wait(condition: Q, limit: int, window: timedelta) -> int:
    """Return how long nobody may try, 0 when the limit is not reached."""
    moment = now()
    # One noted by a clock that was ahead locks nobody out until that day.
    failures = LoginAttempt.objects.filter(condition, at__range=(moment - window, moment + window))
    decisive = failures.order_by("-at").values_list("at", flat=True)[limit - 1 : limit].first()
    return ceil((decisive + window - moment).total_seconds()) if decisive else 0


def limited(name: str, address: str, check: Callable[[], Found | None]) -> Found | None:
    """Return what `check` finds; None counts as a failure of `name` and of `address`.

    Raises TooManyAttempts without checking when one of them failed too often. Attempts on one name
    wait for each other. The failure must be committed: answer with a page, not with an error.
    """
    by_login, by_address = _digest("login", name), _digest("address", address)
    with transaction.atomic():
        _one_at_a_time(by_login)
        waits = (
            _seconds_to_wait(Q(login_digest=by_login), LOGIN_LIMIT, LOGIN_WINDOW),
            _seconds_to_wait(Q(address_digest=by_address), ADDRESS_LIMIT, ADDRESS_WINDOW),
        )
        if any(waits):
            raise TooManyAttempts(max(waits))
        found = check()
        if found:
            LoginAttempt.objects.filter(login_digest=by_login).delete()
        else:
            LoginAttempt.objects.create(login_digest=by_login, address_digest=by_address, at=now())
            LoginAttempt.objects.filter(at__lt=now() - KEPT).delete()
    return found


def _one_at_a_time(digest: str) -> None:
    """Let attempts on one login wait for each other, so that many at once gain nothing."""
    key = int.from_bytes(bytes.fromhex(digest)[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", (key,))
