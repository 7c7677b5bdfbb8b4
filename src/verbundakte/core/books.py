"""Checks of a book that is numbered per year (`jahr`, `nummer`, `number`)."""

from django.db.models import Count, Max, QuerySet
from django.db.models.functions import Coalesce

NAMED = 5


def named(rows: QuerySet, who: str, what: str) -> str:
    """Return a sentence with the first numbers of what is wrong, empty when nothing is."""
    numbers = [row.number for row in rows.order_by("jahr", "nummer")[: NAMED + 1]]
    if not numbers:
        return ""
    more = " und weitere" if len(numbers) > NAMED else ""
    return f"{who} {what}: {', '.join(numbers[:NAMED])}{more}."


def holes(rows: QuerySet, book: str) -> list[str]:
    """Return a sentence for each year in which numbers are missing."""
    years = rows.values("jahr").annotate(last=Coalesce(Max("nummer"), 0), count=Count("pk"))
    return [
        f"Im {book} {year['jahr']} fehlen {year['last'] - year['count']} Nummern."
        for year in years.order_by("jahr")
        if year["last"] != year["count"]
    ]
