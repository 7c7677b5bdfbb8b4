"""How much room a town takes: database, texts, index; and how busy the machine is."""

import os
from pathlib import Path

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
