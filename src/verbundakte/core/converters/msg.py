"""Outlook .msg (MS-OXMSG): an OLE file whose streams are named by property and type."""

import io
import struct
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import olefile

from verbundakte.core.converters import charset, eml, rtf
from verbundakte.core.converters.errors import Damaged
from verbundakte.core.converters.limits import MAX_ATTACHMENTS, MAX_MAIL_DEPTH
from verbundakte.core.converters.results import Attachment, Mail
from verbundakte.core.converters.text import normal_lines

TOOL = "verbundakte-msg 2"
SUBJECT, BODY, HTML, RTF = "0037", "1000", "1013", "1009"
SENDER_NAME, SENDER_ADDRESS, SENDER_SMTP = "0C1A", "0C1F", "5D01"
TRANSPORT_HEADERS, DISPLAY_TO, DISPLAY_CC, DISPLAY_BCC = "007D", "0E04", "0E03", "0E02"
MESSAGE_ID = "1035"
RECIPIENT_NAME, RECIPIENT_ADDRESS, RECIPIENT_SMTP = "3001", "3003", "39FE"
ATTACH_DATA, ATTACH_LONG_NAME, ATTACH_NAME = "3701", "3707", "3704"
ATTACH_MIME, ATTACH_CONTENT_ID, ATTACH_DISPLAY = "370E", "3712", "3001"
SUBMITTED_AT, DELIVERED_AT = 0x0039, 0x0E06
RECIPIENT_TYPE = 0x0C15
MESSAGE_CODEPAGE, INTERNET_CODEPAGE = 0x3FFD, 0x3FDE
EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
KINDS = {1: "To", 2: "Cc", 3: "Bcc"}


def read(data: bytes) -> Mail:
    """Return the mail taken apart. Raises Damaged."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            return _Message(document, [], 0).mail()
    except (OSError, struct.error, IndexError, KeyError, AttributeError) as failure:
        raise Damaged("Die Outlook-Datei ist beschädigt.") from failure


class _Storage:
    """One storage of the file: its string, binary and fixed properties."""

    def __init__(self, document: olefile.OleFileIO, path: list[str], header: int, codepage=None):
        self.document, self.path = document, path
        self.fixed = self._fixed(header)
        known = self.fixed.get(MESSAGE_CODEPAGE) or self.fixed.get(INTERNET_CODEPAGE, b"")
        number = int.from_bytes(known[:4], "little")
        self.codepage = f"cp{number}" if number else codepage

    def raw(self, tag: str, kind: str) -> bytes:
        """Return a stream's bytes, empty when there is none."""
        path = [*self.path, f"__substg1.0_{tag}{kind}"]
        if not self.document.exists(path) or self.document.get_type(path) != olefile.STGTY_STREAM:
            return b""
        return self.document.openstream(path).read()

    def string(self, *tags: str) -> str:
        """Return the first property that is there, Unicode before 8 bit."""
        for tag in tags:
            if wide := self.raw(tag, "001F"):
                return wide.decode("utf-16-le", "replace").rstrip("\0")
            if narrow := self.raw(tag, "001E"):
                return charset.decode(narrow, self.codepage).rstrip("\0")
        return ""

    def children(self, prefix: str) -> list[list[str]]:
        """Return the paths of the storages directly below that begin with `prefix`."""
        depth = len(self.path)
        found = {
            entry[depth]
            for entry in self.document.listdir(streams=True, storages=True)
            if entry[:depth] == self.path and len(entry) > depth
        }
        return [[*self.path, name] for name in sorted(found) if name.startswith(prefix)]

    def _fixed(self, header: int) -> dict[int, bytes]:
        path = [*self.path, "__properties_version1.0"]
        if not self.document.exists(path):
            return {}
        data = self.document.openstream(path).read()[header:]
        rows = [data[at : at + 16] for at in range(0, len(data) - 15, 16)]
        return {struct.unpack_from("<H", row, 2)[0]: row[8:] for row in rows}


