"""Personalakten: in parts, Beihilfe apart, read by the employee for a granted time."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from verbundakte.akten import queries
from verbundakte.akten.actions import kontakt as kontakte
from verbundakte.akten.actions import personalakte as steps
from verbundakte.akten.models import Akte, Personalakte, Personalteil
from verbundakte.akten.queries import personalakte as read
from verbundakte.akten.tests.factories import make_dokument, make_planeinheit, make_vorgang
from verbundakte.core.models import AuditEvent, Freigabe, Lesevermerk
from verbundakte.organisation.models import Person, Rollenzuweisung
from verbundakte.organisation.samples import STANDARD_ROLLEN

TODAY = timezone.localdate


@pytest.fixture
def personal(office):
    """The office with a place for Personalakten and the clerk as personnel office."""
    rolle = STANDARD_ROLLEN["personalstelle"].key
    who = office.amira().person_id
    Rollenzuweisung.objects.create(person_id=who, rolle_key=rolle, from_on="2020-01-01")
    office.place = make_planeinheit("023.10", geheimnisklasse="personal")
    office.otto = Person.objects.get(pk=office.town.sachbearbeiter_ordnung.person_id)
    office.jonas = Person.objects.get(pk=office.town.leitung.person_id)
    return office


def begin(office, owner=None, teile=("bezuege", "beihilfe")):
    """Return Otto's Personalakte; Jonas works on its Beihilfe."""
    return steps.create_personalakte(
        office.amira(),
        office.place,
        owner=owner or office.otto,
        teile=teile,
        circle=[office.jonas.pk],
        at=timezone.now(),
    )


def grant(office, akte, actor=None, beihilfen=(), days=14):
    """Open the Personalakte for Otto."""
    last_on = TODAY() + timedelta(days=days)
    what = {"beihilfen": list(beihilfen), "from_on": TODAY(), "last_on": last_on}
    actor = actor or office.amira()
    return steps.grant_einsicht(actor, akte, **what, at=timezone.now())


def part_named(teil) -> Akte:
    """Return the Akte of a part."""
    return Akte.objects.get(personalakten__teil=teil)


def test_the_page_begins_a_personalakte_with_its_parts(personal):
    browser, url = personal.browser(), personal.at("personalakten/neu/")
    values = {"person": personal.otto.pk, "planeinheit": personal.place.pk, "teile": ["beihilfe"]}
    assert "wer die Beihilfe bearbeitet" in browser.post(url, values).content.decode()
    answer = browser.post(url, values | {"beihilfe_person": personal.jonas.pk}, follow=True)
    page = answer.content.decode()
    assert "Personalakte Ordnung, Otto" in page
    akte = part_named(Personalteil.GRUNDAKTE)
    assert akte.geheimnisklasse == "personal"
    assert akte.vorgaenge.count() == 5
    assert "schon eine Personalakte" in browser.post(url, values | {"teile": []}).content.decode()
    assert "Ordnung, Otto" in browser.get(personal.at("personalakten/?wort=otto")).content.decode()
    assert personal.browser("leitung").get(personal.at("personalakten/")).status_code == 403


def test_the_beihilfe_is_open_to_its_circle_alone(personal):
    akte = begin(personal)
    part = part_named(Personalteil.BEIHILFE)
    assert part in queries.akten(personal.town.leitung)
    assert akte not in queries.akten(personal.town.leitung)
    assert part not in queries.akten(personal.amira())
    assert akte in queries.akten(personal.amira())
    assert akte not in queries.akten(personal.town.registratur)
    page = personal.browser().get(personal.at(f"akten/{akte.pk}/personalakte/")).content.decode()
    assert "Bezüge Ordnung, Otto" in page
    assert "Beihilfe Ordnung, Otto" not in page


