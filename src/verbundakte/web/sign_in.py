"""From a right password (or passkey, or directory service) to a session; both steps share it."""

import logging
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import auth
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from verbundakte.core.clock import now
from verbundakte.core.models import Account
from verbundakte.core.sessions import has_factor, note_factor, note_login
from verbundakte.organisation import accounts

logger = logging.getLogger("verbundakte.web")
BACKEND = "verbundakte.core.sessions.AccountBackend"
WAITING = "va_waiting"
PATIENCE = timedelta(minutes=10)


def is_ours(target: str) -> bool:
    """Tell whether an address lies in this installation."""
    return target.startswith("/") and url_has_allowed_host_and_scheme(target, allowed_hosts=None)


def wanted(request: HttpRequest) -> str:
    """Return the address somebody wanted before she was asked to log in, or ""."""
    target = request.GET.get("next", "")
    return target if is_ours(target) else ""


def first_page(account: Account) -> str:
    """Return where somebody begins: her only town, or the choice."""
    memberships = accounts.active_memberships(account)
    return f"/{memberships[0].tenant.slug}/" if len(memberships) == 1 else "/stadt/"


def go_on(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to what was wanted, else to the town of the address, else to the first page."""
    here = f"/{request.tenant.slug}/" if request.tenant else ""
    return HttpResponseRedirect(wanted(request) or here or first_page(request.user))


def with_next(request: HttpRequest, name: str) -> str:
    """Return the address of a page of the login that remembers what was wanted."""
    target = wanted(request)
    return f"{reverse(name)}?{urlencode({'next': target})}" if target else reverse(name)


def address_of(request: HttpRequest) -> str:
    """Return where a request came from (for the limit on guessing)."""
    return request.META.get("REMOTE_ADDR", "")


def begin(request: HttpRequest, account: Account) -> HttpResponseRedirect:
    """Go on after a right password: to the second factor where there is one, else in."""
    if accounts.has_factor(account):
        request.session[WAITING] = {"account": str(account.pk), "at": now().isoformat()}
        return HttpResponseRedirect(with_next(request, "web:zweiter-faktor"))
    complete(request, account, factor=False, way="password")
    return go_on(request)


def complete(
    request: HttpRequest, account: Account, *, factor: bool, way: str, town: int | None = None
) -> None:
    """Make the session of an account. `way` is written to the log, `town` is the only one it opens."""
    auth.login(request, account, backend=BACKEND)
    request.session.cycle_key()  # also where the same person logs in again
    agent = request.headers.get("User-Agent", "")
    note_login(request.session, user_agent=agent, factor=factor, town=town)
    request.session.pop(WAITING, None)
    logger.info("login", extra={"actor": str(account.pk), "kind": way})


def waiting_account(request: HttpRequest) -> Account | None:
    """Return whose second factor is to be shown: after the password, or in a running session."""
    waiting = request.session.get(WAITING)
    if waiting and datetime.fromisoformat(waiting["at"]) > now() - PATIENCE:
        return Account.objects.filter(pk=waiting["account"], is_active=True).first()
    if request.user.is_authenticated and not has_factor(request.session):
        return request.user
    return None


def finish(request: HttpRequest, account: Account, *, way: str) -> HttpResponseRedirect:
    """Go in after a right second factor (or a passkey that is both)."""
    if request.user == account:
        request.session.cycle_key()
        note_factor(request.session)
        logger.info("second factor", extra={"actor": str(account.pk), "kind": way})
    else:
        complete(request, account, factor=True, way=way)
    return go_on(request)
