"""How well our PDF/A gate agrees with official verdicts: a table of cases, and each disagreement.

`--folder FOLDER` holds the cases and a README.md with a table (file, profile, PASS or FAIL, rules);
without it, the folder `shared/pdfa` beside the working copy. The iron rule: no false PASS.
"""

import re
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from verbundakte.cli.problems import Problem
from verbundakte.core.converters.pdfa.gate import judge
from verbundakte.core.converters.pdfa.verdict import PASSED, TOOL, Verdict

FOLDER = Path(__file__).resolve().parents[2] / "shared" / "pdfa"
LINE = re.compile(r"\| (\S+\.pdf) \| (\w+) \| (PASS|FAIL) \| ([^|]*) \|")
JUDGED = ("1", "2", "3")  # the parts of ISO 19005 that the gate knows


class Case(NamedTuple):
    """One file with its official verdict for a profile."""

    file: Path
    profile: str
    verdict: str
    rules: str


def cases(folder: Path) -> Iterator[Case]:
    """Yield the cases of a folder. Raises Problem when there are none."""
    table = folder / "README.md"
    found = LINE.findall(table.read_text(encoding="utf-8")) if table.exists() else []
    if not found:
        raise Problem(f"In {folder} steht keine README.md mit einer Tabelle von Prüffällen.")
    for name, profile, verdict, rules in found:
        yield Case(folder / name, profile, verdict, rules.strip())


def kind_of(case: Case, found: Verdict) -> str:
    """Return how our verdict compares: agreed, false PASS, false FAIL, or other profile."""
    if case.profile[0] not in JUDGED:
        return "anderes Profil"
    if (found.result == PASSED) == (case.verdict == "PASS"):
        return "einig"
    return "falsch bestanden" if found.result == PASSED else "falsch durchgefallen"


def run(options) -> dict:
    """Judge all cases once; return counts for each profile and the disagreements."""
    table: dict[str, Counter] = {}
    rows, started = [], time.process_time()
    for case in cases(options.folder or FOLDER):
        found = judge(case.file.read_bytes())
        kind = kind_of(case, found)
        table.setdefault(case.profile, Counter())[kind] += 1
        codes = ", ".join(f"{each.code} ({each.clause})" for each in found.findings)
        rows.append((kind, case, found, codes))
    total = sum(table.values(), Counter())
    judged = sum(total.values()) - total["anderes Profil"]
    return {
        "tool": TOOL,
        "seconds": round(time.process_time() - started, 2),
        "faelle": judged,
        "einig": total["einig"],
        "falsch_bestanden": total["falsch bestanden"],
        "falsch_durchgefallen": total["falsch durchgefallen"],
        "andere_profile": total["anderes Profil"],
        "profile": [{"Profil": key, **_line(counts)} for key, counts in sorted(table.items())],
        "urteile": [_row(*row) for row in rows],
    }


def _line(counts: Counter) -> dict[str, int]:
    kinds = ("einig", "falsch bestanden", "falsch durchgefallen", "anderes Profil")
    return {kind: counts[kind] for kind in kinds}


def _row(kind: str, case: Case, found: Verdict, codes: str) -> dict[str, str]:
    return {
        "Datei": case.file.name,
        "amtlich": f"{case.profile} {case.verdict}",
        "Regeln": case.rules[:40],
        "hier": found.result,
        "Vergleich": kind,
        "Befund": codes or found.reason or "-",
    }
