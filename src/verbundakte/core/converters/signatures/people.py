"""Whose certificate it is, and of which kind: told by the certificate itself."""

from asn1crypto import x509

from verbundakte.core.converters.signatures.verdict import FORMS, Signature

QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
COMPLIANT = bytes.fromhex("060604008e460101")
ON_DEVICE = bytes.fromhex("060604008e460104")
FOR_SEALS = bytes.fromhex("060704008e46010602")
NAMES = ("common_name", "organization_name", "pseudonym", "email_address")
MOST = 200


def describe(found: Signature, certificate: x509.Certificate, *, is_listed: bool) -> None:
    """Write down whose certificate it is. `is_listed`: its anchor is one of a qualified service."""
    found.unterzeichner = name_of(certificate.subject)
    found.aussteller = name_of(certificate.issuer)
    found.seriennummer = f"{certificate.serial_number:x}"[:80]
    found.zertifikat = certificate.sha256.hex()
    found.gilt_from = certificate.not_valid_before.isoformat()
    found.gilt_to = certificate.not_valid_after.isoformat()
    found.pseudonym = _clean(certificate.subject.native.get("pseudonym", ""))
    is_qualified = is_listed and says_qualified(certificate)
    found.form = FORMS[_is_seal(certificate, _statements(certificate)), is_qualified]


def says_qualified(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate calls itself qualified, with its key in a device made for that."""
    statements = _statements(certificate)
    return COMPLIANT in statements and ON_DEVICE in statements


def name_of(name: x509.Name) -> str:
    """Return the readable part of a name, without anything that could break a line."""
    parts = name.native
    told = [_clean(parts[key]) for key in NAMES if parts.get(key)]
    return ", ".join(dict.fromkeys(told[:2]))[:MOST] or "ohne Namen"


def _clean(value: object) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return "".join(letter if letter.isprintable() else " " for letter in text)[:MOST]


def _statements(certificate: x509.Certificate) -> bytes:
    for extension in certificate["tbs_certificate"]["extensions"]:
        if extension["extn_id"].dotted == QC_STATEMENTS:
            return extension["extn_value"].contents
    return b""


def _is_seal(certificate: x509.Certificate, statements: bytes) -> bool:
    """A seal says so, or belongs to an organisation and to no person (ETSI EN 319 412-3)."""
    parts = certificate.subject.native
    is_person = any(parts.get(key) for key in ("surname", "given_name", "pseudonym"))
    is_organisation = parts.get("organization_identifier") and not is_person
    return FOR_SEALS in statements or bool(is_organisation)
