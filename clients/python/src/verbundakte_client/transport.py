"""Requests that are tried again when that is safe: reading, deleting, and creating with a key."""

from __future__ import annotations

import http.client
import json
import random
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from uuid import uuid4

from verbundakte_client.errors import NotReachable, Unauthorised, Unavailable, problem_of

LONGEST_WAIT = 60.0
SAFE = ("GET", "HEAD", "DELETE")
Token = Callable[[bool], str]


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A token goes to the address it was meant for, and nowhere else."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


@dataclass(frozen=True)
class Answer:
    """How the server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    def json(self) -> Any:
        """Return the content as JSON."""
        return json.loads(self.body)


@dataclass
class Transport:
    """Where the server is, who asks, and how patiently. `token(anew)` gives the token to send."""

    url: str
    token: Token
    timeout: float = 60.0
    tries: int = 5
    pause: float = 0.5
    context: ssl.SSLContext | None = None
    _opener: urllib.request.OpenerDirector = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.url = self.url.rstrip("/")
        scheme = urllib.parse.urlsplit(self.url).scheme
        if scheme not in ("http", "https"):
            raise ValueError("url must begin with https://")
        context = self.context or ssl.create_default_context()
        self._opener = urllib.request.build_opener(
            _NoRedirect, urllib.request.HTTPSHandler(context=context)
        )

    def address(self, path: str, query: Mapping[str, object] | None = None) -> str:
        """Return the address of a path of the API, or of one the server gave."""
        if path.startswith("/"):
            parts = urllib.parse.urlsplit(self.url)
            found = f"{parts.scheme}://{parts.netloc}{path}"
        else:
            found = f"{self.url}/api/v1/{path}"
        asked = {key: value for key, value in (query or {}).items() if value not in (None, "")}
        return f"{found}?{urllib.parse.urlencode(asked)}" if asked else found

    def ask(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, object] | None = None,
        given: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request (`given` as JSON); tried again when that changes nothing. Raises Problem,
        NotReachable."""
        sent = dict(headers or {})
        body = None
        if given is not None:
            body = json.dumps(given, default=str).encode()
            sent["Content-Type"] = "application/json"
        is_safe = method in SAFE or "Idempotency-Key" in sent
        request = (method, self.address(path, query), body, sent)
        return self.patiently(lambda: self._once(*request)) if is_safe else self._once(*request)

    def patiently(self, attempt: Callable[[], Answer]) -> Answer:
        """Try until it works, waiting longer each time; `Retry-After` is kept."""
        for number in range(1, self.tries):
            try:
                return attempt()
            except Unavailable as error:
                if error.status == 507:
                    raise
                wait = error.retry_after
            except NotReachable:
                wait = None
            usual = self.pause * 2 ** (number - 1) * random.uniform(0.8, 1.2)  # noqa: S311
            time.sleep(min(wait if wait is not None else usual, LONGEST_WAIT))
        return attempt()

    def send(self, method: str, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Send bytes once. Raises Problem, NotReachable."""
        return self._once(method, url, body, headers)

    def form(self, path: str, values: Mapping[str, str]) -> Any:
        """Send a form and return what is told. Raises Problem, NotReachable."""
        body = urllib.parse.urlencode({key: one for key, one in values.items() if one}).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        url = self.address(path)
        return self.patiently(lambda: self._read("POST", url, body, headers, False)).json()

    def stream(self, path: str, start: int, to: BinaryIO) -> None:
        """Write what an address gives from a byte on. Raises Problem, NotReachable."""
        headers = {"Range": f"bytes={start}-"} if start else {}
        with self._open("GET", self.address(path), None, headers, False) as answer:
            if start and answer.status != 206:
                raise NotReachable("the server does not go on where it stopped")
            try:
                while chunk := answer.read(256 * 1024):
                    to.write(chunk)
            except (OSError, http.client.HTTPException) as error:
                raise NotReachable(str(error)) from error

    def _once(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        try:
            return self._read(method, url, body, headers, False)
        except Unauthorised:
            if self.token(False) == "":
                raise
            return self._read(method, url, body, headers, True)  # the token may just have run out

    def _read(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], anew: bool
    ) -> Answer:
        with self._open(method, url, body, headers, anew) as answer:
            try:
                return Answer(answer.status, answer.headers, answer.read())
            except (OSError, http.client.HTTPException) as error:
                raise NotReachable(str(error)) from error

    def _open(
        self, method: str, url: str, body: bytes | None, headers: Mapping[str, str], anew: bool
    ) -> Any:
        sent = {"Accept": "application/json", **headers}
        if token := self.token(anew):
            sent["Authorization"] = f"Bearer {token}"
        request = urllib.request.Request(url, data=body, headers=sent, method=method)  # noqa: S310
        try:
            return self._opener.open(request, timeout=self.timeout)
        except urllib.error.HTTPError as error:
            with error:
                raise problem_of(error.code, error.read(), error.headers["Retry-After"]) from None
        except (OSError, http.client.HTTPException) as error:
            raise NotReachable(str(error)) from error


def new_key() -> str:
    """Return a new Idempotency-Key."""
    return str(uuid4())
