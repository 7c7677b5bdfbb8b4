"""What the protocol tus 1.0.0 says over HTTP: headers in, headers out. Nothing here stores.

Source: tus.io, resumable upload protocol 1.0.0, with creation, expiration, checksum, termination,
concatenation.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja.errors import HttpError

from verbundakte.core.api.problems import problem

VERSION = "1.0.0"
EXTENSIONS = "creation,expiration,checksum,termination,concatenation"
CONTENT_TYPE = "application/offset+octet-stream"
ALGORITHMS = ("sha1", "sha256", "sha512", "md5")
CHECKSUM_WRONG = 460
MOST_METADATA = 8 * 1024
MOST_PARTS = 200
PARTIAL, FINAL = "partial", "final;"
OVERRIDABLE = ("PATCH", "DELETE")
URL_NAMES = frozenset(
    {"tell_tus", "create_upload", "get_offset", "append_upload", "drop_upload", "file_upload"}
)


BYTES_BODY = {
    "requestBody": {
        "required": True,
        "content": {CONTENT_TYPE: {"schema": {"type": "string", "format": "binary"}}},
    }
}


def described_with(*names: str, problems: tuple[int, ...] = ()) -> dict:
    """Return what the description of the API says of headers (`!` marks those that are needed) and
    of further errors."""
    shapes = {
        "Tus-Resumable": {"type": "string", "enum": [VERSION]},
        "Upload-Length": {"type": "integer", "minimum": 0},
        "Upload-Offset": {"type": "integer", "minimum": 0},
        "Upload-Metadata": {"type": "string", "example": "filename QmVzY2hlaWQucGRm"},
        "Upload-Concat": {"type": "string", "example": PARTIAL},
        "Upload-Checksum": {"type": "string", "example": "sha1 qvTGHdzF6KLavt4PO0gs2a6pQ00="},
    }
    found = [
        {
            "in": "header",
            "name": name.rstrip("!"),
            "required": name.endswith("!"),
            "schema": shapes[name.rstrip("!")],
        }
        for name in names
    ]
    return {"parameters": found, "x-problems": [412, *problems]}


@dataclass(frozen=True)
class Checksum:
    """What the bytes of a part must add up to."""

    algorithm: str
    digest: bytes

    def new(self):
        """Return a hash to feed."""
        return hashlib.new(self.algorithm, usedforsecurity=False)


def number(request: HttpRequest, header: str) -> int:
    """Return a header that counts bytes. Raises HttpError 400."""
    text = request.headers.get(header, "")
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise HttpError(400, f"Die Kopfzeile {header} fehlt oder ist keine Zahl.")
    return int(text)


def metadata(request: HttpRequest) -> dict[str, str]:
    """Return Upload-Metadata: names with Base64 values. Raises HttpError 400."""
    text = request.headers.get("Upload-Metadata", "")
    if len(text) > MOST_METADATA:
        raise HttpError(400, "Die Kopfzeile Upload-Metadata ist zu lang.")
    found = {}
    try:
        for pair in filter(None, (one.strip() for one in text.split(","))):
            name, _, value = pair.partition(" ")
            found[name] = base64.b64decode(value, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError) as error:
        raise HttpError(400, "Upload-Metadata enthält etwas anderes als Base64.") from error
    return found


def concatenation(request: HttpRequest) -> tuple[str, list[UUID]]:
    """Return Upload-Concat (PARTIAL, FINAL with its addresses, or "") and of what parts a final one
    is made. Raises HttpError 400."""
    text = request.headers.get("Upload-Concat", "").strip()
    if text in ("", PARTIAL):
        return text, []
    addresses = text.removeprefix(FINAL).split()
    try:
        if not text.startswith(FINAL) or not 0 < len(addresses) <= MOST_PARTS:
            raise ValueError
        return text, [UUID(one.rstrip("/").rpartition("/")[2]) for one in addresses]
    except ValueError as error:
        raise HttpError(
            400,
            f"Upload-Concat ist „partial“ oder „final;“ mit höchstens {MOST_PARTS} Adressen von"
            " Teilen.",
        ) from error


def checksum(request: HttpRequest) -> Checksum | None:
    """Return what the part must add up to, None when nothing is said. Raises HttpError 400."""
    text = request.headers.get("Upload-Checksum", "")
    if not text:
        return None
    algorithm, _, value = text.partition(" ")
    try:
        if algorithm not in ALGORITHMS:
            raise ValueError
        found = Checksum(algorithm, base64.b64decode(value, validate=True))
        if len(found.digest) != found.new().digest_size:
            raise ValueError
        return found
    except ValueError as error:
        known = ", ".join(ALGORITHMS)
        raise HttpError(400, f"Upload-Checksum braucht eines von {known} und Base64.") from error


def described() -> HttpResponse:
    """Return what this server can do (OPTIONS)."""
    answer = HttpResponse(status=204)
    answer["Tus-Version"] = VERSION
    answer["Tus-Extension"] = EXTENSIONS
    answer["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return answer


def door(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let a view of the API speak tus: outside of a transaction (bytes travel for minutes), of this
    version only, also where PATCH does not get through."""

    @transaction.non_atomic_requests
    @wraps(view)
    def answer(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        wanted = request.headers.get("X-HTTP-Method-Override", "").upper()
        if request.method == "POST" and wanted in OVERRIDABLE:
            request.method = wanted
        if request.headers.get("Tus-Resumable", VERSION) != VERSION and request.method != "OPTIONS":
            response: HttpResponseBase = problem(
                412, f"Gesprochen wird tus in der Fassung {VERSION}."
            )
            response["Tus-Version"] = VERSION
        else:
            response = view(request, *args, **kwargs)
        response["Tus-Resumable"] = VERSION
        response["Cache-Control"] = "no-store"
        return response

    return answer
