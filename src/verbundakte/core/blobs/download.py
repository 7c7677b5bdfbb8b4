"""Send stored bytes: whole or one range, after the transaction, always with safe headers.

RFC 9110: conditional requests (ETag is the SHA-256) and ranges; RFC 5987 for names of files.
"""

import re
from dataclasses import dataclass
from typing import BinaryIO

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

from verbundakte.core.blobs import store
from verbundakte.core.tenancy.context import current_tenant

CHUNK = 256 * 1024
SINGLE_RANGE = re.compile(r"^bytes=(\d*)-(\d*)$")
NOTHING_RUNS = "sandbox; default-src 'none'"
READ_ONLY_PDF = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Sent:
    """What is sent under which name. `inline` only for a PDF the viewer asks for."""

    sha256: str
    size: int
    file_name: str
    media_type: str = "application/octet-stream"
    inline: bool = False


class Part:
    """An open file from `start` on for `length` bytes; closed by the response that sends it."""

    def __init__(self, file: BinaryIO, start: int, length: int):
        self.file, self.left = file, length
        file.seek(start)

    def __iter__(self):
        return self

    def __next__(self) -> bytes:
        chunk = self.file.read(min(CHUNK, self.left)) if self.left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def read_range(header: str, size: int) -> tuple[int, int] | None:
    """Return (start, length) of a single range, None for the whole; raises ValueError for 416.

    Several ranges and other units are answered with the whole, as RFC 9110 14.2 allows.
    """
    found = SINGLE_RANGE.match(header.replace(" ", ""))
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        start, end = max(size - int(last), 0), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if last and first and int(last) < int(first):
        return None
    if start >= size or end < start:
        raise ValueError("range not satisfiable")
    return start, end - start + 1


def send(request: HttpRequest, sent: Sent) -> HttpResponse | StreamingHttpResponse:
    """Return the answer for stored bytes of the open town: 200, 206, 304 or 416.

    The caller has read the row through the actor's rights. Raises BytesMissing or StoreAway.
    """
    etag = f'"{sent.sha256}"'
    if request.headers.get("If-None-Match") == etag:
        return _with_headers(HttpResponse(status=304), sent, etag)
    wanted = None
    if request.headers.get("If-Range", etag) == etag:
        try:
            wanted = read_range(request.headers.get("Range", ""), sent.size)
        except ValueError:
            response = HttpResponse(status=416)
            response["Content-Range"] = f"bytes */{sent.size}"
            return _with_headers(response, sent, etag)
    start, length = wanted or (0, sent.size)
    status = 206 if wanted else 200
    if request.method == "HEAD":
        response = HttpResponse(status=status)
    else:
        body = Part(store.open_blob(current_tenant(), sent.sha256), start, length)
        response = StreamingHttpResponse(body, status=status)
    if wanted:
        response["Content-Range"] = f"bytes {start}-{start + length - 1}/{sent.size}"
    response["Content-Length"] = str(length)
    return _with_headers(response, sent, etag)


def _with_headers(response, sent: Sent, etag: str):
    response["Content-Type"] = sent.media_type
    response["Content-Disposition"] = content_disposition_header(not sent.inline, sent.file_name)
    response["Content-Security-Policy"] = READ_ONLY_PDF if sent.inline else NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    response["Vary"] = "Cookie"
    return response
