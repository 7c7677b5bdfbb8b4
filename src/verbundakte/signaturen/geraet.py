"""A key in a device (HSM, card) that speaks PKCS#11: for an organisation seal; the key never leaves it.

Which library is loaded says the operator (`settings.PKCS11_MODUL`); a town names the token, the key
and its PIN only.
"""

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pkcs11
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from django.conf import settings
from pkcs11 import Attribute, Mechanism, ObjectClass, exceptions
from pkcs11.util.ec import encode_ecdsa_signature

from verbundakte.signaturen.werk import MOST_CHAIN, Away, NotUsable, Siegelwerk

NO_MODULE = (
    "Auf diesem Rechner ist kein Gerät eingerichtet. Der Betrieb nennt die PKCS#11-Bibliothek in"
    " VERBUNDAKTE_PKCS11."
)
TRIAL = b"Verbundakte: Probe des Schluessels"
ALONE = threading.Lock()  # libraries of devices differ in what they bear; one signature at a time
WRONG_PIN = (exceptions.PinIncorrect, exceptions.PinInvalid, exceptions.PinLenRange)


@dataclass(frozen=True)
class Platz:
    """Where a key lies: the name of the token, the name of the key on it, and the PIN."""

    token: str
    name: str
    pin: str = field(repr=False)


@dataclass(frozen=True)
class Geraeteschluessel(Siegelwerk):
    """A key in a device."""

    platz: Platz

    @classmethod
    def find(cls, platz: Platz) -> "Geraeteschluessel":
        """Return the key of this name with its certificate on the device, after a trial.

        Raises NotUsable, Away.
        """
        with _session(platz) as session:
            mark = _private(session, platz)[Attribute.ID]
            rows = list(session.get_objects({Attribute.CLASS: ObjectClass.CERTIFICATE}))
            own = [row for row in rows if mark and row[Attribute.ID] == mark]
            own = own or [row for row in rows if row[Attribute.LABEL] == platz.name]
            found = [_certificate(row) for row in rows]
            certificate = _certificate(own[0]) if own else None
        if certificate is None:
            raise NotUsable(f"Auf dem Gerät liegt zum Schlüssel „{platz.name}“ kein Zertifikat.")
        werk = cls(certificate, _chain_of(certificate, found), platz)
        werk.try_out()
        return werk

    def try_out(self) -> None:
        """Refuse a certificate that belongs to another key. Raises NotUsable, Away."""
        key, value = self.certificate.public_key(), self.sign_raw(TRIAL)
        try:
            if isinstance(key, ec.EllipticCurvePublicKey):
                key.verify(value, TRIAL, ec.ECDSA(hashes.SHA256()))
            else:
                key.verify(value, TRIAL, padding.PKCS1v15(), hashes.SHA256())
        except InvalidSignature as failure:
            raise NotUsable(
                f"Das Zertifikat auf dem Gerät gehört nicht zum Schlüssel „{self.platz.name}“."
            ) from failure

    def sign_raw(self, data: bytes) -> bytes:
        """Return the value of a signature over `data` (SHA-256). Raises NotUsable, Away."""
        with _session(self.platz) as session:
            key = _private(session, self.platz)
            if isinstance(self.certificate.public_key(), ec.EllipticCurvePublicKey):
                made = key.sign(hashlib.sha256(data).digest(), mechanism=Mechanism.ECDSA)
                return encode_ecdsa_signature(made)
            return key.sign(data, mechanism=Mechanism.SHA256_RSA_PKCS)


def is_there() -> bool:
    """Tell whether the operator named a library for devices."""
    return bool(settings.PKCS11_MODUL)


@contextmanager
def _session(platz: Platz) -> Iterator[pkcs11.Session]:
    if not is_there():
        raise NotUsable(NO_MODULE)
    try:
        with ALONE:
            token = pkcs11.lib(settings.PKCS11_MODUL).get_token(token_label=platz.token)
            with token.open(user_pin=platz.pin) as session:
                yield session
    except WRONG_PIN as failure:
        raise NotUsable("Die PIN des Geräts stimmt nicht.") from failure
    except exceptions.PinLocked as failure:
        raise NotUsable("Das Gerät ist gesperrt: Die PIN war zu oft falsch.") from failure
    except exceptions.NoSuchKey as failure:
        raise NotUsable(f"Auf dem Gerät gibt es keinen Schlüssel „{platz.name}“.") from failure
    except (exceptions.PKCS11Error, RuntimeError, OSError) as failure:
        raise Away(f"Das Gerät „{platz.token}“ antwortet nicht.") from failure


def _private(session: pkcs11.Session, platz: Platz):
    return session.get_key(object_class=ObjectClass.PRIVATE_KEY, label=platz.name)


def _certificate(row) -> x509.Certificate:
    return x509.load_der_x509_certificate(bytes(row[Attribute.VALUE]))


def _chain_of(own: x509.Certificate, found: list[x509.Certificate]) -> tuple[x509.Certificate, ...]:
    by_name = {one.subject: one for one in found}
    chain, at = [], own
    while at.issuer != at.subject and at.issuer in by_name and len(chain) < MOST_CHAIN:
        at = by_name[at.issuer]
        chain.append(at)
    return tuple(chain)
