"""A client's own list of what was confirmed to it, against database, store, log and index.

The list is a file with one JSON object a line: `{"tenant": "musterstadt", "dokument": "<id>", "sha256":
"<of a file>"}`; the last may be missing. What a client holds as done must be there in all of them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.db import transaction

from verbundakte.akten.models import Datei, Dokument
from verbundakte.cli.problems import Problem
from verbundakte.core.blobs import store
from verbundakte.core.checks import CheckResult
from verbundakte.core.models import AuditEvent, Tenant
from verbundakte.core.search import indexes
from verbundakte.core.search.changes import cursor_of, ids_on_their_way
from verbundakte.core.search.engine import IndexUnavailable
from verbundakte.core.tenancy.context import use_tenant

NAME = "acknowledged"


@dataclass(frozen=True)
class Confirmed:
    """One operation that was confirmed to a client."""

    tenant: str
    dokument: UUID
    sha256: str = ""


def read_list(path: Path) -> Iterator[Confirmed]:
    """Yield what stands in a list. Raises Problem with the line that cannot be read."""
    try:
        lines = path.read_text().splitlines()
    except OSError as error:
        raise Problem(f"Die Liste {path} lässt sich nicht lesen.") from error
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found = json.loads(line)
            yield Confirmed(
                str(found["tenant"]), UUID(found["dokument"]), str(found.get("sha256") or "")
            )
        except (ValueError, KeyError, TypeError) as error:
            raise Problem(
                f"Zeile {number} von {path} ist keine Bestätigung: nötig sind tenant und dokument."
            ) from error


def check_acknowledged(path: Path, *, deep: bool) -> CheckResult:
    """Look for everything on a client's list; with `deep` the bytes are read."""
    result, by_town = CheckResult(NAME), {}
    for one in read_list(path):
        by_town.setdefault(one.tenant, []).append(one)
    for slug, confirmed in by_town.items():
        result.checked += len(confirmed)
        tenant = Tenant.objects.filter(slug=slug).first()
        if tenant is None:
            result.problems.append(f"{slug}: diese Kommune gibt es nicht.")
            continue
        with use_tenant(tenant.pk):
            indexed = _indexed(tenant.pk)
            result.problems += [
                f"{slug}: {one.dokument}: {reason}"
                for one in confirmed
                if (reason := _missing(tenant.pk, one, indexed, deep=deep))
            ]
    return result


def _indexed(tenant: int) -> set[str] | None:
    """Return the ids in the index or on their way into it; None when there is no index."""
    try:
        index = indexes.open_for(tenant)
    except IndexUnavailable:
        return None
    with transaction.atomic():
        return set(index.fingerprints()) | ids_on_their_way(tenant, cursor_of(index))


def _missing(tenant: int, one: Confirmed, indexed: set[str] | None, *, deep: bool) -> str:
    """Return where a confirmed Dokument is not, "" when it is everywhere."""
    with transaction.atomic():
        if not Dokument.objects.filter(pk=one.dokument).exists():
            return "fehlt in der Datenbank."
        if not AuditEvent.objects.filter(subject_id=one.dokument).exists():
            return "fehlt im Protokoll."
        files = Datei.objects.filter(fassung__dokument=one.dokument)
        digests = set(files.values_list("blob__sha256", flat=True))
    if one.sha256 and one.sha256 not in digests:
        return "hat die bestätigte Datei nicht."
    for digest in digests:
        if store.entry_of(tenant, digest) is None:
            return "die Bytes fehlen im Speicher."
        if deep and not store.verify(tenant, digest):
            return "die Bytes wurden verändert."
    if indexed is not None and str(one.dokument) not in indexed:
        return "fehlt im Suchindex."
    return ""
