"""How much room a town takes: database, texts, index; how busy the machine is and how fast."""

import os
import statistics
import time
from pathlib import Path
from random import Random

from django.db import connection, transaction

from verbundakte.akten.models import Dokument, Seitentext
from verbundakte.core.search import indexes
from verbundakte.core.tenancy.context import use_tenant

TABLES = """
SELECT relname, pg_table_size(oid), pg_indexes_size(oid) FROM pg_class
WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY pg_total_relation_size(oid) DESC LIMIT 12
"""


def sizes(data: Path, tenant: int) -> dict:
    """Return bytes of database, index and texts, and those of each Dokument."""
    count = count_of(tenant)
    with use_tenant(tenant), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"SELECT coalesce(sum(octet_length(text)), 0) FROM {Seitentext._meta.db_table}"  # noqa: S608
        )
        text = int(cursor.fetchone()[0])
        cursor.execute("SELECT pg_database_size(current_database())")
        database = cursor.fetchone()[0]
        cursor.execute(TABLES)
        tables = [
            {"table": name, "mb": round(rows / 1e6, 1), "indexes_mb": round(keys / 1e6, 1)}
            for name, rows, keys in cursor.fetchall()
        ]
    index = folder_size(indexes.folder(tenant))
    return {
        "dokumente": count,
        "text_bytes_each": round(text / count),
        "index_bytes_each": round(index / count),
        "index_mb": round(index / 1e6, 1),
        "database_mb": round(database / 1e6, 1),
        "blobs_mb": round(folder_size(data / "blobs") / 1e6, 1),
        "tables": tables,
    }


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def count_of(tenant: int) -> int:
    """Return how many Dokumente a town has."""
    with use_tenant(tenant), transaction.atomic():
        return Dokument.objects.count()


def load() -> str:
    """Return how busy the machine was the last 1, 5 and 15 minutes, as it stands beside figures."""
    return "/".join(f"{one:.1f}" for one in os.getloadavg())


def pace() -> float:
    """Return how many milliseconds a fixed piece of work takes: objects looked up all over memory.

    Pages do little else, and where others share caches and memory the same machine needs up to twice
    as long without being busy: figures of two runs are compared beside this one.
    """
    objects = [{"number": number, "text": str(number)} for number in range(200_000)]
    places = Random(1).choices(range(len(objects)), k=20_000)
    taken = []
    for _ in range(15):
        began = time.perf_counter()
        sum(objects[place]["number"] + len(objects[place]["text"]) for place in places)
        taken.append((time.perf_counter() - began) * 1000)
    return round(statistics.median(taken), 1)
