"""A mailbox over IMAP4rev1 (RFC 3501): what lies there, its bytes, and what is done with it afterwards.

Nothing is marked by reading (BODY.PEEK). Certificates are always checked; without TLS only servers that
the operator names. Time and bytes of a session are limited: the server may be anybody's.
"""

import contextlib
import imaplib
import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from verbundakte.core.outbound import (
    SendingFailed,
    Target,
    TargetRefused,
    Watch,
    name_server,
    open_server,
    tls_context,
)
from verbundakte.standards import imap_names

TLS, STARTTLS, PLAIN = "tls", "starttls", "ohne"
USUAL_PORTS = (143, 993)
STEP_SECONDS, SESSION_SECONDS = 30, 600
IDLE_SECONDS = 25 * 60
"""So long a connection waits for news; servers may end one after 30 minutes (RFC 2177)."""
PIECE = 1 << 20
MOST_ANSWER = 8 << 20
UIDS_AT_ONCE = 50_000
SIZE = re.compile(rb"RFC822\.SIZE (\d{1,12})")
UID = re.compile(rb"\bUID (\d{1,10})")
COUNTED = re.compile(rb"\* (\d{1,10}) (EXISTS|EXPUNGE)\r?\n", re.IGNORECASE)


class MailboxFailed(Exception):
    """The mailbox cannot be used now; `message` is one German sentence.

    `waits_for_person`: trying again changes nothing before somebody changed something.
    """

    def __init__(self, message: str, *, waits_for_person: bool = False):
        super().__init__(message)
        self.message, self.waits_for_person = message, waits_for_person


class IdleMissing(MailboxFailed):
    """The server does not tell of new mails; one has to look."""


class MailWithheld(Exception):
    """The server does not hand out one mail; others it may."""


@dataclass(frozen=True)
class Access:
    """How a mailbox is reached. Either `password` or `token` (OAuth2) opens it."""

    host: str
    port: int
    security: str
    folder: str
    login: str
    password: str = field(default="", repr=False)
    token: str = field(default="", repr=False)

    def target(self) -> Target:
        """Return the checked server. Raises TargetRefused."""
        scheme = "imaps" if self.security == TLS else "imap"
        found = name_server(scheme, self.host, self.port, USUAL_PORTS)
        if self.security == PLAIN and not found.is_named:
            raise TargetRefused(
                "Ohne Verschlüsselung wird nur ein Server angesprochen, den der Betrieb nennt."
            )
        return found


@dataclass(frozen=True)
class Lying:
    """A mail in the mailbox: when its server got it, and how many bytes it has."""

    uid: int
    size: int
    arrived_at: datetime | None


