"""The mailbox client against real IMAP servers, and against ones that do harm."""

import socket
import threading
import time
from contextlib import closing

import pytest

from verbundakte.posteingang.mail import imap
from verbundakte.posteingang.mail.imap import (
    PLAIN,
    STARTTLS,
    TLS,
    Access,
    MailboxFailed,
    open_mailbox,
)
from verbundakte.posteingang.tests.mailservers import LOGIN, PASSWORD, mail


@pytest.fixture
def access(server, settings):
    """The way into its mailbox, which the operator allows."""
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{server.port}"]
    return Access("127.0.0.1", server.port, PLAIN, "INBOX", LOGIN, PASSWORD)


def read(mailbox, uid: int) -> bytes:
    return b"".join(mailbox.pieces(mailbox.look(uid)))


def test_mails_are_read_byte_by_byte_and_stay_unread(server, access, monkeypatch):
    monkeypatch.setattr(imap, "PIECE", 1000)
    large = mail(1, body="Zeile\r\n" * 500)
    server.append(mail(0), large)
    with open_mailbox(access) as mailbox:
        uids = list(mailbox.uids_from(1))
        assert len(uids) == mailbox.count == 2 and mailbox.uid_validity
        assert [read(mailbox, uid) for uid in uids] == [mail(0), large]
        assert list(mailbox.uids_from(uids[1])) == [uids[1]]
        assert not list(mailbox.uids_from(uids[1] + 1))
        assert abs(mailbox.look(uids[0]).arrived_at.timestamp() - time.time()) < 120
        assert mailbox.look(uids[1] + 5) is None
    assert server.lying(criterion="SEEN") == 0


def test_a_taken_mail_is_marked_or_moved_into_a_folder_that_is_made(server, access):
    server.append(mail(7), mail(8))
    with open_mailbox(access) as mailbox:
        first, second = list(mailbox.uids_from(1))[-2:]
        mailbox.mark(first)
        mailbox.move(second, "Übernommen")
        before = mailbox.count
    assert server.lying(criterion="SEEN") == 1
    with open_mailbox(Access(**vars(access) | {"folder": "Übernommen"})) as mailbox:
        assert [read(mailbox, uid) for uid in mailbox.uids_from(1)] == [mail(8)]
    assert server.lying() == before - 1


def test_a_wrong_password_and_a_missing_folder_wait_for_a_person(access):
    for wrong in ({"password": "falsch"}, {"folder": "Gibt es nicht"}):
        with pytest.raises(MailboxFailed) as failed, open_mailbox(Access(**vars(access) | wrong)):
            pass
        assert failed.value.waits_for_person
        assert failed.value.message.endswith((".", "Namen."))


def test_only_public_servers_are_asked_and_without_tls_only_named_ones(settings):
    settings.OUTBOUND_ALLOWED = []
    for host, port, security in (
        ("127.0.0.1", 993, TLS),
        ("10.0.0.1", 143, STARTTLS),
        ("imap.example.org", 143, PLAIN),
        ("imap.example.org", 25, TLS),
        ("a b", 993, TLS),
        ("::1", 993, TLS),
    ):
        with (
            pytest.raises(MailboxFailed) as failed,
            open_mailbox(Access(host, port, security, "INBOX", "x", "y")),
        ):
            pass
        assert failed.value.waits_for_person, host


@pytest.fixture
def harmful(settings):
    """Start a server that says what it is told to say; returns the way to it."""
    ended = []

    def start(*answers: bytes, pause: float = 0.0) -> Access:
        listening = socket.create_server(("127.0.0.1", 0))
        ended.append(listening)

        def serve():
            with closing(listening.accept()[0]) as one:
                try:
                    for answer in answers:
                        one.sendall(answer)
                        time.sleep(pause)
                    one.recv(1000)
                except OSError:
                    return

        threading.Thread(target=serve, daemon=True).start()
        port = listening.getsockname()[1]
        settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{port}"]
        return Access("127.0.0.1", port, PLAIN, "INBOX", "x", "y")

    yield start
    for one in ended:
        one.close()


@pytest.mark.parametrize(
    "answers",
    [
        [b"HTTP/1.1 400 Bad Request\r\n\r\n"],
        [b"* OK \r\n* " + b"x" * 9_000_000],
        [b"* OK \r\n* 1 FETCH {99999999999}\r\n"],
        [b"\0\0\0\0"],
        [b""],
    ],
)
def test_a_server_that_speaks_something_else_is_left_with_one_sentence(
    harmful, answers, monkeypatch
):
    monkeypatch.setattr(imap, "STEP_SECONDS", 0.5)
    with pytest.raises(MailboxFailed) as failed, open_mailbox(harmful(*answers)):
        pass
    assert not failed.value.waits_for_person and failed.value.message.count(".") == 1


def test_a_server_that_drips_does_not_hold_us(harmful, monkeypatch):
    monkeypatch.setattr(imap, "SESSION_SECONDS", 0.5)
    began = time.monotonic()
    with pytest.raises(MailboxFailed), open_mailbox(harmful(*[b"x"] * 100, pause=0.1)):
        pass
    assert time.monotonic() - began < 3


def test_a_server_tells_of_a_new_mail_by_itself(server, access):
    folder = server.new_folder()
    server.append(mail(1), folder=folder)
    with open_mailbox(Access(**vars(access) | {"folder": folder}), is_read_only=True) as mailbox:
        news = mailbox.news()
        next(news)
        server.append(mail(2), folder=folder)
        next(news)
        with server.opened() as other:
            other.select(folder)
            other.store("1", "+FLAGS", r"(\Deleted)")
            other.expunge()
        server.append(mail(3), folder=folder)
        next(news)
        mailbox.interrupt()
        assert not list(news)


def test_a_server_that_tells_nothing_or_endlessly_is_left(harmful, monkeypatch):
    monkeypatch.setattr(imap, "MOST_ANSWER", 2000)
    hello = [b"* PREAUTH [CAPABILITY IMAP4rev1 IDLE] \r\n"]
    with pytest.raises(MailboxFailed), open_mailbox(harmful(*hello)) as mailbox:
        list(mailbox.news())
