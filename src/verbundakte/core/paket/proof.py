"""A signed document (Ed25519, RFC 8032) that says what was given out and what was deleted.

The key comes from the installation's secret key; its public half stands in the document and in
`status`, so that a town can keep it and compare.
"""

import base64
import json

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def _key() -> Ed25519PrivateKey:
    secret = settings.SECRET_KEY.encode()
    derived = HKDF(SHA256(), 32, None, b"verbundakte.nachweis").derive(secret)
    return Ed25519PrivateKey.from_private_bytes(derived)


def public_key() -> str:
    """Return the public half of the installation's key (Base64)."""
    raw = _key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode()


def _canonical(content: dict) -> bytes:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sign(content: dict) -> dict:
    """Return the document with public key and signature."""
    signature = base64.b64encode(_key().sign(_canonical(content))).decode()
    return {"nachweis": content, "schluessel": public_key(), "signatur": signature}


def is_genuine(document: dict) -> bool:
    """Tell whether a document is as it was signed with the key it names."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(document["schluessel"]))
        key.verify(base64.b64decode(document["signatur"]), _canonical(document["nachweis"]))
    except (InvalidSignature, KeyError, TypeError, ValueError):
        return False
    return True
