"""The pages of the room, as the people of the cast see them."""

import pytest

from verbundakte.core.models import Account, Membership
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation.models import Organisationseinheit, Person, Stelle
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import PersonFactory

PREFIX = "/musterstadt/organisation/"


@pytest.fixture
def browse(musterstadt):
    """Log somebody of the cast in and return what gets or posts a page."""

    def log_in(role):
        client = musterstadt.client(role)

        def go(path, data=None):
            with no_tenant():
                if data is None:
                    return client.get(PREFIX + path)
                return client.post(PREFIX + path, data)

        return go

    return log_in


def unit(kennzeichen="63"):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def body(response):
    return response.content.decode()


def test_everybody_sees_the_tree_and_a_unit(browse):
    go = browse("archiv")
    tree = go("einheiten/")
    assert tree.status_code == 200 and "Baugenehmigungen" in body(tree)
    assert "Einheit anlegen" not in body(tree)
    page = go(f"einheiten/{unit().pk}/")
    assert "Amira Beispiel" in body(page) and "Besetzen" not in body(page)


def test_the_fachadministration_sets_up_a_unit_a_stelle_and_a_person(browse):
    go = browse("fachadministration")
    answer = go("einheiten/neu/", {"kennzeichen": "64", "name": "Denkmal", "parent": unit().pk})
    assert answer.status_code == 302
    made = unit("64")
    assert made.parent == unit()
    go(f"einheiten/{made.pk}/stellen/neu/", {"bezeichnung": "Denkmalpflege"})
    go("personen/neu/", {"vorname": "Dora", "familienname": "Denkmal"})
    person = Person.objects.get(familienname="Denkmal")
    stelle = Stelle.objects.get(bezeichnung="Denkmalpflege")
    data = {"person": person.pk, "from_on": "2026-03-02"}
    assert go(f"stellen/{stelle.pk}/besetzungen/neu/", data).status_code == 302
    key = STANDARD_ROLLEN["archiv"].key
    data = {"rolle": key, "from_on": "2026-03-02"}
    assert go(f"personen/{person.pk}/rollen/neu/", data).status_code == 302
    page = body(go(f"personen/{person.pk}/"))
    assert "Denkmalpflege" in page and "Archiv" in page and "Akten" in page
    end = go(f"personen/{person.pk}/rollen/{key}/ende/", {"on": "2026-03-02"})
    assert end.status_code == 302
    login = go(f"personen/{person.pk}/anmeldung/", {"login": "dora", "password": "carport-1234-x"})
    assert login.status_code == 302 and Account.objects.filter(login="dora").exists()
    assert go(f"personen/{person.pk}/anmeldung/ende/", {}).status_code == 302


def test_a_refusal_keeps_the_input_and_answers_422(browse):
    answer = browse("fachadministration")("einheiten/neu/", {"kennzeichen": "63", "name": "Zwei"})
    assert answer.status_code == 422
    assert "gibt es schon" in body(answer) and 'value="Zwei"' in body(answer)


def test_the_second_editor_sees_what_the_first_wrote_and_decides(browse):
    go = browse("fachadministration")
    address = f"einheiten/{unit().pk}/bearbeiten/"
    data = {"kennzeichen": "63", "name": "Bauaufsicht", "parent": "", "revision": 1}
    assert go(address, data).status_code == 302
    second = go(address, {**data, "name": "Bauamt"})
    assert second.status_code == 422
    assert "Bauaufsicht" in body(second) and 'value="Bauamt"' in body(second)
    assert 'name="revision" value="2"' in body(second)
    assert go(address, {**data, "name": "Bauamt", "revision": 2}).status_code == 302
    assert unit().name == "Bauamt"


