"""What the pages of this room share: periods, and one way to show, check and perform a form."""

from datetime import date, timedelta

from django.urls import reverse

from verbundakte.core.ui.form_page import FormPage, run_form
from verbundakte.organisation.actions import kinds_text
from verbundakte.organisation.models import Organisationseinheit, Vertretung

__all__ = [
    "FormPage",
    "einheit_address",
    "einheit_steps",
    "period",
    "run_form",
    "shown_vertretungen",
]


def einheit_address(einheit: Organisationseinheit) -> str:
    """Return the page of a unit."""
    return reverse("organisation:einheit", args=[einheit.pk])


def einheit_steps(einheit: Organisationseinheit | None = None) -> tuple[tuple[str, str], ...]:
    """Return the path to the tree of units, or to one of them."""
    steps = (("Organisation", reverse("organisation:einheiten")),)
    return (*steps, (str(einheit), einheit_address(einheit))) if einheit else steps


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
    """Return Vertretungen as lists show them: {row, period, art}; for what, where not for all."""
    return [
        {"row": row, "period": period(row.from_on, row.to_on, on), "art": _art(row)} for row in rows
    ]


def _art(row: Vertretung) -> str:
    only = kinds_text(row.arten)
    passed = ", weitergegeben" if row.weitergabe_id else ""
    return f"{row.get_art_display()}{f', nur {only}' if only else ''}{passed}"