class _Connection(imaplib.IMAP4):
    """Speaks over a socket that was checked before; counts what the other side sends."""

    def __init__(self, target: Target, security: str, patience: float):
        self.target, self.security, self.left = target, security, MOST_ANSWER
        self.patience = patience
        self.watch: Watch | None = None
        self.can: tuple[str, ...] = ()
        super().__init__(target.host, target.port, timeout=STEP_SECONDS)

    def _create_socket(self, timeout) -> socket.socket:
        raw = open_server(self.target)
        raw.settimeout(STEP_SECONDS)
        if self.security == TLS:
            return self.wrap_socket(raw, self.target.host)
        self._watch_over(raw)
        return raw

    def wrap_socket(self, raw: socket.socket, server_hostname: str) -> ssl.SSLSocket:
        """Begin TLS; asked by `starttls` too, so that the time of the handshake is limited."""
        found = tls_context().wrap_socket(
            raw, server_hostname=server_hostname, do_handshake_on_connect=False
        )
        self._watch_over(found)
        found.do_handshake()
        return found

    def _watch_over(self, sock: socket.socket) -> None:
        if self.watch is not None:
            self.watch.cancel()
        self.watch = Watch(sock, self.patience)
        self.watch.start()

    def read(self, size: int) -> bytes:
        self._count(size)
        return super().read(size)

    def readline(self) -> bytes:
        line = super().readline()
        self._count(len(line))
        return line

    def _count(self, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise self.abort("answer too long")

    def command(self, name: str, *args: str) -> list:
        """Return what the server answered; it may say so much and no more. Raises IMAP4.error."""
        self.left = MOST_ANSWER
        status, data = self.uid(name, *args)
        if status != "OK":
            raise self.error(f"{name} {status}")
        return data

    def idle(self) -> Iterator[bytes]:
        """Yield what the server tells of itself while nothing is asked (RFC 2177), until it is over."""
        self.left, tag = MOST_ANSWER, self._new_tag()
        self.send(tag + b" IDLE\r\n")
        self.sock.settimeout(IDLE_SECONDS)
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        while line := self.readline():
            if line.startswith(tag):
                raise self.error(line.decode("ascii", "replace"))
            yield line

    def learn(self) -> None:
        """Ask what the server can do for whoever is logged in: more than it says before."""
        _, data = self.capability()
        self.can = tuple((data[-1] or b"").decode("ascii", "replace").upper().split())

    def shutdown(self) -> None:
        if self.watch is not None:
            self.watch.cancel()
        with contextlib.suppress(OSError):
            super().shutdown()


class Mailbox:
    """One opened folder. `uid_validity` changes when its server numbers it anew."""

    def __init__(self, connection: _Connection, folder: str, *, is_read_only: bool):
        self._connection = connection
        connection.left = MOST_ANSWER
        status, data = connection.select(_folder(folder), readonly=is_read_only)
        if status != "OK":
            raise MailboxFailed(
                f"Den Ordner „{folder}“ gibt es in diesem Postfach nicht. Prüfen Sie den Namen.",
                waits_for_person=True,
            )
        self.count = int(data[0] or 0)
        self.uid_validity = self._said("UIDVALIDITY")
        self.uid_next = self._said("UIDNEXT")

    def _said(self, name: str) -> int:
        _, data = self._connection.response(name)
        return int(data[-1]) if data and data[-1] else 0

    def uids_from(self, first: int) -> Iterator[int]:
        """Yield the UIDs from `first` on, ascending."""
        end = self.uid_next or self._highest() + 1
        for begin in range(first, end, UIDS_AT_ONCE):
            last = min(begin + UIDS_AT_ONCE, end) - 1
            data = self._connection.command("SEARCH", f"UID {begin}:{last}")
            found = (int(one) for one in (data[0] or b"").split() if one.isdigit())
            yield from sorted(uid for uid in found if begin <= uid <= last)

    def _highest(self) -> int:
        data = self._connection.command("SEARCH", "UID *")
        return max((int(one) for one in (data[0] or b"").split() if one.isdigit()), default=0)

    def look(self, uid: int) -> Lying | None:
        """Return what is told of a mail, None when it does not lie there any more.

        Raises MailWithheld.
        """
        data = self._fetch(uid, "(UID RFC822.SIZE INTERNALDATE)")
        for told in _own_lines(data, uid):
            size = SIZE.search(told)
            moment = imaplib.Internaldate2tuple(told)
            at = datetime.fromtimestamp(time.mktime(moment), UTC) if moment else None
            return Lying(uid, int(size.group(1)) if size else 0, at)
        return None

    def pieces(self, mail: Lying) -> Iterator[bytes]:
        """Yield the bytes of a mail as the server holds them, piece by piece. Raises MailWithheld."""
        begin = 0
        while True:
            data = self._fetch(mail.uid, f"(UID BODY.PEEK[]<{begin}.{PIECE}>)")
            piece = next((one[1] for one in data if isinstance(one, tuple)), b"")
            if piece:
                yield piece
            begin += len(piece)
            if mail.size and not begin:
                raise MailWithheld
            if not piece or (len(piece) < PIECE and begin >= mail.size):
                return

    def _fetch(self, uid: int, wanted: str) -> list:
        try:
            return self._connection.command("FETCH", str(uid), wanted)
        except _Connection.abort:
            raise
        except _Connection.error as error:
            raise MailWithheld from error

    def news(self) -> Iterator[None]:
        """Wait on the open folder; yield when waiting begins and with each mail that is new.

        Ends when the connection ends. Raises IdleMissing.
        """
        if "IDLE" not in self._connection.can:
            raise IdleMissing("Der Mailserver meldet neue E-Mails nicht von sich aus.")
        lying = self.count
        for line in self._connection.idle():
            told = COUNTED.match(line)
            if told is None:
                if line.startswith(b"+"):
                    yield
                continue
            count = int(told[1])
            if told[2] == b"EXPUNGE":
                lying -= 1
                continue
            if count > lying:
                yield
            lying = count

    def interrupt(self) -> None:
        """End the connection from another thread; what waits on it ends, too."""
        with contextlib.suppress(OSError):
            self._connection.sock.shutdown(socket.SHUT_RDWR)

    def mark(self, uid: int) -> None:
        """Mark a mail as read."""
        with _telling("Übernommene E-Mails lassen sich nicht als gelesen kennzeichnen."):
            self._connection.command("STORE", str(uid), "+FLAGS.SILENT", r"(\Seen)")

    def move(self, uid: int, folder: str) -> None:
        """Move a mail into another folder of the mailbox, which is made when it is missing."""
        told = f"Übernommene E-Mails lassen sich nicht in den Ordner „{folder}“ verschieben."
        with _telling(told):
            self._move(uid, folder)

    def _move(self, uid: int, folder: str) -> None:
        connection = self._connection
        connection.left = MOST_ANSWER
        verb = "MOVE" if "MOVE" in connection.can else "COPY"
        try:
            connection.command(verb, str(uid), _folder(folder))
        except _Connection.abort:
            raise
        except _Connection.error:
            connection.create(_folder(folder))
            connection.command(verb, str(uid), _folder(folder))
        if verb == "COPY":
            connection.command("STORE", str(uid), "+FLAGS.SILENT", r"(\Deleted)")
            if "UIDPLUS" in connection.can:
                connection.command("EXPUNGE", str(uid))


@contextlib.contextmanager
def _telling(told: str) -> Iterator[None]:
    """Say what the server refused; a connection that ended is another thing."""
    try:
        yield
    except _Connection.abort:
        raise
    except _Connection.error as error:
        raise MailboxFailed(told) from error


def _own_lines(data: list, uid: int) -> Iterator[bytes]:
    """Yield what is told of this mail; servers may tell news of others in between."""
    for one in data:
        told = one[0] if isinstance(one, tuple) else one
        found = UID.search(told) if told else None
        if found and int(found.group(1)) == uid:
            yield told


def _folder(name: str) -> str:
    try:
        return imap_names.quoted(name)
    except ValueError as error:
        raise MailboxFailed(
            "Der Name des Ordners enthält einen Umbruch.", waits_for_person=True
        ) from error


@contextlib.contextmanager
def open_mailbox(
    access: Access, *, is_read_only: bool = False, patience: float | None = None
) -> Iterator[Mailbox]:
    """Open a folder of a mailbox; within, everything that goes wrong is a MailboxFailed.

    `patience`: how many seconds all of it may take.
    """
    connection = None
    try:
        connection = _Connection(access.target(), access.security, patience or SESSION_SECONDS)
        if access.security == STARTTLS:
            connection.starttls(connection)
        _log_in(connection, access)
        yield Mailbox(connection, access.folder, is_read_only=is_read_only)
    except MailboxFailed:
        raise
    except TargetRefused as refused:
        raise MailboxFailed(refused.message, waits_for_person=True) from refused
    except SendingFailed as failed:
        raise MailboxFailed(failed.message) from failed
    except ssl.SSLCertVerificationError as error:
        raise MailboxFailed(
            "Das Zertifikat des Mailservers gilt nicht oder nicht für diesen Namen."
        ) from error
    except TimeoutError as error:
        raise MailboxFailed("Der Mailserver hat nicht rechtzeitig geantwortet.") from error
    except (imaplib.IMAP4.error, OSError, ValueError) as error:
        raise MailboxFailed(
            "Die Verbindung zum Mailserver ist abgebrochen, oder er spricht kein IMAP an diesem Anschluss."
        ) from error
    finally:
        if connection is not None:
            _leave(connection)


def _leave(connection: _Connection) -> None:
    with contextlib.suppress(imaplib.IMAP4.error, OSError, ValueError):
        connection.left = MOST_ANSWER
        connection.logout()
    connection.shutdown()


def _log_in(connection: _Connection, access: Access) -> None:
    try:
        if access.token:
            said = f"user={access.login}\1auth=Bearer {access.token}\1\1".encode()
            connection.authenticate("XOAUTH2", lambda challenge: b"" if challenge else said)
        elif "AUTH=PLAIN" in connection.capabilities:
            plain = f"\0{access.login}\0{access.password}".encode()
            connection.authenticate("PLAIN", lambda _: plain)
        else:
            connection.login(access.login, access.password)
        connection.learn()
    except _Connection.abort:
        raise
    except _Connection.error as error:
        what = "den Zugangsschlüssel des Anbieters" if access.token else "Anmeldename und Kennwort"
        raise MailboxFailed(
            f"Der Mailserver nimmt {what} nicht an.", waits_for_person=True
        ) from error
