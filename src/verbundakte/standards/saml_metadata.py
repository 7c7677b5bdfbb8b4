"""SAML 2.0 metadata: who vouches for people, and who we are for it. No network.

Source: OASIS saml-metadata-2.0-os.
"""

import base64
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate, load_der_x509_certificate, load_pem_x509_certificates
from lxml import etree

PROTOCOL = "urn:oasis:names:tc:SAML:2.0:protocol"
ASSERTION = "urn:oasis:names:tc:SAML:2.0:assertion"
METADATA = "urn:oasis:names:tc:SAML:2.0:metadata"
SIGNATURE = "http://www.w3.org/2000/09/xmldsig#"
NS = {"p": PROTOCOL, "a": ASSERTION, "m": METADATA, "ds": SIGNATURE}
REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
POST = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"
MOST_BYTES, MOST_ENTITY_ID = 512 * 1024, 200


class Refused(Exception):
    """What came does not hold; the text says why (for the log, no content)."""


@dataclass(frozen=True)
class IdentityProvider:
    """Who vouches for people: its name, where it is asked, with which keys it signs (PEM)."""

    entity_id: str
    login_url: str
    certificates: str


@dataclass(frozen=True)
class ServiceProvider:
    """Who we are for it: our name and where its responses arrive."""

    entity_id: str
    consumer_url: str


def parse_xml(data: bytes) -> etree._Element:
    """Return the root of an XML document without DTD, entities and comments. Raises Refused."""
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    if len(data) > MOST_BYTES:
        raise Refused("too large")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\x00" in data:
        raise Refused("dtd")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused("no xml") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("dtd")
    return root


def _certificate(text: str) -> Certificate:
    try:
        return load_der_x509_certificate(base64.b64decode("".join(text.split()), validate=True))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise Refused("certificate") from error


def read_metadata(data: bytes) -> IdentityProvider:
    """Return who the metadata of an identity provider describe. Raises Refused.

    Its name (entityID), its address for HTTP-Redirect and its keys for signing have to be there.
    """
    root = parse_xml(data)
    if root.tag != f"{{{METADATA}}}EntityDescriptor":
        raise Refused("not one entity")
    parts = root.findall("m:IDPSSODescriptor", NS)
    if len(parts) != 1:
        raise Refused("no identity provider")
    services = parts[0].findall("m:SingleSignOnService", NS)
    urls = [row.get("Location", "") for row in services if row.get("Binding") == REDIRECT]
    if not urls or urlsplit(urls[0]).scheme != "https" or not urlsplit(urls[0]).hostname:
        raise Refused("no redirect address")
    found = [
        _certificate(row.text or "")
        for key in parts[0].findall("m:KeyDescriptor", NS)
        if key.get("use", "signing") == "signing"
        for row in key.findall("ds:KeyInfo/ds:X509Data/ds:X509Certificate", NS)
    ]
    if not found:
        raise Refused("no certificate")
    entity_id = root.get("entityID", "")
    if not 0 < len(entity_id) <= MOST_ENTITY_ID:
        raise Refused("entity id")
    pems = [_pem(certificate) for certificate in dict.fromkeys(found)]
    return IdentityProvider(entity_id, urls[0], "".join(pems))


def _pem(certificate: Certificate) -> str:
    return certificate.public_bytes(Encoding.PEM).decode()


def expiries(certificates: str) -> list[datetime]:
    """Return until when each of the certificates holds, the last one first; none for none."""
    if not certificates:
        return []
    found = load_pem_x509_certificates(certificates.encode())
    return sorted((row.not_valid_after_utc for row in found), reverse=True)


def service_metadata(service: ServiceProvider) -> bytes:
    """Return our metadata, to be entered at the identity provider (saml-metadata 2.4.4)."""
    root = etree.Element(f"{{{METADATA}}}EntityDescriptor", nsmap={"md": METADATA})
    root.set("entityID", service.entity_id)
    part = etree.SubElement(root, f"{{{METADATA}}}SPSSODescriptor")
    part.set("protocolSupportEnumeration", PROTOCOL)
    part.set("AuthnRequestsSigned", "false")
    part.set("WantAssertionsSigned", "true")
    etree.SubElement(part, f"{{{METADATA}}}NameIDFormat").text = PERSISTENT
    consumer = etree.SubElement(part, f"{{{METADATA}}}AssertionConsumerService")
    consumer.set("Binding", POST)
    consumer.set("Location", service.consumer_url)
    consumer.set("index", "0")
    consumer.set("isDefault", "true")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
