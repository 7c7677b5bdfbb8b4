"""How large an installation must be: a simulation over what the other benchmarks have measured.

Reads `bench/ergebnisse/` (`gross-N` with the largest N, `last`, `import`, `neuaufbau`) and simulates
the busiest hour of towns of 90, 5,000 and 50,000 people: requests come at random, each takes the CPU
it was measured to take, and as many cores are added until 95 % are answered in time. The same
results give the same numbers. What was not measured is an assumption and stands in ASSUMED.
"""

import argparse
import heapq
import math
from pathlib import Path
from random import Random

from grossbestand.ergebnis import FOLDER, kind_of, last

ASSUMED = {
    "Dokumente je Person und Jahr": 200,
    "Jahre": 10,
    "Anteil der Personen, die in der stärksten Stunde arbeiten": 0.6,
    "Sekunden zwischen zwei Seiten einer Person": 20,
    "KB je Original": 300,
    "KB je Original für Vorschau, Lesefassung, PDF/A": 200,
    "Anteil gescannter Dokumente": 0.2,
    "CPU-Sekunden der Texterkennung je Scan": 12,
    "Arbeitstage im Jahr": 220,
    "Stunden, in denen der Eingang eines Tages verarbeitet ist": 8,
    "MB je Webprozess": 300,
    "Anteil von Datenbank und Index, der im Arbeitsspeicher liegen soll": 0.15,
    "Kerne je Rechner": 16,
}
TOWNS = {"90 Personen": 90, "5.000 Personen": 5_000, "50.000 Personen": 50_000}
WAIT, BUSY = 100.0, 0.6  # ms for 95 %; the share of its time a core may work
DATABASE_BUSY, REQUESTS, SEED = 0.4, 20_000, 20261128
DEFAULT_PDF, DEFAULT_REBUILD = 0.3, 400  # the targets, where nothing was measured
KINDS = {"lesen": 0.6, "dokument": 0.3, "ändern": 0.1}


PAGE = Path(__file__).resolve().parents[1] / "docs" / "betrieb" / "groesse.md"
BEGIN, END = "<!-- berechnet -->", "<!-- Ende -->"


def run(options: argparse.Namespace) -> dict:
    """Return the tables of the page, which is written anew with them."""
    found = tables(measured_figures())
    before, _, rest = PAGE.read_text().partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(before + "\n".join([BEGIN, *_page(found), END]) + after)
    return found


def tables(measured: dict) -> dict:
    """Return the assumptions, what was measured, and a column for each town."""
    towns = [_column(people, measured) for people in TOWNS.values()]
    names = list(towns[0])
    return {
        "assumed": [{"was": name, "wert": value} for name, value in ASSUMED.items()],
        "measured": [
            {"was": name, "wert": one} for name, one in measured.items() if name != "asks"
        ],
        "towns": [
            {"was": name} | {town: one[name] for town, one in zip(TOWNS, towns, strict=True)}
            for name in names
        ],
    }


def _page(found: dict):
    """Yield the tables as the page shows them."""
    titles = {"towns": "Ergebnis", "measured": "Gemessen", "assumed": "Angenommen"}
    for name, title in titles.items():
        rows = found[name]
        yield from ("", f"## {title}", "", _line(rows[0]), _line("---" for _ in rows[0]))
        yield from (_line(map(_german, row.values())) for row in rows)
    yield ""


def _line(cells) -> str:
    shown = ("" if cell == "was" else str(cell) for cell in cells)
    return f"| {' | '.join(shown)} |"


def _german(value) -> str:
    if isinstance(value, int | float):
        return f"{value:,}".translate(str.maketrans(",.", ".,"))
    return str(value)


def measured_figures() -> dict:
    """Return what the results in the repository say; the targets where there are none."""
    gross = max(
        (int(path.stem.partition("-")[2]) for path in FOLDER.glob("gross-*.json")), default=0
    )
    found, taken, again = last(f"gross-{gross}"), last("import"), last("neuaufbau")
    sizes = found.get("sizes", {})
    count = sizes.get("dokumente", 1)
    return {
        "gemessen an Dokumenten": gross,
        "Last dabei": ", ".join(found.get("load", [])) or "nicht gemessen",
        "Byte Text je Dokument": sizes.get("text_bytes_each", 3000),
        "Byte Index je Dokument": sizes.get("index_bytes_each", 4500),
        "Byte Datenbank je Dokument": round(sizes.get("database_mb", 0.01) * 1e6 / count),
        "CPU-Sekunden je übernommenem PDF": taken.get("cpu_seconds_per_pdf", DEFAULT_PDF),
        "Einträge je Sekunde und Kern beim Neuaufbau": again.get(
            "entries_per_cpu_second", DEFAULT_REBUILD
        ),
        "asks": _asks(found.get("pages", [])),
    }


