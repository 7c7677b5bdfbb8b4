"""Numbers from a circle. The circle's row is locked until the end of the transaction."""

from collections.abc import Callable

from django.db import connection, models

from verbundakte.core.actions import Refusal
from verbundakte.core.ids import uuid7
from verbundakte.core.tenancy.context import current_tenant


class AktenzeichenTaken(Refusal):
    """A number that came from outside stands here already."""

    def __init__(self, aktenzeichen: str):
        super().__init__(
            f"Das Aktenzeichen {aktenzeichen} ist hier schon vergeben. Geben Sie ein anderes an"
            " oder lassen Sie es leer, dann wird das nächste freie vergeben."
        )


TAKE = """
INSERT INTO akten_nummernkreis (id, tenant, key, last) VALUES (%s, %s, %s, 1)
ON CONFLICT (tenant, key) DO UPDATE SET last = akten_nummernkreis.last + 1
RETURNING last
"""


def take_number(key: str) -> int:
    """Return the next number of a circle: no double under concurrency, no gap after a rollback."""
    with connection.cursor() as cursor:
        cursor.execute(TAKE, (uuid7(), current_tenant(), key))
        return cursor.fetchone()[0]


def given_or_next(
    model: type[models.Model], given: str, *, circle: str, shape: Callable[[int], str]
) -> str:
    """Return the number `given`, or the next of a circle that nothing of this model has yet.

    Numbers that came from outside may stand where the circle has not counted to.
    Raises AktenzeichenTaken.
    """
    if given:
        if model._default_manager.filter(aktenzeichen=given).exists():
            raise AktenzeichenTaken(given)
        return given
    while True:
        aktenzeichen = shape(take_number(circle))
        if not model._default_manager.filter(aktenzeichen=aktenzeichen).exists():
            return aktenzeichen
