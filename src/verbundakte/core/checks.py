"""Invariants of the house, asked by `./verbundakte check` and shown to operators.

Each check runs inside one open town and returns how much it looked at and what is wrong (German).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from django.apps import apps
from django.db import connection, transaction

from verbundakte.core.anchors import compare_with_anchor, keep_anchor
from verbundakte.core.audit import Problem, verify_chain
from verbundakte.core.blobs.fixity import compare_files, compare_strangers, sentences
from verbundakte.core.clock import now
from verbundakte.core.models import Job, Tenant, TenantForeignKey, TenantOneToOneField
from verbundakte.core.reads import verify_reads
from verbundakte.core.registry import Check, registry
from verbundakte.core.search.completeness import check_index
from verbundakte.core.tenancy.context import use_tenant

STUCK = timedelta(hours=6)
LAST_CHECK = "last_check.json"


@dataclass
class CheckResult:
    """One check over all towns."""

    name: str
    checked: int = 0
    problems: list[str] = field(default_factory=list)

    def as_dict(self) -> dict:
        """Return the shape of `check --json`."""
        return {
            "name": self.name,
            "ok": not self.problems,
            "checked": self.checked,
            "problems": self.problems,
        }


def check_fixity(deep: bool) -> tuple[int, list[str]]:
    """Compare stored bytes with their rows: presence and size always, the digest when `deep`."""
    return sentences(compare_files, deep)


def check_strangers(deep: bool) -> tuple[int, list[str]]:
    """Find bytes in the store that no row names (older than a day: the clean-up should have run)."""
    return sentences(compare_strangers, deep)


def check_chain(deep: bool) -> tuple[int, list[str]]:
    """Verify the log's hash chain, also against what the last check saw of it."""
    checked, problems = verify_chain()
    problems += compare_with_anchor()
    if not problems:
        keep_anchor()
    return _told(checked, problems)


def _told(checked: int, problems: list[Problem]) -> tuple[int, list[str]]:
    return checked, [
        f"Position {problem.seq}: {problem.message}" if problem.seq else problem.message
        for problem in problems
    ]


def check_reads(deep: bool) -> tuple[int, list[str]]:
    """Verify the chain of Lesevermerke, also where their content was erased."""
    return _told(*verify_reads())


def tenant_keys() -> Iterator[tuple[str, str, str]]:
    """Yield (table, column, target table) of every reference inside a town."""
    for model in apps.get_models():
        for key in model._meta.local_fields:
            if isinstance(key, TenantForeignKey | TenantOneToOneField):
                target = key.remote_field.model._meta.db_table
                yield model._meta.db_table, key.column, target


def check_references(deep: bool) -> tuple[int, list[str]]:
    """Find references that lead out of the town (the database's keys make them impossible)."""
    problems, checked = [], 0
    with connection.cursor() as cursor:
        for table, column, target in tenant_keys():
            checked += 1
            cursor.execute(
                f"SELECT count(*) FROM {table} a WHERE a.{column} IS NOT NULL"  # noqa: S608
                f" AND NOT EXISTS (SELECT 1 FROM {target} b WHERE b.id = a.{column})"
            )
            if count := cursor.fetchone()[0]:
                problems.append(f"{table}.{column}: {count} Verweise führen ins Leere.")
    return checked, problems


def check_jobs(deep: bool) -> tuple[int, list[str]]:
    """Find work that has begun long ago and never ended."""
    stuck = Job.objects.open().filter(created_at__lt=now() - STUCK)
    rows = stuck.values_list("label", "created_at")[:100]
    return Job.objects.count(), [
        f"Auftrag „{label}“ vom {at:%d.%m.%Y %H:%M} ist nicht fertig geworden."
        for label, at in rows
    ]


CHECKS = (
    Check("fixity", check_fixity, "Dateien vorhanden und unverändert", is_long=True),
    Check("strangers", check_strangers, "Nichts Fremdes im Speicher", is_long=True),
    Check("audit_chain", check_chain, "Protokoll lückenlos"),
    Check("read_chain", check_reads, "Lesevermerke lückenlos"),
    Check("references", check_references, "Verweise innerhalb der Kommune"),
    Check("jobs", check_jobs, "Aufträge erledigt", is_of_now=True),
    Check("index", check_index, "Suchindex vollständig", is_long=True),
)


def run_check(check: Check, deep: bool) -> tuple[int, list[str]]:
    """Run one check in the open town; outside of a transaction."""
    if check.is_long:
        return check.run(deep)
    with transaction.atomic():
        return check.run(deep)


def run_checks(deep: bool = False, *, of_now: bool = True) -> list[CheckResult]:
    """Run every check in every town; without `of_now` those of what is kept. Problems name the town."""
    checks = {name: one for name, one in registry.checks.items() if of_now or not one.is_of_now}
    results = {name: CheckResult(name) for name in checks}
    for tenant in Tenant.objects.order_by("slug"):
        for name, check in checks.items():
            with use_tenant(tenant.pk):
                checked, problems = run_check(check, deep)
            results[name].checked += checked
            results[name].problems += [f"{tenant.slug}: {problem}" for problem in problems]
    return list(results.values())