def _asks(pages: list[dict]) -> dict[str, list[tuple[float, float]]]:
    """Return for each kind of request (ms of CPU of the page, of the database)."""
    found: dict[str, list[tuple[float, float]]] = {}
    for row in pages:
        kind = kind_of(row["was"])
        found.setdefault(kind, []).append((row["CPU"], row["DB-CPU"]))
    return {kind: found.get(kind) or [(40.0, 8.0)] for kind in KINDS}


def _column(people: int, measured: dict) -> dict:
    documents = people * ASSUMED["Dokumente je Person und Jahr"] * ASSUMED["Jahre"]
    rate = (
        people
        * ASSUMED["Anteil der Personen, die in der stärksten Stunde arbeiten"]
        / ASSUMED["Sekunden zwischen zwei Seiten einer Person"]
    )
    cores, p95 = _cores(rate, measured["asks"])
    database = _database_cores(rate, measured["asks"])
    jobs = _job_cores(people, measured)
    rows = documents * measured["Byte Datenbank je Dokument"] / 1e9
    index = documents * measured["Byte Index je Dokument"] / 1e9
    files = documents * (ASSUMED["KB je Original"] + _made()) / 1e6
    hot = ASSUMED["Anteil von Datenbank und Index, der im Arbeitsspeicher liegen soll"]
    memory = cores * ASSUMED["MB je Webprozess"] / 1000 + hot * (rows + index) + 2
    again = documents / measured["Einträge je Sekunde und Kern beim Neuaufbau"] / 3600
    return {
        "Dokumente nach zehn Jahren": documents,
        "Anfragen je Sekunde": round(rate, 1),
        "Kerne für Seiten": cores,
        "95 % beantwortet in ms": round(p95),
        "Kerne für die Datenbank": database,
        "Kerne für Aufträge": jobs,
        "Rechner": _machines(cores, database, jobs),
        "Arbeitsspeicher GB": math.ceil(memory),
        "Datenbank GB": _gb(rows),
        "Suchindex GB je Webrechner": _gb(index),
        "Dateien GB": _gb(files),
        "Index neu aufbauen, Stunden auf einem Kern": _gb(again),
    }


def _made() -> float:
    return ASSUMED["KB je Original für Vorschau, Lesefassung, PDF/A"]


def _gb(amount: float) -> float:
    return round(amount, 1) if amount < 10 else round(amount)


def _cores(rate: float, asks: dict) -> tuple[int, float]:
    """Return with how many cores 95 % are answered in time, and what they wait then."""
    mean = sum(
        share * sum(web for web, _ in asks[kind]) / len(asks[kind]) for kind, share in KINDS.items()
    )
    cores = max(1, math.ceil(rate * mean / 1000 / BUSY))
    while (p95 := simulated(rate, cores, asks)) > WAIT and cores < 10_000:
        cores += max(1, cores // 10)
    return cores, p95


def simulated(rate: float, cores: int, asks: dict) -> float:
    """Return the 95th percentile in ms of requests at random moments that `cores` share."""
    rng = Random(f"{SEED}/{rate}/{cores}")  # noqa: S311
    free = [0.0] * cores
    took, moment = [], 0.0
    for _ in range(REQUESTS):
        moment += rng.expovariate(rate) * 1000
        (kind,) = rng.choices(list(KINDS), list(KINDS.values()))
        web, database = rng.choice(asks[kind])
        begins = max(moment, heapq.heappop(free))
        ends = begins + (web + database) * rng.uniform(0.7, 1.6)
        heapq.heappush(free, ends)
        took.append(ends - moment)
    return sorted(took)[int(REQUESTS * 0.95)]


def _database_cores(rate: float, asks: dict) -> int:
    mean = sum(
        share * sum(database for _, database in asks[kind]) / len(asks[kind])
        for kind, share in KINDS.items()
    )
    return max(1, math.ceil(rate * mean / 1000 / DATABASE_BUSY))


def _job_cores(people: int, measured: dict) -> int:
    """Return the cores that work off what arrives on a day within a day."""
    a_day = people * ASSUMED["Dokumente je Person und Jahr"] / ASSUMED["Arbeitstage im Jahr"]
    scans = ASSUMED["Anteil gescannter Dokumente"]
    seconds = measured["CPU-Sekunden je übernommenem PDF"]
    seconds += scans * ASSUMED["CPU-Sekunden der Texterkennung je Scan"]
    hours = ASSUMED["Stunden, in denen der Eingang eines Tages verarbeitet ist"]
    return max(1, math.ceil(a_day * seconds / hours / 3600))


def _machines(web: int, database: int, jobs: int) -> str:
    """Return which machines: one for all while they are few cores, else one more of each for faults."""
    each = ASSUMED["Kerne je Rechner"]
    if web + database + jobs <= each // 2:
        return "1 (alles auf einem)"
    counts = {"Web": math.ceil(web / each) + 1, "Aufträge": math.ceil(jobs / each) + 1}
    standby = 2 if database <= each else 2 * math.ceil(database / each)
    told = [f"{count} {name}" for name, count in counts.items()]
    return ", ".join([*told, f"{standby} Datenbank (eine in Reserve)"])
