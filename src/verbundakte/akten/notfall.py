"""Making the Notfallliste each night: a PDF that any reader opens with the town's password (ADR 0027)."""

import os
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from verbundakte.akten.actions.notfall import PURPOSE, keep_notfallliste
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Notfallkennwort, Notfallliste
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.notfall import count_running, read_notfallinhalt
from verbundakte.core.actor import SystemActor
from verbundakte.core.blobs.register import keep
from verbundakte.core.clock import now
from verbundakte.core.conversion import converters
from verbundakte.core.converters.lock import locked
from verbundakte.core.jobs import JobFailed, job, start
from verbundakte.core.models import Job, Tenant
from verbundakte.core.secrets import SealBroken, unseal
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import counted

MAY = (Permission.NOTFALL_READ, Permission.NOTFALL_EDIT)
NIGHTLY = SystemActor(id="notfallliste", permissions=frozenset(MAY))
OLD = timedelta(hours=48)


@job(JobKind.NOTFALL, "Notfallliste herstellen", attempts=2, permissions=MAY)
def make_notfallliste(actor, progress) -> dict:
    """Make the list of the open town, keep it, and lay a copy into the folder outside."""
    with transaction.atomic():
        tenant = Tenant.objects.get(pk=current_tenant())
        kennwort = Notfallkennwort.objects.order_by("-set_at").first()
        inhalt, running = read_notfallinhalt(actor), count_running(actor)
    if kennwort is None:
        raise JobFailed("Das Kennwort der Notfallliste ist nicht festgelegt.")
    progress.begin(1)
    at = now()
    context = {
        "inhalt": inhalt,
        "town": tenant.name,
        "at": at,
        "counts": inhalt.counts,
        "running": running,
    }
    made = converters().sheet(tenant.pk, render_to_string("akten/ausgabe/notfall.html", context))
    try:
        content = locked(made.data, unseal(PURPOSE, kennwort.sealed).decode())
    except SealBroken as error:
        raise JobFailed(
            "Das Kennwort der Notfallliste ist nicht lesbar. Legen Sie es neu fest."
        ) from error
    with transaction.atomic():
        keep_notfallliste(
            actor, None, blob=keep(content), counts=inhalt.counts, pages=made.pages, at=at
        )
    lay_outside(tenant.slug, content)
    progress.step()
    return {
        "message": counted(inhalt.counts["vorgaenge"], "laufender Vorgang", "laufende Vorgänge")
    }


def folder() -> Path:
    """Return where the newest list of each town lies, to be carried to another machine."""
    return Path(os.environ.get("VERBUNDAKTE_NOTFALL") or settings.DATA_DIR / "notfall")


def lay_outside(slug: str, content: bytes) -> None:
    """Put the list in its place; the one before is there until the new one is whole."""
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = place / f"{slug}.neu"
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(place / f"{slug}.pdf")


def make_once_a_day(on: date) -> None:
    """Start the list of the open town, once a day, where it has a password."""
    if not Notfallkennwort.objects.exists():
        return
    begun = Job.objects.filter(kind=JobKind.NOTFALL, created_at__date=on).exists()
    if not begun:
        start(NIGHTLY, JobKind.NOTFALL)


def check_notfallliste(deep: bool) -> tuple[int, list[str]]:
    """Find a town whose list is old although it has a password (for `check`)."""
    kennwort = Notfallkennwort.objects.order_by("-set_at").first()
    if kennwort is None:
        return 0, []
    newest = Notfallliste.objects.order_by("-made_at").first()
    known = max(kennwort.set_at, newest.made_at) if newest else kennwort.set_at
    if now() - known > OLD:
        return 1, [f"Die Notfallliste ist älter als zwei Tage (Stand {known:%d.%m.%Y})."]
    return 1, []
