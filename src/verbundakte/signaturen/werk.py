"""With what a digest is signed. A key in a file lies here; `geraet.py` and `fernsignatur.py` are others.

A `Siegelwerk` gets a digest, never a document: the sandbox prepares documents and knows no keys.
"""

import asyncio
import base64
from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import algos, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.sign import signers
from pyhanko.sign.timestamps import TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from verbundakte.core import outbound
from verbundakte.core.actions import Refusal
from verbundakte.core.converters.signatures.people import says_qualified
from verbundakte.core.secrets import SealBroken, seal, unseal

PURPOSE = "signaturen.zertifikat"
MOST_BYTES, MOST_CHAIN = 128 * 1024, 10
DIGEST = "sha256"
QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
SHORTEST_RSA, SHORTEST_CURVE = 3000, 250
_HASH = algos.DigestAlgorithm({"algorithm": DIGEST})
PSS_SHA256 = algos.SignedDigestAlgorithm(
    {
        "algorithm": "rsassa_pss",
        "parameters": algos.RSASSAPSSParams(
            {
                "hash_algorithm": _HASH,
                "mask_gen_algorithm": algos.MaskGenAlgorithm(
                    {"algorithm": "mgf1", "parameters": _HASH}
                ),
                "salt_length": 32,
            }
        ),
    }
)
"""RSASSA-PSS with SHA-256 throughout and a salt as long as the digest (RFC 4056)."""


class NotUsable(Refusal):
    """A file that is no certificate to sign with."""


class Away(Exception):
    """What is needed for signing cannot be reached now; `message` is German."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Siegelwerk(ABC):
    """A certificate with the chain above it, and whatever signs with its key."""

    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...]

    @abstractmethod
    def sign_raw(self, data: bytes) -> bytes:
        """Return the value of a signature over `data` (SHA-256)."""

    @property
    def mechanism(self) -> algos.SignedDigestAlgorithm | None:
        """Return how `sign_raw` signs where the key alone does not say it."""
        return None

    @property
    def der(self) -> bytes:
        """Return the certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Return from when to when the certificate holds."""
        return self.certificate.not_valid_before_utc, self.certificate.not_valid_after_utc

    @property
    def is_qualified(self) -> bool:
        """Tell whether the certificate calls itself qualified."""
        return says_qualified(_asn1(self.certificate))

    def check(self) -> None:
        """Refuse keys that prove nothing and certificates for something else. Raises NotUsable."""
        key = self.certificate.public_key()
        is_long = (isinstance(key, rsa.RSAPublicKey) and key.key_size >= SHORTEST_RSA) or (
            isinstance(key, ec.EllipticCurvePublicKey) and key.key_size >= SHORTEST_CURVE
        )
        if not is_long:
            raise NotUsable(
                "Der Schlüssel ist zu kurz oder von unbekannter Art. Nötig sind RSA ab 3072 Bit oder eine"
                " Kurve ab 256 Bit (BSI TR-02102)."
            )
        try:
            usage = self.certificate.extensions.get_extension_for_class(x509.KeyUsage).value
        except x509.ExtensionNotFound:
            return
        if not (usage.digital_signature or usage.content_commitment):
            raise NotUsable("Das Zertifikat ist nicht zum Signieren ausgestellt.")

    def sign(self, digest: bytes, stamper: TimeStamper) -> bytes:
        """Return the signature of a digest as CMS in DER. Raises Away and what `sign_raw` does."""
        signer = _Unterzeichner(self)
        made = asyncio.run(signer.async_sign(digest, DIGEST, use_pades=True, timestamper=stamper))
        return made.dump()

    def sign_content(self, content: bytes, stamper: TimeStamper) -> bytes:
        """Return a signature beside bytes (CAdES, DER). Raises Away and what `sign_raw` does."""
        signing = _Unterzeichner(self).async_sign_general_data(
            content, DIGEST, use_cades=True, timestamper=stamper
        )
        return asyncio.run(signing).dump()


class _Unterzeichner(signers.Signer):
    """Lets a Siegelwerk sign what pyHanko puts together."""

    def __init__(self, werk: Siegelwerk):
        store = SimpleCertificateStore()
        store.register_multiple([_asn1(one) for one in werk.chain])
        super().__init__(
            signing_cert=_asn1(werk.certificate),
            cert_registry=store,
            signature_mechanism=werk.mechanism,
        )
        self.werk = werk

    async def async_sign_raw(self, data, digest_algorithm, dry_run=False):
        """Return the value of the signature."""
        return self.werk.sign_raw(data)


@dataclass(frozen=True)
class Schluessel(Siegelwerk):
    """A key that lies here, sealed."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @classmethod
    def read(cls, data: bytes, password: str) -> "Schluessel":
        """Return what a PKCS#12 file holds. Raises NotUsable."""
        if len(data) > MOST_BYTES:
            raise NotUsable("Die Datei ist zu groß für ein Zertifikat (höchstens 128 KB).")
        try:
            key, certificate, more = pkcs12.load_key_and_certificates(data, password.encode())
        except ValueError as failure:
            raise NotUsable(
                "Die Datei lässt sich nicht öffnen: Das Kennwort passt nicht, oder es ist keine"
                " PKCS#12-Datei (.p12, .pfx)."
            ) from failure
        if key is None or certificate is None:
            raise NotUsable("Die Datei enthält keinen Schlüssel mit seinem Zertifikat.")
        found = cls(certificate, tuple(more[:MOST_CHAIN]), key)
        found.check()
        return found

    def sealed(self) -> str:
        """Return key and certificates as they are kept: sealed for this installation."""
        encoding = serialization.Encoding.PEM
        parts = [
            self.key.private_bytes(
                encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            ),
            *(one.public_bytes(encoding) for one in (self.certificate, *self.chain)),
        ]
        return seal(PURPOSE, b"".join(parts))

    @classmethod
    def unsealed(cls, text: str) -> "Schluessel":
        """Return what was kept. Raises NotUsable where another installation sealed it."""
        try:
            data = unseal(PURPOSE, text)
        except SealBroken as failure:
            raise NotUsable(
                "Der Schlüssel des Zertifikats lässt sich hier nicht öffnen. Hinterlegen Sie es neu."
            ) from failure
        first, *rest = x509.load_pem_x509_certificates(data)
        return cls(first, tuple(rest), serialization.load_pem_private_key(data, None))

    def sign_raw(self, data: bytes) -> bytes:
        """Return the value of a signature over `data` (SHA-256)."""
        if isinstance(self.key, rsa.RSAPrivateKey):
            return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ec.ECDSA(hashes.SHA256()))


