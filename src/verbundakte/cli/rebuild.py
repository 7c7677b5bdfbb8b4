"""`rebuild search [--tenant T]`: make the search index anew from the database, while it is in use."""

import argparse

from verbundakte.cli.problems import REFUSED, Problem
from verbundakte.cli.progress import Progress
from verbundakte.core.models import Tenant
from verbundakte.core.search.engine import IndexBusy
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.verbund.services import tenant_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is made anew, and for whom."""
    parser.add_argument(
        "what",
        choices=("search", "index"),
        metavar="WAS",
        help="search (oder index): der Suchindex",
    )
    parser.add_argument("--tenant", metavar="KÜRZEL", help="nur für diese Kommune (sonst: alle)")


def run(options: argparse.Namespace) -> int:
    """Make it anew."""
    return rebuild_indexes(options.tenant)


def rebuild_indexes(slug: str | None) -> int:
    """Build the index of one town or of all, each beside the old one, and put it in its place."""
    tenants = [tenant_named(slug)] if slug else list(Tenant.objects.order_by("slug"))
    for tenant in tenants:
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
