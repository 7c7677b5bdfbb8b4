"""Signatures of S3 requests: AWS Signature Version 4, as its documentation describes it.

Pure: no network, no clock. `tests/test_s3_signature.py` holds the worked example of that document.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

ALGORITHM = "AWS4-HMAC-SHA256"
EMPTY = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Keys:
    """Who asks: key and secret, and the region the server goes by."""

    access: str
    secret: str
    region: str


@dataclass(frozen=True)
class Server:
    """Where the bucket is and who asks. `ca_file` for a certificate authority of one's own."""

    url: str
    bucket: str
    keys: Keys
    ca_file: str = ""


@dataclass(frozen=True)
class Request:
    """What is signed. `path` is not yet quoted; `payload` is the SHA-256 of the body (hex)."""

    method: str
    host: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    payload: str = EMPTY

    @property
    def target(self) -> str:
        """Return path and query as they stand in the request line."""
        query = canonical_query(self.query)
        return quote(self.path, safe="/-_.~") + (f"?{query}" if query else "")


def canonical_query(query: dict[str, str]) -> str:
    """Return the query sorted and quoted as the signature wants it."""
    pairs = sorted(
        (quote(key, safe="-_.~"), quote(value, safe="-_.~")) for key, value in query.items()
    )
    return "&".join(f"{key}={value}" for key, value in pairs)


def signed_headers(request: Request, keys: Keys, at: datetime) -> dict[str, str]:
    """Return all headers of the request together with its signature (`at` in UTC)."""
    moment = f"{at:%Y%m%dT%H%M%SZ}"
    headers = {name.lower(): value.strip() for name, value in request.headers.items()}
    headers |= {"host": request.host, "x-amz-date": moment, "x-amz-content-sha256": request.payload}
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    path = quote(request.path, safe="/-_.~")
    query = canonical_query(request.query)
    canonical = f"{request.method}\n{path}\n{query}\n{lines}\n{names}\n{request.payload}"
    scope = f"{at:%Y%m%d}/{keys.region}/s3/aws4_request"
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    signature = _hmac(_key(keys, f"{at:%Y%m%d}"), f"{ALGORITHM}\n{moment}\n{scope}\n{digest}").hex()
    headers["authorization"] = (
        f"{ALGORITHM} Credential={keys.access}/{scope},SignedHeaders={names},Signature={signature}"
    )
    return headers


def _key(keys: Keys, day: str) -> bytes:
    key = f"AWS4{keys.secret}".encode()
    for part in (day, keys.region, "s3", "aws4_request"):
        key = _hmac(key, part)
    return key


def _hmac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()
