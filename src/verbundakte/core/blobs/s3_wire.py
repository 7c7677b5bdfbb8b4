"""Talking to an S3 server: kept connections, time limits, few tries, and never all threads at once.

The HTTP client is that of Python: what is needed of S3 is seven requests (ADR 0024). A server that
is slow or away costs a bounded number of threads; after two failures in a row it is left alone for
some seconds, so that everything that needs no bytes goes on.
"""

import http.client
import logging
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import BinaryIO
from urllib.parse import urlsplit

from verbundakte.core.blobs.errors import StoreAway
from verbundakte.core.blobs.sigv4 import EMPTY, Request, Server, signed_headers
from verbundakte.core.metrics import store_errors

logger = logging.getLogger("verbundakte.store")
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 10.0
TRIES, PAUSES = 3, (0.2, 0.8)
LAST_TRY = 12.0  # seconds after the first one, in which another try may begin
MOST_AT_ONCE, WAIT_FOR_TURN = 4, 2.0
FAILURES, REST = 2, 5.0  # failures in a row, after which the server is left alone for some seconds
AGAIN = frozenset({408, 409, 429, 500, 502, 503, 504})
CHUNK = 256 * 1024


@dataclass(frozen=True)
class Answer:
    """Status, headers (names in lower case) and body of an answer that was read to its end."""

    status: int
    headers: dict[str, str]
    body: bytes = b""


@dataclass
class Ask:
    """One request. `body` is read from its place on for `length` bytes, anew for each try."""

    method: str
    key: str = ""
    query: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    body: Callable[[], Iterator[bytes]] | None = None
    length: int = 0
    payload: str = EMPTY


class Wire:
    """Connections to one server. Thread-safe. Every call may raise StoreAway."""

    def __init__(self, server: Server):
        self.server = server
        parts = urlsplit(server.url)
        self.host, self._is_tls = parts.netloc, parts.scheme == "https"
        self._prefix = f"{parts.path.rstrip('/')}/{server.bucket}"
        self._tls = (
            ssl.create_default_context(cafile=server.ca_file or None) if self._is_tls else None
        )
        self._turns = threading.BoundedSemaphore(MOST_AT_ONCE)
        self._lock = threading.Lock()
        self._idle: list[http.client.HTTPConnection] = []
        self._failed, self._rests_until = 0, 0.0

    @property
    def is_resting(self) -> bool:
        """Whether the server was left alone a moment ago because it did not answer."""
        return time.monotonic() < self._rests_until

    def ask(self, ask: Ask) -> Answer:
        """Send a request and read the answer whole; errors of server and network are tried again."""
        began = time.monotonic()
        for attempt in range(TRIES):
            try:
                with self.turn():
                    answer = self._once(ask)
                if answer.status not in AGAIN:
                    return answer
                reason = f"HTTP {answer.status}"
            except (OSError, http.client.HTTPException) as error:
                reason = type(error).__name__
            if attempt + 1 == TRIES or time.monotonic() - began > LAST_TRY:
                break
            time.sleep(PAUSES[attempt])
        store_errors.add(store="s3", kind="away")
        logger.warning("store does not answer", extra={"method": ask.method, "reason": reason})
        raise StoreAway

    def begin(self, ask: Ask) -> tuple[http.client.HTTPConnection, http.client.HTTPResponse]:
        """Send a request once and return the answer with its body still to be read.

        The caller holds a turn and gives the connection back with `keep` or closes it.
        Raises OSError or HTTPException.
        """
        connection, is_fresh = self._take()
        try:
            return connection, self._send(connection, ask)
        except (http.client.BadStatusLine, ConnectionError):
            connection.close()
            if is_fresh:
                raise
        except BaseException:
            connection.close()
            raise
        connection = self._connect()  # a kept connection that the server had closed meanwhile
        try:
            return connection, self._send(connection, ask)
        except BaseException:
            connection.close()
            raise

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Be one of the few that may wait for the server. Raises StoreAway; notes how it went."""
        if self.is_resting or not self._turns.acquire(timeout=WAIT_FOR_TURN):
            store_errors.add(store="s3", kind="resting")
            raise StoreAway
        try:
            if self._failed >= FAILURES:
                self._rests_until = time.monotonic() + REST  # one asks, the others keep off
            yield
            self._failed, self._rests_until = 0, 0.0
        except (OSError, http.client.HTTPException):
            self._failed += 1
            if self._failed >= FAILURES:
                self._rests_until = time.monotonic() + REST
            raise
        finally:
            self._turns.release()

    def keep(self, connection: http.client.HTTPConnection) -> None:
        """Take a connection back whose answer was read to its end."""
        with self._lock:
            if len(self._idle) < MOST_AT_ONCE:
                self._idle.append(connection)
                return
        connection.close()

    def _once(self, ask: Ask) -> Answer:
        connection, response = self.begin(ask)
        try:
            body = response.read()
            if response.length is None and not response.chunked and ask.method != "HEAD":
                raise http.client.HTTPException("no length: cut within the headers")
        except BaseException:
            connection.close()
            raise
        headers = {name.lower(): value for name, value in response.getheaders()}
        connection.close() if response.will_close else self.keep(connection)
        return Answer(response.status, headers, body)

    def _take(self) -> tuple[http.client.HTTPConnection, bool]:
        with self._lock:
            if self._idle:
                return self._idle.pop(), False
        return self._connect(), True

    def _connect(self) -> http.client.HTTPConnection:
        if self._is_tls:
            connection = http.client.HTTPSConnection(
                self.host, timeout=CONNECT_SECONDS, context=self._tls
            )
        else:
            connection = http.client.HTTPConnection(self.host, timeout=CONNECT_SECONDS)
        connection.connect()
        connection.sock.settimeout(ANSWER_SECONDS)
        return connection

    def _send(self, connection, ask: Ask) -> http.client.HTTPResponse:
        path = f"{self._prefix}/{ask.key}" if ask.key else self._prefix
        request = Request(ask.method, self.host, path, ask.query, ask.headers, ask.payload)
        headers = signed_headers(request, self.server.keys, datetime.now(UTC))
        connection.putrequest(ask.method, request.target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name, value)
        if ask.method in ("PUT", "POST"):
            connection.putheader("content-length", str(ask.length))
        connection.endheaders()
        try:
            for chunk in ask.body() if ask.body else ():
                connection.send(chunk)
        except ConnectionError as broken:  # the server may have said no before it had all
            try:
                return connection.getresponse()
            except (OSError, http.client.HTTPException):
                raise broken from None
        return connection.getresponse()


def part_of(file: BinaryIO, start: int, length: int) -> Callable[[], Iterator[bytes]]:
    """Return a body that reads a part of a file, from its beginning each time it is sent."""

    def chunks() -> Iterator[bytes]:
        file.seek(start)
        left = length
        while left and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk

    return chunks
