"""What somebody may not see changes nothing in what she sees: no count, facet, page, order, word.

Every page is taken twice: before and after hidden things full of the same words were added.
"""

import difflib
import re

import pytest

from tests.leaks.doors import alike, knock, label
from tests.leaks.matrix import TOWN
from tests.leaks.row import AMIRA
from tests.leaks.world import Visitor
from verbundakte.core.tenancy.context import use_tenant

# A fresh secret each time; a compressed page with the minute in it.
RANDOM = ("organisation:app", "posteingang:eingangsbestaetigung")
PAGES = [
    row
    for row in TOWN
    if row.method == "GET" and (not row.cases or "o" in row.cases) and row.name not in RANDOM
]
WATCHERS = {
    "registratur": PAGES,  # the same unit, but neither named nor in the circle of the secret
    "sachbearbeiter_ordnung": [row for row in PAGES if not row.cases],
}
LOOSE = re.compile(
    r'\d\d:\d\d|vor \d+ \w+|gerade eben|"ms": ?[\d.]+|/ID \[<\w+><\w+>\]|value="\w{32}" id="id_token"'
)


def look(world, role: str) -> dict:
    """Return all pages of somebody, without times."""
    visitor, found = Visitor(role), {}
    for row in WATCHERS[role]:
        if row.who != AMIRA or row.cases:
            status, text, headers = alike(knock(world, row, row.cases[:1] and "o", visitor))
            for name in ("Expires", "Content-Length"):
                headers.pop(name, None)
            found[label(row)] = (status, LOOSE.sub("", text), headers)
    return found


def difference(before: tuple, after: tuple) -> str:
    """Return the lines in which two answers differ."""
    if before[0] != after[0] or before[2] != after[2]:
        return f"{before[0]} {before[2]} {after[0]} {after[2]}"
    lines = difflib.unified_diff(before[1].splitlines(), after[1].splitlines(), lineterm="", n=0)
    return "\n".join(line.strip()[:300] for line in lines)[:3000]


@pytest.mark.slow
def test_what_is_hidden_changes_no_page_of_those_who_may_not_see_it(world):
    with use_tenant(world.home.tenant.pk):
        world.index()
    before = {role: look(world, role) for role in WATCHERS}
    with world.for_now():
        with use_tenant(world.home.tenant.pk):
            world.hide_more()
        after = {role: look(world, role) for role in WATCHERS}
        seen = look_for(world, "sachbearbeiterin")
    with use_tenant(world.home.tenant.pk):
        world.index()
    assert "Mkhvorgang" in seen, "what nobody sees would prove nothing"
    changed = {
        (role, page): difference(before[role][page], after[role][page])
        for role in WATCHERS
        for page in before[role]
        if before[role][page] != after[role][page]
    }
    assert not changed, "\n\n" + "\n\n".join(f"{key}\n{text}" for key, text in changed.items())


def look_for(world, role: str) -> str:
    """Return what the search tells somebody."""
    row = next(row for row in TOWN if row.name == "web:suche")
    return knock(world, row, " ", Visitor(role)).content.decode()