def _asn1(certificate: x509.Certificate) -> asn1.Certificate:
    return asn1.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def read_chain(pem: str) -> tuple[x509.Certificate, ...]:
    """Return certificate and chain as they are kept beside the key."""
    return tuple(x509.load_pem_x509_certificates(pem.encode()))


def name_of(name: x509.Name) -> str:
    """Return how a holder or issuer is called."""
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        if found := name.get_attributes_for_oid(oid):
            text = str(found[0].value)
            return "".join(one if one.isprintable() else " " for one in text)[:300]
    return "ohne Namen"


class Unfit(ValueError):
    """A time stamp service answered something that is no stamp of what was asked."""


class Stempeluhr(TimeStamper):
    """Asks the time stamp services of the town one after the other, through the house's one way out."""

    def __init__(self, dienste: list):
        super().__init__()
        self.dienste = dienste
        self.name, self.token = "", None

    async def async_timestamp(self, message_digest, md_algorithm):
        """Return a token over exactly this digest. Raises Away."""
        problem = "Es ist kein Zeitstempeldienst festgelegt."
        for dienst in self.dienste:
            self.dienst = dienst
            try:
                token = await super().async_timestamp(message_digest, md_algorithm)
                self._check(token, message_digest)
            except (outbound.SendingFailed, outbound.TargetRefused) as failure:
                problem = f"Kein Zeitstempel von „{dienst.bezeichnung}“: {failure.message}"
            except Unfit as failure:
                problem = f"„{dienst.bezeichnung}“ gab keinen brauchbaren Zeitstempel: {failure}"
            except (OSError, ValueError, TypeError, TimestampRequestError):
                problem = f"„{dienst.bezeichnung}“ gab keinen brauchbaren Zeitstempel."
            else:
                self.name, self.token = dienst.bezeichnung, token
                return token
        raise Away(problem)

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Ask one service (RFC 3161 over HTTP)."""
        headers = {"Content-Type": QUERY, "Accept": REPLY}
        answer, content = outbound.ask(self.dienst.adresse, req.dump(), headers)
        if answer.status != 200:
            raise Unfit(f"Antwort {answer.status}.")
        return tsp.TimeStampResp.load(content)

    @staticmethod
    def _check(token, message_digest: bytes) -> None:
        info = token["content"]["encap_content_info"]["content"].parsed
        if info["message_imprint"]["hashed_message"].native != message_digest:
            raise Unfit("Er gilt für etwas anderes.")

    @property
    def moment(self) -> datetime | None:
        """Return what the token says, None before there is one."""
        if self.token is None:
            return None
        info = self.token["content"]["encap_content_info"]["content"].parsed
        return info["gen_time"].native

    def certificates(self) -> list[bytes]:
        """Return the certificates in the token (DER)."""
        found = self.token["content"]["certificates"] if self.token is not None else []
        return [one.chosen.dump() for one in found]


def evidence(werk: Siegelwerk, uhr: Stempeluhr, crls: list[str]) -> dict | None:
    """Return certificates and lists for level B-LT, None where a list is missing."""
    known = [werk.certificate, *werk.chain]
    known += [x509.load_der_x509_certificate(der) for der in uhr.certificates()]
    lists = {}
    for text in crls:
        one = x509.load_der_x509_crl(base64.b64decode(text))
        lists[one.issuer.public_bytes()] = text
    needed = {one.issuer.public_bytes() for one in known if one.issuer != one.subject}
    if not needed <= lists.keys():
        return None
    ders = {one.public_bytes(serialization.Encoding.DER) for one in known}
    return {
        "certificates": [base64.b64encode(der).decode() for der in sorted(ders)],
        "crls": [lists[name] for name in sorted(needed)],
    }
