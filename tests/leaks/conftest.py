"""One world for all rows of the matrix: built once, in one transaction, every request undone."""

import logging

import pytest
from django.db import connection, transaction
from django.test import override_settings

from tests.leaks.addresses import prepare
from tests.leaks.world import World
from verbundakte.core.search import indexes
from verbundakte.organisation import actor_kept


@pytest.fixture(scope="package")
def world(databases, django_db_setup, django_db_blocker, tmp_path_factory):
    """The prepared world."""
    from conftest import Town

    folder = tmp_path_factory.mktemp("leaks") / "data"
    for name in ("blobs", "tmp"):
        (folder / name).mkdir(parents=True)
    towns = {slug: Town(*town) for slug, town in databases.towns.items()}
    indexes.pool.cache_clear()
    with override_settings(DATA_DIR=folder), django_db_blocker.unblock(), transaction.atomic():
        with connection.cursor() as cursor:  # whatever another connection writes is not seen here
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        world = World(towns)
        prepare(world)
        logging.getLogger().addHandler(world.log)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(actor_kept.kept, "most", 2_000)  # as in the product
            yield world
        logging.getLogger().removeHandler(world.log)
        transaction.set_rollback(True)
    indexes.pool.cache_clear()


@pytest.fixture(autouse=True)
def data_dir(world):
    """The data folder belongs to the world."""
