"""SAML 2.0 Web Browser SSO: the request by redirect and the checks of a response. No network.

Sources: OASIS saml-core-2.0-os, saml-bindings-2.0-os (3.4), saml-profiles-2.0-os (4.1).
Only what a trusted key has signed is read: signxml hands back the signed
bytes, and everything else of the response can at most lead to a refusal.
"""

import base64
import binascii
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from cryptography.x509 import load_pem_x509_certificates
from lxml import etree
from signxml import DigestAlgorithm, SignatureConfiguration, SignatureMethod, XMLVerifier
from signxml.exceptions import SignXMLException

from verbundakte.standards.saml_metadata import (
    ASSERTION,
    MOST_BYTES,
    NS,
    POST,
    PROTOCOL,
    IdentityProvider,
    Refused,
    ServiceProvider,
    parse_xml,
)

SUCCESS = "urn:oasis:names:tc:SAML:2.0:status:Success"
BEARER = "urn:oasis:names:tc:SAML:2.0:cm:bearer"
TRANSIENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"
CONDITIONS = {f"{{{ASSERTION}}}{name}" for name in ("AudienceRestriction", "OneTimeUse")}
SKEW = timedelta(seconds=60)
MOST_SUBJECT = 255
METHODS = frozenset(
    getattr(SignatureMethod, name)
    for name in (
        *("RSA_SHA256", "RSA_SHA384", "RSA_SHA512"),
        *("SHA256_RSA_MGF1", "SHA384_RSA_MGF1", "SHA512_RSA_MGF1"),
        *("ECDSA_SHA256", "ECDSA_SHA384", "ECDSA_SHA512"),
    )
)
DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})


@dataclass(frozen=True)
class Answer:
    """What a response proves: its id, which request it answers, who came, until when it counts."""

    id: str
    request: str
    subject: str
    until: datetime


def login_address(
    provider: IdentityProvider, service: ServiceProvider, *, request: str, at: datetime
) -> str:
    """Return where the browser is sent with an AuthnRequest (saml-bindings 3.4).

    `request`: its ID, unguessable, begins with a letter; the response has to name it.
    """
    root = etree.Element(f"{{{PROTOCOL}}}AuthnRequest", nsmap={"samlp": PROTOCOL})
    root.set("ID", request)
    root.set("Version", "2.0")
    root.set("IssueInstant", f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}")
    root.set("Destination", provider.login_url)
    root.set("ProtocolBinding", POST)
    root.set("AssertionConsumerServiceURL", service.consumer_url)
    issuer = etree.SubElement(root, f"{{{ASSERTION}}}Issuer", nsmap={"saml": ASSERTION})
    issuer.text = service.entity_id
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = deflate.compress(etree.tostring(root)) + deflate.flush()
    query = urlencode({"SAMLRequest": base64.b64encode(packed).decode()})
    return f"{provider.login_url}{'&' if '?' in provider.login_url else '?'}{query}"


def read_response(
    encoded: str,
    provider: IdentityProvider,
    service: ServiceProvider,
    *,
    at: datetime,
    attribute: str = "",
) -> Answer:
    """Return what a response (Base64, HTTP-POST binding) proves. Raises Refused.

    `attribute`: the Name of the attribute that says who somebody is, "" for the NameID. Whether we
    asked (`Answer.request`) and whether it came before (`Answer.id`) only the caller knows.
    """
    response = _decode(encoded)
    _check_frame(response, provider, service)
    assertion = _verified(response, provider, at)
    if assertion.findtext("a:Issuer", "", NS).strip() != provider.entity_id:
        raise Refused("issuer")
    until = _check_conditions(assertion, service, at)
    request, confirmed_until = _confirmation(assertion, service, at)
    if response.get("InResponseTo", request) != request:
        raise Refused("in response to")
    if not assertion.findall("a:AuthnStatement", NS):
        raise Refused("no authentication")
    subject = _attribute(assertion, attribute) if attribute else _name_id(assertion)
    if not 0 < len(subject) <= MOST_SUBJECT:
        raise Refused("subject")
    return Answer(assertion.get("ID"), request, subject, min(until, confirmed_until) + SKEW)


def _decode(encoded: str) -> etree._Element:
    if len(encoded) > MOST_BYTES * 4 // 3:
        raise Refused("too large")
    try:
        data = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("no base64") from error
    root = parse_xml(data)
    if any(not isinstance(node.tag, str) for node in root.iter()):
        raise Refused("comment")  # an unsigned one could cut a name in two
    return root


def _check_frame(
    response: etree._Element, provider: IdentityProvider, service: ServiceProvider
) -> None:
    """Refuse by what is perhaps not signed: shape, status, destination, issuer of the frame."""
    codes = response.findall("p:Status/p:StatusCode", NS)
    ids = [
        value
        for node in response.iter()
        for name in ("ID", "Id", "id")
        if (value := node.get(name))
    ]
    issuer = response.findtext("a:Issuer", provider.entity_id, NS).strip()
    checks = {
        "no response": response.tag == f"{{{PROTOCOL}}}Response",
        "status": [code.get("Value") for code in codes] == [SUCCESS],
        "encrypted": not response.findall("a:EncryptedAssertion", NS),
        "one assertion": len(list(response.iter(f"{{{ASSERTION}}}Assertion"))) == 1
        and len(response.findall("a:Assertion", NS)) == 1,
        "same id twice": len(ids) == len(set(ids)),
        "destination": response.get("Destination", service.consumer_url) == service.consumer_url,
        "issuer": issuer == provider.entity_id,
    }
    _refuse_first(checks)


