"""What the pages of this room share: one way to show, check and perform a form."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page
from verbundakte.organisation.models import Vertretung


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


@dataclass(frozen=True)
class FormPage:
    """What a form page says: heading, path to it, its button, where "Abbrechen" leads.

    `done` is said at the foot of the next page; `text` explains what will happen.
    """

    title: str
    label: str
    back: str
    steps: tuple[tuple[str, str], ...]
    done: str
    text: str = ""
    is_danger: bool = False


def run_form(
    request: HttpRequest,
    form: forms.Form,
    page: FormPage,
    perform: Callable[[dict], str | None],
    current: Callable | None = None,
) -> HttpResponse:
    """Show the form, or perform it and go on to the address `perform` returns (else `page.back`).

    A refusal is shown above the form, its input stays (422). `current()` gives the object as it
    is now, for a form whose object somebody else changed meanwhile.
    """
    if request.method == "POST" and form.is_valid():
        try:
            target = perform(form.cleaned_data)
        except Changed as refusal:
            if current is None:
                form.add_error(None, refusal.message)
            else:
                form.meet(current())
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            say(request, page.done)
            return redirect(target or page.back)
    context = {"form": form, "page": page}
    return render_page(request, "organisation/form.html", context, 422 if form.errors else 200)
