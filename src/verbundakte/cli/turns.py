"""Whose request is next when more come than can be answered.

Who works pauses between two requests; who hurries does not. Pausing saves up turns, and a request with a
turn goes before all that came within the last `HEAD_START` seconds without one. Nobody starves: a request
that waited longer than that is next whoever else comes. Half of the threads are kept for those with a turn,
which also leaves Python's lock to them sooner. One client never has more than half of the threads, and is
told to come again later when too many of its own requests wait.

A client is a session, a token or else an address. The pauses lie in a file that the web processes of a
machine share, because the requests of one client reach now this one, now that one.
"""

import re
import struct
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from django.conf import settings
from waitress.channel import HTTPChannel
from waitress.task import ThreadedTaskDispatcher
from waitress.utilities import Error

from verbundakte.cli.shared import shared_bytes

FILE = "pauses"
HEAD_START = 5.0  # seconds
EARNED, MOST_SAVED = 5.0, 20.0  # turns for a second of pause, and at most
MOST_WAITING = 100  # requests of one client: a page with all its files, many times over
AGAIN_SECONDS = 5
REFUSED = ""  # stands for all that are told to come again
SLOTS, SLOT = 1 << 16, struct.Struct("dd")  # last seen, turns saved
SESSION = re.compile(rf"(?:^|;)\s*{re.escape(settings.SESSION_COOKIE_NAME)}=([^;]+)")


class TooMany(Error):
    """What a client reads that has too many requests waiting."""

    def to_response(self, ident=None) -> tuple[str, list[tuple[str, str]], bytes]:
        """Return status, headers and the sentence."""
        body = (
            "Von Ihnen warten schon sehr viele Anfragen auf Antwort. Bitte versuchen Sie es in einigen"
            " Sekunden noch einmal."
        )
        kind = ("Content-Type", "text/plain; charset=utf-8")
        return (
            "503 Service Unavailable",
            [kind, ("Retry-After", str(AGAIN_SECONDS))],
            body.encode(),
        )


class Pauses:
    """When clients were last seen, and how many turns they have saved.

    Two clients may share a slot, and two processes may write at the same time: then somebody comes a
    little earlier or later, no more.
    """

    def __init__(self, file: Path | None):
        self._kept = shared_bytes(file, SLOTS * SLOT.size)

    def take_turn(self, client: str, now: float) -> bool:
        """Note that a client asks; tell whether it had a turn saved for that. Strangers have none."""
        place = self._place(client)
        seen, saved = SLOT.unpack_from(self._kept, place)
        pause = max(now - seen, 0) if seen else 0
        saved = min(saved + EARNED * pause, MOST_SAVED)
        has_turn = saved >= 1
        SLOT.pack_into(self._kept, place, now, saved - has_turn)
        return has_turn

    def answered(self, client: str, now: float) -> None:
        """Note that a client has its answer: its pause begins."""
        place = self._place(client)
        _, saved = SLOT.unpack_from(self._kept, place)
        SLOT.pack_into(self._kept, place, now, saved)

    def _place(self, client: str) -> int:
        return zlib.crc32(client.encode()) % SLOTS * SLOT.size


@dataclass(eq=False)
class Turn:
    """A request that waits, and who sent it."""

    queue: "Waiting"
    channel: HTTPChannel
    client: str
    is_saved: bool
    came_at: float

    @property
    def due(self) -> float:
        """Return its place in the queue."""
        return self.came_at - HEAD_START * self.is_saved

    def service(self) -> None:
        """Answer it."""
        try:
            self.channel.service()
        finally:
            self.queue.ended(self)

    def cancel(self) -> None:
        """Forget it."""
        self.channel.cancel()


class Waiting:
    """The requests that wait for a thread; the dispatcher uses it like a deque, under its lock."""

    def __init__(self, pauses: Pauses, lock: Lock, most: int):
        self._pauses, self._lock, self._most = pauses, lock, most
        self._waiting: list[Turn] = []
        self._running: list[Turn] = []

    def append(self, channel: HTTPChannel) -> None:
        """Let the request of a channel wait."""
        client, now = client_of(channel), time.monotonic()
        is_saved = self._pauses.take_turn(client, now)
        if sum(one.client == client for one in self._waiting) >= MOST_WAITING:
            channel.requests[0].error = TooMany("")
            client, is_saved = REFUSED, True  # said at once
        self._waiting.append(Turn(self, channel, client, is_saved, now))

    def popleft(self) -> Turn:
        """Return the request that is next."""
        turn = min(self._startable(), key=lambda one: one.due)
        self._waiting.remove(turn)
        self._running.append(turn)
        return turn

    def ended(self, turn: Turn) -> None:
        """Note that a request was answered."""
        with self._lock:
            self._running.remove(turn)
        self._pauses.answered(turn.client, time.monotonic())

    def _startable(self) -> Iterator[Turn]:
        clients = Counter(one.client for one in self._running)
        is_full = sum(not one.is_saved for one in self._running) >= self._most
        for one in self._waiting:
            if clients[one.client] < self._most and (one.is_saved or not is_full):
                yield one

    def __len__(self) -> int:
        return len(self._waiting)

    def __bool__(self) -> bool:
        """Tell whether a request may start now."""
        return next(self._startable(), None) is not None


class LastFirst:
    """Where threads wait for work; the dispatcher uses it like a Condition with its lock.

    Who began to wait last is woken first: the connection of that thread has its plans already. In
    turns, as a Condition wakes them, it takes a hundred pages until all of them have.
    """

    def __init__(self, lock: Lock):
        self._lock = lock
        self._waiting: list[Lock] = []

    def wait(self) -> None:
        """Give the lock back until somebody wakes this thread."""
        alarm = Lock()
        alarm.acquire()
        self._waiting.append(alarm)
        self._lock.release()
        try:
            alarm.acquire()
        finally:
            self._lock.acquire()

    def notify(self) -> None:
        """Wake the thread that began to wait last, if there is one."""
        if self._waiting:
            self._waiting.pop().release()

    def notify_all(self) -> None:
        """Wake all threads."""
        while self._waiting:
            self.notify()


class Dispatcher(ThreadedTaskDispatcher):
    """Threads that take the requests in this order."""

    def __init__(self, pauses: Pauses, threads: int):
        super().__init__()
        self.queue_cv = LastFirst(self.lock)
        self.queue = Waiting(pauses, self.lock, threads // 2)
        self.set_thread_count(threads)


def client_of(channel: HTTPChannel) -> str:
    """Return who asks: session, token or address (behind a proxy, the one it saw)."""
    headers = channel.requests[0].headers
    if found := SESSION.search(headers.get("COOKIE", "")):
        return found[1]
    return headers.get("AUTHORIZATION") or f"{channel.addr[0]} {headers.get('X_FORWARDED_FOR', '')}"
