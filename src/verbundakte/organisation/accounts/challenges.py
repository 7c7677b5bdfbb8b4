"""What a passkey is asked, between two requests; and the address it knows us by."""

import base64
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.http import HttpRequest

from verbundakte.core.clock import now
from verbundakte.organisation.accounts.passkeys import Site

CHALLENGE = "va_challenge"
PATIENCE = timedelta(minutes=10)


def site_of(request: HttpRequest) -> Site:
    """Return the address under which a browser knows its passkeys."""
    host = request.get_host()
    return Site(urlsplit(f"//{host}").hostname or host, f"{request.scheme}://{host}")


def new_challenge(session) -> bytes:
    """Return random bytes the next answer of a passkey has to sign; the session remembers them."""
    challenge = secrets.token_bytes(32)
    session[CHALLENGE] = [base64.b64encode(challenge).decode(), now().isoformat()]
    return challenge


def take_challenge(session) -> bytes:
    """Return what was asked last, this once; after some minutes bytes that nothing answers."""
    value, at = session.pop(CHALLENGE, (None, None))
    if value is None or datetime.fromisoformat(at) < now() - PATIENCE:
        return secrets.token_bytes(32)
    return base64.b64decode(value)
