"""Signatures of mails: unchanged, changed, or not verifiable, and never more than that."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID

from verbundakte.core.converters import eml, smime

ADDRESS = "frieda@example.org"
HEAD = f"From: Frieda Muster <{ADDRESS}>\r\nDate: Mon, 02 Mar 2026 09:15:00 +0100\r\n".encode()
CONTENT = b"Content-Type: text/plain\r\n\r\nGuten Tag\r\n\r\nAnlage folgt.\r\n"
KEYS = {
    "rsa": lambda: rsa.generate_private_key(65537, 2048),
    "ec": lambda: ec.generate_private_key(ec.SECP256R1()),
}


def certificate(key, *, begins=datetime(2025, 1, 1, tzinfo=UTC)):
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Frieda Muster")])
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prüfstelle Musterland")])
    found = x509.CertificateBuilder().subject_name(name).issuer_name(issuer)
    found = found.public_key(key.public_key()).serial_number(x509.random_serial_number())
    found = found.not_valid_before(begins).not_valid_after(begins + timedelta(days=800))
    names = x509.SubjectAlternativeName([x509.RFC822Name(ADDRESS)])
    return found.add_extension(names, critical=False).sign(key, hashes.SHA256())


def signed(kind: str, *, is_opaque: bool = False, **more) -> bytes:
    """Return a whole mail with a signature, beside its content or around it."""
    key = KEYS[kind]()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(CONTENT)
    builder = builder.add_signer(certificate(key, **more), key, hashes.SHA256())
    options = [pkcs7.PKCS7Options.Binary]
    if not is_opaque:
        options.append(pkcs7.PKCS7Options.DetachedSignature)
    return HEAD + builder.sign(serialization.Encoding.SMIME, options)


def codes(data: bytes) -> list[str]:
    return [notice.code for notice in eml.read(data).notices]


@pytest.mark.parametrize("kind", KEYS)
@pytest.mark.parametrize("is_opaque", [False, True])
def test_an_unchanged_mail_is_told_with_the_name_of_its_certificate(kind, is_opaque):
    found = eml.read(signed(kind, is_opaque=is_opaque))
    assert [notice.code for notice in found.notices] == ["signed_valid"]
    text = found.notices[0].text
    assert "Frieda Muster" in text and "Prüfstelle Musterland" in text
    assert "nicht geprüft" in text
    assert found.text.startswith("Guten Tag") and found.attachments == ()


def test_a_change_of_one_letter_is_told():
    data = signed("rsa")
    assert b"Guten Tag" in data
    assert codes(data.replace(b"Guten Tag", b"Guter Tag")) == ["signed_changed"]


def test_other_line_ends_are_no_change():
    data = signed("ec")
    assert codes(data.replace(b"\r\n", b"\n")) == ["signed_valid"]


def test_another_sender_and_a_certificate_out_of_time_are_told_first():
    data = signed("ec", begins=datetime(2020, 1, 1, tzinfo=UTC)).replace(b"frieda@", b"jemand@", 1)
    assert codes(data) == ["signed_other", "signed_out_of_time", "signed_valid"]


def test_a_broken_signature_costs_neither_the_mail_nor_the_verdict():
    key = KEYS["ec"]()
    builder = pkcs7.PKCS7SignatureBuilder().set_data(CONTENT)
    builder = builder.add_signer(certificate(key), key, hashes.SHA256())
    data = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])
    for at in range(0, len(data), 7):
        for broken in (data[:at], data[:at] + b"\xff" + data[at + 1 :]):
            told = smime.verify(broken, CONTENT, ADDRESS, None)
            assert told and told[-1].code in ("signed", "signed_changed", "signed_valid")
    assert smime.verify(b"", CONTENT, ADDRESS, "2026-03-02")[0].code == "signed"