class _Message(_Storage):
    def __init__(self, document: olefile.OleFileIO, path: list[str], depth: int):
        super().__init__(document, path, header=24 if path else 32)
        self.depth = depth

    def mail(self) -> Mail:
        sent = self._moment()
        html = self.raw(HTML, "0102")
        packed = self.raw(RTF, "0102")
        text = self.string(BODY)
        if not text and not html and packed:
            text = rtf.to_text(rtf.unpack(packed))
        return Mail(
            headers=self._headers(sent),
            text=normal_lines(text),
            html=charset.decode(html, is_markup=True) if html else self.string(HTML),
            attachments=tuple(self._attachments()),
            tool=TOOL,
            sent_at=sent.isoformat() if sent else None,
        )

    def _moment(self) -> datetime | None:
        for tag in (SUBMITTED_AT, DELIVERED_AT):
            if ticks := int.from_bytes(self.fixed.get(tag, b"")[:8], "little"):
                try:
                    return EPOCH + timedelta(microseconds=ticks // 10)
                except OverflowError:
                    continue
        return None

    def _headers(self, sent: datetime | None) -> dict[str, str]:
        transport = self.string(TRANSPORT_HEADERS).encode("utf-8", "replace")
        found = eml.headers_of(eml.BytesHeaderParser().parsebytes(transport)) if transport else {}
        sender = _address(
            self.string(SENDER_NAME), self.string(SENDER_SMTP) or self.string(SENDER_ADDRESS)
        )
        own = {
            "From": sender,
            **self._recipients(),
            "Date": sent.strftime("%d.%m.%Y %H:%M UTC") if sent else "",
            "Subject": self.string(SUBJECT),
            "Message-ID": self.string(MESSAGE_ID),
        }
        own = {name: eml.one_line(value) for name, value in own.items()}
        return {**found, **{name: value for name, value in own.items() if value}}

    def _recipients(self) -> dict[str, str]:
        groups: dict[str, list[str]] = {}
        for path in self.children("__recip_version1.0_"):
            recipient = _Storage(self.document, path, 8, self.codepage)
            kind = KINDS.get(int.from_bytes(recipient.fixed.get(RECIPIENT_TYPE, b"")[:4], "little"))
            address = _address(
                recipient.string(RECIPIENT_NAME),
                recipient.string(RECIPIENT_SMTP) or recipient.string(RECIPIENT_ADDRESS),
            )
            groups.setdefault(kind or "To", []).append(address)
        shown = {
            "To": self.string(DISPLAY_TO),
            "Cc": self.string(DISPLAY_CC),
            "Bcc": self.string(DISPLAY_BCC),
        }
        return {name: ", ".join(groups.get(name, [])) or value for name, value in shown.items()}

    def _attachments(self) -> list[Attachment]:
        found = []
        for path in self.children("__attach_version1.0_")[:MAX_ATTACHMENTS]:
            storage = _Storage(self.document, path, 8, self.codepage)
            embedded = [*path, f"__substg1.0_{ATTACH_DATA}000D"]
            if self.document.exists(embedded):
                found.append(self._embedded(storage, embedded))
                continue
            name = storage.string(ATTACH_LONG_NAME, ATTACH_NAME, ATTACH_DISPLAY)
            content_id = storage.string(ATTACH_CONTENT_ID).strip("<>")
            kind = storage.string(ATTACH_MIME) or "application/octet-stream"
            is_inline = bool(content_id) and kind.startswith("image/")
            name = eml.one_line(name) or f"anlage-{len(found) + 1}.bin"
            data = storage.raw(ATTACH_DATA, "0102")
            found.append(Attachment(name, kind, content_id, is_inline, data))
        return found

    def _embedded(self, storage: _Storage, path: list[str]) -> Attachment:
        name = eml.one_line(storage.string(ATTACH_DISPLAY)) or "E-Mail"
        if self.depth >= MAX_MAIL_DEPTH or not self.document.exists(
            [*path, "__properties_version1.0"]
        ):
            return Attachment(f"{name}.bin", "application/octet-stream", "", False, b"")
        mail = _Message(self.document, path, self.depth + 1).mail()
        return Attachment(f"{name[:100]}.eml", "message/rfc822", "", False, as_eml(mail))


def _address(name: str, address: str) -> str:
    if not address or address.startswith("/") or address == name:
        return name or address
    return f"{name} <{address}>" if name else address


def as_eml(mail: Mail) -> bytes:
    """Return the mail as an eml file, for a mail embedded in another."""
    letter = EmailMessage()
    for name, value in mail.headers.items():
        if name != "Received":
            letter[f"X-Original-{name}" if name == "Message-ID" else name] = _header_safe(value)
    letter.set_content(mail.text or " ")
    if mail.html:
        letter.add_alternative(mail.html, subtype="html")
    for attachment in mail.attachments:
        major, _, minor = attachment.media_type.partition("/")
        if major in ("message", "multipart", "text") or not minor:
            major, minor = "application", "octet-stream"
        content_id = eml.one_line(attachment.content_id)
        letter.add_attachment(
            attachment.data,
            maintype=major,
            subtype=minor,
            filename=attachment.name,
            disposition="inline" if attachment.is_inline else "attachment",
            cid=f"<{content_id}>" if content_id else None,
        )
    return letter.as_bytes()


def _header_safe(value: str) -> str:
    return eml.one_line(value).encode("utf-8", "replace").decode()
