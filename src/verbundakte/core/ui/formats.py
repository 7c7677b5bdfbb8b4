"""German forms of numbers, sizes and moments for the screen. Pure functions; the clock is handed in."""

from datetime import date, datetime, timedelta

NBSP = "\u00a0"
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")
SIZES = ("Byte", "KB", "MB", "GB", "TB")


def number(value: int | float, decimals: int = 0) -> str:
    """Return `1284` as "1.284" and, with two decimals, `218400` as "218.400,00"."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans({",": ".", ".": ","}))


def counted(value: int, one: str, many: str) -> str:
    """Return "1 Dokument" or "14 Dokumente"."""
    return f"{number(value)}{NBSP}{one if value == 1 else many}"


def size(count: int) -> str:
    """Return a number of bytes as "48 KB" or "18,4 MB" (steps of 1024, at most one decimal)."""
    amount, step = float(count), 0
    while amount >= 1024 and step < len(SIZES) - 1:
        amount, step = amount / 1024, step + 1
    decimals = 1 if step > 1 and amount < 100 and round(amount, 1) != round(amount) else 0
    return f"{number(amount, decimals)}{NBSP}{SIZES[step]}"


def day(value: date, today: date) -> str:
    """Return "heute", "gestern", "morgen", "20.11." in this year, else "20.11.2025"."""
    near = {0: "heute", -1: "gestern", 1: "morgen"}.get((value - today).days)
    if near:
        return near
    return f"{value:%d.%m.}" if value.year == today.year else f"{value:%d.%m.%Y}"


def weekday(value: date, today: date) -> str:
    """Return "Di 24.11.", with the year where it is another one."""
    text = f"{value:%d.%m.}" if value.year == today.year else f"{value:%d.%m.%Y}"
    return f"{WEEKDAYS[value.weekday()]}{NBSP}{text}"


def moment(value: datetime, now: datetime) -> str:
    """Return "heute 08:17", "gestern 16:40", "20.11. 14:37" or "20.11.2025 14:37" (local times)."""
    return f"{day(value.date(), now.date())}{NBSP}{value:%H:%M}"


def days_ago(count: int) -> str:
    """Return "seit 1 Tag", "seit 2 Tagen"."""
    return f"seit {number(count)}{NBSP}{'Tag' if count == 1 else 'Tagen'}"


def due(value: date, today: date) -> str:
    """Return "seit 2 Tagen" when late, "heute", else the day with its weekday."""
    if value < today:
        return days_ago((today - value).days)
    return "heute" if value == today else weekday(value, today)


def due_level(value: date, today: date) -> str:
    """Return "late", "today" or "" (the part of the class name `va-due--...`)."""
    if value < today:
        return "late"
    return "today" if value == today else ""


def since(value: datetime, now: datetime) -> str:
    """Return how long ago it was: "gerade eben", "vor 5 Minuten", "vor 3 Stunden", "vor 2 Tagen"."""
    passed = max(now - value, timedelta())
    if passed < timedelta(minutes=1):
        return "gerade eben"
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return f"vor {minutes}{NBSP}{'Minute' if minutes == 1 else 'Minuten'}"
    if minutes < 24 * 60:
        hours = minutes // 60
        return f"vor {hours}{NBSP}{'Stunde' if hours == 1 else 'Stunden'}"
    return f"vor {number(passed.days)}{NBSP}{'Tag' if passed.days == 1 else 'Tagen'}"


def remaining(seconds: float) -> str:
    """Return "noch wenige Sekunden", "noch etwa 2 Minuten", "noch etwa 3 Stunden"."""
    if seconds < 10:
        return "noch wenige Sekunden"
    if seconds < 90:
        return f"noch etwa {round(seconds / 10) * 10}{NBSP}Sekunden"
    if seconds < 90 * 60:
        return f"noch etwa {round(seconds / 60)}{NBSP}Minuten"
    return f"noch etwa {round(seconds / 3600)}{NBSP}Stunden"


def initials(name: str) -> str:
    """Return "AB" for "Amira Beispiel" and "IP" for "Dr. Ina Probe"."""
    words = [word for word in name.split() if not word.endswith(".")]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
