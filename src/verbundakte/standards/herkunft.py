"""What the Prüfprotokoll of a message from EGVP or beBPo says about its sender. Read only.

The protocol (as text of its HTML, PDF or TXT form) and the vertrauenswürdiger Herkunftsnachweis
(`vhn.xml`) are made by the sending and receiving products, not by us: what is told here is what
stands there, and never more. Source: § 130a Abs. 4 ZPO, §§ 6-9 ERVV.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

MOST_TEXT, MOST_CHARS = 300, 200_000
SAFE = re.compile(
    r"sicherer übermittlungsweg (?:aus|von) (?:einem |der |dem )?[^.\n]{3,120}", re.IGNORECASE
)
HEADING = re.compile(r"informationen zum übermittlungsweg", re.IGNORECASE)
BELOW = 400
"""So many signs below its heading the way of a message is told; elsewhere anybody may have written it."""
NO_SAFE = re.compile(
    r"(?:kein sicherer übermittlungsweg|nicht (?:über|auf) einem? sicheren übermittlungsweg"
    r"|ohne sicheren übermittlungsweg)",
    re.IGNORECASE,
)
GOOD = re.compile(r"(?:lieferten|ergaben) ein positives ergebnis", re.IGNORECASE)
BAD = re.compile(
    r"(?:negatives ergebnis|prüfung(?:en)? (?:ist |sind )?fehlgeschlagen|signatur(?:prüfung)? (?:ist )?"
    r"ungültig|nicht integer|wurde verändert)",
    re.IGNORECASE,
)
ARRIVED = re.compile(
    r"(?:eingang auf dem server|eingegangen am|eingang beim intermediär)\W{1,5}"
    r"(\d{2}\.\d{2}\.\d{4})\W{1,3}(?:um )?(\d{2}:\d{2}(?::\d{2})?)",
    re.IGNORECASE,
)
LABELS = {
    "absender": re.compile(r"^\s*(?:absender|name des absenders)\s*[:\t ]\s*(\S.{1,200})$", re.I | re.M),
    "nutzer": re.compile(
        r"^\s*(?:nutzer-?id(?: des absenders)?|safe-id)\s*[:\t ]\s*(\S{3,120})", re.I | re.M
    ),
    "betreff": re.compile(r"^\s*betreff(?: der nachricht)?\s*[:\t ]\s*(\S.{0,300})$", re.I | re.M),
}  # fmt: skip


class Herkunft(StrEnum):
    """How sure the sender of a message is, by what a protocol says."""

    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    SICHER = "sicher", "Absender bestätigt"
    NICHT_SICHER = "nicht_sicher", "Absender nicht bestätigt"
    FEHLGESCHLAGEN = "fehlgeschlagen", "Prüfung fehlgeschlagen"
    OHNE = "ohne", "nicht geprüft"


@dataclass(frozen=True)
class Protokoll:
    """What a protocol says. `eingang`: local time of the receiving server as ISO 8601 writes it, as
    it stands there: it need not exist."""

    herkunft: Herkunft
    satz: str
    absender: str = ""
    nutzer: str = ""
    betreff: str = ""
    eingang: str = ""


WITHOUT = Protokoll(Herkunft.OHNE, "Der Nachricht liegt kein Prüfprotokoll bei.")


def read_protocol(text: str) -> Protokoll:
    """Return what the text of a protocol says; what cannot be told is not guessed.

    A failed check goes before everything good that stands there as well. The way of the message is
    believed in its own section only, and only where there is one: the sender's subject stands in the
    protocol, too.
    """
    text = text[:MOST_CHARS]
    sections = [text[hit.end() : hit.end() + BELOW] for hit in HEADING.finditer(text)]
    section = sections[0] if len(sections) == 1 else ""
    safe, denied = SAFE.search(section), NO_SAFE.search(text)
    herkunft, satz = (
        Herkunft.NICHT_SICHER,
        "Das Prüfprotokoll nennt keinen sicheren Übermittlungsweg.",
    )
    if BAD.search(text):
        herkunft, satz = (
            Herkunft.FEHLGESCHLAGEN,
            "Das Prüfprotokoll nennt eine fehlgeschlagene Prüfung.",
        )
    elif safe and not denied:
        herkunft, satz = Herkunft.SICHER, f"{_line(safe.group())}."
        if not GOOD.search(text):
            satz += " Ein Gesamtergebnis nennt das Prüfprotokoll nicht."
    found = {
        name: _line(hit.group(1)) for name, form in LABELS.items() if (hit := form.search(text))
    }
    return Protokoll(herkunft, satz, eingang=_moment(text), **found)


def read_vhn(data: bytes) -> Protokoll:
    """Return what a `vhn.xml` says of itself: whose box, in which role. Its signature lies beside it
    and is not verified here, so the sender is not confirmed by it alone."""
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or len(data) > MOST_CHARS:
        return Protokoll(Herkunft.NICHT_SICHER, "Der Herkunftsnachweis (vhn.xml) ist nicht lesbar.")
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return Protokoll(Herkunft.NICHT_SICHER, "Der Herkunftsnachweis (vhn.xml) ist nicht lesbar.")
    told: dict[str, str] = {}
    for one in root.iter():
        if isinstance(one.tag, str) and (text := _line(one.text or "")):
            told.setdefault(etree.QName(one).localname.lower(), text)
    name = next((told[key] for key in ("name", "absendername", "organisation") if key in told), "")
    nutzer = next((told[key] for key in ("nutzer_id", "nutzerid", "userid") if key in told), "")
    satz = "Ein Herkunftsnachweis (vhn.xml) liegt bei; seine Signatur ist nicht geprüft."
    return Protokoll(Herkunft.NICHT_SICHER, satz, absender=name, nutzer=nutzer)


def _moment(text: str) -> str:
    hit = ARRIVED.search(text)
    if hit is None:
        return ""
    day, month, year = hit.group(1).split(".")
    return f"{year}-{month}-{day}T{hit.group(2)}"


def _line(text: str) -> str:
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * MOST_TEXT])
    return " ".join(shown.split())[:MOST_TEXT]
