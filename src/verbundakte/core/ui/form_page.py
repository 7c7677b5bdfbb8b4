"""A page that is one form: shown, checked and performed in one way everywhere."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from verbundakte.core.actions import Changed, Refusal
from verbundakte.core.ui.messages import say
from verbundakte.core.ui.shortcuts import render_page


@dataclass(frozen=True)
class FormPage:
    """What a form page says: heading, path to it, its button, where "Abbrechen" leads.

    `done` is said at the foot of the next page; `text` explains what will happen; `part` is a
    template shown above the form, which finds `context` under the name `part`. `template`: the page
    in which the form stands, instead of one of its own; it finds `context` as its own.
    """

    title: str
    label: str
    back: str
    steps: tuple[tuple[str, str], ...]
    done: str
    text: str = ""
    is_danger: bool = False
    part: str = ""
    context: dict = field(default_factory=dict)
    template: str = "ui/form_page.html"


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
    return _performed(request, form, page, perform, current) or _shown(request, form, page)


def run_slow_form(
    request: HttpRequest, form: forms.Form, page: FormPage, perform: Callable[[dict], str | None]
) -> HttpResponse:
    """As `run_form`, in a view without a transaction: what `perform` does waits for others."""
    done = _performed(request, form, page, perform, None)
    if done:
        return done
    with transaction.atomic():
        return _shown(request, form, page)


def _performed(request, form, page, perform, current) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        target = perform(form.cleaned_data)
    except Changed as refusal:
        if current is None:
            form.add_error(None, refusal.message)
        else:
            form.meet(current())
        return None
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
    if page.done:
        say(request, page.done)
    return redirect(target or page.back)


def _shown(request: HttpRequest, form: forms.Form, page: FormPage) -> HttpResponse:
    context = {**page.context, "form": form, "page": page}
    return render_page(request, page.template, context, 422 if form.errors else 200)
