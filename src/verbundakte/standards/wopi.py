"""WOPI, the protocol between a document server (Collabora, OnlyOffice, Office) and a house of files.

Pure: what a discovery file says, and whether a request really comes from the server it names.
Source: Microsoft, "WOPI discovery" and "Verifying that requests originate from Office for the web by
using proof keys".
"""

import base64
import binascii
import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from defusedxml import ElementTree

TICKS_BEGIN = datetime(1, 1, 1, tzinfo=UTC)
PROOF_LASTS = timedelta(minutes=20)
PLACEHOLDER = re.compile(r"<[^>]*>")
EDIT = "edit"


class DiscoveryBroken(ValueError):
    """The file is no discovery file, or names a server that cannot be used."""


@dataclass(frozen=True)
class Discovery:
    """Where which kind of file is edited, the origin of the server, its public keys (new, old)."""

    editors: dict[str, str]
    origin: str
    keys: tuple[rsa.RSAPublicKey, ...] = ()


@dataclass(frozen=True)
class Proof:
    """What a request says to prove where it comes from."""

    token: str
    url: str
    ticks: int
    proofs: tuple[str, ...] = field(default=())

    def message(self) -> bytes:
        """Return what was signed."""
        token, url = self.token.encode(), self.url.upper().encode()
        parts = (token, url, struct.pack(">q", self.ticks))
        return b"".join(struct.pack(">i", len(part)) + part for part in parts)


def read_discovery(content: bytes) -> Discovery:
    """Read a discovery file. Raises DiscoveryBroken."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError) as error:
        raise DiscoveryBroken("Das ist keine Discovery-Datei.") from error
    editors = {
        one.get("ext", "").lower(): PLACEHOLDER.sub("", one.get("urlsrc", ""))
        for one in root.iter("action")
        if one.get("name") == EDIT and one.get("ext")
    }
    origins = {_origin(address) for address in editors.values()}
    if len(origins) != 1 or "" in origins:
        raise DiscoveryBroken("Die Discovery-Datei nennt keinen oder mehrere Server.")
    proof = next(root.iter("proof-key"), None)
    return Discovery(editors, origins.pop(), _keys(proof) if proof is not None else ())


def _origin(address: str) -> str:
    parts = urlsplit(address)
    is_web = parts.scheme in ("http", "https") and parts.hostname and not parts.username
    return f"{parts.scheme}://{parts.netloc}" if is_web else ""


def _keys(element) -> tuple[rsa.RSAPublicKey, ...]:
    try:
        return tuple(
            rsa.RSAPublicNumbers(
                _number(element.get(f"{age}exponent")), _number(element.get(f"{age}modulus"))
            ).public_key()
            for age in ("", "old")
            if element.get(f"{age}modulus")
        )
    except (ValueError, TypeError) as error:
        raise DiscoveryBroken("Die Schlüssel der Discovery-Datei sind nicht lesbar.") from error


def _number(text: str | None) -> int:
    return int.from_bytes(base64.b64decode(text or "", validate=True), "big")


def editor_address(template: str, wopi_src: str) -> str:
    """Return where a browser opens a file; `wopi_src` is already encoded for a query."""
    joint = "" if template.endswith(("?", "&")) else "&" if "?" in template else "?"
    return f"{template}{joint}WOPISrc={wopi_src}"


def ticks_of(moment: datetime) -> int:
    """Return a moment as the protocol counts it: tenths of a microsecond since the year 1."""
    return (moment - TICKS_BEGIN) // timedelta(microseconds=1) * 10


def is_proven(proof: Proof, keys: Iterable[rsa.RSAPublicKey], at: datetime) -> bool:
    """Tell whether a request comes from the owner of the keys, and not long ago.

    `keys` new and old, `proof.proofs` made with the new and the old key: one pair has to fit, but the
    old proof does not count for the old key.
    """
    age = abs(ticks_of(at) - proof.ticks)
    if age > PROOF_LASTS // timedelta(microseconds=1) * 10:
        return False
    new, *old = keys
    pairs = [(new, text) for text in proof.proofs] + [(key, proof.proofs[0]) for key in old]
    return any(_fits(key, text, proof.message()) for key, text in pairs if text)


def _fits(key: rsa.RSAPublicKey, text: str, message: bytes) -> bool:
    try:
        signature = base64.b64decode(text, validate=True)
        key.verify(signature, message, padding.PKCS1v15(), SHA256())
    except (binascii.Error, InvalidSignature, ValueError):
        return False
    return True
