"""The clock. Doors read it and pass the moment on; nothing below them asks for the time itself."""

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """Return the present moment in UTC (aware)."""
    return timezone.now()


def local(moment: datetime) -> datetime:
    """Return an aware moment as the clock of the office (Europe/Berlin) shows it."""
    return moment.astimezone(timezone.get_default_timezone())


def today() -> date:
    """Return today's date in the office (Europe/Berlin)."""
    return local(now()).date()
