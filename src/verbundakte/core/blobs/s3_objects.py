"""The objects of a bucket by key: what of S3 is needed, for the store and for backups alike.

Nothing the server says about integrity is believed here: an ETag is a name, not a digest.
"""

import hashlib
import http.client
import io
import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import BinaryIO
from xml.sax.saxutils import escape

from lxml import etree

from verbundakte.core.blobs.errors import (
    BytesDamaged,
    BytesMissing,
    Entry,
    StoreAway,
    Stored,
    StoreFull,
)
from verbundakte.core.blobs.s3_wire import CHUNK, TRIES, Answer, Ask, Wire, part_of
from verbundakte.core.blobs.sigv4 import Server
from verbundakte.core.metrics import store_errors

logger = logging.getLogger("verbundakte.store")
PART = 16 * 1024 * 1024  # bytes sent at once; what is larger goes in parts
MOST_PARTS = 9000
THERE_ALREADY, NOT_KNOWN, NO_SPACE = 412, 501, 507


class Objects:
    """Objects in a bucket. Every call may raise StoreAway, writing also StoreFull."""

    def __init__(self, server: Server):
        self.wire = Wire(server)

    def head(self, key: str) -> Entry | None:
        """Return what is there under this key."""
        answer = self.wire.ask(Ask("HEAD", key))
        if answer.status == 404:
            return None
        require(answer, 200)
        try:
            at = parsedate_to_datetime(answer.headers["last-modified"])
            return Entry(key, int(answer.headers["content-length"]), at)
        except (KeyError, ValueError) as error:  # an answer that was cut within its headers
            raise StoreAway from error

    def put(self, key: str, file: BinaryIO, stored: Stored, condition: dict[str, str]) -> bool:
        """Send a file; return whether it is new there. A server without conditions is asked first."""
        send = self._in_parts if stored.size > PART else self._at_once
        answer = send(key, file, stored, condition)
        if answer.status == NOT_KNOWN and condition:
            if self.head(key) is not None:
                return False
            answer = send(key, file, stored, {})
        if answer.status == THERE_ALREADY:
            return False
        require(answer, 200)
        return True

    def open(self, found: Entry, sha256: str = "") -> BinaryIO:
        """Open for reading; asks for bytes only when they are read. `sha256`: what they must be."""
        return io.BufferedReader(ObjectReader(self.wire, found.name, found.size, sha256), CHUNK)

    def entries(self, prefix: str, after: str = "") -> Iterator[Entry]:
        """Yield everything whose key begins with `prefix`, by key."""
        query = {"list-type": "2", "prefix": prefix, "max-keys": "1000"}
        if after:
            query["start-after"] = after
        more = ""
        while True:
            token = {"continuation-token": more} if more else {}
            listed = self._listed(query | token)
            for item in listed.iterfind("{*}Contents"):
                at = _moment(item.findtext("{*}LastModified", ""))
                size = int(item.findtext("{*}Size", "0"))
                yield Entry(item.findtext("{*}Key", ""), size, at)
            more = listed.findtext("{*}NextContinuationToken") or ""
            if not more:
                return

    def remove(self, key: str) -> None:
        """Delete, if it is there."""
        require(self.wire.ask(Ask("DELETE", key)), 200, 204, 404)

    def make(self) -> None:
        """Make the bucket, if it is not there."""
        if self.wire.ask(Ask("HEAD")).status == 404:
            require(self.wire.ask(Ask("PUT")), 200)

    def begin(self, key: str) -> "Upload":
        """Begin an upload in parts; nothing is there under the key until it is finished."""
        return Upload(self.wire, key)

    def drop_uploads(self, prefix: str) -> None:
        """Give up uploads in parts that were begun and never finished."""
        listed = self._listed({"uploads": "", "prefix": prefix})
        for item in listed.iterfind("{*}Upload"):
            upload = {"uploadId": item.findtext("{*}UploadId", "")}
            key = item.findtext("{*}Key", "")
            require(self.wire.ask(Ask("DELETE", key, upload)), 200, 204, 404)

    # --- inside ---

    def _listed(self, query: dict[str, str]):
        answer = self.wire.ask(Ask("GET", query=query))
        require(answer, 200)
        return _xml(answer)

    def _at_once(self, key: str, file: BinaryIO, stored: Stored, condition: dict) -> Answer:
        body = part_of(file, 0, stored.size)
        return self.wire.ask(
            Ask("PUT", key, headers=condition, body=body, length=stored.size, payload=stored.sha256)
        )

    def _in_parts(self, key: str, file: BinaryIO, stored: Stored, condition: dict) -> Answer:
        length = max(PART, stored.size // MOST_PARTS + 1)
        with self.begin(key) as upload:
            for start in range(0, stored.size, length):
                left = min(length, stored.size - start)
                upload.send(part_of(file, start, left), left)
            return upload.finish(condition)


class Upload:
    """An object that is sent in parts. What is not finished is forgotten at the end of the block."""

    def __init__(self, wire: Wire, key: str):
        begun = wire.ask(Ask("POST", key, {"uploads": ""}))
        require(begun, 200)
        self._wire, self._key, self._tags = wire, key, list[str]()
        self._upload = {"uploadId": _xml(begun).findtext("{*}UploadId", "")}
        self._is_finished = False

    def __enter__(self) -> "Upload":
        return self

    def __exit__(self, *_exception) -> None:
        if self._is_finished:
            return
        try:
            self._wire.ask(Ask("DELETE", self._key, self._upload))
        except StoreAway:
            logger.warning("parts of an upload stay behind until the bucket's own clean-up")

    def send(self, body: Callable[[], Iterator[bytes]], length: int) -> None:
        """Send the next part; `body` begins anew for each try."""
        digest = hashlib.sha256()
        for chunk in body():
            digest.update(chunk)
        query = self._upload | {"partNumber": str(len(self._tags) + 1)}
        answer = self._wire.ask(Ask("PUT", self._key, query, {}, body, length, digest.hexdigest()))
        require(answer, 200)
        self._tags.append(answer.headers.get("etag", ""))

    def finish(self, condition: dict[str, str]) -> Answer:
        """Let the parts become the object; return the answer, which may be that it is there already."""
        parts = "".join(
            f"<Part><PartNumber>{number}</PartNumber><ETag>{escape(tag)}</ETag></Part>"
            for number, tag in enumerate(self._tags, 1)
        )
        content = f"<CompleteMultipartUpload>{parts}</CompleteMultipartUpload>".encode()
        answer = self._wire.ask(
            Ask("POST", self._key, self._upload, condition, lambda: iter([content]), len(content),
                hashlib.sha256(content).hexdigest())
        )  # fmt: skip
        if answer.status == 200 and _xml(answer).tag.endswith("Error"):
            raise StoreAway  # S3 may tell an error behind a 200 here
        self._is_finished = answer.status == 200
        return answer


class ObjectReader(io.RawIOBase):
    """Reads an object from any place; a connection that breaks is taken up where it broke.

    Read from its first byte to its last, it compares the digest (if one is given) and does not give
    out the end of something else: raises BytesDamaged.
    """

    def __init__(self, wire: Wire, key: str, size: int, sha256: str):
        self._wire, self._key, self._size, self._sha256 = wire, key, size, sha256
        self._at = 0
        self._digest: hashlib._Hash | None = hashlib.sha256() if sha256 else None
        self._connection: http.client.HTTPConnection | None = None
        self._response: http.client.HTTPResponse | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def seekable(self) -> bool:
        """It is."""
        return True

    def tell(self) -> int:
        """Return the place that is read next."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place; the next read asks for the bytes from there on."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        place = max(0, base + offset)
        if place != self._at:
            self._drop()
            self._at, self._digest = place, None
        return self._at

    def readinto(self, buffer) -> int:
        """Read what fits; 0 at the end."""
        wanted = min(len(buffer), self._size - self._at)
        if wanted <= 0:
            return 0
        chunk = self._read(wanted)
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        if self._digest is not None:
            self._digest.update(chunk)
            if self._at == self._size and self._digest.hexdigest() != self._sha256:
                store_errors.add(store="s3", kind="wrong")
                raise BytesDamaged
        return len(chunk)

    def close(self) -> None:
        """Let go of the connection."""
        self._drop()
        super().close()

    def _read(self, wanted: int) -> bytes:
        for _ in range(TRIES):
            try:
                with self._wire.turn():
                    if self._response is None:
                        self._ask()
                    if chunk := self._response.read(wanted):
                        return chunk
                    raise http.client.IncompleteRead(b"")
            except (OSError, http.client.HTTPException):
                self._drop()
        raise StoreAway

    def _ask(self) -> None:
        headers = {"range": f"bytes={self._at}-"}
        self._connection, self._response = self._wire.begin(Ask("GET", self._key, headers=headers))
        if self._response.status == 404:
            self._drop()
            raise BytesMissing
        if self._response.status not in (200, 206) or (self._response.status == 200 and self._at):
            raise http.client.HTTPException(f"HTTP {self._response.status}")

    def _drop(self) -> None:
        if self._connection is not None:
            at_end = self._response is not None and self._response.isclosed()
            self._wire.keep(self._connection) if at_end else self._connection.close()
        self._connection = self._response = None


def require(answer: Answer, *statuses: int) -> None:
    """Raise StoreFull or StoreAway for every other status."""
    if answer.status in statuses:
        return
    store_errors.add(store="s3", kind="refused")
    logger.error("store refuses", extra={"status": answer.status, "reason": _code(answer)})
    raise StoreFull if answer.status == NO_SPACE else StoreAway


def _code(answer: Answer) -> str:
    try:
        return _xml(answer).findtext("{*}Code") or ""
    except StoreAway:
        return ""


def _xml(answer: Answer):
    """Read an answer of the server, which is foreign: no entities, no network."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        return etree.fromstring(answer.body, parser)
    except etree.XMLSyntaxError as error:
        raise StoreAway from error


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else datetime.now(UTC)
