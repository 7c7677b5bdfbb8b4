"""A new password by mail: a link that works once, for half an hour, and only for its holder."""

import logging
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.db import close_old_connections
from django.template.loader import render_to_string
from procrastinate.contrib.django import app

from verbundakte.core.jobs.queue import retry
from verbundakte.core.models import Account, Membership
from verbundakte.organisation.accounts.limits import limited
from verbundakte.organisation.accounts.passwords import active_memberships, normal_login

logger = logging.getLogger("verbundakte.accounts")
TASK = "verbundakte.send_reset"
SUBJECT = "Neues Kennwort für Verbundakte"
_tokens = PasswordResetTokenGenerator()  # void after a new password, a login, another address


def is_reset_offered() -> bool:
    """Tell whether this installation can send mail and knows its own address."""
    return bool(settings.EMAIL_HOST and settings.PUBLIC_URL)


def request_reset(login: str, *, address: str, town: str = "") -> None:
    """Have a link sent to the address of a login, if there is one; nobody learns whether there is.

    The queue gets the same entry for every login; the worker looks. Raises TooManyAttempts.
    """
    name = normal_login(login)
    limited(f"reset:{name}", address, lambda: None)
    found = Account.objects.filter(login=name, is_active=True).exclude(email="").first()
    key = str(found.pk) if found and found.has_usable_password() else ""
    app.configure_task(TASK, queue="default", allow_unknown=True).defer(account=key, town=town)


def _home(account: Account, town: str) -> Membership | None:
    """Return where the link leads: to the town it was asked for in, else to the first one."""
    rows = active_memberships(account)
    return next((row for row in rows if row.tenant.slug == town), rows[0] if rows else None)


def reset_link(account: Account, slug: str) -> str:
    """Return the address at which a new password can be set once, for half an hour."""
    query = urlencode({"konto": account.pk.hex, "schluessel": _tokens.make_token(account)})
    return f"{settings.PUBLIC_URL.rstrip('/')}/{slug}/kennwort/neu/?{query}"


def send_reset(account: str, town: str) -> None:
    """Send the link to the address of an account; nothing for a login that does not exist ("")."""
    found = Account.objects.filter(pk=account, is_active=True).first() if account else None
    home = found and _home(found, town)
    if not home:
        return
    context = {"account": found, "town": home.tenant, "link": reset_link(found, home.tenant.slug)}
    text = render_to_string("organisation/mail/kennwort.txt", context)
    EmailMessage(SUBJECT, text, to=[found.email]).send()
    logger.info("reset sent", extra={"actor": account})


@app.task(name=TASK, retry=retry(5))
def _send_in_worker(account: str, town: str) -> None:
    close_old_connections()
    try:
        send_reset(account, town)
    finally:
        close_old_connections()


def account_of_link(key: str, token: str) -> Account | None:
    """Return whose password a link may set, or None when it does not hold (any more)."""
    try:
        account = Account.objects.filter(pk=UUID(key), is_active=True).first()
    except ValueError:
        return None
    return account if account and _tokens.check_token(account, token) else None
