"""The stamps one may choose from."""

from datetime import date

from verbundakte.akten.models import Stempel
from verbundakte.akten.stempel import DELIVERED, STEMPEL, Aufdruck
from verbundakte.core.models import Baustein

_NAMES = ("bezeichnung", "aufschrift", "has_tag", "zusatz", "reihenfolge")


def stempel_on(actor, on: date) -> list[Aufdruck]:
    """Return the stamps of the town that hold on a day, in order; whoever works there may use them.

    What is delivered holds as it is until the town has a version of its own. Two queries.
    """
    here = set(Baustein.objects.of_kind(STEMPEL).values_list("key", flat=True))
    rows = Stempel.objects.valid_on(on).values_list("key", *_NAMES)
    found = [Aufdruck(*row) for row in rows]
    found += [
        Aufdruck(key, *(data[name] for name in _NAMES))
        for key, data in DELIVERED.items()
        if key not in here
    ]
    return sorted(found, key=lambda one: (one.reihenfolge, one.bezeichnung))