def test_the_employee_reads_for_the_granted_time_without_the_beihilfe(personal):
    akte = begin(personal)
    vorgang = akte.vorgaenge.order_by("aktenzeichen").first()
    make_dokument(personal.amira, vorgang=vorgang, betreff="Zeugnis der Ausbildung")
    otto = personal.browser("sachbearbeiter_ordnung")
    url = personal.at("meine-personalakte/")
    assert "Zurzeit nicht geöffnet" in otto.get(url).content.decode()
    place = personal.at(f"akten/{akte.pk}/personalakte/")
    values = {"from_on": TODAY(), "last_on": TODAY() + timedelta(days=200)}
    assert personal.browser().post(f"{place}einsichten/neu/", values).status_code == 422
    values["last_on"] = TODAY() + timedelta(days=7)
    assert personal.browser().post(f"{place}einsichten/neu/", values).status_code == 302
    page = otto.get(url).content.decode()
    assert "Zeugnis der Ausbildung" in page
    assert "Teilakte: Bezüge" in page
    assert "Beihilfe" not in page
    assert "Ihre Personalakte" in otto.get(personal.at("")).content.decode()
    actor = personal.town.sachbearbeiter_ordnung
    assert akte.zone_id not in actor.zones_write
    dokument = queries.dokumente(actor).get()
    otto.get(personal.at(f"dateien/{dokument.fassungen.get().dateien.get().pk}/original"))
    rows = Lesevermerk.objects.filter(person_id=actor.person_id)
    assert {"akten.akte", "akten.dokument"} == set(rows.values_list("subject_kind", flat=True))
    freigabe = Freigabe.objects.get()
    personal.browser().post(f"{place}einsichten/{freigabe.pk}/ende/")
    assert "Zurzeit nicht geöffnet" in otto.get(url).content.decode()
    assert AuditEvent.objects.filter(name="akten.freigabe.ended").count() == 1
    with pytest.raises(Http404):
        queries.get_akte(personal.town.sachbearbeiter_ordnung, akte.pk)


def test_the_beihilfe_is_opened_only_by_who_works_on_it(personal):
    akte = begin(personal)
    part = part_named(Personalteil.BEIHILFE)
    with pytest.raises(PermissionDenied):
        grant(personal, akte, beihilfen=[part])
    assert not Freigabe.objects.exists()
    rolle = STANDARD_ROLLEN["personalstelle"].key
    Rollenzuweisung.objects.create(person=personal.jonas, rolle_key=rolle, from_on="2020-01-01")
    assert read.beihilfen_of(personal.amira(), akte) == []
    assert read.beihilfen_of(personal.town.leitung, akte) == [part]


def test_the_time_ends_by_itself_and_others_read_nothing_of_it(personal):
    akte = begin(personal, teile=())
    grant(personal, akte, days=0)
    actor = personal.town.sachbearbeiter_ordnung
    assert read.open_until(actor, TODAY()) == TODAY() + timedelta(days=1)
    assert read.open_until(actor, TODAY() + timedelta(days=1)) is None
    assert read.own_personalakte(personal.town.leitung, TODAY()) is None
    with pytest.raises(steps.TooLong):
        grant(personal, akte, days=120)


def test_an_akte_of_a_kontakt_is_shown_on_paper(personal):
    values = {"art": "natuerlich", "name": "Windfang", "vorname": "Merle"}
    unit = personal.place.federfuehrung
    former = kontakte.create_kontakt(personal.amira(), unit, values=values, at=timezone.now())
    form = personal.browser().get(personal.at(f"personalakten/neu/?kontakt={former.pk}"))
    assert "Personalakte für Windfang, Merle" in form.content.decode()
    akte = begin(personal, owner=former, teile=())
    with pytest.raises(steps.NoPersonHere):
        grant(personal, akte)
    page = personal.browser().get(personal.at(f"akten/{akte.pk}/personalakte/")).content.decode()
    assert "Einsicht auf Papier" in page


def test_a_part_is_added_later_and_only_to_a_grundakte(personal):
    akte = begin(personal, teile=())
    url = personal.at(f"akten/{akte.pk}/personalakte/teile/neu/")
    answer = personal.browser().post(url, {"teil": "nebenakte", "betreff": "Dienststelle"})
    assert answer.status_code == 302
    part = part_named(Personalteil.NEBENAKTE)
    assert part.betreff == "Dienststelle Ordnung, Otto"
    with pytest.raises(steps.NotAGrundakte):
        what = {"teil": Personalteil.TEILAKTE, "betreff": "x", "circle": []}
        steps.add_personalteil(personal.amira(), part, **what, at=timezone.now())
    with pytest.raises(steps.NotPersonal):
        steps.create_personalakte(
            personal.amira(), personal.unit, owner=personal.jonas, teile=(), circle=[], at=None
        )


def test_the_own_page_has_a_fixed_number_of_queries(personal, django_assert_max_num_queries):
    akte = begin(personal, teile=("bezuege",))
    grant(personal, akte)
    for vorgang in (make_vorgang(personal.amira, akte=akte) for _ in range(3)):
        make_dokument(personal.amira, vorgang=vorgang)
    actor = personal.town.sachbearbeiter_ordnung
    with django_assert_max_num_queries(5):
        found = read.own_personalakte(actor, TODAY())
    assert sum(len(part.dokumente) for part in found.parts) == 3
    assert Personalakte.objects.count() == 2
