"""`check [--deep] [--json]`: the invariants of the house, over all towns."""

import argparse
import json

from django.conf import settings
from django.utils.timezone import localtime

from verbundakte.cli.problems import REFUSED
from verbundakte.core.checks import LAST_CHECK, CheckResult, run_checks
from verbundakte.core.clock import now

TITLES = {
    "fixity": "Dateien vorhanden und unverändert",
    "strangers": "Nichts Fremdes im Speicher",
    "audit_chain": "Protokoll lückenlos",
    "read_chain": "Lesevermerke lückenlos",
    "references": "Verweise innerhalb der Kommune",
    "jobs": "Aufträge erledigt",
    "index": "Suchindex vollständig",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How thoroughly, and for whom."""
    parser.add_argument(
        "--deep",
        action="store_true",
        help="auch den Inhalt jeder Datei und jedes Eintrags im Suchindex vergleichen",
    )
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(options: argparse.Namespace) -> int:
    """Run all checks; 1 when something is wrong."""
    results = run_checks(options.deep)
    found = {
        "ok": all(not result.problems for result in results),
        "checks": [result.as_dict() for result in results],
    }
    _note(found, is_deep=options.deep)
    print(json.dumps(found, ensure_ascii=False) if options.json else _in_words(results))
    return 0 if found["ok"] else REFUSED


def _note(found: dict, *, is_deep: bool) -> None:
    """Leave the result for the page of the operators."""
    path = settings.DATA_DIR / LAST_CHECK
    fresh = path.with_suffix(".new")
    moment = f"{localtime(now()):%d.%m.%Y, %H:%M}"
    fresh.write_text(json.dumps(found | {"at": moment, "deep": is_deep}))
    fresh.replace(path)


def _in_words(results: list[CheckResult]) -> str:
    lines = []
    for result in results:
        state = f"{len(result.problems)} Befunde" if result.problems else "in Ordnung"
        lines.append(f"{TITLES.get(result.name, result.name)}: {state} ({result.checked} geprüft)")
        lines += [f"  {problem}" for problem in result.problems]
    return "\n".join(lines)
