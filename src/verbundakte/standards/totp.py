"""One-time codes that change with the time (RFC 6238 over RFC 4226): SHA-1, 6 digits, 30 seconds.

Apps of all makers support exactly this form.
"""

import base64
import hashlib
import hmac
from datetime import datetime
from urllib.parse import quote, urlencode

SECONDS, DIGITS = 30, 6
SECRET_BYTES = 20


def step_of(at: datetime) -> int:
    """Return the number of the half minute `at` lies in."""
    return int(at.timestamp()) // SECONDS


def code_for(secret: bytes, step: int) -> str:
    """Return the code of one half minute (RFC 4226, 5.3)."""
    digest = hmac.digest(secret, step.to_bytes(8, "big"), hashlib.sha1)
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)


def matching_step(secret: bytes, code: str, at: datetime, *, after: int) -> int | None:
    """Return the half minute a code belongs to, one before or after now allowed, else None.

    Half minutes up to `after` are used up: the same code never counts twice.
    """
    here = step_of(at)
    found = None
    for step in (here - 1, here, here + 1):
        if hmac.compare_digest(code_for(secret, step), code) and step > after:
            found = step
    return found


def as_text(secret: bytes) -> str:
    """Return a secret as people type it: base32 in groups of four."""
    text = base64.b32encode(secret).decode().rstrip("=")
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, *, issuer: str, login: str) -> str:
    """Return the otpauth address an app reads from a QR code."""
    values = {"secret": as_text(secret).replace(" ", ""), "issuer": issuer}
    return f"otpauth://totp/{quote(f'{issuer}:{login}')}?{urlencode(values, quote_via=quote)}"
