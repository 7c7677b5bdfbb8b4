"""What is measured: list of hits with snippets, facets, suggestions, the whole page; in-process."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from suchlast.daten import Bestand
from verbundakte.akten import queries
from verbundakte.core.models import Account
from verbundakte.core.search.service import Search, search
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.actor import load_actor

QUESTIONS = {
    "häufiges Wort": "antrag",
    "zwei Wörter": "antrag genehmigung",
    "drei Wörter": "bescheid frist gemeinde",
    "Wortteil": "steuer",
    "Wortfolge": '"mit freundlichen grüßen"',
    "Anfang": "genehm*",
    "selten": "zweitwohnungsteuer",
    "Nummer": "M0003-2018/0004",
    "Tippfehler": "bauvoranfarge",
    "eingegrenzt": "antrag datum:2024..2025 typ:bescheid",
}
BEGINNINGS = ("an", "bau", "genehmi", "antrag bau", "M0003-2018")
TIMES = 15
FILTERS = {"eingegrenzt": {"kind": ["dokument"]}}


@dataclass
class Row:
    """Milliseconds of one thing: wall and CPU of this process, median; wall, 95th percentile."""

    clerk: str
    what: str
    question: str
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    hits: int


def _measured(do: Callable[[], int]) -> tuple[float, float, float, int]:
    do()
    walls, cpus, hits = [], [], 0
    for _ in range(TIMES):
        wall, cpu = time.perf_counter(), time.process_time()
        hits = do()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    p95 = statistics.quantiles(walls, n=20)[-1]
    return (
        round(statistics.median(walls), 1),
        round(p95, 1),
        round(statistics.median(cpus), 1),
        hits,
    )


def measured(bestand: Bestand) -> list[dict]:
    """Return a row for each clerk and question, and a summary for each clerk (question "p50")."""
    rows: list[dict] = []
    for clerk, (person, login) in bestand.clerks.items():
        with use_tenant(bestand.tenant), transaction.atomic():
            actor = load_actor(person)
        found = _of_clerk(bestand, clerk, actor, _client(login))
        rows += [vars(row) for row in found]
    return rows


def summary(rows: list[dict]) -> list[dict]:
    """Return for each clerk and kind the median and the worst of its questions."""
    kinds = dict.fromkeys((row["clerk"], row["what"]) for row in rows)
    found = []
    for clerk, what in kinds:
        own = [row for row in rows if (row["clerk"], row["what"]) == (clerk, what)]
        found.append(
            {
                "clerk": clerk,
                "what": what,
                "p50_ms": round(statistics.median(row["p50_ms"] for row in own), 1),
                "worst_p50_ms": max(row["p50_ms"] for row in own),
                "cpu_ms": round(statistics.median(row["cpu_ms"] for row in own), 1),
            }
        )
    return found


def _client(login: str) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(Account.objects.get(login=login))
    return client


def _of_clerk(bestand: Bestand, clerk: str, actor, client: Client) -> list[Row]:
    rows = []

    def take(what: str, question: str, do: Callable[[], int]) -> None:
        rows.append(Row(clerk, what, question, *_measured(do)))

    for name, text in QUESTIONS.items():
        question = Search(text, FILTERS.get(name, {}))
        take("Trefferliste", name, lambda q=question: _inside(bestand, lambda: _hits(actor, q)))
        take("Facetten", name, lambda q=question: _inside(bestand, lambda: _facets(actor, q)))
        take("Seite", name, lambda t=text: _page(bestand, client, f"suche/?q={t}"))
    for text in BEGINNINGS:
        take(
            "Vorschläge",
            text,
            lambda t=text: _inside(bestand, lambda: len(queries.vorschlaege(actor, t))),
        )
        take(
            "Vorschläge, Antwort",
            text,
            lambda t=text: _page(bestand, client, f"suche/vorschlaege/?q={t}"),
        )
    return rows


def _inside(bestand: Bestand, do: Callable[[], int]) -> int:
    with use_tenant(bestand.tenant), transaction.atomic():
        return do()


def _hits(actor, question: Search) -> int:
    return search(actor, question).count


def _facets(actor, question: Search) -> int:
    return len(queries.facetten(actor, question))


def _page(bestand: Bestand, client: Client, path: str) -> int:
    with no_tenant():
        answer = client.get(f"/{bestand.slug}/{path}")
    return answer.status_code
