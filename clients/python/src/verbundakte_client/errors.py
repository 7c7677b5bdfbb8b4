"""What can go wrong. The server explains itself in one German sentence (`detail`)."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any


class VerbundakteError(Exception):
    """Base of all errors of this client."""


@dataclass
class Problem(VerbundakteError):
    """The server refused (problem+json, RFC 9457). `fields` names what does not fit, `items` what
    became of each of several things."""

    status: int
    detail: str
    title: str = ""
    fields: list[dict[str, str]] = field(default_factory=list)
    retry_after: float | None = None
    items: list[dict[str, Any]] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.status}: {self.detail}"


class Unauthorised(Problem):
    """401: no token, or one that has ended."""


class Forbidden(Problem):
    """403: this token may not do that."""


class NotFound(Problem):
    """404: it does not exist, or this token may not see it."""


class Changed(Problem):
    """412: somebody else changed it meanwhile. Read it anew and decide again."""


class Refused(Problem):
    """422: possible in principle, but not so or not now."""


class Unavailable(Problem):
    """429, 502, 503, 504, 507: later perhaps; `retry_after` in seconds when the server said so."""


class NotReachable(VerbundakteError):
    """No answer at all."""


KINDS: dict[int, type[Problem]] = {
    401: Unauthorised,
    403: Forbidden,
    404: NotFound,
    412: Changed,
    422: Refused,
    429: Unavailable,
    502: Unavailable,
    503: Unavailable,
    504: Unavailable,
    507: Unavailable,
}


def problem_of(status: int, body: bytes, retry_after: str | None) -> Problem:
    """Return the error for an answer; one that is not problem+json keeps its status."""
    try:
        told: Any = json.loads(body)
    except ValueError:
        told = {}
    told = told if isinstance(told, dict) else {}
    wait = float(retry_after) if retry_after and retry_after.isdigit() else None
    return KINDS.get(status, Problem)(
        status=status,
        detail=str(told.get("detail", "Der Dienst hat ohne Erklärung abgelehnt.")),
        title=str(told.get("title", "")),
        fields=list(told.get("fields", [])),
        retry_after=wait,
        items=list(told.get("items", [])),
    )
