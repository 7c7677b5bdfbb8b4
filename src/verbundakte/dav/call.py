"""Who calls and with what: known to everything that answers one request."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from wsgidav.dav_error import HTTP_FORBIDDEN, HTTP_LOCKED, HTTP_NOT_FOUND, DAVError

from verbundakte.akten import actions
from verbundakte.akten.actions import ablagedatei, arbeitsstand
from verbundakte.core.actions import Refusal
from verbundakte.core.blobs.store import Stored

HTTP_INSUFFICIENT_STORAGE = 507
READING = ("GET", "HEAD", "OPTIONS", "PROPFIND")
BUSY = (actions.DokumentLocked, actions.NotLocked, arbeitsstand.ProgramBusy)


@dataclass
class Call:
    """One request: the actor with her rights as they are now, its moment, where the tree begins, bytes
    that were sent."""

    actor: Any
    at: datetime
    top: str
    stored: Stored | None = None
    is_reading: bool = True
    locks: list | None = None
    files: dict[str, dict] = field(default_factory=dict)
    vorgaenge: dict[str, Any] = field(default_factory=dict)


_current: ContextVar[Call] = ContextVar("call")


@contextmanager
def calling(call: Call) -> Iterator[Call]:
    """Inside, everything answers this call."""
    token = _current.set(call)
    try:
        yield call
    finally:
        _current.reset(token)


def current() -> Call:
    """Return the call that is answered."""
    return _current.get()


@contextmanager
def refusing() -> Iterator[None]:
    """Say what an action or a query refuses as WebDAV says it, with the German sentence."""
    try:
        yield
    except PermissionDenied as error:
        said = "Dazu fehlt Ihnen die Berechtigung."
        raise DAVError(HTTP_FORBIDDEN, said) from error
    except Http404 as error:
        raise DAVError(HTTP_NOT_FOUND) from error
    except ablagedatei.AblageFull as error:
        raise DAVError(HTTP_INSUFFICIENT_STORAGE, error.message) from error
    except Refusal as error:
        status = HTTP_LOCKED if isinstance(error, BUSY) else HTTP_FORBIDDEN
        raise DAVError(status, error.message) from error
