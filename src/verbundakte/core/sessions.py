"""The session engine: who is logged in on which device, since when, and when it was last used."""

import re
from datetime import datetime, timedelta
from threading import local
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils.crypto import constant_time_compare

from verbundakte.core.clock import now
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Account, Session

LOGIN = "va_login"  # how the session began: {"at", "device", "factor", "town"}
NOTED_EVERY = timedelta(minutes=1)
BROWSERS = (
    ("Edge", "Edg"),
    ("Opera", "OPR"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrom"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("macOS", "Mac OS"),
    ("ChromeOS", "CrOS"),
    ("Linux", "Linux"),
)

BY_KEY = Ready(
    lambda actor, key, moment: Session.objects.filter(
        session_key=key, expire_date__gt=moment
    ).select_related("account"),
    of_town=False,
    key=str,
    moment=datetime,
)
ACCOUNT = Ready(lambda actor, key: Account.objects.filter(pk=key), of_town=False, key=UUID)
_read = local()
"""The account that came with the session this thread read last: it is asked for next."""


def device_name(user_agent: str) -> str:
    """Return what a person calls this device: "Firefox unter Windows"; no versions, no address."""
    browser = next((name for name, mark in BROWSERS if mark in user_agent), "Unbekanntes Programm")
    system = next((name for name, mark in SYSTEMS if re.search(mark, user_agent)), "")
    return f"{browser} unter {system}" if system else browser


class SessionStore(DatabaseStore):
    """Sessions in the database, with account, device and last use; idle ones are over."""

    @classmethod
    def get_model_class(cls):
        """Return our table."""
        return Session

    def _get_session_from_db(self):
        moment = now()
        row = BY_KEY.first(key=self.session_key, moment=moment)
        _read.account = row.account if row else None
        if row is None:
            self._session_key = None
            return None
        if row.account_id and row.used_at < moment - settings.SESSION_IDLE:
            self._session_key = None
            return None
        if row.used_at < moment - NOTED_EVERY:
            Session.objects.filter(pk=row.pk).update(used_at=moment)
        return row

    def create_model_instance(self, data):
        """Return the row of this session."""
        row = super().create_model_instance(data)
        login = data.get(LOGIN, {})
        row.account_id = data.get(SESSION_KEY)
        row.device = login.get("device", "")
        row.used_at = now()
        row.began_at = datetime.fromisoformat(login["at"]) if login else row.used_at
        return row


class AccountBackend(ModelBackend):
    """Who is logged in, read with every request."""

    def get_user(self, user_id) -> Account | None:
        """Return the account, or None when it is gone or closed."""
        key, account = UUID(str(user_id)), getattr(_read, "account", None)
        _read.account = None
        if account is None or account.pk != key:
            account = ACCOUNT.first(key=key)
        return account if account is not None and self.user_can_authenticate(account) else None


def note_login(session, *, user_agent: str, factor: bool, town: int | None = None) -> None:
    """Write into a session how it began.

    `factor`: a second factor was shown. `town`: the only town this session may open (the login
    came from that town's own directory service).
    """
    session[LOGIN] = {
        "at": now().isoformat(),
        "device": device_name(user_agent),
        "factor": factor,
        "town": town,
    }


def note_factor(session) -> None:
    """Write into a session that a second factor was shown in it."""
    session[LOGIN] = {"at": now().isoformat(), "device": "", **session.get(LOGIN, {})}
    session[LOGIN]["factor"] = True


def has_factor(session) -> bool:
    """Tell whether a second factor was shown in this session."""
    return bool(session.get(LOGIN, {}).get("factor"))


def opens(session, tenant: int) -> bool:
    """Tell whether this session may open a town at all."""
    only = session.get(LOGIN, {}).get("town")
    return only is None or only == tenant


def sessions_of(account: Account) -> list[Session]:
    """Return where an account is logged in, the one used last first."""
    rows = Session.objects.filter(account=account, expire_date__gt=now())
    return list(rows.filter(used_at__gt=now() - settings.SESSION_IDLE).order_by("-used_at", "pk"))


def end_sessions(account: Account, *, keep: str = "") -> int:
    """End all sessions of an account but the one with the key `keep`; return how many ended."""
    ended, _ = Session.objects.filter(account=account).exclude(pk=keep).delete()
    return ended


def is_current(row: Session, key: str | None) -> bool:
    """Tell whether a row is the session with this key."""
    return constant_time_compare(row.session_key, key or "")
