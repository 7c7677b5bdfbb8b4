"""Discovery files and proofs of a document server."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from verbundakte.standards.wopi import (
    DiscoveryBroken,
    Proof,
    editor_address,
    is_proven,
    read_discovery,
    ticks_of,
)

AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
COLLABORA = """<wopi-discovery><net-zone name="external-http"><app name="writer">
<action default="true" ext="odt" name="edit" urlsrc="https://office.example/browser/a1/cool.html?"/>
<action ext="pdf" name="view" urlsrc="https://office.example/browser/a1/cool.html?"/>
<action ext="docx" name="edit"
 urlsrc="https://office.example/we/frame.aspx?&lt;ui=UI_LLCC&amp;&gt;&lt;rs=DC_LLCC&amp;&gt;"/>
</app></net-zone>%s</wopi-discovery>"""


@pytest.fixture(scope="module")
def keys():
    """Two keys of a document server, new and old."""
    return [rsa.generate_private_key(public_exponent=65537, key_size=1024) for _ in range(2)]


def number(value: int) -> str:
    """Return a number as discovery files write it."""
    return base64.b64encode(value.to_bytes((value.bit_length() + 7) // 8, "big")).decode()


def proof_key(keys) -> str:
    """Return the element that tells the keys."""
    new, old = (key.public_key().public_numbers() for key in keys)
    return (
        f'<proof-key modulus="{number(new.n)}" exponent="{number(new.e)}"'
        f' oldmodulus="{number(old.n)}" oldexponent="{number(old.e)}" value="" oldvalue=""/>'
    )


def signed(key, proof: Proof) -> str:
    """Return a proof made with a key."""
    return base64.b64encode(key.sign(proof.message(), padding.PKCS1v15(), SHA256())).decode()


def test_a_discovery_file_tells_where_what_is_edited(keys):
    found = read_discovery((COLLABORA % proof_key(keys)).encode())
    assert set(found.editors) == {"odt", "docx"}
    assert found.origin == "https://office.example"
    assert len(found.keys) == 2
    assert editor_address(found.editors["odt"], "x%2Fy") == (
        "https://office.example/browser/a1/cool.html?WOPISrc=x%2Fy"
    )
    assert editor_address(found.editors["docx"], "x") == (
        "https://office.example/we/frame.aspx?WOPISrc=x"
    )
    assert editor_address("https://a.example/b", "x") == "https://a.example/b?WOPISrc=x"


@pytest.mark.parametrize(
    "content",
    [
        b"kein XML",
        b"<wopi-discovery/>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><wopi-discovery>&b;</wopi-discovery>',
        (COLLABORA % "").replace("https://office.example/we", "https://other.example/we").encode(),
        (COLLABORA % "").replace("https://office.example", "javascript:alert(1)//").encode(),
        (COLLABORA % '<proof-key modulus="?" exponent="AQAB"/>').encode(),
    ],
)
def test_what_is_no_discovery_file_or_names_several_servers_is_refused(content):
    with pytest.raises(DiscoveryBroken):
        read_discovery(content)


def test_a_proof_is_made_of_token_address_and_moment():
    proof = Proof("ab", "https://x/y", 1)
    assert proof.message() == (
        b"\0\0\0\x02ab" + b"\0\0\0\x0bHTTPS://X/Y" + b"\0\0\0\x08" + b"\0" * 7 + b"\x01"
    )
    assert ticks_of(datetime(2006, 8, 1, tzinfo=UTC)) == 632899872000000000


def test_a_proof_of_the_new_or_the_old_key_is_good(keys):
    new, old = keys
    public = [key.public_key() for key in keys]
    bare = Proof("token", "https://stadt.example/wopi/files/1?access_token=token", ticks_of(AT))

    def proven(first="", second="", at=AT):
        given = Proof(bare.token, bare.url, bare.ticks, (first, second))
        return is_proven(given, public, at)

    assert proven(signed(new, bare))
    assert proven("", signed(new, bare))
    assert proven(signed(old, bare))
    assert not proven("", signed(old, bare))
    assert not proven(signed(new, Proof("anders", bare.url, bare.ticks)))
    assert not proven("kein Base64")
    assert not proven()
    assert not proven(signed(new, bare), at=AT + timedelta(minutes=21))
    assert proven(signed(new, bare), at=AT - timedelta(minutes=19))
