"""winmail.dat: text and attachments are found, files that end early give what they hold."""

import struct

import pytest

from verbundakte.core.converters import tnef
from verbundakte.core.converters.errors import Damaged


def attribute(level: int, tag: int, value: bytes) -> bytes:
    return struct.pack("<BHHI", level, tag, 0, len(value)) + value + b"\0\0"


def long_name(name: str) -> bytes:
    value = f"{name}\0".encode("utf-16-le")
    padding = b"\0" * (-len(value) % 4)
    return struct.pack("<IHHII", 1, 31, tnef.LONG_NAME_PROPERTY, 1, len(value)) + value + padding


def winmail() -> bytes:
    return (
        tnef.SIGNATURE
        + b"\x01\x00"
        + attribute(1, tnef.SUBJECT, "Einwendung Müller\0".encode())
        + attribute(1, tnef.BODY, b"Anbei die Unterlagen.\0")
        + attribute(2, tnef.ATTACH_RENDERING, bytes(14))
        + attribute(2, tnef.ATTACH_TITLE, b"LAGEPL~1.PDF\0")
        + attribute(2, tnef.ATTACH_DATA, b"%PDF-1.7 eins")
        + attribute(2, tnef.ATTACH_PROPERTIES, long_name("Lageplan Süd.pdf"))
        + attribute(2, tnef.ATTACH_RENDERING, bytes(14))
        + attribute(2, tnef.ATTACH_DATA, b"zwei")
    )


def test_subject_text_and_attachments_with_their_long_names():
    mail = tnef.read(winmail())
    assert mail.headers["Subject"] == "Einwendung Müller"
    assert mail.text == "Anbei die Unterlagen."
    assert [(one.name, one.data) for one in mail.attachments] == [
        ("Lageplan Süd.pdf", b"%PDF-1.7 eins"),
        ("anlage-2.bin", b"zwei"),
    ]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_that_ends_early_gives_what_it_holds(share):
    whole = winmail()
    assert tnef.read(whole[: int(len(whole) * share)]).headers


def test_something_else_is_no_winmail():
    with pytest.raises(Damaged):
        tnef.read(b"From: x\n\n")
