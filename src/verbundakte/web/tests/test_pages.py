"""Desk, search, account, jobs, status: what they show and what they cost."""

import gc
import weakref
from uuid import UUID

import pytest

from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.bausteine.actions import create_draft
from verbundakte.core.bausteine.queries import list_bausteine
from verbundakte.core.models import Account
from verbundakte.core.tenancy.context import no_tenant, use_tenant

CLERK_QUERIES = 22


@pytest.fixture
def vorgang(musterstadt):
    """A Vorgang of the clerk with three Dokumente."""
    row = make_vorgang(lambda: musterstadt.sachbearbeiterin, betreff="Carport Lindenallee")
    for number in range(3):
        make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=row, name=f"Blatt {number}.txt")
    return row


@pytest.fixture
def clerk(towns, vorgang):
    """The clerk's browser; no town is open around its calls."""
    client = towns["musterstadt"].client("sachbearbeiterin")
    with no_tenant():
        yield client


def test_the_desk_shows_ones_own_vorgaenge(clerk):
    page = clerk.get("/musterstadt/").content.decode()
    assert "Carport Lindenallee" in page


@pytest.mark.parametrize(
    ("role", "way"),
    [
        ("systemverwaltung", "Betrieb"),
        ("datenschutz", "Personen"),
        ("rechnungspruefung", "Akten"),
        ("archiv", "Aktenplan"),
    ],
)
def test_a_desk_on_which_nothing_waits_says_what_one_works_with(towns, role, way):
    client = towns["musterstadt"].client(role)
    with no_tenant():
        answer = client.get("/musterstadt/")
    assert way in [row.kind for row in answer.context["ways"]]
    assert "Womit Sie arbeiten" in answer.content.decode()


def test_a_draft_waits_on_the_desk_of_whoever_may_release_it(towns, musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        fenja = musterstadt.fachadministration
        baustein = list_bausteine(fenja, "organisation.rolle").first()
        create_draft(fenja, baustein)
    client = towns["musterstadt"].client("fachadministration")
    with no_tenant():
        page = client.get("/musterstadt/?art=freigaben").content.decode()
    assert baustein.name in page
    assert "Entwurf 2" in page


@pytest.mark.parametrize("path", ["/", "/suche/?q=carport", "/konto/", "/auftraege/"])
def test_a_page_costs_a_fixed_number_of_queries(clerk, path, django_assert_max_num_queries):
    clerk.get(f"/musterstadt{path}")
    with django_assert_max_num_queries(CLERK_QUERIES):
        assert clerk.get(f"/musterstadt{path}").status_code == 200


def test_a_whole_number_leads_straight_to_its_file(clerk, vorgang):
    answer = clerk.get("/musterstadt/suche/", {"q": vorgang.aktenzeichen})
    assert answer.status_code == 302
    assert answer["Location"] == f"/musterstadt/vorgaenge/{vorgang.pk}/"


def test_a_search_without_hits_says_what_was_searched(towns, musterstadt):
    client = towns["musterstadt"].client("sachbearbeiter_ordnung")
    make_akte(lambda: musterstadt.sachbearbeiterin, betreff="Geheimnis")
    with no_tenant():
        page = client.get("/musterstadt/suche/?q=geheimnis").content.decode()
    assert "Geheimnis</a>" not in page


def test_how_pages_look_is_remembered_with_the_account(clerk):
    data = {"theme": "dark", "next": "/musterstadt/suche/"}
    answer = clerk.post("/musterstadt/konto/ansicht/", data)
    assert answer["Location"] == "/musterstadt/suche/"
    clerk.post("/musterstadt/konto/ansicht/", {"density": "tight", "next": "//boese.example"})
    account = Account.objects.get(login="sachbearbeiterin.musterstadt")
    assert (account.theme, account.density) == ("dark", "tight")
    assert 'data-kern-theme="dark"' in clerk.get("/musterstadt/").content.decode()


def test_jobs_are_shown_to_whoever_started_them(clerk, towns):
    assert "Blatt 2.txt" in clerk.get("/musterstadt/auftraege/").content.decode()
    other = towns["musterstadt"].client("registratur")
    assert "Blatt 2.txt" not in other.get("/musterstadt/auftraege/").content.decode()


def test_the_status_page_is_for_operators(clerk, towns):
    assert clerk.get("/musterstadt/betrieb/").status_code == 403
    page = towns["musterstadt"].client("systemverwaltung").get("/musterstadt/betrieb/")
    assert page.status_code == 200
    assert "PostgreSQL" in page.content.decode()
    assert "Carport" not in page.content.decode()


@pytest.mark.parametrize("path", ["merkzettel/", "anmerkungen/", "favoriten/"])
def test_an_address_of_a_form_that_is_opened_says_so(clerk, path):
    answer = clerk.get(f"/musterstadt/{path}")
    assert answer.status_code == 405
    assert answer["Allow"] == "POST"
    assert "nur über ein Formular" in answer.content.decode()
    answer = clerk.get(f"/musterstadt/{path}", headers={"accept": "application/json"})
    assert answer["Content-Type"].startswith("application/problem+json")


def test_a_search_is_kept_opened_and_forgotten(clerk):
    address = "/musterstadt/suche/gemerkt/"
    # Refused with a sentence where there is nothing to keep, kept otherwise.
    assert clerk.post(address).status_code == 422
    assert clerk.post(f"{address}?q=%28carport").status_code == 422
    page = clerk.get(address).content.decode()
    assert "Keine gemerkten Suchen" in page
    assert clerk.get("/musterstadt/suche/?gemerkt=unsinn").status_code == 200
    assert clerk.get(f"/musterstadt/suche/?gemerkt={UUID(int=7)}").status_code == 404
    assert clerk.post(f"{address}{UUID(int=7)}/loeschung/").status_code == 404


@pytest.mark.parametrize("path", ["akten/", "suche/?q=antrag", "konto/", "gibt-es-nicht/"])
def test_an_answered_request_is_let_go_with_all_that_was_read_for_it(towns, path):
    client = towns["musterstadt"].client("sachbearbeiterin")
    with no_tenant():
        client.get(f"/musterstadt/{path}")
        gc.collect()
        gc.disable()
        try:
            answer = client.get(f"/musterstadt/{path}")
            request = weakref.ref(answer.wsgi_request)
            vars(answer).clear()  # the client of these tests lets it point to itself
            del answer
            assert request() is None
        finally:
            gc.enable()
