"""Mails with attachments as they come from a mail server."""

import hashlib
from datetime import UTC, datetime, time
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from verbundakte.demo.files.letter import Letter
from verbundakte.demo.world import Dokument, Kontakt

# Python 3.11 doubles a space where it folds a header beside an encoded word.
WIDE = SMTP.clone(max_line_length=400)
MEDIA_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "odt": "application/vnd.oasis.opendocument.text",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain",
}


def _address(kontakt: Kontakt) -> Address:
    return Address(kontakt.name or kontakt.organisation, addr_spec=kontakt.email)


def eml(dokument: Dokument, letter: Letter, attachments: list[tuple[str, bytes]]) -> bytes:
    """Return the mail as RFC 5322 bytes; boundary and Message-ID follow from the key."""
    digest = hashlib.sha256(dokument.key.encode()).hexdigest()
    message = EmailMessage(policy=WIDE)
    message["From"] = _address(dokument.absender)
    message["To"] = tuple(_address(kontakt) for kontakt in dokument.empfaenger)
    message["Subject"] = dokument.betreff
    moment = time(7 + int(digest[0], 16) % 9, int(digest[1:3], 16) % 60, tzinfo=UTC)
    message["Date"] = format_datetime(datetime.combine(dokument.datum_des_schreibens, moment))
    message["Message-ID"] = f"<{digest[:24]}@{dokument.absender.email.partition('@')[2]}>"
    message.set_content(plain_text(letter), charset="utf-8", cte="quoted-printable")
    for name, content in attachments:
        media = MEDIA_TYPES[name.rpartition(".")[2]]
        maintype, _, subtype = media.partition("/")
        message.add_attachment(content, maintype=maintype, subtype=subtype, filename=name)
    if message.is_multipart():
        message.set_boundary(f"=_{digest[24:48]}")
    return message.as_bytes()


def plain_text(letter: Letter) -> str:
    """Return text and closing of the letter as plain text."""
    parts = []
    for block in letter.blocks:
        if block.kind == "tabelle":
            parts.append("\n".join(" | ".join(row) for row in block.rows))
        else:
            parts.append(("- " if block.kind == "punkt" else "") + block.text)
    return "\n\n".join([*parts, "\n".join(letter.closing)]) + "\n"
