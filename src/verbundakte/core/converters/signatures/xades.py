"""Signatures in XML. Only what signxml returns as signed counts, never the tree that came in."""

import asyncio
import base64
from collections.abc import Callable
from datetime import datetime

import signxml
from asn1crypto import x509
from cryptography.x509 import load_der_x509_certificate
from lxml import etree
from pyhanko.sign.validation.policy_decl import bootstrap_validation_data_handlers
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)
from signxml.xades import XAdESSignatureConfiguration, XAdESVerifier

from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.signatures import people
from verbundakte.core.converters.signatures.trust import Trust
from verbundakte.core.converters.signatures.verdict import (
    INVALID,
    OLD,
    PARTLY,
    UNDECIDED,
    VALID,
    Signature,
    reason_of,
    unreadable,
)

DS = "{http://www.w3.org/2000/09/xmldsig#}"
XADES = "{http://uri.etsi.org/01903/v1.3.2#}"
ONLY_FIRST = "Die Datei trägt mehrere Signaturen; geprüft wird nur die erste."
NO_STAMPS = "Zeitstempel in XML-Signaturen werden nicht geprüft."
WRAPPED = "Die Signatur ist umverpackt: Es ist nicht eindeutig, was sie signiert."
NO_SIGNATURE = "Die Datei enthält keine XML-Signatur."
FAILURES = (
    (RevokedError, "REVOKED_NO_POE"),
    (ExpiredError, "EXPIRED"),
    (NotYetValidError, "NOT_YET_VALID"),
    (InsufficientRevinfoError, "TRY_LATER"),
    (PathBuildingError, "NO_CERTIFICATE_CHAIN_FOUND"),
)
Resolver = Callable[[str], bytes]


def check(data: bytes, trust: Trust, resolver: Resolver | None = None) -> list[Signature]:
    """Return what is found out about the first signature; `resolver` gives files by their URI."""
    root = _root(data)
    nodes = [
        node
        for node in root.iter(f"{DS}Signature")
        if not any(node.iterancestors(f"{DS}Signature"))
    ]
    if not nodes:
        raise Damaged(NO_SIGNATURE)
    found = Signature(umfang="die ganze Datei")
    try:
        _check_one(found, root, nodes[0], trust, resolver)
    except Exception as failure:  # foreign bytes break the parser in any way
        found = unreadable(failure)
    if len(nodes) > 1:
        return [found, *(Signature().decide(UNDECIDED, ONLY_FIRST) for _ in nodes[1:])]
    return [found]


def _root(data: bytes):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as failure:
        raise Damaged(NO_SIGNATURE) from failure


def _check_one(found: Signature, root, node, trust: Trust, resolver: Resolver | None) -> None:
    texts = [
        one.text or "" for one in node.iterfind(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")
    ]
    if not texts:
        found.decide(UNDECIDED, reason_of("NO_SIGNING_CERTIFICATE_FOUND"))
        return
    chain = [base64.b64decode("".join(text.split())) for text in texts]
    certificate = x509.Certificate.load(chain[0])
    people.describe(found, certificate, is_listed=False)
    found.signiert_at = _claimed(node)
    method = node.find(f"{DS}SignedInfo/{DS}SignatureMethod")
    found.verfahren = (
        method.get("Algorithm", "").rpartition("#")[2][:80] if method is not None else ""
    )
    if not _verified(found, root, chain[0], resolver):
        return
    if next(node.iter(f"{XADES}SignatureTimeStamp"), None) is not None:
        found.hinweise.append(NO_STAMPS)
    _look_at_certificate(found, certificate, chain[1:], trust)


def _verified(found: Signature, root, der: bytes, resolver: Resolver | None) -> bool:
    """Tell whether digests and value fit, and all of the document is what was signed.

    Whether the certificate holds is asked afterwards, with its chain and its revocation.
    """
    certificate = load_der_x509_certificate(der)
    config = XAdESSignatureConfiguration(
        expect_references=True, verification_time=certificate.not_valid_before_utc
    )
    try:
        results = XAdESVerifier().verify(
            etree.tostring(root),
            x509_cert=certificate,
            expect_config=config,
            uri_resolver=resolver,
            validate_schema=False,
        )
    except signxml.InvalidDigest:
        found.decide(INVALID, reason_of("HASH_FAILURE"))
    except signxml.InvalidSignature:
        found.decide(INVALID, reason_of("SIG_CRYPTO_FAILURE"))
    except signxml.InvalidInput as failure:
        text = str(failure)
        if "mbiguous" in text:
            found.decide(INVALID, WRAPPED)
        else:
            found.decide(UNDECIDED, OLD if "forbidden" in text else unreadable(failure).gruende[0])
    else:
        signed = [one.signed_xml.tag for one in results if one.signed_xml is not None]
        if resolver is None and root.tag not in signed and not root.tag.startswith(DS):
            found.decide(INVALID, PARTLY)
    return not found.gruende


def _claimed(node) -> str:
    text = next((one.text or "" for one in node.iter(f"{XADES}SigningTime")), "")
    try:
        return datetime.fromisoformat(text.strip()).isoformat()
    except ValueError:
        return ""


def _look_at_certificate(found: Signature, certificate, others: list[bytes], trust: Trust) -> None:
    spec = trust.spec(with_lists=True)
    handlers = bootstrap_validation_data_handlers(spec, timing_info=trust.timing)
    context = spec.cert_validation_policy.build_validation_context(
        timing_info=trust.timing, handlers=handlers
    )
    between = [*map(x509.Certificate.load, others), *trust.between]
    validator = CertificateValidator(certificate, between, validation_context=context)
    try:
        path = asyncio.run(validator.async_validate_usage(set()))
    except (PathError, ValidationError) as failure:
        name = next((name for kind, name in FAILURES if isinstance(failure, kind)), "")
        found.ergebnis = name
        found.decide(UNDECIDED, reason_of(name or "CERTIFICATE_CHAIN_GENERAL_FAILURE"))
        return
    anchor = getattr(path.trust_anchor, "certificate", None)
    people.describe(found, certificate, is_listed=anchor and anchor.sha256 in trust.qualified)
    found.ergebnis, found.urteil = "OK", VALID
