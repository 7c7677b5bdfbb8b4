"""Watching folders: a look every few seconds, each in a thread of its own, so that a mount that hangs
keeps nobody else waiting. What was seen is kept in this process only."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import UUID

from verbundakte.posteingang.scan import ordner
from verbundakte.posteingang.scan.ordner import Gesehen, OrdnerProblem
from verbundakte.posteingang.scan.wurzel import root

EVERY = 2.0  # seconds between two looks
HANGS = 60.0
AGAIN = 60.0  # until a file that could not be taken is tried again
MOST_AT_ONCE = 200
NO_ANSWER = "Der Ordner antwortet nicht. Der Betrieb prüft, ob er eingebunden ist."


@dataclass(frozen=True)
class Blick:
    """The outcome of a look: files that have stopped growing, or what is wrong with the folder.

    `is_clear`: nothing lies there that could not be taken.
    """

    files: tuple[Gesehen, ...] = ()
    problem: str = ""
    is_clear: bool = False


@dataclass
class _Stand:
    """What is known of one folder: since when each file looks the same, and which were tried."""

    began: float = 0.0
    thread: threading.Thread | None = None
    outcome: list | None = None
    problem: str = ""
    since: dict[Gesehen, float] = field(default_factory=dict)
    tried: dict[Gesehen, float] = field(default_factory=dict)


class Wache:
    """The looks into all folders. `look(place)` returns the files or raises OrdnerProblem."""

    def __init__(self, look: Callable[[list[str]], list[Gesehen]]):
        self._look = look
        self._known: dict[UUID, _Stand] = {}

    def ask(self, kanal: UUID, place: list[str], quiet: float, at: float) -> Blick | None:
        """Return what the last look found, once; None while there is nothing new."""
        stand = self._known.setdefault(kanal, _Stand())
        if stand.thread is None:
            if at - stand.began >= EVERY:
                self._begin(stand, place, at)
            return None
        if stand.thread.is_alive():
            return Blick(problem=NO_ANSWER) if at - stand.began > HANGS else None
        stand.thread = None
        if stand.problem:
            return Blick(problem=stand.problem)
        files = self._settled(stand, quiet, at)
        return Blick(files, is_clear=not stand.tried)

    def forget(self, kanal: UUID) -> None:
        """Look at all files of a folder anew, also at those that were tried."""
        self._known.pop(kanal, None)

    def _begin(self, stand: _Stand, place: list[str], at: float) -> None:
        def run() -> None:
            try:
                stand.outcome, stand.problem = self._look(place), ""
            except OrdnerProblem as problem:
                stand.outcome, stand.problem = None, problem.message

        stand.began, stand.thread = at, threading.Thread(target=run, daemon=True)
        stand.thread.start()

    def _settled(self, stand: _Stand, quiet: float, at: float) -> tuple[Gesehen, ...]:
        """Return the files that look as they did at least `quiet` seconds ago; empty ones may grow."""
        seen = stand.outcome or []
        before = stand.since
        stand.since = {one: before.get(one, at) for one in seen}
        stand.tried = {one: when for one, when in stand.tried.items() if one in stand.since}
        found = [
            one
            for one in seen
            if one.size
            and one in before
            and at - before[one] >= quiet
            and at - stand.tried.get(one, -AGAIN) >= AGAIN
        ][:MOST_AT_ONCE]
        stand.tried.update(dict.fromkeys(found, at))
        return tuple(found)


def _look(place: list[str]) -> list[Gesehen]:
    with ordner.opened(root(), place) as folder:
        return ordner.look(folder, "/".join(place[1:]))


WACHE = Wache(_look)


def moment() -> float:
    """Return the seconds by which looks are timed; they only ever grow."""
    return time.monotonic()
