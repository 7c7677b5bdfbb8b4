"""Mails: eml by the standard library, Outlook files by our own readers, headers however broken."""

import re
from dataclasses import asdict, replace
from datetime import datetime
from urllib.parse import unquote

from verbundakte.core.converters import cms, eml, media, msg, smime, text, tnef
from verbundakte.core.converters.errors import Unsupported
from verbundakte.core.converters.results import Attachment, Identified, Mail
from verbundakte.core.converters.source import Source

TOOL = eml.TOOL
HEADINGS = (
    ("From", "Von"), ("To", "An"), ("Cc", "Kopie"), ("Bcc", "Blindkopie"), ("Date", "Datum"),
    ("Subject", "Betreff"),
)  # fmt: skip
MAX_HEAD_BYTES = 512 * 1024
SHOWN = re.compile(r"""cid:([^"'\s>)]+)""", re.IGNORECASE)


def _read_signed(data: bytes) -> Mail:
    content = cms.signed_content(data) or b""
    mail = eml.read(content)
    told = smime.verify(data, content, mail.headers.get("From", ""), mail.sent_at)
    return replace(mail, notices=(*mail.notices, *told))


READERS = {
    "message/rfc822": eml.read,
    "application/vnd.ms-outlook": msg.read,
    "application/pkcs7-mime; smime-type=signed-data": _read_signed,
}


def read(source: Source, found: Identified) -> Mail:
    """Return the mail taken apart. Raises Damaged or Unsupported."""
    source.require_bytes()
    if found.media_type == "application/vnd.ms-tnef":
        return _with_inline(tnef.read(source.data))
    reader = READERS.get(found.media_type)
    if reader is None:
        raise Unsupported("Diese Datei ist keine E-Mail.")
    return _with_inline(_with_tnef(reader(source.data)))


def _with_inline(mail: Mail) -> Mail:
    """Only a picture that the HTML body shows is part of it; all else is an attachment."""
    shown = {unquote(name) for name in SHOWN.findall(mail.html)}
    return replace(mail, attachments=tuple(_as_shown(found, shown) for found in mail.attachments))


def _as_shown(found: Attachment, shown: set[str]) -> Attachment:
    if found.content_id not in shown:
        return replace(found, is_inline=False)
    kind = found.media_type
    if not kind.startswith("image/"):  # Outlook often does not say
        begins = (name for start, name in media.MAGIC if found.data.startswith(start))
        kind = next(begins, kind)
    return replace(found, media_type=kind, is_inline=kind.startswith("image/"))


def _with_tnef(mail: Mail) -> Mail:
    """Replace a winmail.dat by what it holds; a broken one stays what it is."""
    attachments = []
    for attachment in mail.attachments:
        if attachment.data.startswith(tnef.SIGNATURE):
            inner = tnef.read(attachment.data)
            attachments += inner.attachments or [attachment]
            mail = replace(mail, text=mail.text or inner.text, html=mail.html or inner.html)
        else:
            attachments.append(attachment)
    return replace(mail, attachments=tuple(attachments))


def split_mail(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: headers, body, attachments."""
    mail = read(source, media.identify(source))
    attachments = [
        {key: value for key, value in vars(attachment).items() if key != "data"}
        for attachment in mail.attachments
    ]
    result = {
        "headers": mail.headers,
        "text": mail.text,
        "html": mail.html,
        "attachments": attachments,
        "tool": mail.tool,
        "notices": [asdict(notice) for notice in mail.notices],
        "sent_at": mail.sent_at,
    }
    return result, [attachment.data for attachment in mail.attachments]


def mail_head(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: headers of an Internet mail, from its beginning only."""
    with source.open() as stream:
        headers, sent_at = eml.read_head(stream.read(MAX_HEAD_BYTES))
    return {"headers": headers, "sent_at": sent_at}, []


def heading(mail: Mail) -> list[tuple[str, str]]:
    """Return the lines above a mail: Von, An, Kopie, Datum, Betreff, Anlagen."""
    values = mail.headers | ({"Date": _german(mail.sent_at)} if mail.sent_at else {})
    lines = [(german, values[name]) for name, german in HEADINGS if values.get(name)]
    names = [attachment.name for attachment in mail.attachments if not attachment.is_inline]
    return [*lines, ("Anlagen", ", ".join(names))] if names else lines


def _german(sent_at: str) -> str:
    sent = datetime.fromisoformat(sent_at)
    zone = f" ({sent:%z})" if sent.tzinfo else ""
    return f"{sent:%d.%m.%Y, %H:%M} Uhr{zone}"


def as_text(source: Source, found: Identified) -> str:
    """Return heading and body as plain text, for the index."""
    mail = read(source, found)
    lines = [f"{label}: {value}" for label, value in heading(mail)]
    return "\n".join(lines) + "\n\n" + body_text(mail)


def body_text(mail: Mail) -> str:
    """Return the body as plain text, from HTML when there is nothing else."""
    return mail.text.strip() or text.from_html(mail.html)
