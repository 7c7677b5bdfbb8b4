"""Secrets that must be read again (of one-time codes, of directory services), sealed at rest.

The key comes from the installation's secret key, which lies outside of the database.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class SealBroken(Exception):
    """A sealed secret cannot be opened: the secret key of the installation is another one."""


def key_for(purpose: str) -> bytes:
    """Return 32 bytes that only this installation knows, for one purpose (HKDF, RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"verbundakte.{purpose}".encode())
    return derived.derive(settings.SECRET_KEY.encode())


def _box(purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(key_for(purpose)))


def seal(purpose: str, secret: bytes) -> str:
    """Return `secret` encrypted; only `unseal` with the same purpose opens it."""
    return _box(purpose).encrypt(secret).decode()


def unseal(purpose: str, sealed: str) -> bytes:
    """Return what was sealed. Raises SealBroken."""
    try:
        return _box(purpose).decrypt(sealed.encode())
    except InvalidToken as error:
        raise SealBroken(purpose) from error
