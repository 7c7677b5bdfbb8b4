"""Akten and Vorgänge that begin from a template."""

from datetime import date
from uuid import uuid4

import pytest
from django.urls import set_script_prefix

from verbundakte.akten.models import Akte, Schriftgutvorlage, Vorgang
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.vorlagen import AKTENVORLAGE, VORGANGSVORLAGE
from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine import actions as bausteine
from verbundakte.core.models import AuditEvent, BausteinVersion
from verbundakte.core.tenancy.context import no_tenant

DAY = date(2020, 1, 1)


def titled(*titles):
    return [
        {"id": str(uuid4()), "position": place, "bezeichnung": title}
        for place, title in enumerate(titles, 1)
    ]


def release(town, kind, **data):
    actor = town.fachadministration
    made = bausteine.create_baustein(actor, kind, data={"bezeichnung": "Bauantrag", **data})
    bausteine.release(actor, BausteinVersion.objects.get(baustein=made), valid_from=DAY)
    return Schriftgutvorlage.objects.get(key=made.key)


@pytest.fixture
def vorlage(office):
    vorgaenge = titled("Antrag", "Beteiligung")
    vorgaenge[0] |= {"is_extended": True, "dokumente": titled("Lageplan", "Bauzeichnung")}
    vorgaenge[1] |= {"teilvorgaenge": titled("Nachbarn")}
    return release(office.town, AKTENVORLAGE, betreff="Bauantrag:", vorgaenge=vorgaenge)


def post(office, path, data, role="sachbearbeiterin"):
    browser = office.browser(role)
    with no_tenant():
        answer = browser.post(office.at(path), data)
    set_script_prefix("/")
    return answer


def get(office, path, role="sachbearbeiterin"):
    browser = office.browser(role)
    with no_tenant():
        return browser.get(office.at(path)).content.decode()


def new_akte(office, vorlage, **more):
    data = {"betreff": "Hofweg 3", "medium": "001", "federfuehrung": office.unit.federfuehrung_id}
    path = f"akten/neu/?einheit={office.unit.pk}&vorlage={vorlage.pk}"
    return post(office, path, data | more)


def test_an_akte_begins_with_the_structure_of_its_vorlage(office, vorlage):
    page = get(office, f"akten/neu/?einheit={office.unit.pk}&vorlage={vorlage.pk}")
    assert 'value="Bauantrag: "' in page and "Antrag, Beteiligung" in page
    assert new_akte(office, vorlage).status_code == 302
    akte = Akte.objects.get(betreff="Hofweg 3")
    found = Vorgang.objects.filter(akte=akte).order_by("aktenzeichen")
    assert [(row.aktenzeichen.removeprefix(akte.aktenzeichen), row.betreff) for row in found] == [
        ("-01", "Antrag Hofweg 3"),
        ("-02", "Beteiligung"),
        ("-02.1", "Nachbarn"),
    ]
    assert found[2].parent == found[1]
    event = AuditEvent.objects.get(subject_id=akte.pk, name="akten.akte.begun")
    assert event.details.get().new == "Bauantrag, Fassung 1"


def test_expected_dokumente_are_named_until_they_are_there(office, vorlage):
    new_akte(office, vorlage)
    vorgang = Vorgang.objects.get(betreff="Antrag Hofweg 3")
    page = get(office, f"vorgaenge/{vorgang.pk}/")
    assert "Noch erwartet" in page and "Lageplan" in page
    make_dokument(office.amira, vorgang=vorgang, betreff="Amtlicher Lageplan")
    page = get(office, f"vorgaenge/{vorgang.pk}/")
    assert "<li>Bauzeichnung</li>" in page and "<li>Lageplan</li>" not in page


def test_a_vorgang_begins_from_its_vorlage_and_keeps_the_version(office):
    vorlage = release(
        office.town, VORGANGSVORLAGE, dokumente=titled("Antrag"), teilvorgaenge=titled("Ortstermin")
    )
    path = f"akten/{office.akte.pk}/vorgaenge/neu/?vorlage={vorlage.pk}"
    assert post(office, path, {"betreff": "Carport"}).status_code == 302
    vorgang = Vorgang.objects.get(betreff="Carport")
    assert vorgang.erwartet == ["Antrag"] and vorgang.teilvorgaenge.get().betreff == "Ortstermin"
    actor = office.town.fachadministration
    draft = bausteine.create_draft(
        actor, BausteinVersion.objects.get(digest__gt="", baustein__key=vorlage.key).baustein
    )
    bausteine.change_draft(actor, draft, data={"bezeichnung": "Bauantrag"}, seen=1)
    bausteine.release(actor, draft, valid_from=DAY)
    vorgang.refresh_from_db()
    assert vorgang.erwartet == ["Antrag"]


def test_a_closed_vorlage_makes_an_akte_for_oneself(office):
    vorlage = release(office.town, AKTENVORLAGE, zugriff="nur", vorgaenge=titled("Antrag"))
    assert new_akte(office, vorlage).status_code == 302
    akte = Akte.objects.get(betreff="Hofweg 3")
    assert "Hofweg 3" in get(office, f"akten/{akte.pk}/")
    assert "Hofweg 3" not in get(office, f"akten/{akte.pk}/", role="leitung")
    assert akte.vorgaenge.get().zone_id == akte.zone_id


def test_a_vorlage_for_other_units_is_neither_offered_nor_taken(office):
    vorlage = release(office.town, AKTENVORLAGE, kennzeichen=["922"])
    assert "Bauantrag" not in get(office, f"akten/neu/?einheit={office.unit.pk}")
    assert new_akte(office, vorlage).status_code == 404
    assert not Akte.objects.filter(betreff="Hofweg 3").exists()


def test_when_something_fails_nothing_is_left(office, vorlage, monkeypatch):
    def fail(*args, **values):
        raise Refusal("Das geht gerade nicht.")

    monkeypatch.setattr("verbundakte.akten.actions.vorlage._add_teilvorgaenge", fail)
    before = AuditEvent.objects.count()
    answer = new_akte(office, vorlage)
    assert answer.status_code == 422 and "Das geht gerade nicht." in answer.content.decode()
    assert AuditEvent.objects.count() == before
    assert not Akte.objects.filter(betreff="Hofweg 3").exists()
