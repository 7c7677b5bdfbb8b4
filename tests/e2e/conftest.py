"""The product in a real browser, against a real server thread and the real database."""

import os
from pathlib import Path

import pytest
from conftest import Town, follow_outbox
from django.db import transaction
from playwright.sync_api import sync_playwright

from verbundakte.akten.tests.factories import make_planeinheit
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Account, Job
from verbundakte.core.search import indexes
from verbundakte.core.search.indexer import Tail
from verbundakte.core.tenancy.context import use_tenant

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's own loop runs in this thread
CHROMIUM = os.environ.get("VERBUNDAKTE_CHROMIUM", "/usr/bin/chromium")
PASSWORD = "drei-zufaellige-worte"


@pytest.fixture(scope="session")
def chromium():
    """One Chromium for all tests of this worker."""
    if not Path(CHROMIUM).exists():
        pytest.skip("Chromium ist nicht installiert")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


class Office:
    """A town behind a server: people log in, work is done, nothing waits."""

    def __init__(self, address: str, towns: dict, chromium):
        self.address, self.towns, self.chromium = address, towns, chromium
        self.problems: list[str] = []
        self.contexts: list = []

    def log_in(self, role: str, slug: str = "musterstadt", *, width=1440, scheme="light", **more):
        """Return a page on which this person has logged in by the form."""
        size = {"width": width, "height": 900}
        context = self.chromium.new_context(
            viewport=size, color_scheme=scheme, locale="de-DE", **more
        )
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("console", lambda line: line.type == "error" and self.problems.append(line.text))
        page.goto(f"{self.address}/{slug}/anmelden/")
        page.get_by_label("Anmeldename").fill(f"{role}.{slug}")
        page.get_by_label("Kennwort").fill(PASSWORD)
        page.get_by_role("button", name="Anmelden", exact=True).click()
        page.wait_for_url(f"{self.address}/{slug}/")
        return page

    def work_off(self, slug: str = "musterstadt") -> int:
        """Run every waiting job of a town, then index what changed; return how many jobs ran."""
        tenant, done = self.towns[slug].tenant.pk, 0
        while True:
            with use_tenant(tenant), transaction.atomic():
                waiting = list(
                    Job.objects.open().order_by("created_at").values_list("pk", flat=True)
                )
            if not waiting:
                break
            for job in waiting:
                run_job(tenant, job)
                done += 1
        follow_outbox(Tail())
        return done


@pytest.fixture
def office(transactional_db, databases, live_server, chromium):
    """Both towns behind a server; the first has a plan unit of the clerk's Sachgebiet."""
    towns = {slug: Town(*town) for slug, town in databases.towns.items()}
    indexes.pool.cache_clear()
    for account in Account.objects.all():
        account.set_password(PASSWORD) if account.login.startswith(
            ("sachbearbeiterin", "registratur", "fachadministration")
        ) else None
        account.save()
    with use_tenant(towns["musterstadt"].tenant.pk), transaction.atomic():
        make_planeinheit()
    found = Office(live_server.url, towns, chromium)
    yield found
    for context in found.contexts:
        context.close()
    unexpected = [text for text in found.problems if "404" not in text and "422" not in text]
    assert unexpected == []
