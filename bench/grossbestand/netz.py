"""Over HTTP: the real web process, asked by one client and by eight at once."""

import http.client
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from django.conf import settings

from grossbestand.anfragen import MIXED, Ask, Bestand, asks, new_file
from grossbestand.messen import WARM, log_in
from verbundakte.cli.children import Child
from verbundakte.cli.installation import Installation
from verbundakte.cli.parts import own_processes
from verbundakte.cli.problems import Problem
from verbundakte.cli.supervisor import first_page, listen
from verbundakte.core.embedded.processes import cpu_seconds

FIRST_ANSWER = 90.0  # seconds
CLIENTS = (1, 8)


@dataclass(frozen=True)
class NetRow:
    """What clients of a kind wait for a request: milliseconds."""

    clerk: str
    what: str
    clients: int
    p50_ms: float
    p95_ms: float
    per_second: float
    web_cpu_ms: float
    failed: int


@dataclass(frozen=True)
class Web:
    """The running web processes."""

    port: int
    pids: tuple[int, ...]


@contextmanager
def web_process(installation: Installation) -> Iterator[Web]:
    """Run the web processes of the installation alone: no worker, so nothing else is being done."""
    with listen(0) as listener:
        number, port = listener.fileno(), listener.getsockname()[1]
        arguments = ["--data", str(installation.data), "--socket", str(number)]
        log = installation.log / "web.log"
        children = [
            Child(name, [*arguments, "--name", name], log, module=module, kept_files=[number])
            for name, module in own_processes()
            if module == "web"
        ]
        for child in children:
            child.start(installation.environment() | {"VERBUNDAKTE_PORT": str(port)})
        try:
            deadline = time.monotonic() + FIRST_ANSWER
            while not 0 < first_page(port) < 500:
                if time.monotonic() > deadline:
                    raise Problem(f"Der Webserver antwortet nicht; Näheres in {log}.")
                time.sleep(0.2)
            yield Web(port, tuple(child.process.pid for child in children))
        finally:
            for child in children:
                child.ask_to_end()
            for child in children:
                child.end(10)


@dataclass
class Visitor:
    """One client with a connection that stays open."""

    town: Bestand
    clerk: str
    cookie: str
    port: int
    took: list[float] = field(default_factory=list)
    failed: int = 0

    def __post_init__(self):
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)

    def send(self, ask: Ask, content: bytes = b"") -> None:
        """Send a request (an upload with this content) and note how long the answer took."""
        headers = ask.headers(self.town.tokens[self.clerk])
        if not ask.is_api:
            headers["Cookie"] = self.cookie
        body, method = None, "GET"
        if ask.is_upload:
            method, body, kind = "POST", *_form(content or new_file(), "pdf" if content else "txt")
            headers["Content-Type"] = kind
        began = time.perf_counter()
        try:
            path = f"/{self.town.slug}/{ask.path}"
            self._connection.request(method, path, body=body, headers=headers)
            answer = self._connection.getresponse()
            answer.read()
            self.failed += answer.status >= 400
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self.failed += 1
        self.took.append((time.perf_counter() - began) * 1000)


def _form(content: bytes, kind: str) -> tuple[bytes, str]:
    mark = uuid4().hex
    head = f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="vermerk.{kind}"\r\n\r\n'
    return head.encode() + content + f"\r\n--{mark}--\r\n".encode(), (
        f"multipart/form-data; boundary={mark}"
    )


def cookie_of(login: str) -> str:
    """Return the cookie of somebody who is logged in."""
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={log_in(login).cookies[name].value}"


def measured(
    town: Bestand, installation: Installation, times: int, told: Callable[[str], None]
) -> list[NetRow]:
    """Return a row for each clerk, request and number of clients."""
    rows = []
    with web_process(installation) as web:
        for clerk, (_, login) in town.clerks.items():
            cookie = cookie_of(login)
            for clients in CLIENTS:
                told(f"über HTTP, wer {clerk} sieht, {clients} zugleich")
                visitors = [Visitor(town, clerk, cookie, web.port) for _ in range(clients)]
                each = max(2, times // 2) if clients > 1 else times
                for ask in asks(town):
                    rows.append(_row(visitors, ask.name, [ask] * WARM, [ask] * each, web.pids))
                pages = [ask for ask in asks(town) if not ask.is_upload]
                rows.append(_row(visitors, MIXED, pages, pages * (each // 4 or 1), web.pids))
    return rows


def _row(
    visitors: list[Visitor], what: str, before: list[Ask], asked: list[Ask], pids: tuple[int, ...]
) -> NetRow:
    """Let all ask at once, each beginning elsewhere: first what warms up, then what is measured."""
    _together(visitors, before)
    for visitor in visitors:
        visitor.took, visitor.failed = [], 0
    cpu, began = sum(map(cpu_seconds, pids)), time.perf_counter()
    _together(visitors, asked)
    seconds, cpu = time.perf_counter() - began, sum(map(cpu_seconds, pids)) - cpu
    took = [one for visitor in visitors for one in visitor.took]
    return NetRow(
        visitors[0].clerk,
        what,
        len(visitors),
        round(statistics.median(took), 1),
        round(statistics.quantiles(took, n=20)[-1], 1),
        round(len(took) / seconds, 1),
        round(cpu * 1000 / len(took), 1),
        sum(visitor.failed for visitor in visitors),
    )


def _together(visitors: list[Visitor], asked: list[Ask]) -> None:
    threads = []
    for number, visitor in enumerate(visitors):
        begin = number * len(asked) // len(visitors)
        turned = (visitor, asked[begin:] + asked[:begin])
        threads.append(threading.Thread(target=_ask, args=turned))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask(visitor: Visitor, asked: list[Ask]) -> None:
    for ask in asked:
        visitor.send(ask)
