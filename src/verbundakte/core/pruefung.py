"""The check of a town's holdings as work of its operators: started from a page or each month, kept with
everything it found. Findings name digests and positions, never what a file is about."""

import logging
from datetime import date, datetime

from django.urls import reverse

from verbundakte.core.actions import action
from verbundakte.core.actor import SystemActor
from verbundakte.core.audit import EventName
from verbundakte.core.checks import run_check
from verbundakte.core.jobs import Progress, job, start
from verbundakte.core.models import Job
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import DeskItem, registry
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.core.ui.formats import counted

logger = logging.getLogger("verbundakte.check")
CHECK = "core.pruefung.run"
CHECKER = SystemActor(id="check", permissions=frozenset())
MOST_NAMED = 200
DAYS = 28  # each town has its day of the month, so that not all are read in one night


class Event(EventName):
    """Events of the check."""

    STARTED = "core.pruefung.started", "lässt den Bestand prüfen"


@job(CHECK, "Bestand prüfen", lock="core.pruefung", is_for_operators=True)
def check_in_background(actor, progress: Progress, *, deep: bool, on: str = "") -> dict:
    """Run every check in the open town; after a crash it goes on with the next one."""
    results = progress.state().get("checks", [])
    names = list(registry.checks)
    progress.begin(len(names), len(results))
    for name in names[len(results) :]:
        check = registry.checks[name]
        checked, problems = run_check(check, deep)
        results.append(
            {
                "title": check.title or name,
                "checked": checked,
                "count": len(problems),
                "problems": problems[:MOST_NAMED],
            }
        )
        progress.keep(checks=results, deep=deep)
        progress.step()
    count = sum(result["count"] for result in results)
    if count:
        extra = {"tenant": current_tenant(), "reason": f"{count} findings"}
        logger.error("holdings are not in order", extra=extra)
    return {"checks": results, "deep": deep, "count": count, "message": _summary(count)}


def _summary(count: int) -> str:
    return counted(count, "Befund.", "Befunde.") if count else "Alles in Ordnung."


@action(Permission.JOB_RUN, Event.STARTED, about="result")
def start_check(actor, subject: None, *, deep: bool, at: datetime) -> Job:
    """Start the check of the open town; with `deep` each file is read."""
    return start(actor, CHECK, deep=deep)


def check_once_a_month(on: date) -> None:
    """Start the deep check of the open town on its day of the month."""
    args = {"deep": True, "on": on.isoformat()}
    is_due = on.day == 1 + current_tenant() % DAYS
    if is_due and not Job.objects.started_by(CHECKER).filter(kind=CHECK, args=args).exists():
        start(CHECKER, CHECK, priority=-1, **args)


def last_checks() -> list[Job]:
    """Return the newest check of the open town that has ended, and the newest deep one."""
    ended = Job.objects.filter(kind=CHECK, error="").exclude(finished_at=None)
    rows = [ended.order_by("-finished_at").first()]
    rows.append(ended.filter(args__deep=True).order_by("-finished_at").first())
    return [row for row in rows if row is not None]


def running_check() -> Job | None:
    """Return the check of the open town that has not ended."""
    return Job.objects.open().filter(kind=CHECK).order_by("created_at").first()


def found_problems(actor) -> list[DeskItem]:
    """Return that the last check found something, for whoever may see the state of the installation."""
    if Permission.STATUS_READ not in actor.permissions:
        return []
    count = max((row.result.get("count", 0) for row in last_checks()), default=0)
    if not count:
        return []
    told = counted(count, "Befund", "Befunde")
    title = f"Die Prüfung des Bestands hat {told}"
    return [DeskItem(kind="Betrieb", icon="warn", title=title, url=reverse("web:pruefung"))]
