"""What of the installation waits for whoever runs it."""

from datetime import timedelta

from django.urls import reverse

from verbundakte.core.clock import now
from verbundakte.core.models import Job
from verbundakte.core.permissions import Permission
from verbundakte.core.registry import DeskItem
from verbundakte.core.ui.formats import counted

SINCE, MOST = timedelta(days=7), 99


def failed_work(actor) -> list[DeskItem]:
    """Return that work of the last week failed, for whoever may see the state of the installation."""
    if Permission.STATUS_READ not in actor.permissions:
        return []
    rows = Job.objects.failed().filter(finished_at__gte=now() - SINCE)
    count = rows.order_by("-finished_at")[:MOST].count()
    if not count:
        return []
    told = counted(count, "Auftrag ist", "Aufträge sind")
    return [
        DeskItem(
            kind="Betrieb",
            icon="warn",
            title=f"{told} in den letzten sieben Tagen nicht gelungen",
            url=reverse("web:betrieb"),
        )
    ]
