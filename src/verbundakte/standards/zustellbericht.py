"""Delivery reports of mail servers (RFC 3464): which mail could not be delivered, to whom, and why.

`read_report` parses foreign bytes: it runs in the converter sandbox only.
"""

import re
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from enum import StrEnum

MESSAGE_ID = re.compile(r"<([^<>\s\0]{1,250})>")
ADDRESS = re.compile(r"[^\s<>;@\0]{1,64}@[\w.-]{1,190}")
STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
MOST_RECIPIENTS = 50
MOST_REASON = 300
FINAL = "Die E-Mail wurde nicht zugestellt"
# By class and detail of the status code (RFC 3463), the exact ones first.
REASONS = (
    ("1.1", "Die Adresse gibt es nicht."),
    ("1.2", "Den Mailserver der Adresse gibt es nicht."),
    ("1.3", "Die Adresse ist falsch geschrieben."),
    ("1.10", "Die Adresse nimmt keine E-Mails an."),
    ("2.1", "Das Postfach ist abgeschaltet."),
    ("2.2", "Das Postfach ist voll."),
    ("2.3", "Die E-Mail ist für das Postfach zu groß."),
    ("3.4", "Die E-Mail ist für den Mailserver zu groß."),
    ("4.4", "Der Weg zum Mailserver der Adresse ist nicht bekannt."),
    ("4.7", "Der Mailserver der Adresse hat nicht rechtzeitig geantwortet."),
    ("7.1", "Der Mailserver der Adresse nimmt die E-Mail nicht an."),
    ("1", "Mit der Adresse stimmt etwas nicht."),
    ("2", "Das Postfach nimmt die E-Mail nicht an."),
    ("4", "Der Mailserver der Adresse ist nicht erreichbar."),
    ("7", "Die Regeln des Mailservers der Adresse lassen die E-Mail nicht zu."),
)


class Ausgang(StrEnum):
    """What became of a mail for one recipient (RFC 3464, Action)."""

    FAILED = "failed"
    DELAYED = "delayed"
    DELIVERED = "delivered"
    RELAYED = "relayed"
    EXPANDED = "expanded"


@dataclass(frozen=True)
class Empfaengerbericht:
    """One recipient: `status` such as 5.1.1, "" when it was not told."""

    adresse: str
    ausgang: Ausgang
    status: str = ""
    grund: str = ""


@dataclass(frozen=True)
class Zustellbericht:
    """`message_ids`: of the mail it is about, without brackets, the surest first."""

    message_ids: tuple[str, ...]
    empfaenger: tuple[Empfaengerbericht, ...]


def read_report(data: bytes) -> Zustellbericht | None:
    """Return what a mail reports about another one, None when it is no report."""
    mail = message_from_bytes(data, policy=policy.compat32)
    if mail.get_content_type() != "multipart/report":
        return None
    parts = [part for part in mail.walk() if not part.is_multipart() or _is_status(part)]
    status = next((part for part in parts if _is_status(part)), None)
    if status is None:
        return None
    groups = _groups(status)
    rows = [found for group in groups[1:] if (found := _recipient(group))]
    if not rows:
        return None
    return Zustellbericht(tuple(_about(mail)), tuple(rows[:MOST_RECIPIENTS]))


def explain(status: str) -> str:
    """Return a German sentence for a status code such as 5.1.1 (RFC 3463)."""
    found = STATUS.search(status)
    if found is None:
        return f"{FINAL}."
    detail = f"{found[2]}.{found[3]}"
    return next(
        (text for code, text in REASONS if code in (detail, found[2])),
        f"{FINAL}.",
    )


def _is_status(part: Message) -> bool:
    kind = part.get_content_type()
    return kind in ("message/delivery-status", "message/global-delivery-status")


def _groups(status: Message) -> list[Message]:
    """Return the group about the mail and those about each recipient."""
    content = status.get_payload()
    if isinstance(content, list):
        return [group for group in content if isinstance(group, Message) and group.keys()]
    return []


def _recipient(group: Message) -> Empfaengerbericht | None:
    action = str(group.get("Action", "")).strip().lower()
    if action not in set(Ausgang):
        return None
    named = f"{group.get('Original-Recipient', '')} {group.get('Final-Recipient', '')}"
    address = ADDRESS.search(named)
    code = STATUS.search(str(group.get("Status", "")))
    reason = " ".join(str(group.get("Diagnostic-Code", "")).split())
    return Empfaengerbericht(
        adresse=address[0].lower() if address else "",
        ausgang=Ausgang(action),
        status=code[0] if code else "",
        grund="".join(char for char in reason if char.isprintable())[:MOST_REASON],
    )


def _about(mail: Message) -> list[str]:
    """Return the Message-IDs of the mail that came back: from what is enclosed of it, then from the
    lines by which the report answers it."""
    found: list[str] = []
    for part in mail.walk():
        kind = part.get_content_type()
        if kind in ("text/rfc822-headers", "message/global-headers"):
            text = part.get_payload(decode=True) or b""
            found += _ids(message_from_bytes(bytes(text)), "Message-ID")
        elif kind in ("message/rfc822", "message/global") and part.is_multipart():
            found += _ids(part.get_payload(0), "Message-ID")
    found += _ids(mail, "In-Reply-To") + _ids(mail, "References")
    return list(dict.fromkeys(found))[:MOST_RECIPIENTS]


def _ids(mail: Message, name: str) -> list[str]:
    return MESSAGE_ID.findall(str(mail.get(name, "")))
