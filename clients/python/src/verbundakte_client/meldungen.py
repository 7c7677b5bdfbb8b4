"""Reading what Verbundakte tells by itself (CloudEvents, signed as Standard Webhooks asks for)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

TOLERANCE_SECONDS = 300


class SignatureWrong(Exception):
    """Not from here, changed on its way, or too old."""


@dataclass(frozen=True)
class Meldung:
    """Something happened. The same `id` may come more than once: remember which ones are done."""

    id: str
    anlass: str
    at: datetime
    art: str
    gegenstand: UUID


def read_meldung(secret: str, headers: Mapping[str, str], body: bytes) -> Meldung:
    """Return what is told, when the secret signed it just now. Raises SignatureWrong."""
    named = {name.lower(): value for name, value in headers.items()}
    key, stamp = named.get("webhook-id", ""), named.get("webhook-timestamp", "")
    if (
        not (stamp.isascii() and stamp.isdigit())
        or abs(time.time() - int(stamp)) > TOLERANCE_SECONDS
    ):
        raise SignatureWrong
    raw = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(raw, f"{key}.{stamp}.".encode() + body, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(digest)
    given = named.get("webhook-signature", "").split()
    if not any(hmac.compare_digest(expected, one.encode()) for one in given):
        raise SignatureWrong
    event = json.loads(body)
    return Meldung(
        id=event["id"],
        anlass=event["type"].removeprefix("de.verbundakte."),
        at=datetime.fromisoformat(event["time"]),
        art=event["data"]["art"],
        gegenstand=UUID(event["data"]["id"]),
    )
