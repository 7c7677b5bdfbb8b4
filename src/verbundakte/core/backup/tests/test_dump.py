"""A database elsewhere: saved by a dump of one snapshot, restored into an empty database."""

import os

import psycopg
import pytest
from django.db import transaction
from psycopg.conninfo import make_conninfo

from verbundakte.core.backup import dump
from verbundakte.core.backup.make import Order, make_backup
from verbundakte.core.backup.picture import differences, take_picture
from verbundakte.core.backup.place import FolderPlace
from verbundakte.core.backup.sets import ADDED, FULL, Shelf
from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs.register import keep
from verbundakte.core.tenancy.context import use_tenant

pytestmark = pytest.mark.slow


@pytest.fixture
def empty(databases):
    """An empty database beside the test's own."""
    name = f"{databases.name}_leer"
    url = os.environ["DATABASE_OWNER_URL"]
    with psycopg.connect(url, dbname="postgres", autocommit=True) as owner:
        owner.execute(f"CREATE DATABASE {name} TEMPLATE template0")
    yield make_conninfo(url, dbname=name)
    with psycopg.connect(url, dbname="postgres", autocommit=True) as owner:
        owner.execute(f"DROP DATABASE {name} WITH (FORCE)")


def kept_in(town, content: bytes):
    with use_tenant(town.pk), transaction.atomic():
        return keep(content)


@pytest.mark.django_db(transaction=True)
def test_a_dump_brings_back_the_same_picture_and_the_bytes_are_added_once(
    databases, data_dir, tmp_path, empty, monkeypatch
):
    own = make_conninfo(os.environ["DATABASE_OWNER_URL"], dbname=databases.name)
    monkeypatch.setenv("DATABASE_OWNER_URL", own)
    town = databases.towns["musterstadt"][0]
    (data_dir / "secret_key").write_text("geheim")
    shelf = Shelf(FolderPlace(tmp_path / "ziel"), bytes(32))
    order = Order(data_dir, None, shelf, "ziel", lambda line: None)
    kept = kept_in(town, b"Inhalt")
    full = make_backup(order, full=False)
    kept_in(town, b"Neues")
    gone = kept_in(town, b"Fehlendes")
    (data_dir / "blobs" / str(town.pk) / gone.sha256[:2] / gone.sha256).unlink()
    added = make_backup(order, full=False)
    assert (full.kind, added.kind, added.bytes_named) == (FULL, ADDED, 3)
    assert full.problems == [] and gone.sha256 in added.problems[0]
    assert full.files["dateien-00001"]["size"] == added.files["dateien-00001"]["size"]
    assert kept.sha256 not in str(added.problems)
    with shelf.opening(f"{added.name}/datenbank") as opener:
        dump.read_dump(empty, opener, tmp_path / "log")
    with psycopg.connect(empty) as connection:
        assert differences(added.picture, take_picture(connection)) == []
        assert differences(full.picture, take_picture(connection)) != []
    with (
        shelf.opening(f"{added.name}/datenbank") as opener,
        pytest.raises(BackupProblem, match="nicht leer"),
    ):
        dump.read_dump(empty, opener, tmp_path / "log")
