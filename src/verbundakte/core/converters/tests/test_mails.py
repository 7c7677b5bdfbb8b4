"""What a mail is made of: body, pictures of the body, attachments, envelopes of S/MIME."""

import base64
from email.message import EmailMessage
from pathlib import Path

from verbundakte.core.converters import cms, eml, mail
from verbundakte.core.converters.results import Attachment, Mail

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(20)
INNER = (
    b"From: a@example.org\r\nSubject:  Zwei  Leerzeichen\r\n\tund Umbruch\r\nX-Lang: "
    + b"x" * 200
    + b"\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    b"Gr\xfc\xdfe\r\n\r\n-- \r\nEnde\r\n"
)


def wrapped(head: bytes, body: bytes) -> bytes:
    return b"From: x@example.org\r\nMIME-Version: 1.0\r\n" + head + b"\r\n\r\n" + body


def der(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    length = bytes([size]) if size < 128 else b"\x82" + size.to_bytes(2, "big")
    return bytes([tag]) + length + content


def envelope(kind: int, content: bytes) -> bytes:
    """Return a PKCS#7 envelope: 2 is signed, 3 is encrypted."""
    oid = bytes.fromhex("06092a864886f70d0107")
    inner = der(0x30, oid + b"\x01", der(0xA0, der(0x04, content)))
    body = der(0x30, b"\x02\x01\x01", der(0x31), inner)
    return der(0x30, oid + bytes([kind]), der(0xA0, body))


def test_a_mail_inside_of_a_mail_keeps_its_bytes():
    data = wrapped(
        b'Content-Type: multipart/mixed; boundary="b"',
        b"--b\r\nContent-Type: message/rfc822\r\n\r\n" + INNER + b"\r\n--b--\r\n",
    )
    (attachment,) = eml.read(data).attachments
    assert attachment.data == INNER


def test_only_a_picture_that_the_body_shows_is_no_attachment():
    pictures = (
        Attachment("a.png", "image/png", "a@x", True, PICTURE),
        Attachment("b.png", "image/png", "b@x", True, PICTURE),
        Attachment("c.bin", "application/octet-stream", "c d", False, PICTURE),
    )
    letter = Mail({}, "", '<img src="cid:a@x"><img src=cid:c%20d>', pictures, "")
    shown = mail._with_inline(letter).attachments
    assert [(one.is_inline, one.media_type) for one in shown] == [
        (True, "image/png"),
        (False, "image/png"),
        (True, "image/png"),
    ]


def test_what_is_only_signed_is_read_and_called_unchecked():
    signed = envelope(2, b"Content-Type: text/plain\r\n\r\nGuten Tag\r\n")
    head = (
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64"
    )
    found = eml.read(wrapped(head, base64.encodebytes(signed)))
    assert found.text.strip() == "Guten Tag"
    assert [notice.code for notice in found.notices] == ["signed"]
    assert "nicht prüfbar" in found.notices[0].text
    assert found.attachments == ()


def test_what_is_encrypted_is_called_unreadable_and_stays_as_it_is():
    closed = envelope(3, b"x")
    head = (
        b"Content-Type: application/pkcs7-mime; name=smime.p7m\r\nContent-Transfer-Encoding: base64"
    )
    found = eml.read(wrapped(head, base64.encodebytes(closed)))
    assert [notice.code for notice in found.notices] == ["encrypted"]
    assert found.attachments[0].data == closed


def test_a_detached_signature_is_named_and_no_attachment():
    body = (
        b"--b\r\nContent-Type: text/plain\r\n\r\nHallo\r\n--b\r\n"
        b"Content-Type: application/pgp-signature\r\n\r\nxyz\r\n--b--\r\n"
    )
    head = b'Content-Type: multipart/signed; boundary="b"'
    found = eml.read(wrapped(head, body))
    assert [notice.code for notice in found.notices] == ["signed_pgp"]
    assert found.attachments == ()


def test_an_envelope_in_pieces_of_unknown_length_is_read():
    oid = bytes.fromhex("06092a864886f70d0107")
    octets = b"\x24\x80" + der(0x04, b"Guten ") + der(0x04, b"Tag") + b"\0\0"
    inner = b"\x30\x80" + oid + b"\x01" + b"\xa0\x80" + octets + b"\0\0" + b"\0\0"
    body = b"\x30\x80\x02\x01\x01" + der(0x31) + inner + b"\0\0"
    data = b"\x30\x80" + oid + b"\x02" + b"\xa0\x80" + body + b"\0\0" + b"\0\0"
    assert cms.signed_content(data) == b"Guten Tag"
    for end in range(len(data)):
        cms.signed_content(data[:end])


def test_a_letter_of_outlook_keeps_its_pictures_when_it_lies_in_another(tmp_path: Path):
    letter = EmailMessage()
    letter["Subject"] = "x"
    letter.set_content("x")
    letter.add_alternative('<img src="cid:bild">', subtype="html")
    letter.get_payload()[1].add_related(PICTURE, "image", "png", cid="<bild>")
    found = mail._with_inline(eml.read(letter.as_bytes()))
    assert [one.is_inline for one in found.attachments] == [True]


def test_the_heading_tells_the_date_in_german():
    told = eml.read(b"From: a@x\r\nDate: Mon, 02 Mar 2026 09:15:00 +0100\r\nTo: b@x\r\n\r\nHallo")
    assert mail.heading(told)[-1] == ("Datum", "02.03.2026, 09:15 Uhr (+0100)")
    told = eml.read(b"From: a@x\r\nDate: gestern\r\nTo: b@x\r\n\r\nHallo")
    assert ("Datum", "gestern") in mail.heading(told)
