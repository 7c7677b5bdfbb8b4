"""Knocking at a door of the matrix, and what an answer tells."""

import re

from tests.leaks.addresses import fill
from tests.leaks.row import READERS, Row
from tests.leaks.world import Visitor

CSRF = re.compile(r'(csrfmiddlewaretoken" value=|X-CSRFToken": |data-csrf=)"\w+"')


def label(row: Row) -> str:
    """Return the name of a test."""
    return f"{row.method} {row.path or 'schreibtisch'}"


def cases_of(row: Row) -> str:
    """Return the cases of a row; one empty case when its address means none."""
    return row.cases or " "


def told(answer) -> str:
    """Return everything an answer tells, and what it left in the log of the installation."""
    if answer.told is None:  # it is asked word by word
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        answer.told = f"{headers}\n{answer.content.decode('utf-8', 'replace')}\n{answer.log}"
    return answer.told


def alike(answer) -> tuple:
    """Return an answer without what differs from request to request."""
    text = CSRF.sub("", answer.content.decode("utf-8", "replace"))
    loose = ("X-Request-Id", "Set-Cookie")
    return answer.status, text, {k: v for k, v in answer.headers.items() if k not in loose}


def hidden_from(world, visitor: Visitor) -> list[str]:
    """Return the words this visitor must never read."""
    if visitor.town != "musterstadt":
        return world.secrets_of(world.cases)
    return world.secrets_of(key for key in world.cases if visitor.role not in READERS[key])


def knock(
    world, row: Row, key: str, visitor: Visitor, *, town="musterstadt", unknown=False, **more
):
    """Return the answer to this visitor at this door."""
    case = world.cases[key if key.strip() else "o"]
    address = f"/{town}/{fill(world, row, key.strip(), unknown=unknown)}"
    body = None if row.method in ("GET", "DELETE") else row.body(world, case)
    return world.knock(visitor, row.method, address, body, is_api=row.is_api, **more)
