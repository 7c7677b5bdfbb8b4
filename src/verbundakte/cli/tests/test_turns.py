"""Who hurries leaves room for those who work."""

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from verbundakte.cli import turns
from verbundakte.cli.tests.serving import serving
from verbundakte.cli.turns import EARNED, MOST_SAVED, SLOT, SLOTS, Dispatcher, Pauses, Waiting

THREADS = 4


class Office:
    """An application whose answers to /langsam wait until they may go."""

    def __init__(self):
        self.go, self.begun = threading.Event(), threading.Semaphore(0)
        self.threads: list[str] = []

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/langsam":
            self.begun.release()
            self.go.wait(30)
        self.threads.append(threading.current_thread().name)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]


@pytest.fixture
def office():
    """The application, served on `office.port`."""
    office = Office()
    dispatcher = Dispatcher(Pauses(None), THREADS)
    office.waiting, office.dispatcher = dispatcher.queue, dispatcher
    with serving(office, _dispatcher=dispatcher, listen="127.0.0.1:0") as server:
        office.port = server.effective_port
        yield office
        office.go.set()


def ask(port: int, path: str, session: str) -> tuple[int, str | None]:
    """Return status and Retry-After."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path, headers={"Cookie": f"a=b; verbundakte={session}"})
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.getheader("Retry-After")
    finally:
        connection.close()


def test_the_thread_that_was_busy_last_takes_the_next_request(office):
    for _ in range(3 * THREADS):
        until(lambda: office.dispatcher.active_count == 0)  # all of them wait
        ask(office.port, "/", "ruhig")
    assert len(set(office.threads)) == 1


def test_one_client_never_has_all_threads(office):
    with ThreadPoolExecutor(THREADS * 2) as pool:
        hurried = [pool.submit(ask, office.port, "/langsam", "eilig") for _ in range(THREADS * 2)]
        for _ in range(THREADS // 2):
            assert office.begun.acquire(timeout=10)
        assert not office.begun.acquire(timeout=0.2)  # the others of this client wait
        office.go.set()
        assert [one.result() for one in hurried] == [(200, None)] * THREADS * 2


def test_who_paused_is_answered_while_a_crowd_waits(office):
    assert ask(office.port, "/", "ruhig")[0] == 200
    with ThreadPoolExecutor(20) as pool:
        crowd = [pool.submit(ask, office.port, "/langsam", f"eilig{n}") for n in range(20)]
        for _ in range(THREADS // 2):
            assert office.begun.acquire(timeout=10)
        assert not office.begun.acquire(timeout=0.3)
        assert ask(office.port, "/", "ruhig") == (200, None)
        office.go.set()
        assert {one.result()[0] for one in crowd} == {200}


def test_who_lets_too_many_wait_is_told_to_come_again(office, monkeypatch):
    monkeypatch.setattr(turns, "MOST_WAITING", 3)
    with ThreadPoolExecutor(20) as pool:
        sent = [pool.submit(ask, office.port, "/langsam", "eilig") for _ in range(THREADS // 2)]
        for _ in sent:
            assert office.begun.acquire(timeout=10)
        sent += [pool.submit(ask, office.port, "/langsam", "eilig") for _ in range(3)]
        until(lambda: len(office.waiting) == 3)
        assert ask(office.port, "/", "eilig") == (503, str(turns.AGAIN_SECONDS))
        office.go.set()
        assert {one.result() for one in sent} == {(200, None)}
    assert ask(office.port, "/", "eilig") == (200, None)


def test_turns_are_earned_by_pausing_and_known_to_all_processes(tmp_path):
    here, there = Pauses(tmp_path / "pauses"), Pauses(tmp_path / "pauses")
    assert not here.take_turn("fremd", 100)
    here.answered("fremd", 100.1)
    assert not there.take_turn("fremd", 100.1 + 0.5 / EARNED)  # half a turn
    there.answered("fremd", 101)
    assert here.take_turn("fremd", 101 + 1 / EARNED)
    taken = [there.take_turn("fremd", 5000) for _ in range(int(MOST_SAVED) + 5)]
    assert sum(taken) == MOST_SAVED
    assert not here.take_turn("fremd", 4000)  # a clock that went back earns nothing
    assert (tmp_path / "pauses").stat().st_size == SLOTS * SLOT.size


@dataclass
class Asked:
    """What the queue looks at of a request's channel."""

    session: str
    addr = ("127.0.0.1", 1)

    @property
    def requests(self) -> list:
        """Return the one request."""
        return [SimpleNamespace(headers={"COOKIE": f"verbundakte={self.session}"}, error=None)]


@pytest.mark.parametrize(("later", "first"), [(4.0, "ruhig"), (5.5, "eilig")])
def test_who_waited_long_goes_before_those_with_a_turn(monkeypatch, later, first):
    moments = iter([100.0, 100.0 + later])
    monkeypatch.setattr(turns.time, "monotonic", lambda: next(moments))
    pauses = Pauses(None)
    pauses.answered("ruhig", 50.0)
    waiting = Waiting(pauses, threading.Lock(), 1)
    waiting.append(Asked("eilig"))
    waiting.append(Asked("ruhig"))
    assert waiting.popleft().channel.session == first


def until(is_so) -> None:
    """Wait until something is so."""
    for _ in range(1000):
        if is_so():
            return
        time.sleep(0.01)
    raise TimeoutError
