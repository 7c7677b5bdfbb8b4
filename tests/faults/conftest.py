"""The office of the page tests serves here too; and an installation that is killed."""

import threading
import time
from dataclasses import dataclass, field

import pytest
from conftest import VERSUCH, Town
from django.conf import settings as django_settings
from django.db import transaction

from tests.faults.site import Clerk, Site
from verbundakte.akten.tests.support import Office, office

__all__ = ["office"]
LONGEST = 2 * 3600  # seconds


def pytest_collection_modifyitems(config, items) -> None:
    """Give experiments in full the time they need."""
    for item in items:
        if config.getoption("--long") and "versuch" in item.name:
            item.add_marker(pytest.mark.timeout(LONGEST))


@dataclass
class Versuch:
    """What an experiment found: how often, what was confirmed, what of it is lost."""

    number: int
    title: str
    runs: int = 0
    acknowledged: list[dict] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)
    more: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def confirm(self, what: dict) -> None:
        """Note what was confirmed."""
        with self.lock:
            self.acknowledged.append(what)


@pytest.fixture
def versuch(record_property):
    """Begin an experiment; its figures are told at the end of the test run."""
    begun = []

    def begin(number: int, title: str) -> Versuch:
        begun.append((Versuch(number, title), time.monotonic()))
        return begun[-1][0]

    yield begin
    for one, began in begun:
        figures = {
            "number": one.number, "title": one.title, "runs": one.runs, "more": one.more,
            "acknowledged": len(one.acknowledged), "lost": len(one.lost),
            "seconds": time.monotonic() - began,
        }  # fmt: skip
        record_property(VERSUCH, figures)


@pytest.fixture
def is_long(request) -> bool:
    """Whether the experiments run in full."""
    return request.config.getoption("--long")


@pytest.fixture(scope="session")
def _site(databases):
    site = Site(databases.name)
    yield site
    site.close()


@pytest.fixture
def town(databases):
    """The first town, with real transactions."""
    return Town(*databases.towns["musterstadt"])


@pytest.fixture
def open_office(town, transactional_db):
    """The office with everything committed; the town is not open."""
    from verbundakte.core.tenancy.context import use_tenant

    with use_tenant(town.tenant.pk), transaction.atomic():
        return Office(town)


@pytest.fixture
def site(_site, data_dir, open_office):
    """An installation on this test's data; web runs."""
    _site.data = django_settings.DATA_DIR
    (data_dir / "index").mkdir(exist_ok=True)
    (data_dir / "run").mkdir(exist_ok=True)
    _site.start("web")
    yield _site
    _site.kill_all()


@pytest.fixture
def clerk(site, town):
    """Returns a new clerk at the installation."""

    def make(role: str = "sachbearbeiterin") -> Clerk:
        return Clerk(site.port, town.client(role).cookies["verbundakte"].value)

    return make
