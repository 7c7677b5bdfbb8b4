"""`rebuild index [--tenant T]`: make the search index anew from the database, while it is in use."""

import argparse

from django.db import transaction

from verbundakte.cli.progress import Progress
from verbundakte.core.models import Tenant
from verbundakte.core.registry import registry
from verbundakte.core.search.indexer import rebuild
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.verbund.services import tenant_named


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what is made anew, and for whom."""
    parser.add_argument("what", choices=("index",), metavar="WAS", help="index: der Suchindex")
    parser.add_argument("--tenant", metavar="KÜRZEL", help="nur für diese Kommune (sonst: alle)")


def run(options: argparse.Namespace) -> int:
    """Make it anew."""
    return rebuild_indexes(options.tenant)


def rebuild_indexes(slug: str | None) -> int:
    """Build the index of one town or of all, each beside the old one, and put it in its place."""
    tenants = [tenant_named(slug)] if slug else list(Tenant.objects.order_by("slug"))
    for tenant in tenants:
        with Progress(tenant.name, _number_of_objects(tenant)) as progress:
            done = rebuild(tenant.pk, progress.to)
            progress.to(done, done)
        print(f"{tenant.name}: {done} Einträge im Suchindex.")
    return 0


def _number_of_objects(tenant: Tenant) -> int:
    with use_tenant(tenant.pk), transaction.atomic():
        return sum(1 for source in registry.search.values() for _ in source.all_ids())