FORBIDDEN = (
    "einheiten/neu/",
    "einheiten/{unit}/bearbeiten/",
    "einheiten/{unit}/schliessung/",
    "einheiten/{unit}/stellen/neu/",
    "stellen/{stelle}/bearbeiten/",
    "stellen/{stelle}/aufhebung/",
    "stellen/{stelle}/besetzungen/neu/",
    "stellen/{stelle}/besetzungen/{person}/ende/",
    "personen/neu/",
    "personen/{person}/bearbeiten/",
    "personen/{person}/austritt/",
    "personen/{person}/rollen/neu/",
    "personen/{person}/rollen/{person}/ende/",
    "personen/{person}/anmeldung/",
    "personen/{person}/anmeldung/ende/",
)


@pytest.mark.parametrize("role", ["sachbearbeiterin", "systemverwaltung", "datenschutz"])
def test_nobody_else_reaches_the_forms(browse, role):
    go = browse(role)
    person = PersonFactory()
    names = {"unit": unit().pk, "stelle": Stelle.objects.first().pk, "person": person.pk}
    for path in FORBIDDEN:
        assert go(path.format(**names)).status_code == 404, path
        assert go(path.format(**names), {"on": "2026-03-02"}).status_code == 404, path


def test_the_fachadministration_reaches_every_form(browse):
    go = browse("fachadministration")
    names = {"unit": unit().pk, "stelle": Stelle.objects.first().pk, "person": PersonFactory().pk}
    for path in FORBIDDEN:
        assert go(path.format(**names)).status_code == 200, path


def test_rights_show_to_oneself_and_to_whoever_may_see_them(browse, musterstadt):
    go = browse("sachbearbeiterin")
    mine = body(go(f"personen/{musterstadt.sachbearbeiterin.person_id}/"))
    assert "Was Amira Beispiel darf" in mine and "Anmeldename" in mine
    other = body(go(f"personen/{musterstadt.leitung.person_id}/"))
    assert "Was Jonas Probst darf" not in other and "Anmeldename" not in other


def test_the_datenschutz_sees_everybodys_rights(browse, musterstadt):
    page = browse("datenschutz")(f"personen/{musterstadt.leitung.person_id}/")
    assert "Was Jonas Probst darf" in body(page)


def test_roles_show_what_they_allow(browse):
    go = browse("datenschutz")
    assert "Rechnungsprüfung" in body(go("rollen/"))
    assert "Fassung 1" in body(go(f"rollen/{STANDARD_ROLLEN['leitung'].key}/"))


def test_roles_stay_closed_without_the_right(browse):
    go = browse("assistenz")
    assert go("rollen/").status_code == 404
    assert go(f"rollen/{STANDARD_ROLLEN['leitung'].key}/").status_code == 404
    assert go("zugangsschluessel/").status_code == 404


def test_a_token_is_shown_once_and_ended(browse):
    go = browse("sachbearbeiterin")
    made = go("zugangsschluessel/", {"name": "Abgleich", "days": 30})
    assert "va_" in body(made) and made["Cache-Control"] == "no-store"
    listed = body(go("zugangsschluessel/"))
    assert "Abgleich" in listed and "<code" not in listed
    token_id = Membership.objects.get(account__login="sachbearbeiterin.musterstadt").tokens.get().pk
    assert go(f"zugangsschluessel/{token_id}/ende/", {}).status_code == 302
    assert go(f"zugangsschluessel/{token_id}/ende/").status_code == 404


def test_persons_are_found_by_the_beginning_of_the_name(browse):
    go = browse("assistenz")
    found = body(go("personen/?q=beis"))
    assert "Beispiel, Amira" in found and "Probst" not in found
    assert "Niemand gefunden" in body(go("personen/?q=zzz"))


def test_the_list_of_persons_pages_by_name(browse):
    for _ in range(55):
        PersonFactory(familienname="Vielfach")
    go = browse("assistenz")
    first = go("personen/?q=vielf")
    assert "Nächste" in body(first)


def test_the_neighbouring_town_is_not_there(musterstadt):
    client = musterstadt.client("fachadministration")
    with no_tenant():
        assert client.get("/beispielhausen/organisation/einheiten/").status_code == 404
