"""In whose place a program works stands in its address: /dav/<town>/in-vertretung/<id>/… is the same tree.

The page gives this address to whoever works in Vertretung, so the choice is made there, visibly. It gives
no right: whether the Vertretung holds is asked with each request.
"""

import re

from verbundakte.core.models import Membership
from verbundakte.organisation.accounts import has_factor
from verbundakte.organisation.actor import PersonActor
from verbundakte.organisation.actor_kept import kept

_PLACE = re.compile(r"/in-vertretung/([0-9a-f-]{36})(?=/|$)")


def place_of(vertretung: str) -> str:
    """Return what stands in the address behind the town, "" in one's own name."""
    return f"/in-vertretung/{vertretung}" if vertretung else ""


def parted(pfad: str) -> tuple[str, str]:
    """Return in which Vertretung ("" in none) and what of an address is left."""
    found = _PLACE.match(pfad)
    return (found[1], pfad[found.end() :]) if found else ("", pfad)


def load_visitor(membership: Membership, vertretung: str) -> PersonActor | None:
    """Return who calls as she is now; None when she or the Vertretung does not hold (any more).

    `membership` has `stand`, its marks.

    Where the absent person needs a second factor, the substitute needs one too, as on pages.
    """
    actor = kept.load(membership, vertretung=vertretung)
    if actor is None or not vertretung:
        return actor
    lacks = actor.needs_second_factor and not has_factor(membership.account)
    return actor if actor.on_behalf_of and not lacks else None
