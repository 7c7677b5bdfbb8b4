"""What an e-mail looks like (RFC 5322): one recipient, a text, its attachments. Pure.

Nothing that somebody typed or that came from outside becomes a line of the head of its own: addresses are
of one plain form, names and subject have no control characters; what differs is refused, not mended.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
ADDRESS = re.compile(rf"{LOCAL}@(?:{LABEL}\.)*{LABEL}")
MOST_LOCAL, MOST_ADDRESS = 64, 254
NO_ADDRESS = (
    "„{text}“ ist keine E-Mail-Adresse. Schreiben Sie genau eine, wie vorname.name@beispiel.de."
)
TWO_LINES = (
    "{what} enthält einen Zeilenumbruch oder ein Steuerzeichen. Schreiben Sie es in eine Zeile."
)


class NotSendable(ValueError):
    """Something that must not stand in a mail; `message` is German."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Anhang:
    """A file that goes along."""

    name: str
    data: bytes = field(repr=False)
    media_type: str = "application/pdf"


@dataclass(frozen=True)
class Nachricht:
    """What is written; `message_id` is without its brackets."""

    von_name: str
    von: str
    an: str
    betreff: str
    text: str
    message_id: str
    at: datetime


def checked_address(text: str) -> str:
    """Return an address (addr-spec, ASCII) as it may stand in a head. Raises NotSendable."""
    local, _, domain = text.rpartition("@")
    try:
        address = f"{local}@{domain.encode('idna').decode()}" if domain else text
    except UnicodeError:
        address = ""
    fits = len(local) <= MOST_LOCAL and len(address) <= MOST_ADDRESS
    if not fits or not ADDRESS.fullmatch(address):
        shown = "".join(char for char in text if char.isprintable())
        raise NotSendable(NO_ADDRESS.format(text=shown[:100]))
    return address


def checked_line(text: str, what: str) -> str:
    """Return text that is one line of a head. Raises NotSendable."""
    if not all(char.isprintable() for char in text):
        raise NotSendable(TWO_LINES.format(what=what))
    return text


def write_mail(nachricht: Nachricht, anhaenge: list[Anhang]) -> bytes:
    """Return the bytes of a mail. Raises NotSendable."""
    mail = EmailMessage(policy=SMTP)
    sender, receiver = checked_address(nachricht.von), checked_address(nachricht.an)
    name = checked_line(nachricht.von_name, "Der Name des Absenders")
    mail["From"] = Address(name, addr_spec=sender)
    mail["To"] = Address("", addr_spec=receiver)
    mail["Subject"] = checked_line(nachricht.betreff, "Der Betreff")
    mail["Date"] = format_datetime(nachricht.at)
    mail["Message-ID"] = f"<{checked_line(nachricht.message_id, 'Die Kennung')}>"
    mail.set_content(nachricht.text)
    for anhang in anhaenge:
        main, _, sub = anhang.media_type.partition("/")
        file_name = checked_line(anhang.name, "Der Name einer Datei")
        mail.add_attachment(anhang.data, maintype=main, subtype=sub, filename=file_name)
    return mail.as_bytes()