def _refuse_first(checks: dict[str, bool]) -> None:
    for name, holds in checks.items():
        if not holds:
            raise Refused(name)


def _verified(response: etree._Element, provider: IdentityProvider, at: datetime) -> etree._Element:
    """Return the Assertion as a key of the provider signed it, itself or within the response."""
    places = (
        ("./", response),
        (f"./{{{ASSERTION}}}Assertion/", response.find("a:Assertion", NS)),
    )
    signed = [(path, node) for path, node in places if node.findall("ds:Signature", NS)]
    if not signed:
        raise Refused("unsigned")
    results = [_signed_part(response, path, node, provider, at) for path, node in signed]
    parts = results[0].findall("a:Assertion", NS)
    if results[0].tag == f"{{{PROTOCOL}}}Response":
        if len(parts) != 1:
            raise Refused("one assertion")
        return parts[0]
    return results[0]


def _signed_part(
    response: etree._Element,
    path: str,
    node: etree._Element,
    provider: IdentityProvider,
    at: datetime,
) -> etree._Element:
    """Return the element as it was signed; it has to be the one that carries the signature."""
    references = node.findall("ds:Signature/ds:SignedInfo/ds:Reference", NS)
    name = node.get("ID", "")
    if not name or [row.get("URI") for row in references] != [f"#{name}"]:
        raise Refused("reference")
    config = SignatureConfiguration(
        location=path,
        signature_methods=METHODS,
        digest_algorithms=DIGESTS,
        ignore_ambiguous_key_info=True,
        verification_time=at,
    )
    reason = "certificate"
    for certificate in load_pem_x509_certificates(provider.certificates.encode()):
        try:
            result = XMLVerifier().verify(
                response, x509_cert=certificate, id_attribute="ID", expect_config=config
            )
        except (SignXMLException, ValueError, TypeError, AttributeError, etree.LxmlError) as error:
            reason = f"signature: {type(error).__name__}"
            continue
        part = result.signed_xml
        if part is None or part.tag != node.tag or part.get("ID") != name:
            raise Refused("reference")
        return part
    raise Refused(reason)


def _moment(text: str | None) -> datetime | None:
    """Return a moment (xs:dateTime in UTC, saml-core 1.3.3), None for none. Raises Refused."""
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Refused("moment") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _check_period(node: etree._Element, at: datetime) -> datetime | None:
    """Return until when something counts. Raises Refused before and after."""
    begin, end = _moment(node.get("NotBefore")), _moment(node.get("NotOnOrAfter"))
    if begin is not None and at + SKEW < begin:
        raise Refused("too early")
    if end is not None and at - SKEW >= end:
        raise Refused("expired")
    return end


def _check_conditions(
    assertion: etree._Element, service: ServiceProvider, at: datetime
) -> datetime:
    """Return until when the assertion counts, and only for us (saml-core 2.5)."""
    found = assertion.findall("a:Conditions", NS)
    if len(found) != 1 or {row.tag for row in found[0]} - CONDITIONS:
        raise Refused("conditions")
    end = _check_period(found[0], at)
    audiences = [
        {(row.text or "").strip() for row in part.findall("a:Audience", NS)}
        for part in found[0].findall("a:AudienceRestriction", NS)
    ]
    if not audiences or not all(service.entity_id in names for names in audiences):
        raise Refused("audience")
    for statement in assertion.findall("a:AuthnStatement", NS):
        over = _moment(statement.get("SessionNotOnOrAfter"))
        if over is not None and at - SKEW >= over:
            raise Refused("expired")
    return end or datetime.max.replace(tzinfo=UTC) - SKEW


def _confirmation(
    assertion: etree._Element, service: ServiceProvider, at: datetime
) -> tuple[str, datetime]:
    """Return (request that is answered, until when) of the bearer (saml-profiles 4.1.4.2)."""
    rows: Sequence[etree._Element] = [
        data
        for row in assertion.findall("a:Subject/a:SubjectConfirmation", NS)
        if row.get("Method") == BEARER
        for data in row.findall("a:SubjectConfirmationData", NS)
    ]
    if len(rows) != 1:
        raise Refused("bearer")
    if rows[0].get("Recipient") != service.consumer_url:
        raise Refused("recipient")
    end = _check_period(rows[0], at)
    if end is None:
        raise Refused("no end")
    request = rows[0].get("InResponseTo", "")
    if not request:
        raise Refused("unsolicited")
    return request, end


def _name_id(assertion: etree._Element) -> str:
    found = assertion.findall("a:Subject/a:NameID", NS)
    if len(found) != 1 or len(found[0]):
        raise Refused("subject")
    if found[0].get("Format") == TRANSIENT:
        raise Refused("transient")
    return (found[0].text or "").strip()


def _attribute(assertion: etree._Element, name: str) -> str:
    values = [
        value
        for row in assertion.findall("a:AttributeStatement/a:Attribute", NS)
        if row.get("Name") == name
        for value in row.findall("a:AttributeValue", NS)
    ]
    if len(values) != 1 or len(values[0]):
        raise Refused("attribute")
    return (values[0].text or "").strip()
