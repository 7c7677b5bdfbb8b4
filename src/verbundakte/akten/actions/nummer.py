"""Numbers from a circle. The circle's row is locked until the end of the transaction."""

from django.db import connection

from verbundakte.core.ids import uuid7
from verbundakte.core.tenancy.context import current_tenant

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
