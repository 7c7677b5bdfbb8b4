"""`rebuild search`, `renditions`, `signatures`: make derived things anew, while the old are in use."""

import argparse
import os

from django.db import transaction

from verbundakte.akten.actions.erneuerung import renew
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.erneuerung import KINDS, Wanted, wanted_dateien
from verbundakte.cli.problems import REFUSED, Problem
from verbundakte.cli.progress import Progress
from verbundakte.core.actor import SystemActor
from verbundakte.core.conversion import current_tools
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.models import Tenant
from verbundakte.core.search.engine import IndexBusy
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.signaturen.services import renew_signatures
from verbundakte.verbund.services import tenant_named

NICE = 10
RENEWER = SystemActor(id="rebuild", permissions=frozenset({Permission.DOKUMENT_PROCESS}))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is made anew, and for whom."""
    parser.add_argument(
        "what",
        choices=("search", "index", "renditions", "signatures"),
        metavar="WAS",
        help="search (oder index): der Suchindex; renditions: Text, Vorschau, Lesefassung der Dateien;"
        " signatures: Prüfung der Signaturen mit den Vertrauensankern von heute",
    )
    parser.add_argument("--tenant", metavar="KÜRZEL", help="nur für diese Kommune (sonst: alle)")
    parser.add_argument(
        "--all",
        action="store_true",
        help="renditions, signatures: alles, nicht nur, was mit älteren Programmen oder Ankern entstand",
    )
    parser.add_argument(
        "--format",
        action="append",
        choices=list(KINDS),
        metavar="FORMAT",
        help=f"renditions: nur dieses Format, mehrfach möglich ({', '.join(KINDS)})",
    )


def run(options: argparse.Namespace) -> int:
    """Make it anew."""
    if options.what == "signatures":
        for tenant in _tenants(options.tenant):
            count = renew_signatures(tenant, everything=options.all)
            print(f"{tenant.name}: {count} Dateien werden geprüft.")
        return 0
    if options.what != "renditions":
        return rebuild_indexes(options.tenant)
    os.nice(NICE)
    wanted = Wanted(tuple(options.format or ()), options.all)
    failed = sum(rebuild_renditions(tenant, wanted) for tenant in _tenants(options.tenant))
    return REFUSED if failed else 0


def _tenants(slug: str | None) -> list[Tenant]:
    return [tenant_named(slug)] if slug else list(Tenant.objects.order_by("slug"))


def rebuild_indexes(slug: str | None) -> int:
    """Build the index of one town or of all, each beside the old one, and put it in its place."""
    for tenant in _tenants(slug):
        with Progress(tenant.name, 0) as progress:
            try:
                done = rebuild(tenant.pk, progress.to)
            except IndexBusy as error:
                raise Problem(
                    f"Der Suchindex von {tenant.name} wird gerade schon aufgebaut; wie weit er ist,"
                    " zeigt der Befehl status.",
                    REFUSED,
                ) from error
            progress.to(done, done)
        print(f"{tenant.name}: {done} Einträge im Suchindex.")
    return 0


def rebuild_renditions(tenant: Tenant, wanted: Wanted) -> int:
    """Make renditions of a town anew, one file after the other; return how many stayed old.

    Interrupted, it begins with what is still outdated the next time.
    """
    failed = 0
    with use_tenant(tenant.pk):
        try:
            tools = current_tools()
        except ConversionFailed as failure:
            raise Problem(failure.message) from failure
        with transaction.atomic():
            rows = wanted_dateien(RENEWER, wanted, tools).order_by("pk")
            keys = list(rows.values_list("pk", flat=True))
        with Progress(tenant.name, len(keys)) as progress:
            for key in keys:
                if reason := renew(RENEWER, key, tools, everything=wanted.everything):
                    failed += 1
                    print(f"Datei {key}: {reason}")
                progress.step()
    print(f"{tenant.name}: {len(keys) - failed} Dateien neu hergestellt, {failed} wie zuvor.")
    return failed
