"""Internet mail (RFC 5322, MIME), tolerant: a broken header never costs the mail."""

import binascii
import quopri
import re
from email import errors, header, message, message_from_bytes, policy, utils
from email.parser import BytesHeaderParser

from verbundakte.core.converters import charset, cms, smime
from verbundakte.core.converters.limits import MAX_ATTACHMENTS, MAX_MAIL_DEPTH, MAX_MAIL_PARTS
from verbundakte.core.converters.results import Attachment, Mail, Notice
from verbundakte.core.converters.text import normal_lines

TOOL = "verbundakte-mail 2"
NAMES = (
    "From", "Sender", "Reply-To", "To", "Cc", "Bcc", "Date", "Subject", "Message-ID",
    "In-Reply-To", "References", "Received", "Sensitivity",
)  # fmt: skip
ENCODED = re.compile(r"=\?[^?\s]+\?[BbQq]\?[^?]*\?=")
EXTENSIONS = {
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "text/rfc822-headers": "txt",
    "message/delivery-status": "txt",
}  # fmt: skip
SMIME_SIGNATURES = ("application/pkcs7-signature", "application/x-pkcs7-signature")
ENVELOPES = ("application/pkcs7-mime", "application/x-pkcs7-mime")
PGP_TEXT = "-----BEGIN PGP MESSAGE-----"
NOTICES = {
    "signed_pgp": "Die E-Mail ist signiert (OpenPGP); die Signatur ist nicht geprüft.",
    "encrypted": "Die E-Mail ist verschlüsselt: Inhalt nicht lesbar.",
    "truncated": "Die E-Mail ist sehr tief verschachtelt; ein Teil von ihr steht nur im Original.",
}
UUENCODED = ("x-uuencode", "uuencode", "uue", "x-uue")
HEAD_END = re.compile(rb"\r?\n\r?\n")
MAX_HEAD_LINES = 1000
HEADER_START = re.compile(rb"[!-9;-~]{1,76}:|From |[ \t\r]")
DEEPER = re.compile(rb"^content-type:\s*(?:multipart|message)/", re.IGNORECASE | re.MULTILINE)


class Value(str):
    """A header value that knows what stood before it."""

    blank = " "


class RawHeaders(policy.Compat32):
    """Hands out header values as they stand, raw 8 bit included, instead of question marks, and
    writes them as they came: a mail inside of a mail stays the same bytes."""

    def header_source_parse(self, sourcelines):
        name, after = super().header_source_parse(sourcelines)
        value = Value(after)
        first = sourcelines[0].partition(":")[2].rstrip("\r\n")
        value.blank = first[: len(first) - len(first.lstrip(" \t"))]
        return name, value

    def header_fetch_parse(self, name, value):
        return value

    def fold_binary(self, name, value):
        line = f"{name}:{getattr(value, 'blank', ' ')}{value}"
        return line.encode("ascii", "surrogateescape") + self.linesep.encode()


RAW = RawHeaders()


def read(data: bytes) -> Mail:
    """Return the mail taken apart; parts nested too deeply stay in the original only."""
    codes = []
    try:
        root = _parse(data)
    except (RecursionError, errors.MessageError, ValueError, LookupError, AttributeError):
        root = BytesHeaderParser(policy=RAW).parsebytes(data)
        codes.append("truncated")
    headers, sent_at = headers_of(root), moment(root.get("Date"))
    found = _Parts(data, headers.get("From", ""), sent_at)
    found.collect(root, 0)
    if found.is_cut:
        codes.append("truncated")
    return Mail(
        headers=headers,
        text="\n\n".join(found.texts),
        html="\n".join(found.htmls),
        attachments=tuple(found.attachments),
        tool=TOOL,
        notices=(
            *dict.fromkeys(found.signatures),
            *(Notice(code, NOTICES[code]) for code in dict.fromkeys(codes + found.codes)),
        ),
        sent_at=sent_at,
    )


def _parse(data: bytes) -> message.Message:
    if len(DEEPER.findall(data)) > MAX_MAIL_PARTS // 2:
        raise RecursionError
    return message_from_bytes(_repaired(data), policy=RAW)


