"""Messages to other systems: CloudEvents 1.0 (JSON) and signatures as Standard Webhooks asks for.

Sources: CloudEvents 1.0.2 JSON Event Format; Standard Webhooks 1.0.0 (symmetric signatures, v1).
"""

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
SECRET_PREFIX = "whsec_"  # noqa: S105
SECRET_BYTES = 32
TOLERANCE_SECONDS = 300


class SignatureWrong(Exception):
    """A message that none of the known secrets signed, or that is too old."""


@dataclass(frozen=True)
class CloudEvent:
    """What happened, where, to what. `data` holds ids and kinds only."""

    id: str
    source: str
    type: str
    subject: str
    time: datetime
    data: Mapping[str, str]

    def as_json(self) -> bytes:
        """Return the event in structured mode: the same bytes each time it is sent."""
        content = {
            "specversion": "1.0",
            "id": self.id,
            "source": self.source,
            "type": self.type,
            "subject": self.subject,
            "time": self.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
            "datacontenttype": "application/json",
            "data": dict(self.data),
        }
        return json.dumps(content, ensure_ascii=False).encode()


def new_secret() -> str:
    """Return a new secret in the form both sides write it down."""
    return SECRET_PREFIX + base64.b64encode(os.urandom(SECRET_BYTES)).decode()


def _signature(secret: str, key: str, at: int, body: bytes) -> str:
    raw = base64.b64decode(secret.removeprefix(SECRET_PREFIX))
    signed = f"{key}.{at}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(raw, signed, hashlib.sha256).digest()).decode()


def sign(secrets: Iterable[str], key: str, at: datetime, body: bytes) -> dict[str, str]:
    """Return the three headers of a message; while a secret is exchanged both sign."""
    stamp = int(at.timestamp())
    return {
        "webhook-id": key,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(_signature(one, key, stamp, body) for one in secrets),
    }


def verify(secrets: Iterable[str], headers: Mapping[str, str], body: bytes, *, at: datetime) -> str:
    """Return the id of a message that one of the secrets signed just now. Raises SignatureWrong."""
    key, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    if not key or not stamp.isascii() or not stamp.isdigit():
        raise SignatureWrong
    if abs(at.timestamp() - int(stamp)) > TOLERANCE_SECONDS:
        raise SignatureWrong
    given = headers.get("webhook-signature", "").split()
    for secret in secrets:
        expected = _signature(secret, key, int(stamp), body)
        if any(hmac.compare_digest(expected.encode(), one.encode()) for one in given):
            return key
    raise SignatureWrong
