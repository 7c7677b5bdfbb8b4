"""What the rows of the leak matrix need in the world, and the addresses their paths then mean."""

from django.db import connection

from tests.leaks.matrix import PREPARATIONS
from tests.leaks.row import Row
from tests.leaks.world import World, settle
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.samples import STANDARD_ROLLEN


def prepare(world: World) -> None:
    """Let every module of rows make what its rows need."""
    world.own_rolle = STANDARD_ROLLEN["sachbearbeitung"].key
    world.rolle_key = STANDARD_ROLLEN["archiv"].key
    with use_tenant(world.home.tenant.pk):
        world.prepared = {}
        for prepare_rows in PREPARATIONS:
            more = prepare_rows(world)
            taken = own_ids(world).keys() | world.prepared.keys()
            assert not more.keys() & taken, f"a name twice: {sorted(more)}"
            world.prepared |= more
        with connection.cursor() as cursor:
            settle(cursor)


def own_ids(world: World) -> dict:
    """Return what every row may name, whatever the rows prepare."""
    return {
        "job": world.job.pk,
        "upload": world.upload.pk,
        "empty_upload": world.empty_upload.pk,
        "token": world.token_id,
        "einheit": world.unit.pk,
        "stelle": world.stelle.pk,
        "person": world.home.persons["sachbearbeiterin"],
        "own_rolle": world.own_rolle,
        "plan": world.cases["o"].plan.pk,
    }


def fill(world: World, row: Row, key: str, *, unknown: bool = False) -> str:
    """Return the address of a row for a case, or one of the same shape that means nothing."""
    ids = {name: subject.pk for name, subject in world.cases[key or "o"].objects.items()}
    ids |= own_ids(world) | world.prepared
    if unknown:
        numbers = [name for name, value in ids.items() if isinstance(value, int)]
        ids = {name: 0 if name in numbers else world.stranger_id() for name in ids}
    return row.path.format(**ids)
