"""The page for operators: versions, work, disk, what is missing, when everything was last checked."""

import json
import platform
from datetime import datetime

import django
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from verbundakte import __version__
from verbundakte.core import programs, virus
from verbundakte.core.blobs.places import LOCAL, S3, present
from verbundakte.core.blobs.store import StoreAway, free_bytes
from verbundakte.core.checks import LAST_CHECK
from verbundakte.core.converters import sandbox
from verbundakte.core.models import Blob, Job
from verbundakte.core.permissions import Permission
from verbundakte.core.pruefung import last_checks
from verbundakte.core.search.changes import count_waiting
from verbundakte.core.search.completeness import last_comparison
from verbundakte.core.search.rebuilding import running_rebuild
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import number
from verbundakte.core.ui.shortcuts import render_page

STORES = {LOCAL: "in den Ordner dieses Rechners", S3: "in den S3-Speicher"}


def _database_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return cursor.fetchone()[0].split(" ")[0]


def _index_state() -> str:
    """Say in one sentence how the index of the open town is."""
    waiting = count_waiting(current_tenant())
    if job := running_rebuild():
        how_far = (
            f"{number(job.done)} von {number(job.total)} Einträgen"
            if job.total
            else "wartet auf Beginn"
        )
        meanwhile = "wird aufgebaut" if waiting is None else "wird erneuert, der alte dient solange"
        return f"{meanwhile} ({how_far})"
    if waiting is None:
        return "wird aufgebaut"
    return "aktuell" if not waiting else f"{number(waiting)} Änderungen warten"


def _last_check() -> dict | None:
    path = settings.DATA_DIR / LAST_CHECK
    try:
        found = json.loads(path.read_text())
        return found | {"at": datetime.fromisoformat(found["at"])}
    except (OSError, ValueError, KeyError):
        return None


def _protection() -> list[tuple[str, str]]:
    layers = sandbox.capabilities()
    is_on = {True: "ja", False: "nein"}
    return [
        ("Fremde Dateien ohne Zugriff auf Daten", is_on[bool(layers["files_closed"])]),
        ("Fremde Dateien ohne Netz", is_on[bool(layers["network_closed"])]),
        ("Virenprüfung", "eingeschaltet" if virus.is_configured() else "nicht eingerichtet"),
    ]


def _free_bytes() -> int | None:
    """Return the free space, None while the store is away."""
    try:
        return free_bytes()
    except StoreAway:
        return None


@require_safe
def show_status(request: HttpRequest) -> HttpResponse:
    """Show the state of the installation to those who run it; no contents of files."""
    if Permission.STATUS_READ not in request.actor.permissions:
        raise PermissionDenied
    context = {
        "versions": [
            ("Verbundakte", __version__),
            ("Datenbank", f"PostgreSQL {_database_version()}"),
            ("Python", platform.python_version()),
            ("Django", django.get_version()),
        ],
        "jobs": [
            ("Warten", Job.objects.waiting().count()),
            ("Laufen", Job.objects.running().count()),
            ("Gescheitert", Job.objects.failed().count()),
        ],
        "failed": Job.objects.failed().order_by("-finished_at")[:20],
        "free": _free_bytes(),
        "store": STORES[present()],
        "blobs": Blob.objects.count(),
        "index": _index_state(),
        "index_check": last_comparison(),
        "protection": _protection(),
        "missing": programs.missing(),
        "hint": programs.sentence(programs.missing()) if programs.missing() else "",
        "last_check": _last_check(),
        "town_check": next(iter(last_checks()), None),
    }
    return render_page(request, "web/status.html", context)
