"""How a change of the queue answers: the next page, or its message alone when that page is there."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from verbundakte.akten.pages import safe_next
from verbundakte.core.actions import Refusal
from verbundakte.core.ui.messages import say, warn

PART, MESSAGE = "Va-Part", "meldung"


def answer(request: HttpRequest, act: Callable[[], tuple[str, str]]) -> HttpResponse:
    """Do something; `act` returns what is said then and the address of the way back ("" for none).

    Goes on to the address the form names; `onward.js` asks for the message alone, 422 when refused.
    """
    status = 200
    try:
        done, undo = act()
    except Refusal as refusal:
        warn(request, refusal.message)
        status = 422
    else:
        say(request, done, undo=undo)
    if request.headers.get(PART) == MESSAGE:
        return render(request, "ui/_toasts.html", status=status)
    return redirect(safe_next(request, reverse("posteingang:eingaenge")))
