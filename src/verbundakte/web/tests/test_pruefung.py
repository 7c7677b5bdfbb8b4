"""The page of the check: started by whoever runs the installation, read by her, seen on her desk."""

import pytest

from verbundakte.core.blobs import store
from verbundakte.core.blobs.register import keep
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.pruefung import CHECK, check_once_a_month
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import current_tenant, no_tenant

PAGE = "/musterstadt/betrieb/pruefung/"


@pytest.fixture
def browser(musterstadt):
    """A browser of whoever runs the installation, outside of a town."""

    def ask(method: str, address: str, **data):
        with no_tenant():
            return getattr(musterstadt.client("systemverwaltung"), method)(address, data)

    return ask


def checked(browser, settle, **data) -> str:
    """Start a check, let it run, return the page."""
    assert browser("post", PAGE, **data).status_code == 302
    settle()
    for row in Job.objects.waiting().filter(kind=CHECK):
        run_job(current_tenant(), row.pk)
    return browser("get", PAGE).content.decode().replace("\xa0", " ")


def test_the_page_says_what_is_wrong_and_the_desk_points_to_it(browser, settle):
    rebuild(current_tenant())
    assert "Noch nicht geprüft" in browser("get", PAGE).content.decode()
    digest = keep(b"wichtig").sha256
    path = store.path_of(current_tenant(), digest)
    path.chmod(0o600)
    path.write_bytes(b"wichtiG")
    page = checked(browser, settle, gruendlich="an")
    assert "1 Befund" in page
    assert f"{digest}: der Inhalt wurde verändert." in page
    assert "1 Befund" in browser("get", "/musterstadt/").content.decode().replace("\xa0", " ")
    assert "1 Befund" in browser("get", "/musterstadt/betrieb/").content.decode().replace(
        "\xa0", " "
    )
    assert AuditEvent.objects.filter(name="core.pruefung.started").count() == 1
    page = checked(browser, settle)  # only presence and size: the older finding holds
    assert f"{digest}: der Inhalt wurde verändert." in page
    assert "Alles in Ordnung." in page
    path.write_bytes(b"wichtig")
    page = checked(browser, settle, gruendlich="an")
    assert "1 Befund" not in page
    assert digest not in page


def test_others_neither_see_nor_start_it(musterstadt):
    with no_tenant():
        client = musterstadt.client("fachadministration")
        assert client.get(PAGE).status_code == client.post(PAGE).status_code == 403


def test_each_town_is_read_once_a_month(musterstadt):
    from datetime import date

    days = [date(2026, 11, day) for day in range(1, 29)]
    for day in [*days, *days]:
        check_once_a_month(day)
    assert Job.objects.filter(kind=CHECK).count() == 1
