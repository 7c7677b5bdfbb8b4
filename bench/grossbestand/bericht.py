"""Figures beside the targets, and beside the last ones in the repository."""

from grossbestand.anfragen import ALL_SEARCHES, BUSY, ORDINARY, SEARCH, Ask, Target
from grossbestand.gestalt import ALL


def judged(pages: list[dict], net: list[dict], asked: list[Ask], size: int) -> list[dict]:
    """Return for each request and clerk what was measured, the target, and whether it was met."""
    targets = {ask.name: ask.target.at(size) for ask in asked if ask.target}
    targets[ALL_SEARCHES] = SEARCH.at(size)
    busy = BUSY.at(size)
    first = {row["what"]: row["p50_ms"] for row in pages if row["clerk"] == ALL}
    over = {(row["clerk"], row["what"], row["clients"]): row for row in net}
    rows = []
    for row in pages:
        target, key = targets.get(row["what"]), (row["clerk"], row["what"])
        eight = over.get((*key, 8), {}).get("p50_ms")
        rows.append(
            {
                "wer": row["clerk"],
                "was": row["what"],
                "p50": row["p50_ms"],
                "p95": row["p95_ms"],
                "Ziel": _told(target),
                "HTTP p50": over.get((*key, 1), {}).get("p50_ms"),
                "8 zugleich": eight,
                "CPU": row["cpu_ms"],
                "DB-CPU": row["db_cpu_ms"],
                "Abfragen": row["queries"],
                "Zeilen": row["rows_read"],
                "zu alles": row["to_all"],
                "erreicht": ", ".join(_missed(row, target, eight, first, busy)) or "ja",
            }
        )
    return rows


def _told(target: Target | None) -> str:
    if target is None:
        return ""
    return f"{target.p50:g}" + (f" / {target.p95:g}" if target.p95 else "")


def _missed(row: dict, target: Target | None, eight: float | None, first: dict, busy: Target):
    """Yield what a request does not reach."""
    if target and row["p50_ms"] > target.p50:
        yield "p50 verfehlt"
    if target and target.p95 and row["p95_ms"] > target.p95:
        yield "p95 verfehlt"
    if target and eight and eight > busy.p50:
        yield "8 zugleich verfehlt"
    if row["to_all"] > ORDINARY and row["p50_ms"] - first[row["what"]] > 1:
        yield "langsamer als für alles"


def compared(rows: list[dict], before: list[dict]) -> list[dict]:
    """Return the requests beside what was measured last, the largest change first."""
    known = {(row["wer"], row["was"]): row for row in before}
    found = []
    for row in rows:
        old = known.get((row["wer"], row["was"]))
        if old:
            change = {name: (old[name], row[name]) for name in ("p50", "CPU", "Abfragen", "Zeilen")}
            found.append(
                {"wer": row["wer"], "was": row["was"]}
                | {name: f"{was} → {now}" for name, (was, now) in change.items()}
                | {"CPU in %": round(100 * row["CPU"] / max(0.1, old["CPU"]))}
            )
    return sorted(found, key=lambda one: -abs(one["CPU in %"] - 100))
