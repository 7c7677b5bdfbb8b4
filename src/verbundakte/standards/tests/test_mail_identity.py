"""A mail is known by what its sender wrote, not by what mailboxes add to it."""

import io

from verbundakte.standards.imap_names import from_wire, quoted, to_wire
from verbundakte.standards.mail_identity import identify_mail

PLAIN = (
    b"From: Frieda Muster <frieda@example.org>\r\nTo: poststelle@musterstadt.example\r\n"
    b"Message-ID: <1@example.org>\r\nSubject: Anfrage\r\n\r\nGuten Tag\r\n"
)
ANSWER = (
    b"In-Reply-To: <1@example.org>\r\nReferences: <0@example.org>\r\n <1@example.org>\r\n"
    b"Delivered-To: ablage-abc@Akte.example\r\n"
) + PLAIN.replace(b"<1@", b"<3@", 1)


def identity(data: bytes):
    return identify_mail(io.BytesIO(data))


def test_a_mail_is_the_same_in_every_mailbox_and_another_one_is_not():
    copies = (
        b"Received: from a by b\r\n\twith LMTP\r\nDelivered-To: bauamt@example.org\r\n" + PLAIN,
        PLAIN.replace(b"\r\n", b"\n") + b"\n",
        b"Return-Path: <x@example.org>\n" + PLAIN.replace(b"\r\n", b"\n"),
    )
    assert {identity(one).key for one in copies} == {identity(PLAIN).key}
    others = (
        PLAIN.replace(b"Guten", b"Gutes"),
        PLAIN.replace(b"<1@", b"<2@"),
        PLAIN.replace(b"Anfrage", b"Antwort"),
        b"",
        b"\0" * 1000,
    )
    keys = {identity(one).key for one in others}
    assert len(keys) == len(others) and identity(PLAIN).key not in keys


def test_line_ends_and_pieces_do_not_change_what_a_mail_is(monkeypatch):
    data = b"Subject: x\r\n\r\n" + b"a\r\n\r\n\r\nb\r\r\n" * 50 + b"\r\n" * 40
    keys = set()
    for size in (1, 2, 3, 7, 4096):
        monkeypatch.setattr("verbundakte.standards.mail_identity.CHUNK", size)
        keys.add(identity(data).key)
    assert len(keys) == 1


def test_what_a_mail_answers_and_to_whom_it_came_is_read_from_its_head():
    found = identity(ANSWER)
    assert found.message_id == "3@example.org"
    assert found.answered == ("1@example.org", "0@example.org")
    assert found.receivers == ("ablage-abc@akte.example",)


def test_names_of_folders_are_written_as_mail_servers_know_them():
    for name, wire in (("Übernommen", "&ANw-bernommen"), ("R&D", "R&-D"), ("台北", "&U,BTFw-")):
        assert to_wire(name) == wire and from_wire(wire) == name
    assert quoted('a"b\\c') == '"a\\"b\\\\c"'
    assert from_wire("&!!-") == "&!!-"
