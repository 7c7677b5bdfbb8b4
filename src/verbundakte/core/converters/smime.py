"""Whether an S/MIME signature (RFC 8551, CMS of RFC 5652) fits its content, and whose name it bears.

Told are integrity and what the certificate says of itself. Whether its issuer may be trusted is not
decided here: that stands in the sentence.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parseaddr

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID

from verbundakte.core.converters import cms
from verbundakte.core.converters.cms import OBJECT_ID, OCTETS, SEQUENCE, WRAPPED
from verbundakte.core.converters.results import Notice

SET, INTEGER = 0x31, 0x02
MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
PSS = bytes.fromhex("2a864886f70d01010a")
HASHES = {
    bytes.fromhex("608648016503040201"): hashes.SHA256(),
    bytes.fromhex("608648016503040202"): hashes.SHA384(),
    bytes.fromhex("608648016503040203"): hashes.SHA512(),
}
MOST_SIGNERS, MOST_CERTIFICATES = 10, 50
UNTOLD = "Die E-Mail ist signiert (S/MIME); die Signatur ist nicht prüfbar: {reason}."
CHANGED = (
    "Die E-Mail ist signiert (S/MIME), aber ihr Inhalt passt nicht zur Signatur: Sie wurde danach"
    " verändert oder beschädigt."
)
FITS = (
    "Die E-Mail ist signiert (S/MIME) und seitdem unverändert. Zertifikat: {name}, ausgestellt von"
    " {issuer}; ob diese Stelle vertrauenswürdig ist, ist nicht geprüft."
)
OTHER_SENDER = "Die Signatur gehört zu {name}, die E-Mail nennt einen anderen Absender."
OUT_OF_TIME = "Das Zertifikat der Signatur war am Tag der E-Mail nicht gültig."


class _NotVerifiable(Exception):
    """Nothing can be said; the reason is German."""


@dataclass(frozen=True)
class _Signer:
    """One SignerInfo: whose certificate, over what, with what."""

    issuer: bytes
    serial: int
    algorithm: hashes.HashAlgorithm
    attributes: bytes
    is_pss: bool
    signature: bytes


def verify(data: bytes, content: bytes, sender: str, sent_at: str | None) -> list[Notice]:
    """Return what is to be told of the signature `data` (CMS) over `content`, the worst first.

    `sender` is the From header, `sent_at` the Date header in ISO 8601.
    """
    try:
        return _verdict(_signing_certificate(data, content), sender, sent_at)
    except _NotVerifiable as failure:
        return [Notice("signed", UNTOLD.format(reason=failure))]
    except InvalidSignature:
        return [Notice("signed_changed", CHANGED)]
    except (cms.Broken, ValueError, IndexError, TypeError, StopIteration, UnsupportedAlgorithm):
        return [
            Notice("signed", UNTOLD.format(reason="Sie ist beschädigt oder ungewöhnlich gebaut"))
        ]


def _verdict(certificate: x509.Certificate, sender: str, sent_at: str | None) -> list[Notice]:
    told = []
    address = parseaddr(sender)[1].lower()
    if sender and address not in _addresses(certificate):
        told.append(Notice("signed_other", OTHER_SENDER.format(name=_name(certificate.subject))))
    if sent_at and not _was_valid(certificate, sent_at):
        told.append(Notice("signed_out_of_time", OUT_OF_TIME))
    text = FITS.format(name=_name(certificate.subject), issuer=_name(certificate.issuer))
    return [*told, Notice("signed_valid", text)]


def without_content() -> Notice:
    """Return what is told of a signature whose content is not beside it."""
    return Notice("signed", UNTOLD.format(reason="Ihr Inhalt liegt nicht dabei"))


def first_part(data: bytes, boundary: bytes) -> bytes:
    """Return the first part between these boundaries, as its signature means it: lines end with CRLF."""
    line = re.compile(rb"(?:^|\r?\n)--" + re.escape(boundary) + rb"(?:--)?[ \t]*(?=\r?\n|$)")
    begin = line.search(data)
    end = begin and line.search(data, begin.end())
    if not (begin and end):
        return b""
    content = data[begin.end() : end.start()]
    content = content[2:] if content.startswith(b"\r\n") else content[1:]
    return re.sub(rb"\r?\n", b"\r\n", content)


def _signing_certificate(data: bytes, content: bytes) -> x509.Certificate:
    signed = cms.signed_parts(data)
    if signed is None:
        raise _NotVerifiable("Sie hat kein bekanntes Format")
    inside = [value for tag, value in signed if tag == WRAPPED]
    sets = [value for tag, value in signed if tag == SET]
    signers = [
        _signer(value) for tag, value in cms.children(sets[-1])[:MOST_SIGNERS] if tag == SEQUENCE
    ]
    if not inside or not signers:
        raise _NotVerifiable("Sie enthält kein Zertifikat")
    certificates = _certificates(inside[0])
    for signer in signers:
        found = [one for one in certificates if _belongs(one, signer)]
        if not found:
            raise _NotVerifiable("Sie enthält das Zertifikat des Absenders nicht")
        _check(found[0], signer, content)
    return found[0]


def _certificates(inside: bytes) -> list[x509.Certificate]:
    found = []
    for tag, raw in cms.elements(inside)[:MOST_CERTIFICATES]:
        if tag == SEQUENCE:
            found.append(x509.load_der_x509_certificate(raw))
    return found


def _signer(data: bytes) -> _Signer:
    parts = cms.elements(data)
    values = cms.children(data)
    if values[1][0] != SEQUENCE:
        raise _NotVerifiable("Sie nennt ihr Zertifikat auf eine unbekannte Weise")
    issuer, serial = cms.elements(values[1][1])[0][1], cms.children(values[1][1])[1][1]
    algorithm = HASHES.get(cms.children(values[2][1])[0][1])
    if algorithm is None:
        raise _NotVerifiable("Ihr Verfahren ist veraltet oder unbekannt")
    attributes = values[3][1] if parts[3][0] == WRAPPED else b""
    rest = values[4:] if attributes else values[3:]
    scheme = cms.children(rest[0][1])[0][1]
    signature = next(value for tag, value in rest if tag == OCTETS)
    return _Signer(
        issuer, int.from_bytes(serial, "big", signed=True), algorithm, attributes, scheme == PSS,
        signature,
    )  # fmt: skip


def _belongs(certificate: x509.Certificate, signer: _Signer) -> bool:
    return (
        certificate.serial_number == signer.serial
        and certificate.issuer.public_bytes() == signer.issuer
    )


def _check(certificate: x509.Certificate, signer: _Signer, content: bytes) -> None:
    """Raise InvalidSignature when content or attributes are not what was signed."""
    signed = content
    if signer.attributes:
        digest = hashes.Hash(signer.algorithm)
        digest.update(content)
        if _told_digest(signer.attributes) != digest.finalize():
            raise InvalidSignature
        signed = bytes([SET]) + cms.length_of(signer.attributes) + signer.attributes
    key, algorithm = certificate.public_key(), signer.algorithm
    if isinstance(key, rsa.RSAPublicKey):
        way = padding.PKCS1v15()
        if signer.is_pss:
            way = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO)
        key.verify(signer.signature, signed, way, algorithm)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signer.signature, signed, ec.ECDSA(algorithm))
    else:
        raise _NotVerifiable("Ihr Verfahren ist unbekannt")


def _told_digest(attributes: bytes) -> bytes:
    for _, attribute in cms.children(attributes):
        parts = cms.children(attribute)
        if parts[0] == (OBJECT_ID, MESSAGE_DIGEST):
            return cms.children(parts[1][1])[0][1]
    raise _NotVerifiable("Sie nennt keine Prüfsumme des Inhalts")


def _name(name: x509.Name) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME, NameOID.EMAIL_ADDRESS):
        if found := name.get_attributes_for_oid(oid):
            shown = "".join(one if one.isprintable() else " " for one in str(found[0].value))
            return f"„{shown[:100]}“"
    return "ohne Namen"


def _addresses(certificate: x509.Certificate) -> list[str]:
    found = [
        str(one.value) for one in certificate.subject.get_attributes_for_oid(NameOID.EMAIL_ADDRESS)
    ]
    try:
        names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName)
        found += names.value.get_values_for_type(x509.RFC822Name)
    except (x509.ExtensionNotFound, ValueError):
        pass
    return [one.lower() for one in found if "@" in one]


def _was_valid(certificate: x509.Certificate, sent_at: str) -> bool:
    at = datetime.fromisoformat(sent_at)
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc
