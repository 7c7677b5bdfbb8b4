"""SAML: what holds, and everything that must not; signature wrapping after Somorovsky et al. (2012)."""

import base64
import zlib
from copy import deepcopy
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import etree
from signxml import SignatureMethod

from verbundakte.standards.saml import login_address, read_response
from verbundakte.standards.saml_metadata import (
    NS,
    Refused,
    ServiceProvider,
    expiries,
    read_metadata,
    service_metadata,
)
from verbundakte.standards.tests.saml_idp import ENTITY, LOGIN, Idp, encode

AT = datetime(2026, 11, 28, 10, tzinfo=UTC)
US = ServiceProvider(
    "https://akte.example.org/stadt/metadaten/", "https://akte.example.org/stadt/antwort/"
)
ASK = "va0123"
EVIL = "urn:evil"


@pytest.fixture(scope="module")
def idp():
    return Idp(AT)


def read(idp, encoded, at=AT, **more):
    return read_response(encoded, idp.provider(), US, at=at, **more)


@pytest.mark.parametrize("part", ["assertion", "response"])
@pytest.mark.parametrize("key", ["old", "key"])
def test_a_signed_response_or_assertion_holds_with_each_key_of_the_metadata(idp, part, key):
    response = idp.build(US, ASK, AT)
    answer = read(idp, encode(idp.sign(response, getattr(idp, key), part=part)))
    assert (answer.subject, answer.request, answer.id) == ("4711", ASK, "_a1")
    assert answer.until == AT + timedelta(minutes=6)


def test_both_signed_must_both_hold(idp):
    inner = idp.sign(idp.build(US, ASK, AT))
    assert read(idp, encode(idp.sign(inner, part="response"))).subject == "4711"
    wrong = idp.sign(idp.build(US, ASK, AT), idp.stolen)
    with pytest.raises(Refused, match="signature"):
        read(idp, encode(idp.sign(wrong, part="response")))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"issuer": "https://boese.example"}, "issuer"),
        ({"audience": "https://andere.example/"}, "audience"),
        ({"recipient": "https://andere.example/"}, "recipient"),
        ({"destination": "https://andere.example/"}, "destination"),
        ({"status": "urn:oasis:names:tc:SAML:2.0:status:Requester"}, "status"),
        ({"begin": "2026-11-28T10:02:00Z"}, "too early"),
        ({"end": "2026-11-28T09:58:00Z"}, "expired"),
        ({"end": "gestern"}, "moment"),
        ({"request": ""}, "unsolicited"),
        ({"subject": ""}, "subject"),
        ({"subject": "a" * 256}, "subject"),
        ({"subject": "47<b/>11"}, "subject"),
        ({"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"}, "transient"),
        ({"method": "urn:oasis:names:tc:SAML:2.0:cm:sender-vouches"}, "bearer"),
    ],
)
def test_what_does_not_hold_is_refused(idp, wrong, reason):
    with pytest.raises(Refused, match=reason):
        read(idp, idp.answer(US, ASK, AT, **wrong))


def test_a_small_skew_of_clocks_is_forgiven(idp):
    encoded = idp.answer(US, ASK, AT)
    assert read(idp, encoded, AT + timedelta(minutes=5, seconds=50)).subject == "4711"
    with pytest.raises(Refused, match="expired"):
        read(idp, encoded, AT + timedelta(minutes=6, seconds=1))


def test_unsigned_foreign_and_weak_signatures_are_refused(idp):
    plain = idp.build(US, ASK, AT)
    for response in (plain, idp.sign(plain, idp.stolen)):
        with pytest.raises(Refused, match=r"unsigned|signature"):
            read(idp, encode(response))
    hmac = idp.sign(plain)
    hmac.find(".//ds:SignatureMethod", NS).set("Algorithm", SignatureMethod.HMAC_SHA256.value)
    weak = idp.sign(plain)
    sha1 = "http://www.w3.org/2000/09/xmldsig#"
    weak.find(".//ds:SignatureMethod", NS).set("Algorithm", f"{sha1}rsa-sha1")
    digest = idp.sign(plain)
    digest.find(".//ds:DigestMethod", NS).set("Algorithm", f"{sha1}sha1")
    for response in (hmac, weak, digest):
        with pytest.raises(Refused, match="signature"):
            read(idp, encode(response))


def test_a_key_out_of_its_time_signs_nothing(idp):
    later = AT + timedelta(days=20)
    with pytest.raises(Refused, match="signature: InvalidCertificate"):
        read(idp, idp.answer(US, ASK, later), later)


def test_changed_content_is_refused(idp):
    response = idp.sign(idp.build(US, ASK, AT))
    response.find(".//a:NameID", NS).text = "0815"
    with pytest.raises(Refused, match="signature"):
        read(idp, encode(response))


def _wrap(response, how):
    """Return the response with an evil Assertion where a careless reader looks."""
    good = response.find("a:Assertion", NS)
    evil = deepcopy(good)
    evil.find(".//a:NameID", NS).text = "0815"
    evil.remove(evil.find("ds:Signature", NS))
    signature = good.find("ds:Signature", NS)
    if how == "before":
        response.insert(0, evil)
    elif how == "after":
        response.append(evil)
    elif how == "around":
        response.replace(good, evil)
        evil.set("ID", "_evil")
        evil.append(good)
    elif how == "object":
        response.replace(good, evil)
        evil.set("ID", "_evil")
        good.remove(signature)
        etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(good)
        evil.insert(1, signature)
    elif how == "extensions":
        response.replace(good, evil)
        evil.set("ID", "_evil")
        good.remove(signature)
        extensions = etree.Element(f"{{{NS['p']}}}Extensions")
        extensions.append(good)
        response.insert(1, extensions)
        evil.insert(1, signature)
    elif how == "hidden name":
        response.replace(good, evil)
        evil.set("ID", "_evil")
        good.remove(signature)
        evil.insert(1, signature)
        good.tag = f"{{{EVIL}}}Assertion"
        evil.append(good)
    return response


@pytest.mark.parametrize(
    "how", ["before", "after", "around", "object", "extensions", "hidden name"]
)
def test_wrapping_of_a_signed_assertion_is_refused(idp, how):
    response = _wrap(idp.sign(idp.build(US, ASK, AT)), how)
    with pytest.raises(Refused, match=r"one assertion|same id|reference|signature"):
        read(idp, encode(response))


@pytest.mark.parametrize("how", ["nested", "object"])
def test_wrapping_of_a_signed_response_is_refused(idp, how):
    good = idp.sign(idp.build(US, ASK, AT), part="response")
    evil = idp.build(US, ASK, AT, subject="0815")
    evil.set("ID", "_evil")
    signature = good.find("ds:Signature", NS)
    if how == "nested":
        good.remove(signature)
        evil.insert(1, signature)
        evil.append(good)
    else:
        good.remove(signature)
        etree.SubElement(signature, f"{{{NS['ds']}}}Object").append(good)
        evil.insert(1, signature)
    with pytest.raises(Refused, match=r"one assertion|same id|reference|signature"):
        read(idp, encode(evil))


def test_the_same_id_twice_is_refused(idp):
    response = idp.sign(idp.build(US, ASK, AT))
    etree.SubElement(response, f"{{{EVIL}}}x").set("ID", "_a1")
    with pytest.raises(Refused, match="same id"):
        read(idp, encode(response))


def test_a_comment_in_a_name_is_refused(idp):
    """CVE-2017-11427 and its like: "4711<!---->.boese" read as "4711"."""
    response = idp.sign(idp.build(US, ASK, AT, subject="4711.boese"))
    data = etree.tostring(response).replace(b"4711.boese", b"4711<!---->.boese")
    with pytest.raises(Refused, match="comment"):
        read(idp, encode(data))


@pytest.mark.parametrize(
    "head",
    [
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        b'<!DOCTYPE r SYSTEM "https://boese.example/x.dtd">',
    ],
)
def test_no_document_type_is_read(idp, head):
    data = head + etree.tostring(idp.sign(idp.build(US, ASK, AT)))
    for encoded in (data, b"\xff\xfe" + data.decode().encode("utf-16-le")):
        with pytest.raises(Refused, match="dtd"):
            read(idp, encode(encoded))
    with pytest.raises(Refused, match="dtd"):
        read_metadata(head + idp.metadata())


@pytest.mark.parametrize("encoded", ["", "%%%", "AAAA", encode(b"<a/>"), "A" * 800_000])
def test_what_is_no_response_is_refused(idp, encoded):
    with pytest.raises(Refused):
        read(idp, encoded)


def test_an_encrypted_assertion_is_refused(idp):
    response = idp.build(US, ASK, AT)
    response.find("a:Assertion", NS).tag = f"{{{NS['a']}}}EncryptedAssertion"
    with pytest.raises(Refused, match="encrypted"):
        read(idp, encode(response))


def test_an_attribute_may_say_who_it_is_but_only_one(idp):
    value = "<saml:AttributeValue>p-17</saml:AttributeValue>"
    one = f'<saml:AttributeStatement><saml:Attribute Name="nr">{value}</saml:Attribute></saml:AttributeStatement>'
    assert read(idp, idp.answer(US, ASK, AT, attributes=one), attribute="nr").subject == "p-17"
    for attributes in ("", one.replace(value, value * 2)):
        with pytest.raises(Refused, match="attribute"):
            read(idp, idp.answer(US, ASK, AT, attributes=attributes), attribute="nr")


def test_the_request_names_us_and_is_readable_by_the_service(idp):
    url = urlsplit(login_address(idp.provider(), US, request=ASK, at=AT))
    assert f"{url.scheme}://{url.netloc}{url.path}" == LOGIN
    packed = base64.b64decode(parse_qs(url.query)["SAMLRequest"][0])
    request = etree.fromstring(zlib.decompress(packed, -15))
    assert request.get("ID") == ASK
    assert request.get("AssertionConsumerServiceURL") == US.consumer_url
    assert request.findtext("a:Issuer", "", NS) == US.entity_id


def test_metadata_of_a_service_are_read_and_ours_are_written(idp):
    provider = idp.provider()
    assert (provider.entity_id, provider.login_url) == (ENTITY, LOGIN)
    assert expiries(provider.certificates) == [AT + timedelta(days=10)] * 2
    root = etree.fromstring(service_metadata(US))
    assert root.get("entityID") == US.entity_id
    assert root.find(".//m:AssertionConsumerService", NS).get("Location") == US.consumer_url


@pytest.mark.parametrize(
    "data",
    [
        b"kein XML",
        b"<a/>",
        b'<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata"/>',
        b'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="x"/>',
    ],
)
def test_metadata_that_name_no_single_service_are_refused(data):
    with pytest.raises(Refused):
        read_metadata(data)


def test_metadata_without_tls_or_key_are_refused(idp):
    with pytest.raises(Refused, match="no redirect address"):
        read_metadata(idp.metadata("http://idp.example.org/"))
    with pytest.raises(Refused, match="no certificate"):
        read_metadata(idp.metadata().replace(b'use="signing"', b'use="encryption"'))
    with pytest.raises(Refused, match="certificate"):
        read_metadata(idp.metadata().replace(b"Certificate>MII", b"Certificate>AII"))
