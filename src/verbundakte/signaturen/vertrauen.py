"""Whom this installation trusts: files in a folder of the operator, read anew for each verification.

`<folder>/*.crt` are anchors, `qualifiziert/` those of qualified services, `zwischen/` certificates
between, `*.crl` anywhere revocation lists. Nothing in it: every issuer is unknown.
"""

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from verbundakte.core.clock import now

ENDINGS = (".crt", ".cer", ".pem", ".der")
QUALIFIED, BETWEEN = "qualifiziert", "zwischen"
MOST_BYTES = 16 * 1024 * 1024


@dataclass
class Vertrauen:
    """Base64 of DER as the sandbox takes it, the name of this set, and what could not be read."""

    anchors: list[str] = field(default_factory=list)
    qualified: list[str] = field(default_factory=list)
    between: list[str] = field(default_factory=list)
    crls: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def as_options(self) -> dict[str, list[str]]:
        """Return what travels into the sandbox."""
        return {
            "anchors": self.anchors,
            "qualified": self.qualified,
            "between": self.between,
            "crls": self.crls,
        }

    @property
    def name(self) -> str:
        """Return the SHA-256 over all of it: which trust a verification went by."""
        texts = sorted({*self.anchors, *self.between, *self.crls})
        return hashlib.sha256("\n".join(texts).encode()).hexdigest()


def load_vertrauen(*, at: datetime | None = None) -> Vertrauen:
    """Return the trust of today. With `at` also what is out of date then, in `problems`."""
    found, folder = Vertrauen(), Path(settings.VERTRAUENSANKER)
    if not folder.is_dir():
        return found
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in (*ENDINGS, ".crl"):
            try:
                _take(found, path, folder, at)
            except (OSError, ValueError):
                found.problems.append(f"Vertrauensanker „{path.name}“ ist nicht lesbar.")
    return found


def _take(found: Vertrauen, path: Path, folder: Path, at: datetime | None) -> None:
    if path.stat().st_size > MOST_BYTES:
        raise ValueError
    data = path.read_bytes()
    is_pem = b"-----BEGIN" in data
    if path.suffix.lower() == ".crl":
        one = x509.load_pem_x509_crl(data) if is_pem else x509.load_der_x509_crl(data)
        found.crls.append(_text(one))
        if at is not None and one.next_update_utc is not None and one.next_update_utc < at:
            found.problems.append(f"Sperrliste „{path.name}“ gilt nicht mehr.")
        return
    read = (
        x509.load_pem_x509_certificates(data) if is_pem else [x509.load_der_x509_certificate(data)]
    )
    place = path.parent.relative_to(folder).parts[:1]
    for one in read:
        text = _text(one)
        (found.between if place == (BETWEEN,) else found.anchors).append(text)
        if place == (QUALIFIED,):
            found.qualified.append(text)
        if at is not None and one.not_valid_after_utc < at:
            found.problems.append(f"Vertrauensanker „{path.name}“ ist abgelaufen.")


def _text(one: x509.Certificate | x509.CertificateRevocationList) -> str:
    return base64.b64encode(one.public_bytes(Encoding.DER)).decode()


def check_vertrauen(deep: bool) -> tuple[int, list[str]]:
    """Find what of the trust folder cannot be read or is out of date."""
    found = load_vertrauen(at=now())
    return len(found.anchors) + len(found.between) + len(found.crls), found.problems
