"""Kontakte: seen only through files one may read, never across Geheimnisklassen, merged with a way back."""

from datetime import date

import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.models import Beteiligung, Kontakt
from verbundakte.akten.queries import kontakt as read
from verbundakte.akten.search import kontakte_beginning
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.organisation.models import Organisationseinheit, Stelle, Stellenbesetzung
from verbundakte.organisation.tests.factories import LONG_AGO

PERSON = {"art": "natuerlich", "vorname": "Mia", "name": "Entwurf"}


def kontakt_at(office, subject, **values) -> Kontakt:
    """Create a Kontakt at an object and let it take part."""
    row = steps.create_kontakt_at(
        office.amira(), subject, values=PERSON | values, at=timezone.now()
    )
    steps.add_beteiligung(
        office.amira(), subject, kontakt=row, rolle="antragsteller", at=timezone.now()
    )
    return row


@pytest.fixture
def secret(office):
    """A Vorgang of a Geheimnisklasse that the clerk leads and nobody else of the cast sees."""
    unit = Organisationseinheit.objects.get(kennzeichen="63.1")
    stelle = Stelle.objects.create(einheit=unit, bezeichnung="Steuer")
    Stellenbesetzung.objects.create(
        person_id=office.town.persons["sachbearbeiterin"], stelle=stelle, from_on=LONG_AGO
    )
    plan = make_planeinheit("922.52", einheit="63.1", geheimnisklasse="steuer")
    return make_vorgang(office.amira, akte=make_akte(office.amira, planeinheit=plan))


def test_a_kontakt_is_seen_by_whoever_sees_one_of_its_files(office):
    row = kontakt_at(office, office.vorgang)
    place = office.at(f"kontakte/{row.pk}/")
    assert office.browser("leitung").get(place).status_code == 200
    assert office.browser("sachbearbeiter_ordnung").get(place).status_code == 404
    actions.change_zugriff(
        office.amira(),
        office.vorgang,
        choice=actions.Choice.NUR,
        persons=[office.amira().person_id],
    )
    assert office.browser("leitung").get(place).status_code == 404
    assert office.browser().get(place).status_code == 200
    boss = office.town.leitung
    assert not read.kontakte(boss).exists()
    assert read.offered(boss, "Entwurf", "") == [] == read.similar(boss, "Entwurf", "Mia", "")
    assert kontakte_beginning(boss, "entwurf", 5) == []


def test_a_kontakt_of_a_geheimnisklasse_stays_in_it(office, secret):
    hidden = kontakt_at(office, secret)
    assert hidden.geheimnisklasse == "steuer"
    with pytest.raises(steps.OtherGeheimnisklasse):
        steps.add_beteiligung(
            office.amira(), office.vorgang, kontakt=hidden, rolle="nachbar", at=timezone.now()
        )
    page = office.browser().get(office.at(f"beteiligte/vorgang/{office.vorgang.pk}/?wort=Entwurf"))
    assert str(hidden.pk) not in page.content.decode()
    with pytest.raises(steps.SecretForAll):
        steps.change_kontakt(
            office.amira(), hidden, seen_revision=1, values=PERSON | {"is_allgemein": True}
        )
    open_one = kontakt_at(office, office.vorgang)
    with pytest.raises(steps.OtherGeheimnisklasse):
        steps.merge_kontakte(office.amira(), open_one, other=hidden, at=timezone.now())
    with pytest.raises(steps.OtherGeheimnisklasse):
        steps.add_beteiligung(
            office.amira(), secret, kontakt=open_one, rolle="nachbar", at=timezone.now()
        )
    for role in ("leitung", "registratur"):
        text = office.browser(role).get(office.at("kontakte/")).content.decode()
        assert str(hidden.pk) not in text


def test_kontakte_in_use_are_merged_and_that_is_taken_back(office):
    into, other = kontakt_at(office, office.vorgang), kontakt_at(office, office.akte)
    steps.add_beteiligung(
        office.amira(), office.vorgang, kontakt=other, rolle="antragsteller", at=timezone.now()
    )
    steps.add_anschrift(office.amira(), other, values={"ort": "Musterstadt"}, at=timezone.now())
    browser = office.browser()
    place = office.at(f"kontakte/{into.pk}/zusammenfuehrung/")
    assert "Musterstadt" in browser.get(f"{place}?mit={other.pk}").content.decode()
    assert browser.post(place, {"mit": other.pk}).url == office.at(f"kontakte/{into.pk}/")
    assert browser.post(place, {"mit": other.pk}).status_code == 422
    assert sorted(row.subject.betreff for row in read.parts_of(office.amira(), into)) == sorted(
        [office.vorgang.betreff, office.akte.betreff]
    )
    assert browser.get(office.at(f"kontakte/{other.pk}/")).url == office.at(f"kontakte/{into.pk}/")
    merge = into.zusammenfuehrungen.get()
    back = office.at(f"zusammenfuehrungen/{merge.pk}/ruecknahme/")
    assert office.browser("sachbearbeiter_ordnung").post(back).status_code == 404
    assert browser.post(back).url == office.at(f"kontakte/{other.pk}/")
    assert Beteiligung.objects.filter(kontakt=into).count() == 1
    assert Beteiligung.objects.filter(kontakt=other).count() == 2
    assert [
        str(row) for row in read.reach_of(office.amira(), other, on=date.today()).anschriften
    ] == ["Musterstadt"]