def _repaired(data: bytes) -> bytes:
    """Give a name to lines in the head that are no headers; else the head would end there."""
    data = data.lstrip(b"\r\n")
    end = HEAD_END.search(data)
    head, body = (data[: end.start()], data[end.start() :]) if end else (data, b"")
    lines = head.split(b"\n")
    if len(lines) > MAX_HEAD_LINES:
        return data
    named = [line if HEADER_START.match(line) else b"X-Unreadable: " + line for line in lines]
    return b"\n".join(named) + body


def headers_of(root: message.Message) -> dict[str, str]:
    """Return the known headers decoded, each one line; of Received only the newest."""
    found = {}
    for name in NAMES:
        values = [one_line(decoded(value)) for value in root.get_all(name, [])]
        if name == "Received":
            values = values[:1]
        if value := ", ".join(value for value in values if value):
            found[name] = value
    return found


def one_line(value: str) -> str:
    """Return the value without line breaks and control characters."""
    clean = "".join(" " if ord(character) < 32 else character for character in value)
    return re.sub(r" {2,}", " ", clean).strip()[:10_000]


def decoded(value: object) -> str:
    """Return a header value with encoded words decoded; raw 8 bit is guessed."""
    try:
        raw = str(value).encode("ascii", "surrogateescape")
    except UnicodeEncodeError:
        return str(value)
    plain = charset.decode(raw)
    if not ENCODED.search(plain):
        return plain
    try:
        pieces = header.decode_header(re.sub(r"\?=\s+=\?", "?==?", one_line(plain)))
    except (errors.HeaderParseError, ValueError, binascii.Error):
        return plain
    return "".join(
        charset.decode(piece, name) if isinstance(piece, bytes) else piece for piece, name in pieces
    )


def read_head(data: bytes) -> tuple[dict[str, str], str | None]:
    """Return the known headers and the Date in ISO 8601; nothing of a head that is not readable."""
    try:
        head = BytesHeaderParser(policy=RAW).parsebytes(_repaired(data))
    except (RecursionError, errors.MessageError, ValueError, LookupError, AttributeError):
        return {}, None
    return headers_of(head), moment(head.get("Date"))


def subject_and_day(data: bytes) -> tuple[str, str]:
    """Return subject and day (ISO 8601) of a mail whose head is readable, else empty texts."""
    headers, sent_at = read_head(data)
    return headers.get("Subject", "")[:100], (sent_at or "")[:10]


def moment(value: object) -> str | None:
    """Return the Date header in ISO 8601, None when it cannot be read."""
    try:
        return utils.parsedate_to_datetime(str(value)).isoformat()
    except (TypeError, ValueError, IndexError, OverflowError):
        return None


