"""`check [--deep] [--repair] [--acknowledged DATEI] [--json]`: the invariants of the house, over all towns."""

import argparse
import json
from pathlib import Path

from django.conf import settings
from django.utils.timezone import localtime

from verbundakte.cli.acknowledged import NAME, check_acknowledged
from verbundakte.cli.problems import REFUSED, Problem
from verbundakte.core.blobs.fixity import compare_files, repair
from verbundakte.core.blobs.folder import Folder
from verbundakte.core.checks import LAST_CHECK, CheckResult, run_checks
from verbundakte.core.clock import now
from verbundakte.core.models import Tenant
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import use_tenant

CONFIRMED = "Bestätigtes vorhanden"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """How thoroughly, against what else, and for whom."""
    parser.add_argument(
        "--deep",
        action="store_true",
        help="auch den Inhalt jeder Datei und jedes Eintrags im Suchindex vergleichen",
    )
    parser.add_argument(
        "--acknowledged",
        type=Path,
        metavar="DATEI",
        help="dazu die Liste eines Programms: je Zeile ein JSON mit tenant, dokument und sha256 dessen, was ihm"
        " bestätigt wurde",
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="fehlende und beschädigte Dateien aus einer zweiten Kopie zurückholen, dann prüfen",
    )
    parser.add_argument(
        "--copy",
        type=Path,
        metavar="ORDNER",
        help="mit --repair: dort liegt eine Kopie des Ordners blobs",
    )
    parser.add_argument("--json", action="store_true", help="als JSON ausgeben")


def run(options: argparse.Namespace) -> int:
    """Run all checks; 1 when something is wrong."""
    if options.repair:
        repair_files(options.copy, is_quiet=options.json)
    results = run_checks(options.deep)
    if options.acknowledged:
        results.append(check_acknowledged(options.acknowledged, deep=options.deep))
    found = {
        "ok": all(not result.problems for result in results),
        "checks": [result.as_dict() for result in results],
    }
    _note(found, is_deep=options.deep)
    print(json.dumps(found, ensure_ascii=False) if options.json else _in_words(results))
    return 0 if found["ok"] else REFUSED


def repair_files(copy: Path | None, *, is_quiet: bool = False) -> None:
    """Bring back what is missing or damaged and whole somewhere else. Raises Problem."""
    if copy is not None and not copy.is_dir():
        raise Problem(f"Den Ordner {copy} gibt es nicht.")
    for tenant in Tenant.objects.order_by("slug"):
        with use_tenant(tenant.pk):
            names = {one.name for one in compare_files(True).findings if one.is_damage}
            mended = sum(repair(name, copy and Folder(copy)) for name in sorted(names))
        if names and not is_quiet:
            print(f"{tenant.name}: {mended} von {len(names)} Dateien zurückgeholt.")


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
        lines.append(f"{_title(result.name)}: {state} ({result.checked} geprüft)")
        lines += [f"  {problem}" for problem in result.problems]
    return "\n".join(lines)


def _title(name: str) -> str:
    check = registry.checks.get(name)
    return CONFIRMED if name == NAME else (check.title if check else "") or name
