"""Pages of a demo as a clerk sees them: statements, server time, CPU time and size of each.

Runs inside this process over the installation of --data (a demo); `--size` is how often each page
is asked for (20). `cpu_ms` is the median of the CPU time of this process, without PostgreSQL: on a
machine that does other work it says more than the server time.
"""

import logging
import re
import statistics
import time
from contextlib import contextmanager

from django.db import connection
from django.test import Client

from verbundakte.cli.problems import Problem
from verbundakte.cli.session import django_session

TOWN = "/musterstadt/"
# A page is an address, or what leads to it from the page before: "page before > pattern of a link".
PAGES = {
    "Schreibtisch": TOWN,
    "Aktenplan": f"{TOWN}aktenplan/",
    "Akten": f"{TOWN}akten/",
    "Akte": "Akten > /akten/[0-9a-f-]{36}/",
    "Vorgänge": f"{TOWN}vorgaenge/",
    "Vorgang": "Vorgänge > /vorgaenge/[0-9a-f-]{36}/",
    "Verlauf": "Vorgang > /vorgaenge/[0-9a-f-]{36}/verlauf/",
    "Zugriff": "Vorgang > /vorgaenge/[0-9a-f-]{36}/zugriff/",
    "Dokumente": f"{TOWN}dokumente/",
    "Dokument": "Vorgang > /dokumente/[0-9a-f-]{36}/",
    "Kontakte": f"{TOWN}kontakte/",
    "Suche": f"{TOWN}suche/?q=Bescheid",
    "Facetten": f"{TOWN}suche/facetten/?q=Bescheid",
    "Papierkorb": f"{TOWN}papierkorb/",
}


class Counter:
    """Counts the statements of the database."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, *arguments):
        self.count += 1
        return execute(*arguments)


@contextmanager
def counted():
    """Count the statements inside."""
    counter = Counter()
    with connection.execute_wrapper(counter):
        yield counter


def log_in(logins: list[dict]) -> Client:
    """Return a browser in which a clerk of Musterstadt is logged in."""
    wanted = ("musterstadt", "sachbearbeitung")
    clerk = next((one for one in logins if (one["tenant"], one["role"]) == wanted), None)
    if clerk is None:
        raise Problem("Diese Messung braucht eine Demo; bitte --data auf ihren Ordner richten.")
    client = Client(SERVER_NAME="localhost")
    names = {"login": clerk["login"], "password": clerk["password"]}
    answer = client.post(f"{TOWN}anmelden/", names)
    if answer.status_code != 302:
        raise Problem("Die Anmeldung der Demo gelingt nicht.")
    return client


def address(where: str, seen: dict[str, str]) -> str:
    """Return the address of a page; links are looked up on a page seen before."""
    if " > " not in where:
        return where
    before, pattern = where.split(" > ")
    found = re.search(f'href="({pattern.replace("/", TOWN, 1)})', seen[before])
    if found is None:
        raise Problem(f"Auf der Seite „{before}“ der Demo steht kein Link {pattern}.")
    return found[1]


def run(options) -> dict:
    """Return for each page its queries, median and 95th percentile, and CPU time, in milliseconds."""
    times, rows, seen = options.size or 20, [], {}
    with django_session(options.data) as installation:
        logging.disable(logging.INFO)  # the figures are the output
        client = log_in(installation.demo_logins())
        for name, where in PAGES.items():
            answer = client.get(address(where, seen), follow=True)
            url = answer.redirect_chain[-1][0] if answer.redirect_chain else address(where, seen)
            with counted() as counter:
                answer = client.get(url, follow=True)
            seen[name] = answer.content.decode()
            took, cpu = zip(*(_timed(client, url) for _ in range(times)), strict=True)
            rows.append(
                {
                    "page": name,
                    "status": answer.status_code,
                    "queries": counter.count,
                    "p50_ms": round(statistics.median(took), 1),
                    "p95_ms": round(statistics.quantiles(took, n=20)[-1], 1),
                    "cpu_ms": round(statistics.median(cpu), 1),
                    "kilobytes": round(len(answer.content) / 1000, 1),
                }
            )
    return {"requests_per_page": times, "pages": rows}


def _timed(client: Client, url: str) -> tuple[float, float]:
    began, cpu = time.perf_counter(), time.process_time()
    client.get(url, follow=True)
    return (time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000
