"""Logins and passwords: check them with a limit on guessing, make new ones."""

import logging
import secrets
from uuid import UUID

from django.contrib.auth.hashers import make_password

from verbundakte.core.actions import Refusal
from verbundakte.core.clock import now
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Account, Membership
from verbundakte.organisation.accounts.limits import limited
from verbundakte.organisation.accounts.stand import rechtestand

logger = logging.getLogger("verbundakte.accounts")
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105


class WrongLogin(Refusal):
    message = "Anmeldename oder Kennwort stimmt nicht."


class FirstPasswordOver(Refusal):
    message = (
        "Ihr erstes Kennwort gilt nicht mehr. Lassen Sie sich von der Fachadministration ein neues"
        " geben."
    )


def normal_login(login: str) -> str:
    """Return a login in the one spelling under which it is stored."""
    return login.strip().lower()


def authenticate_login(login: str, password: str, *, address: str) -> Account:
    """Return the account of login and password.

    Raises WrongLogin (also for an unknown or closed account, after the same time), FirstPasswordOver
    or TooManyAttempts. A second factor, where there is one, is still to be asked for.
    """
    name = normal_login(login)
    account = limited(name, address, lambda: _checked(name, password))
    if account is None:
        logger.warning("login failed")
        raise WrongLogin
    if account.initial_until and account.initial_until < now():
        raise FirstPasswordOver
    return account


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


def _active(actor, account: UUID):
    rows = Membership.objects.filter(account=account, ended_at=None).select_related("tenant")
    return rows.annotate(stand=rechtestand("tenant")).order_by("tenant__name", "pk")


_ACTIVE = Ready(_active, of_town=False, account=UUID)


def active_memberships(account: Account) -> list[Membership]:
    """Return where an account works, towns by name (for the choice of a town); with `stand`, the marks
    of the town's rights."""
    return _ACTIVE.all(account=account.pk)


def active_membership(key: int) -> Membership | None:
    """Return a membership with account and town, None when it or the account has ended."""
    rows = Membership.objects.select_related("account", "tenant")
    return rows.filter(pk=key, ended_at=None, account__is_active=True).first()
