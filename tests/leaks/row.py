"""How a row of the leak matrix is written; the rows stand in tests/leaks/rows.

A row names one url (or API operation) and method. `cases` are the prepared things its address can
mean (o: ordinary, n: narrowed to one person, s: Geheimnisklasse, c: closed, u: unassigned); who may
read a case stands in READERS. `who` gets `status`; whoever reads the case but is not in `who` gets
`seen`; everybody else gets `other`. `quiet` names the cases in which an allowed change rightly
changes nothing (" " where there are no cases); `own` marks a page of what one started oneself.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass

from tests.leaks.world import BAIT, CAST

ALL = frozenset(CAST)
AMIRA = frozenset({"sachbearbeiterin"})
UNIT = frozenset({"sachbearbeiterin", "leitung", "registratur", "assistenz"})
WRITERS = UNIT - {"assistenz"}
ADMIN = frozenset({"fachadministration"})
FILES = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung", "archiv"}
PLAN = ALL - {"systemverwaltung"}
TOKENS = WRITERS | {"sachbearbeiter_ordnung", "fachadministration", "systemverwaltung"}
ROLES = WRITERS | {"sachbearbeiter_ordnung", "fachadministration", "datenschutz", "archiv"}
READERS = {"o": UNIT, "c": UNIT, "u": UNIT, "n": AMIRA, "s": AMIRA}
DAY = "2026-11-02"


def nothing(world, case):
    """Return an empty body."""
    return {}


@dataclass(frozen=True)
class Row:
    """One door: see the module's text. `path` may name ids of the case and of the world."""

    name: str
    method: str
    path: str
    who: frozenset
    status: int = 200
    cases: str = ""
    seen: int = 403
    other: int = 404
    anonymous: int = 302
    public: bool = False
    quiet: str = ""
    own: bool = False
    body: Callable = nothing

    @property
    def is_api(self) -> bool:
        """Tell whether a token opens this door, not a session."""
        return self.name.startswith("api:")

    def allowed(self, role: str, case: str) -> bool:
        """Tell whether a role gets in."""
        return role in self.who and (not case or role in READERS[case])

    def promised(self, role: str, case: str) -> int:
        """Return the status for a role of Musterstadt."""
        if self.allowed(role, case):
            return self.status
        return self.seen if case and role in READERS[case] else self.other


def get(name, path, who, **more) -> Row:
    """Return a row of a page."""
    return Row(name, "GET", path, who, **more)


def post(name, path, who, body=nothing, *, status=302, **more) -> Row:
    """Return a row of a change."""
    return Row(name, "POST", path, who, status=status, body=body, **more)


def edit(kind):
    """Return the body of a change of the details of an Akte, a Vorgang or a Dokument."""

    def body(world, case):
        row = case.objects[kind]
        return {
            "revision": row.revision,
            "betreff": "Neu",
            "medium": "001",
            "dokumenttyp": "bescheid",
        }

    return body


def json_upload(world, case):
    """Return the body that announces an upload into the Vorgang of the case."""
    target = f"vorgang:{case.vorgang.pk}"
    return json.dumps({"name": "a.txt", "size": 1, "path": "", "target": target})


def with_values(**values):
    """Return a body of these fields, whatever the case."""
    return lambda world, case: values


CLOSE, REASON = with_values(closed_on=DAY), with_values(reason="Nachtrag")
END = with_values(on="2026-11-30")
FILE = with_values(dateien=b"Inhalt")
BETREFF = with_values(betreff="Neu")
SEARCH = f"?q={BAIT}"


@dataclass(frozen=True)
class JobRow:
    """What a job may do, the arguments that name things of Musterstadt, and what it says when
    it meets them in another town."""

    permissions: frozenset
    args: Callable
    error: str = "Die Datei gibt es nicht mehr."


def job(*permissions: str, args: Callable, **more) -> JobRow:
    """Return the row of a job."""
    return JobRow(frozenset(permissions), args, **more)


def form(name, path, who, body, **more) -> list[Row]:
    """Return page and change of a form."""
    return [get(name, path, who), post(name, path, who, body, **more)]


def api(name, path, who, **more) -> Row:
    """Return a row of an API operation that reads."""
    return get(f"api:{name}", f"api/v1/{path}", who, anonymous=401, **more)
