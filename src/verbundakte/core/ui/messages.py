"""What was done, said at the foot of the next page, with the way back where there is one."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.http import HttpRequest

from verbundakte.core.actions import Refusal

UNDO, SEE = "undo=", "see="


def say(request: HttpRequest, text: str, *, undo: str = "") -> None:
    """Say what was done. `undo` is an address of this town; "Zurücknehmen" posts to it (key z)."""
    messages.success(request, text, extra_tags=f"{UNDO}{undo}" if undo else "")


def warn(request: HttpRequest, text: str, *, see: str = "") -> None:
    """Say something that needs attention but belongs to no place on the page; `see`: where it is shown."""
    messages.warning(request, text, extra_tags=f"{SEE}{see}" if see else "")


@contextmanager
def telling(request: HttpRequest, done: str, *, undo: str = "") -> Iterator[None]:
    """Do something and say `done`, or why it was refused; either way the view goes on."""
    try:
        yield
    except Refusal as refusal:
        warn(request, refusal.message)
    else:
        say(request, done, undo=undo)


def undo_address(message) -> str:
    """Return the address of "Zurücknehmen" of a message, or ""."""
    return _address(message, UNDO)


def see_address(message) -> str:
    """Return the address of "Ansehen" of a message, or ""."""
    return _address(message, SEE)


def _address(message, name: str) -> str:
    tags = message.extra_tags or ""
    return tags.removeprefix(name) if tags.startswith(name) else ""
