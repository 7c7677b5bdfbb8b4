"""A small certificate authority, and files signed with it: for the demo and for tests.

Keys are made anew in each process and kept nowhere.
"""

import io
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property

import pikepdf
from asn1crypto import keys
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

DAY = timedelta(days=1)
FOR_STAMPS = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
# QCStatements (ETSI EN 319 412-5): a qualified certificate whose key lies in a device made for that.
SAYS_QUALIFIED = x509.UnrecognizedExtension(
    x509.ObjectIdentifier("1.3.6.1.5.5.7.1.3"),
    bytes.fromhex("3014 3008060604008e460101 3008060604008e460104"),
)


@dataclass
class Issued:
    """A certificate with its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

    @property
    def der(self) -> bytes:
        """Return the certificate in DER."""
        return self.certificate.public_bytes(serialization.Encoding.DER)

    def as_asn1(self) -> tuple[asn1.Certificate, keys.PrivateKeyInfo]:
        """Return certificate and key as pyHanko takes them."""
        told = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return asn1.Certificate.load(self.der), keys.PrivateKeyInfo.load(told)

    def as_pkcs12(self, password: str, chain: list["Issued"]) -> bytes:
        """Return key and certificates as a town gets them from its provider."""
        return pkcs12.serialize_key_and_certificates(
            b"signatur",
            self.key,
            self.certificate,
            [one.certificate for one in chain],
            serialization.BestAvailableEncryption(password.encode()),
        )


@dataclass
class Authority:
    """Issues certificates in the name of an invented provider."""

    at: datetime
    name: str = "Musterland Vertrauensdienst"
    revoked: dict[int, datetime] = field(default_factory=dict)

    @cached_property
    def root(self) -> Issued:
        """The anchor."""
        key = ec.generate_private_key(ec.SECP256R1())
        return self._issue(key, {"CN": self.name}, key, span=(3650, 3650), is_ca=True)

    @cached_property
    def stamp(self) -> Issued:
        """The time stamp authority."""
        return self.issue("Musterland Zeitstempel", key=_stamp_key(), extension=FOR_STAMPS)

    def issue(self, name: str, *, key=None, span=(400, 400), extension=None, **more) -> Issued:
        """Return a certificate that holds `span` days before and after `at`; `more`: parts of the name."""
        key = key or ec.generate_private_key(ec.SECP256R1())
        signing = self.root.key
        return self._issue(key, {"CN": name, **more}, signing, span=span, extension=extension)

    def _issue(self, key, names: dict, signing, *, span, is_ca=False, extension=None) -> Issued:
        issuer = _name({"CN": self.name})
        builder = (
            x509.CertificateBuilder()
            .subject_name(_name(names))
            .issuer_name(issuer)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(self.at - span[0] * DAY)
            .not_valid_after(self.at + span[1] * DAY)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(_usage(is_ca=is_ca), critical=True)
        )
        if extension is not None:
            builder = builder.add_extension(extension, critical=extension is FOR_STAMPS)
        return Issued(builder.sign(signing, hashes.SHA256()), key)

    def revoke(self, issued: Issued, at: datetime) -> None:
        """Revoke a certificate from a moment on."""
        self.revoked[issued.certificate.serial_number] = at

    def crl(self) -> bytes:
        """Return the list of what is revoked (DER); it holds from a month ago for five years."""
        builder = (
            x509.CertificateRevocationListBuilder()
            .issuer_name(_name({"CN": self.name}))
            .last_update(self.at - 30 * DAY)
            .next_update(self.at + 1825 * DAY)
        )
        for serial, at in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(serial).revocation_date(at)
            builder = builder.add_revoked_certificate(entry.build())
        made = builder.sign(self.root.key, hashes.SHA256())
        return made.public_bytes(serialization.Encoding.DER)

    def stamper(self, at: datetime | None = None) -> DummyTimeStamper:
        """Return what gives time stamps, for `at` or the moment of the authority."""
        certificate, key = self.stamp.as_asn1()
        return DummyTimeStamper(certificate, key, fixed_dt=at or self.at)

    def signer(self, issued: Issued) -> signers.SimpleSigner:
        """Return what signs with a certificate."""
        certificate, key = issued.as_asn1()
        store = SimpleCertificateStore()
        store.register(asn1.Certificate.load(self.root.der))
        return signers.SimpleSigner(certificate, key, store)

    def sign_pdf(self, pdf: bytes, issued: Issued, *, stamper=None, field_name="Signatur") -> bytes:
        """Return a PDF with a signature (PAdES), with a time stamp where there is a stamper."""
        meta = signers.PdfSignatureMetadata(
            field_name=field_name, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
        )
        out = signers.sign_pdf(
            IncrementalPdfFileWriter(io.BytesIO(pdf)),
            meta,
            signer=self.signer(issued),
            timestamper=stamper,
        )
        return out.getvalue()


@cache
def _stamp_key() -> rsa.RSAPrivateKey:
    """One key for all stamps of this process: making one costs more than using it."""
    return rsa.generate_private_key(65537, 2048)


def _name(parts: dict[str, str]) -> x509.Name:
    kinds = {
        "CN": NameOID.COMMON_NAME,
        "O": NameOID.ORGANIZATION_NAME,
        "ID": NameOID.ORGANIZATION_IDENTIFIER,
        "SN": NameOID.SURNAME,
        "GN": NameOID.GIVEN_NAME,
    }
    country = x509.NameAttribute(NameOID.COUNTRY_NAME, "DE")
    return x509.Name(
        [country, *(x509.NameAttribute(kinds[key], text) for key, text in parts.items())]
    )


def _usage(*, is_ca: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )


def small_pdf(text: str = "Bescheid") -> bytes:
    """Return a PDF of one page with one line."""
    document, out = pikepdf.new(), io.BytesIO()
    page = document.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1)
    font.BaseFont = pikepdf.Name.Helvetica
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    page.Contents = document.make_stream(f"BT /F1 14 Tf 72 760 Td ({text}) Tj ET".encode("latin-1"))
    document.save(out, compress_streams=False)
    return out.getvalue()


def changed_later(pdf: bytes, text: str = "Geändert") -> bytes:
    """Return a PDF whose page was replaced by an update after it was signed."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    page = writer.root["/Pages"]["/Kids"][0]
    contents = page.raw_get("/Contents")
    stream = contents.get_object()
    stream._data = f"BT /F1 14 Tf 72 760 Td ({text}) Tj ET".encode("latin-1")
    stream._encoded_data = None
    writer.mark_update(contents)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def moment(days: int = 0) -> datetime:
    """Return a moment in whole seconds, `days` from now."""
    return datetime.now(UTC).replace(microsecond=0) + days * DAY
