"""Removing a town: all rows by the owner's role, then bytes and index; counted before and after.

The log is append-only for everybody but the owner, and for him while a guard stands: the guards are
lifted for this one transaction.
"""

import shutil

from django.conf import settings
from django.db import connections, models, transaction
from django.db.models import Q

from verbundakte.core import loeschliste
from verbundakte.core.blobs import store
from verbundakte.core.models import Account, IndexChange, Tenant
from verbundakte.core.paket.tables import tenant_models
from verbundakte.core.tenancy.global_tables import GLOBAL_TABLES

OWNER = "owner"
GUARDED = "SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = 'guard'"


def count_rows(tenant: int) -> dict[str, int]:
    """Return how many rows of a town each table holds; tables without any are left out."""
    names = [*(model._meta.db_table for model in tenant_models()), IndexChange._meta.db_table]
    counts = {}
    with connections[OWNER].cursor() as cursor:
        for name in sorted(set(names)):
            cursor.execute(f"SELECT count(*) FROM {name} WHERE tenant = %s", [tenant])  # noqa: S608
            if count := cursor.fetchone()[0]:
                counts[name] = count
    return counts


def remove_rows(tenant: Tenant, *, keeps_town: bool) -> None:
    """Delete every row of a town. `keeps_town`: it stays, empty, with its logins and a new log."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute(GUARDED)
        guarded = [name for (name,) in cursor.fetchall()]
        for name in guarded:
            cursor.execute(f"ALTER TABLE {name} DISABLE TRIGGER guard")
        for name in {model._meta.db_table for model in tenant_models()} - {"core_chainhead"}:
            cursor.execute(f"DELETE FROM {name} WHERE tenant = %s", [tenant.pk])  # noqa: S608
        cursor.execute("DELETE FROM core_indexchange WHERE tenant = %s", [tenant.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for name in guarded:
            cursor.execute(f"ALTER TABLE {name} ENABLE TRIGGER guard")
        if keeps_town:
            cursor.execute(
                "UPDATE core_chainhead SET seq = 0, hash = decode(repeat('00', 32), 'hex')"
                " WHERE tenant = %s",
                [tenant.pk],
            )
            return
        cursor.execute("DELETE FROM core_chainhead WHERE tenant = %s", [tenant.pk])
        alone = _logins_only_here(tenant)
        _delete_below(cursor, Tenant, f"{Tenant._meta.db_table}.id = %s", [tenant.pk])
        if alone:
            _delete_below(cursor, Account, f"{Account._meta.db_table}.id = ANY(%s)", [alone])


def _logins_only_here(tenant: Tenant) -> list:
    rows = Account.objects.using(OWNER).filter(memberships__tenant=tenant)
    elsewhere = Account.objects.using(OWNER).filter(
        Q(memberships__isnull=False) & ~Q(memberships__tenant=tenant)
    )
    return list(rows.exclude(pk__in=elsewhere.values("pk")).values_list("pk", flat=True))


def _delete_below(cursor, model: type[models.Model], where: str, values: list) -> None:
    """Delete rows of a global table, and before them the global rows that name them."""
    name, key = model._meta.db_table, model._meta.pk.column
    for relation in model._meta.related_objects:
        child = relation.related_model
        if child._meta.db_table in GLOBAL_TABLES and child is not model:
            column = f"{child._meta.db_table}.{relation.field.column}"
            inside = f"{column} IN (SELECT {name}.{key} FROM {name} WHERE {where})"  # noqa: S608
            _delete_below(cursor, child, inside, values)
    cursor.execute(f"DELETE FROM {name} WHERE {where}", values)  # noqa: S608


def remove_bytes(tenant: int) -> int:
    """Delete everything a town has in the stores, and its index; return how many files."""
    found = {entry.name for _, entry in store.entries(tenant)}
    for sha256 in found:
        store.remove(tenant, sha256)
    for folder in ("blobs", "cache"):
        shutil.rmtree(settings.DATA_DIR / folder / str(tenant), ignore_errors=True)
    for path in (settings.DATA_DIR / "index").glob(f"{tenant}*"):
        if path.name == str(tenant) or path.name.removeprefix(str(tenant))[0] in ".-":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return len(found)


def remove_town(tenant: Tenant, *, at) -> dict:
    """Remove a town for good; return the proof: counts before and after, files, moment.

    The town comes on the Löschliste, so that no backup brings it back.
    """
    number, entry = tenant.pk, loeschliste.entry(loeschliste.KOMMUNE, tenant.uuid, tenant.pk, at)
    before = count_rows(number)
    remove_rows(tenant, keeps_town=False)
    files = remove_bytes(number)
    loeschliste.note(entry)
    left = sum(1 for _ in store.entries(number))
    return {
        "geloescht_am": at.isoformat(),
        "zeilen_vorher": before,
        "zeilen_nachher": count_rows(number),
        "dateien_geloescht": files,
        "dateien_nachher": left,
    }
