"""An identity provider for tests: its keys, its metadata, and responses right or wrong in one thing."""

import base64
from copy import deepcopy
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml import XMLSigner
from signxml.algorithms import CanonicalizationMethod

from verbundakte.standards.saml_metadata import ASSERTION, NS, PROTOCOL, read_metadata

ENTITY = "https://idp.example.org/saml"
LOGIN = "https://idp.example.org/saml/redirect"
EXCLUSIVE = CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0


def make_key(at: datetime):
    """Return a key and its self-signed certificate (PEM), valid around `at`."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.org")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(at - timedelta(days=10))
        .not_valid_after(at + timedelta(days=10))
        .sign(key, SHA256())
    )
    return key, certificate.public_bytes(Encoding.PEM).decode()


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


class Idp:
    """Signs for `entity_id`; two keys are in its metadata, `stolen` is not."""

    def __init__(self, at: datetime):
        self.old, self.key, self.stolen = (make_key(at) for _ in range(3))

    def metadata(self, login: str = LOGIN) -> bytes:
        """Return its metadata with both keys."""
        keys = "".join(
            f'<md:KeyDescriptor use="signing"><ds:KeyInfo><ds:X509Data><ds:X509Certificate>'
            f"{''.join(pem.splitlines()[1:-1])}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>"
            f"</md:KeyDescriptor>"
            for _, pem in (self.old, self.key)
        )
        return (
            f'<md:EntityDescriptor xmlns:md="{NS["m"]}" xmlns:ds="{NS["ds"]}" entityID="{ENTITY}">'
            f'<md:IDPSSODescriptor protocolSupportEnumeration="{PROTOCOL}">{keys}'
            f'<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"'
            f' Location="{login}"/></md:IDPSSODescriptor></md:EntityDescriptor>'
        ).encode()

    def provider(self):
        """Return what the metadata say."""
        return read_metadata(self.metadata())

    def build(self, service, ask: str, at: datetime, **wrong) -> etree._Element:
        """Return an unsigned response; `wrong` replaces what stands in it."""
        say = {
            "subject": "4711",
            "issuer": ENTITY,
            "audience": service.entity_id,
            "recipient": service.consumer_url,
            "destination": service.consumer_url,
            "status": "urn:oasis:names:tc:SAML:2.0:status:Success",
            "format": "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
            "begin": _stamp(at - timedelta(seconds=5)),
            "end": _stamp(at + timedelta(minutes=5)),
            "id": "_a1",
            "method": "urn:oasis:names:tc:SAML:2.0:cm:bearer",
            "request": ask,
            "attributes": "",
        } | wrong
        answers = f' InResponseTo="{say["request"]}"' if say["request"] else ""
        return etree.fromstring(
            f'<samlp:Response xmlns:samlp="{PROTOCOL}" xmlns:saml="{ASSERTION}" ID="_r1"'
            f' Version="2.0" Destination="{say["destination"]}"{answers}>'
            f"<saml:Issuer>{say['issuer']}</saml:Issuer>"
            f'<samlp:Status><samlp:StatusCode Value="{say["status"]}"/></samlp:Status>'
            f'<saml:Assertion ID="{say["id"]}" Version="2.0"><saml:Issuer>{say["issuer"]}</saml:Issuer>'
            f'<saml:Subject><saml:NameID Format="{say["format"]}">{say["subject"]}</saml:NameID>'
            f'<saml:SubjectConfirmation Method="{say["method"]}"><saml:SubjectConfirmationData'
            f' Recipient="{say["recipient"]}" NotOnOrAfter="{say["end"]}"{answers}/>'
            f"</saml:SubjectConfirmation></saml:Subject>"
            f'<saml:Conditions NotBefore="{say["begin"]}" NotOnOrAfter="{say["end"]}">'
            f"<saml:AudienceRestriction><saml:Audience>{say['audience']}</saml:Audience>"
            f"</saml:AudienceRestriction></saml:Conditions>"
            f'<saml:AuthnStatement AuthnInstant="{say["begin"]}"/>{say["attributes"]}'
            f"</saml:Assertion></samlp:Response>"
        )

    def sign(self, response, key=None, *, part: str = "assertion", **options) -> etree._Element:
        """Return the response with its Assertion (or itself) signed."""
        key, pem = key or self.key
        signer = XMLSigner(c14n_algorithm=EXCLUSIVE, **options)
        node = response if part == "response" else response.find("a:Assertion", NS)
        node = node if part == "response" else etree.fromstring(etree.tostring(node))
        signed = signer.sign(node, key=key, cert=pem, reference_uri=node.get("ID"))
        if part == "response":
            return signed
        copy = deepcopy(response)
        copy.replace(copy.find("a:Assertion", NS), signed)
        return copy

    def answer(self, service, ask: str, at: datetime, **wrong) -> str:
        """Return a signed response as a browser brings it."""
        return encode(self.sign(self.build(service, ask, at, **wrong)))


def encode(response: etree._Element | bytes) -> str:
    """Return a response for the form field SAMLResponse."""
    data = response if isinstance(response, bytes) else etree.tostring(response)
    return base64.b64encode(data).decode()