class _Parts:
    """Texts, HTML and attachments found while walking the tree."""

    def __init__(self, data: bytes, sender: str, sent_at: str | None):
        self.data, self.sender, self.sent_at = data, sender, sent_at
        self.raw = RAW.clone(linesep="\r\n" if b"\r\n" in data else "\n")
        self.signatures: list[Notice] = []
        self.texts: list[str] = []
        self.htmls: list[str] = []
        self.attachments: list[Attachment] = []
        self.codes: list[str] = []
        self.seen, self.is_cut = 0, False

    def collect(self, part: message.Message, depth: int) -> None:
        self.seen += 1
        too_many = self.seen > MAX_MAIL_PARTS or len(self.attachments) >= MAX_ATTACHMENTS
        if depth > MAX_MAIL_DEPTH or too_many:
            self.is_cut = True
            return
        kind = part.get_content_type()
        if kind == "message/rfc822" and part.is_multipart():
            self._attach_mail(part)
        elif part.is_multipart() or kind.startswith("multipart/"):
            if kind == "multipart/encrypted":
                self.codes.append("encrypted")
            if kind == "multipart/signed":
                self._check_signature(part)
            inner_parts = part.get_payload() if part.is_multipart() else []
            for inner in inner_parts:
                self.collect(inner, depth + 1)
            if not inner_parts:
                self.texts.append(normal_lines(charset.decode(payload(part))))
        else:
            self._leaf(part, kind, depth)

    def _leaf(self, part: message.Message, kind: str, depth: int) -> None:
        name = file_name(part)
        disposition = str(part.get("Content-Disposition", "")).lower()
        is_attachment = disposition.startswith("attachment") or bool(name)
        data = payload(part)
        if kind in ("text/plain", "text/html") and not is_attachment:
            text = charset.decode(data, _charset(part), is_markup=kind == "text/html")
            if text.strip():
                (self.texts if kind == "text/plain" else self.htmls).append(normal_lines(text))
            if PGP_TEXT in text:
                self.codes.append("encrypted")
            return
        if kind in SMIME_SIGNATURES:
            self.signatures = self.signatures or [smime.without_content()]
            return
        if kind == "application/pgp-signature":
            self.codes.append("signed_pgp")
            return
        if kind in ENVELOPES and self._open_envelope(data, depth):
            return
        content_id = one_line(str(part.get("Content-ID", ""))).strip("<>")
        is_inline = bool(content_id) and not disposition.startswith("attachment")
        name = name or f"anlage-{len(self.attachments) + 1}.{EXTENSIONS.get(kind, 'bin')}"
        self.attachments.append(
            Attachment(name, kind, content_id, is_inline and kind.startswith("image/"), data)
        )

    def _open_envelope(self, data: bytes, depth: int) -> bool:
        """Look into an S/MIME envelope that is only signed; True when its content was found."""
        content = cms.signed_content(data)
        if content is None:
            self.codes.append("encrypted")
        else:
            self.signatures += smime.verify(data, content, self.sender, self.sent_at)
        if content:
            self.collect(message_from_bytes(content, policy=RAW), depth + 1)
        return bool(content)

    def _check_signature(self, part: message.Message) -> None:
        """Check a signature that lies beside its content, over the bytes as they came."""
        parts, boundary = part.get_payload(), part.get_boundary()
        if not (part.is_multipart() and boundary and len(parts) == 2):
            return
        if parts[1].get_content_type() in SMIME_SIGNATURES:
            content = smime.first_part(self.data, boundary.encode("ascii", "surrogateescape"))
            data = payload(parts[1])
            self.signatures += smime.verify(data, content, self.sender, self.sent_at)

    def _attach_mail(self, part: message.Message) -> None:
        inner = part.get_payload(0)
        subject = headers_of(inner).get("Subject") or "E-Mail"
        try:
            data = inner.as_bytes(policy=self.raw)
        except (RecursionError, UnicodeError, ValueError, LookupError, TypeError):
            self.is_cut = True
            return
        name = file_name(part) or f"{subject[:100]}.eml"
        self.attachments.append(Attachment(name, "message/rfc822", "", False, data))


def file_name(part: message.Message) -> str:
    """Return the attachment's name, decoded, one line, without folders; may be empty."""
    try:
        found = part.get_filename()
    except (ValueError, LookupError, TypeError, IndexError):
        found = None
    name = one_line(decoded(found)) if found else ""
    return re.split(r"[/\\]", name)[-1][:200]


def payload(part: message.Message) -> bytes:
    """Return the decoded bytes of a leaf; what cannot be decoded is returned as it stands."""
    raw = part.get_payload()
    if not isinstance(raw, str):
        return b""
    data = raw.encode("ascii", "surrogateescape") if _is_ascii(raw) else raw.encode()
    encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
    try:
        if encoding == "base64":
            return _base64(data)
        if encoding == "quoted-printable":
            return quopri.decodestring(data)
        if encoding in UUENCODED:
            return _uudecode(data)
        plain = part.get_payload(decode=True)
        return plain if isinstance(plain, bytes) else data
    except (binascii.Error, ValueError):
        return data


def _is_ascii(raw: str) -> bool:
    return all(code < 128 or 0xDC80 <= code <= 0xDCFF for code in map(ord, set(raw)))


def _base64(data: bytes) -> bytes:
    clean = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    if len(clean) % 4 == 1:
        clean = clean[:-1]
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def _uudecode(data: bytes) -> bytes:
    """Decode line by line; a broken line is left out."""
    pieces, inside = [], False
    for line in data.splitlines():
        if line.startswith(b"begin "):
            inside = True
        elif line.strip() in (b"end", b"`"):
            inside = False
        elif inside:
            try:
                pieces.append(binascii.a2b_uu(line))
            except binascii.Error:
                continue
    return b"".join(pieces)


def _charset(part: message.Message) -> str | None:
    try:
        name = part.get_content_charset()
    except (ValueError, LookupError, TypeError):
        return None
    return {"ks_c_5601-1987": "cp949", "gb2312": "gb18030", "us-ascii": None}.get(name, name)
