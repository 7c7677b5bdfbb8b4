"""A PDF of our own that opens with a password only."""

import secrets
from io import BytesIO

import pikepdf


def locked(pdf: bytes, kennwort: str) -> bytes:
    """Return a PDF that opens with the password only (ISO 32000-2: AES-256, revision 6)."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        keys = pikepdf.Encryption(user=kennwort, owner=secrets.token_urlsafe(32), R=6)
        document.save(out, encryption=keys)
    return out.getvalue()
