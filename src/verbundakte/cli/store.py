"""`store show` and `store move`: where the files of all towns lie, and bringing them elsewhere."""

import argparse
import json
import time

from django.db import transaction

from verbundakte.cli.problems import REFUSED, Problem
from verbundakte.cli.progress import Progress
from verbundakte.core.blobs.moving import KEEP_DAYS, Moved, choose, move, start_move
from verbundakte.core.blobs.places import REMEMBERED, S3, present, stores
from verbundakte.core.clock import today
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import use_tenant


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do, whereto, and how."""
    parser.add_argument(
        "what",
        choices=("show", "move"),
        metavar="WAS",
        help="show: was wo liegt; move: neue Dateien kommen nach --to, die alten ziehen um",
    )
    parser.add_argument("--to", choices=("lokal", "s3"), help="move: der neue Speicher")
    parser.add_argument(
        "--keep",
        type=int,
        default=KEEP_DAYS,
        metavar="TAGE",
        help=f"move: so lange bleiben die alten Kopien liegen (sonst: {KEEP_DAYS})",
    )
    parser.add_argument(
        "--background", action="store_true", help="move: als Auftrag je Kommune, nicht hier"
    )
    parser.add_argument("--json", action="store_true", help="show: als JSON ausgeben")


def run(options: argparse.Namespace) -> int:
    """Do it; 1 when something could not be moved."""
    if options.what == "show":
        return _show(options.json)
    if not options.to:
        raise Problem("Es fehlt, wohin die Dateien sollen: --to lokal oder --to s3.", 2)
    try:
        choose(options.to, keep_days=options.keep)
    except KeyError as error:
        raise Problem(
            "Ein S3-Speicher ist nicht eingerichtet; docs/betrieb/speicher.md nennt die Angaben."
        ) from error
    time.sleep(REMEMBERED + 1)  # by then every process sends new bytes to the new store
    if options.background:
        return _start_jobs()
    return REFUSED if sum(_move_town(tenant).damaged for tenant in _tenants()) else 0


def _tenants() -> list[Tenant]:
    return list(Tenant.objects.order_by("slug"))


def _start_jobs() -> int:
    for tenant in _tenants():
        with use_tenant(tenant.pk), transaction.atomic():
            start_move(today())
    print("Die Dateien ziehen im Hintergrund um; wie weit es ist, zeigt die Seite „Aufträge“.")
    return 0


def _move_town(tenant: Tenant) -> Moved:
    with use_tenant(tenant.pk), Progress(tenant.name, 0) as progress:

        def told(moved: Moved, total: int, place: str) -> None:
            progress.to(moved.copied + moved.there + moved.removed + moved.damaged, total)

        moved = move(told)
    print(f"{tenant.name}: {moved.sentence()}")
    return moved


def _show(as_json: bool) -> int:
    found = {}
    for name, backend in stores().items():
        entries = [entry for tenant in _tenants() for entry in backend.entries(tenant.pk)]
        size = sum(entry.size for entry in entries)
        found[name] = {"files": len(entries), "bytes": size, "is_present": name == present()}
    if as_json:
        print(json.dumps(found))
        return 0
    for name, state in found.items():
        title = "S3-Speicher" if name == S3 else "Ordner auf diesem Rechner"
        here = "; neue Dateien kommen hierher" if state["is_present"] else ""
        print(f"{title}: {state['files']} Dateien, {state['bytes'] / 1024**2:.1f} MB{here}")
    return 0
