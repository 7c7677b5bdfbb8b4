"""FIT-Connect: the metadata of a submission (Einreichung), and whether its files fit them. Read only.

Source: FIT-Connect metadata schema 1.0.0 (FITKO). Names in the JSON are those of the schema. Fields
that this project does not need (payment, identity) are told only by their kind.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

MOST_BYTES, MOST_ATTACHMENTS, MOST_TEXT = 4 * 1024 * 1024, 1_000, 500
PURPOSES = {"form": "Antrag", "attachment": "Anlage", "report": "Bericht"}
IDENTITY = {"identificationReport": "Identitätsnachweis (eID)"}


class NotRead(Exception):
    """It is no such metadata; `message` is a German sentence."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Anlage:
    """A file of a submission. `sha512` in hexadecimal; `zweck`: form, attachment, report."""

    anlage_id: str
    dateiname: str
    sha512: str
    zweck: str
    media_type: str
    beschreibung: str = ""


@dataclass(frozen=True)
class Einreichung:
    """What the metadata say of a submission.

    `leistung` and its key (LeiKa, as URN); `sha512` and `media_type` of the data itself, "" when the
    submission has none; `nachweise`: how the applicant proved who she is, in German.
    """

    leistung: str
    leistung_key: str
    zeichen: str
    beantragt_on: date | None
    antwort_an: str
    nachweise: tuple[str, ...]
    sha512: str
    media_type: str
    schema: str
    anlagen: tuple[Anlage, ...]


def read_metadata(data: bytes) -> Einreichung:
    """Return what the metadata say. Raises NotRead, also where something required is missing."""
    if len(data) > MOST_BYTES:
        raise NotRead("Die Metadaten der Einreichung sind größer als 4 MB.")
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise NotRead("Die Metadaten der Einreichung sind kein lesbares JSON.") from None
    structure = _part(told, "contentStructure", dict)
    attachments = _part(structure, "attachments", list)
    if len(attachments) > MOST_ATTACHMENTS:
        raise NotRead("Die Metadaten der Einreichung nennen mehr als 1.000 Anlagen.")
    inner = structure.get("data")
    inner = inner if isinstance(inner, dict) else {}
    schema = inner.get("submissionSchema")
    schema = schema if isinstance(schema, dict) else {}
    service = told.get("publicServiceType")
    service = service if isinstance(service, dict) else {}
    reference = told.get("additionalReferenceInfo")
    reference = reference if isinstance(reference, dict) else {}
    return Einreichung(
        leistung=_text(service, "name"),
        leistung_key=_text(service, "identifier"),
        zeichen=_text(reference, "senderReference"),
        beantragt_on=_day(_text(reference, "applicationDate")),
        antwort_an=_reply(told.get("replyChannel")),
        nachweise=tuple(_proofs(told.get("authenticationInformation"))),
        sha512=_digest(inner) if inner else "",
        media_type=_text(schema, "mimeType"),
        schema=_text(schema, "schemaUri"),
        anlagen=tuple(_attachment(one) for one in attachments),
    )


def _part(told: object, name: str, kind: type):
    found = told.get(name) if isinstance(told, dict) else None
    if not isinstance(found, kind):
        raise NotRead(f"Den Metadaten der Einreichung fehlt „{name}“.")
    return found


def _attachment(one: object) -> Anlage:
    if not isinstance(one, dict) or not _text(one, "attachmentId"):
        raise NotRead("Eine Anlage der Einreichung nennt ihre „attachmentId“ nicht.")
    purpose = _text(one, "purpose")
    if purpose not in PURPOSES:
        raise NotRead("Eine Anlage der Einreichung nennt keinen bekannten Zweck („purpose“).")
    return Anlage(
        anlage_id=_text(one, "attachmentId"),
        dateiname=_text(one, "filename"),
        sha512=_digest(one),
        zweck=purpose,
        media_type=_text(one, "mimeType"),
        beschreibung=_text(one, "description"),
    )


def _digest(told: dict) -> str:
    """Return the SHA-512 of what `told` describes; the schema allows no other."""
    told_hash = _part(told, "hash", dict)
    content = _text(told_hash, "content").lower()
    is_hex = len(content) == 128 and set(content) <= set("0123456789abcdef")
    if _text(told_hash, "type") != "sha512" or not is_hex:
        raise NotRead("Die Metadaten der Einreichung nennen eine Prüfsumme, die kein SHA-512 ist.")
    return content


def _proofs(found: object):
    for one in found[:20] if isinstance(found, list) else ():
        if isinstance(one, dict):
            yield IDENTITY.get(_text(one, "type"), "Nachweis unbekannter Art")


def _reply(found: object) -> str:
    """Return where an answer goes, told in German; "" when nothing is said."""
    ways: tuple[tuple[str, Callable[[dict], str]], ...] = (
        ("eMail", lambda way: f"E-Mail {_text(way, 'address')}"),
        ("fink", lambda way: f"Servicekonto {_text(way, 'finkPostfachRef')}"),
        ("elster", lambda way: f"ELSTER-Konto {_text(way, 'accountId')}"),
        ("deMail", lambda way: f"De-Mail {_text(way, 'address')}"),
    )
    for name, told in ways:
        way = found.get(name) if isinstance(found, dict) else None
        if isinstance(way, dict):
            return told(way)[:MOST_TEXT].strip()
    return ""


def is_same(digest: str, sha512: str) -> bool:
    """Tell whether two digests in hexadecimal are the same."""
    return hmac.compare_digest(digest.encode(), sha512.encode())


def digest_of(chunks) -> str:
    """Return the SHA-512 of some bytes in hexadecimal."""
    digest = hashlib.sha512()
    for chunk in chunks:
        digest.update(chunk)
    return digest.hexdigest()


def _text(told: dict, name: str) -> str:
    found = told.get(name)
    if not isinstance(found, str):
        return ""
    shown = "".join(sign if sign.isprintable() else " " for sign in found[: 4 * MOST_TEXT])
    return " ".join(shown.split())[:MOST_TEXT]


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
