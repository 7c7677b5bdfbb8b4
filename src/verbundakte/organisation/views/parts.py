"""What the pages of this room share: periods, and one way to show, check and perform a form."""

from datetime import date, timedelta

from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.organisation.models import Vertretung

__all__ = ["FormPage", "period", "run_form", "shown_vertretungen"]


def period(first: date, end: date | None, on: date) -> dict:
    """Return how a half open period is shown: {text, state}; the last day is the one before `end`."""
    last = end - timedelta(days=1) if end else None
    text = f"{first:%d.%m.%Y} bis {last:%d.%m.%Y}" if last else f"seit {first:%d.%m.%Y}"
    if last is None and first > on:
        text = f"ab {first:%d.%m.%Y}"
    if end is not None and end <= first:
        return {"text": f"{first:%d.%m.%Y}, zurückgenommen", "state": "past"}
    state = "future" if first > on else "past" if end and end <= on else "now"
    return {"text": text, "state": state}


def shown_vertretungen(rows: list[Vertretung], on: date) -> list[dict]:
    """Return Vertretungen as lists show them: {row, period, art}."""
    return [
        {"row": row, "period": period(row.from_on, row.to_on, on), "art": row.get_art_display()}
        for row in rows
    ]
