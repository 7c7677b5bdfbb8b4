"""Handing a mail in (RFC 6409). Certificates are always checked; without TLS only servers that the operator
names; names are resolved once and private networks are refused (`core.outbound`)."""

import contextlib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from verbundakte.core.outbound import (
    SendingFailed,
    Target,
    TargetRefused,
    Watch,
    name_server,
    open_server,
    tls_context,
)

TLS, STARTTLS, PLAIN = "tls", "starttls", "ohne"
SECURITY = (
    (STARTTLS, "STARTTLS (Anschluss 587)"),
    (TLS, "TLS (Anschluss 465)"),
    (PLAIN, "unverschlüsselt (nur im eigenen Netz, vom Betrieb freigegeben)"),
)
USUAL_PORTS = (465, 587)
STEP_SECONDS, SESSION_SECONDS = 30, 300
HELLO = "verbundakte.invalid"
PLAIN_REFUSED = "Ohne Verschlüsselung wird nur ein Server angesprochen, den der Betrieb nennt."
NO_LOGIN = "Anmeldename oder Kennwort werden nicht angenommen. Prüfen Sie beides."
NOT_NOW = "Der Mailserver nimmt die E-Mail gerade nicht an."
NOT_THIS = "Der Mailserver nimmt die E-Mail an diese Adresse nicht an."
NOT_SENDER = "Der Mailserver lässt diese Absenderadresse nicht zu."


class HandingInFailed(Exception):
    """The mail was not taken; `message` is one German sentence, `answer` what the server said.

    `waits_for_person`: trying again changes nothing before somebody changed something.
    `is_refused`: the server refuses this recipient or this mail for good.
    """

    def __init__(
        self,
        message: str,
        *,
        answer: str = "",
        waits_for_person: bool = False,
        is_refused: bool = False,
    ):
        super().__init__(message)
        self.message, self.answer = message, answer
        self.waits_for_person, self.is_refused = waits_for_person, is_refused


@dataclass(frozen=True)
class Access:
    """How the account is reached; without `login` nobody logs in (a server in the own network)."""

    host: str
    port: int
    security: str
    login: str = ""
    password: str = field(default="", repr=False)

    def target(self) -> Target:
        """Return the checked server. Raises TargetRefused."""
        scheme = "smtps" if self.security == TLS else "smtp"
        found = name_server(scheme, self.host, self.port, USUAL_PORTS)
        if self.security == PLAIN and not found.is_named:
            raise TargetRefused(PLAIN_REFUSED)
        return found


class _Connection(smtplib.SMTP):
    """Speaks over a socket that was checked before, for a limited time."""

    def __init__(self, target: Target, security: str):
        self.target, self.security = target, security
        self.watch: Watch | None = None
        super().__init__(target.host, target.port, local_hostname=HELLO, timeout=STEP_SECONDS)

    def _get_socket(self, host, port, timeout) -> socket.socket:
        raw = open_server(self.target)
        raw.settimeout(STEP_SECONDS)
        self.watch = Watch(self, SESSION_SECONDS)
        self.watch.start()
        if self.security == TLS:
            return tls_context().wrap_socket(raw, server_hostname=self.target.host)
        return raw

    def shutdown(self, how: int) -> None:
        """End the session, whichever socket it has by now; asked by its watch."""
        if self.sock is not None:
            self.sock.shutdown(how)

    def close(self) -> None:
        if getattr(self, "watch", None) is not None:
            self.watch.cancel()
        super().close()


@contextlib.contextmanager
def _opened(access: Access) -> Iterator[_Connection]:
    """Open the account. Raises HandingInFailed."""
    connection = None
    try:
        connection = _Connection(access.target(), access.security)
        if access.security == STARTTLS:
            connection.starttls(context=tls_context())
        connection.ehlo_or_helo_if_needed()
        if access.login:
            connection.login(access.login, access.password)
        yield connection
    except (TargetRefused, SendingFailed) as failed:
        is_final = isinstance(failed, TargetRefused)
        raise HandingInFailed(failed.message, waits_for_person=is_final) from failed
    except smtplib.SMTPAuthenticationError as error:
        raise HandingInFailed(NO_LOGIN, waits_for_person=True) from error
    except smtplib.SMTPNotSupportedError as error:
        message = "Der Mailserver kann nicht, was die Einstellungen verlangen. Prüfen Sie sie."
        raise HandingInFailed(message, waits_for_person=True) from error
    except ssl.SSLError as error:
        message = "Das Zertifikat des Mailservers gilt nicht."
        raise HandingInFailed(message, waits_for_person=True) from error
    except (OSError, smtplib.SMTPException) as error:
        message = "Der Mailserver ist nicht erreichbar oder hat das Gespräch abgebrochen."
        raise HandingInFailed(message) from error
    finally:
        if connection is not None:
            connection.close()


def try_out(access: Access) -> None:
    """Open the account and send nothing. Raises HandingInFailed."""
    with _opened(access) as connection:
        connection.noop()


def hand_in(access: Access, sender: str, receiver: str, data: bytes) -> str:
    """Hand a mail in for one recipient; return what the server answered. Raises HandingInFailed."""
    with _opened(access) as connection:
        answer = _taken(connection.mail(sender), (NOT_SENDER, NOT_SENDER))
        answer = _taken(connection.rcpt(receiver), (NOT_NOW, NOT_THIS))
        try:
            answer = _taken(connection.data(data), (NOT_NOW, NOT_THIS))
        except smtplib.SMTPDataError as error:
            _taken((error.smtp_code, error.smtp_error), (NOT_NOW, NOT_THIS))
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.quit()
        return answer


def _taken(said: tuple[int, bytes], refusals: tuple[str, str]) -> str:
    """Return what the server said when it goes on; `refusals`: for now, and for good."""
    code, text = said
    shown = "".join(
        char for char in " ".join(text.decode("utf-8", "replace").split()) if char.isprintable()
    )
    answer = f"{code} {shown}"[:300]
    if code in (250, 251):
        return answer
    is_final = 500 <= code < 600
    message = refusals[is_final]
    is_sender = message == NOT_SENDER
    raise HandingInFailed(
        message, answer=answer, waits_for_person=is_sender, is_refused=is_final and not is_sender
    )