def test_an_auskunftssperre_hides_the_address_everywhere(office):
    row = kontakt_at(office, office.vorgang, is_gesperrt=True)
    steps.add_anschrift(
        office.amira(),
        row,
        values={"strasse": "Geheimweg 1", "ort": "Nirgendwo"},
        at=timezone.now(),
    )
    place = office.at(f"kontakte/{row.pk}/")
    assert "Geheimweg" in office.browser().get(place).content.decode()
    audit = office.browser("assistenz").get(place).content.decode()
    assert "Geheimweg" not in audit and "Anschrift gesperrt" in audit
    for role in ("sachbearbeiterin", "assistenz"):
        assert "Nirgendwo" not in office.browser(role).get(office.at("kontakte/")).content.decode()
    order = {"liste": "kontakte", "ort": "stadt", "abfrage": "spalten=name,ort", "art": "csv"}
    browser = office.browser()
    file = browser.get(browser.post(office.at("listen/ausgabe/"), order).url)
    assert "Nirgendwo" not in b"".join(file.streaming_content).decode("utf-8-sig")
    assert (
        "Geheimweg"
        not in office.browser()
        .get(office.at(f"vorgaenge/{office.vorgang.pk}/verlauf/"))
        .content.decode()
    )
    assert read.has_gesperrte(office.amira(), office.vorgang, on=date.today())


def test_a_name_that_exists_is_hinted_before_a_second_one_is_made(office):
    kontakt_at(office, office.vorgang)
    browser, place = office.browser(), office.at(f"beteiligte/vorgang/{office.vorgang.pk}/neu/")
    values = PERSON | {"rolle": "nachbar", "anschrift-ort": "Musterstadt"}
    page = browser.post(place, values)
    assert page.status_code == 422
    assert "Diesen Namen gibt es schon" in page.content.decode()
    assert browser.post(place, values | {"trotzdem": "1"}).status_code == 302
    assert Kontakt.objects.count() == 2
    assert browser.post(place, values | {"name": ""}).status_code == 422


def test_a_kontakt_of_a_unit_is_made_without_a_file_and_changed_once(office):
    browser = office.browser()
    unit = next(iter(office.amira().einheiten))
    values = {
        "art": "juristisch",
        "name": "Stadtwerke Musterstadt",
        "einheit": unit,
        "is_allgemein": "on",
    }
    answer = browser.post(office.at("kontakte/neu/"), values)
    row = Kontakt.objects.get()
    assert answer.url == office.at(f"kontakte/{row.pk}/")
    assert office.browser("sachbearbeiter_ordnung").get(answer.url).status_code == 200
    edit = office.at(f"kontakte/{row.pk}/bearbeiten/")
    changed = values | {"name": "Stadtwerke", "revision": 1}
    assert browser.post(edit, changed).status_code == 302
    assert browser.post(edit, changed | {"name": "Andere"}).status_code == 422
    foreign = office.browser("sachbearbeiter_ordnung").post(edit, changed | {"revision": 2})
    assert foreign.status_code == 403
    bad = browser.post(
        office.at(f"kontakte/{row.pk}/kanaele/"), {"kanal-art": "email", "kanal-wert": "kein"}
    )
    assert bad.status_code == 302 and not row.kanaele.exists()
    browser.post(
        office.at(f"kontakte/{row.pk}/kanaele/"), {"kanal-art": "telefon", "kanal-wert": "0123 456"}
    )
    kanal = row.kanaele.get()
    browser.post(office.at(f"kontakte/{row.pk}/erreichbarkeit/{kanal.pk}/ende/"))
    kanal.refresh_from_db()
    assert kanal.ended_at is not None


def test_the_list_of_kontakte_has_a_fixed_number_of_queries(office, django_assert_max_num_queries):
    browser, place = office.browser(), office.at("kontakte/")
    browser.get(place)
    for number in range(5):
        kontakt_at(office, office.vorgang, name=f"Entwurf {number}")
    with django_assert_max_num_queries(26):
        page = browser.get(f"{place}?wort=entwurf")
    assert len(page.context["rows"]) == 5


def test_nobody_is_added_to_what_is_closed(office):
    row = kontakt_at(office, office.vorgang)
    actions.close_vorgang(office.amira(), office.vorgang, on=date.today(), at=timezone.now())
    with pytest.raises(actions.VorgangClosed):
        steps.add_beteiligung(
            office.amira(), office.vorgang, kontakt=row, rolle="nachbar", at=timezone.now()
        )
