"""WebDAV in Vertretung: the address says for whom, each request asks whether that holds."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest

from verbundakte.akten.models import Bearbeitungssperre, Fassung
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.dav.tests.support import Program
from verbundakte.organisation import actions
from verbundakte.organisation.models import Person, Rolle, Vertretung, VertretungArt

__all__ = ["office"]
DEPUTY = "sachbearbeiter_ordnung"


@pytest.fixture
def dokument(office):
    """A Dokument the substitute does not see in his own name."""
    return make_dokument(office.amira, vorgang=office.vorgang, name="Bescheid.odt", content=b"eins")


@pytest.fixture
def vertretung(office):
    """Otto Ordnung stands in for the Leitung."""
    absent = Person.objects.get(pk=office.town.persons["leitung"])
    return actions.plan_vertretung(
        office.town.leitung,
        absent,
        on=today(),
        vertreter=Person.objects.get(pk=office.town.persons[DEPUTY]),
        art=VertretungArt.ABWESENHEIT,
        from_on=today(),
        to_on=today() + timedelta(days=5),
        is_persoenlich=False,
    )


@pytest.fixture
def word(office, vertretung):
    """His program at the address of the Vertretung."""
    program = Program(office.town, DEPUTY)
    program.top += f"/in-vertretung/{vertretung.pk}"
    return program


def path_of(dokument) -> str:
    return f"/Dokumente/{dokument.pk}/Bescheid.odt"


def test_in_vertretung_a_program_makes_one_fassung_that_names_both(office, dokument, word):
    alone = Program(office.town, DEPUTY)
    assert alone.ask("GET", path_of(dokument)).status_code == 404
    assert word.names("/") == [f"{word.top}/", *(f"{word.top}/{name}/" for name in (
        "In%20Bearbeitung", "Vorg%C3%A4nge", "Ablage",
    ))]  # fmt: skip
    token = word.lock(path_of(dokument))
    assert alone.unlock(path_of(dokument), token) in (404, 409)
    assert word.put(path_of(dokument), b"zwei", token) == 204
    assert word.unlock(path_of(dokument), token) == 204
    fassung = Fassung.objects.get(dokument=dokument, nummer=2)
    assert fassung.created_by == office.town.persons[DEPUTY]
    event = AuditEvent.objects.get(subject_id=dokument.pk, name="akten.fassung.added")
    assert event.on_behalf_of == str(office.town.persons["leitung"])


def test_a_copy_stays_within_the_address_of_the_vertretung(dokument, word):
    target = f"http://testserver{word.top}/Ablage/Kopie.odt"
    assert word.ask("COPY", path_of(dokument), Destination=target).status_code == 201
    assert word.get("/Ablage/Kopie.odt") == b"eins"


def test_when_the_vertretung_is_over_nothing_is_done_in_his_own_name(office, dokument, word):
    token = word.lock(path_of(dokument))
    Vertretung.objects.update(to_on=today())
    assert word.put(path_of(dokument), b"zwei", token) == 404
    assert word.ask("PROPFIND", "/", Depth="1").status_code == 404
    assert Bearbeitungssperre.objects.in_force().count() == 1
    assert Fassung.objects.filter(dokument=dokument).count() == 1


def test_the_vertretung_of_others_opens_nothing(office, dokument, vertretung):
    program = Program(office.town)
    program.top += f"/in-vertretung/{vertretung.pk}"
    assert program.ask("GET", path_of(dokument)).status_code == 404


def test_where_the_absent_one_needs_a_second_factor_the_substitute_needs_it_too(dokument, word):
    Rolle.objects.update(needs_second_factor=True)
    assert word.ask("GET", path_of(dokument)).status_code == 404


def test_the_page_gives_the_address_of_the_vertretung(office, dokument, vertretung, word):
    browser = office.browser(DEPUTY)
    browser.post(office.at(f"organisation/vertretungen/{vertretung.pk}/antritt/"))
    page = browser.get(office.at(f"dokumente/{dokument.pk}/programm/")).content.decode()
    address = page.split('data-copy="')[1].split('"')[0]
    assert urlsplit(address).path == f"{word.top}{path_of(dokument)}"
    assert "in Vertretung für Jonas Probst" in page
