"""Teilakten, Teilvorgänge and Anlagen: made, shown, closed and moved with the whole."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.models import Akte, Choice, Dokument, Vorgang
from verbundakte.akten.tests.factories import make_dokument, make_vorgang


def close(action, office, subject):
    """Close an Akte or a Vorgang."""
    action(office.amira(), subject, on=timezone.localdate(), at=timezone.now())


def test_a_teilakte_inherits_and_keeps_the_whole_open(office):
    browser, address = office.browser(), office.at(f"akten/{office.akte.pk}/teilakten/neu/")
    assert browser.post(address, {"betreff": ""}).status_code == 422
    assert browser.post(address, {"betreff": "Statik"}).status_code == 302
    part = Akte.objects.get(parent=office.akte)
    whole = Akte.objects.get(pk=office.akte.pk)
    assert part.aktenzeichen.startswith(whole.aktenzeichen)
    for name in ("zone_id", "federfuehrung_id", "aufbewahrungsdauer", "planeinheit_id"):
        assert getattr(part, name) == getattr(whole, name)
    page = browser.get(office.at(f"akten/{whole.pk}/")).content.decode()
    assert "Statik" in page
    close(actions.close_vorgang, office, office.vorgang)
    with pytest.raises(actions.AkteHasOpenTeilakten, match=part.aktenzeichen):
        close(actions.close_akte, office, whole)
    with pytest.raises(Exception, match="keine eigenen Teilakten"):
        actions.create_teilakte(office.amira(), part, betreff="x", at=timezone.now())
    close(actions.close_akte, office, part)
    close(actions.close_akte, office, whole)


def test_a_teilvorgang_keeps_its_vorgang_open(office):
    browser = office.browser()
    address = office.at(f"vorgaenge/{office.vorgang.pk}/teilvorgaenge/neu/")
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"betreff": "Nachbarbeteiligung"}).status_code == 302
    part = Vorgang.objects.get(parent=office.vorgang)
    page = browser.get(office.at(f"vorgaenge/{office.vorgang.pk}/")).content.decode()
    assert "Teilvorgänge" in page
    assert "Nachbarbeteiligung" in page
    assert (
        office.vorgang.betreff in browser.get(office.at(f"vorgaenge/{part.pk}/")).content.decode()
    )
    with pytest.raises(actions.VorgangHasOpenParts, match=part.aktenzeichen):
        close(actions.close_vorgang, office, office.vorgang)
    close(actions.close_vorgang, office, part)
    close(actions.close_vorgang, office, office.vorgang)
    with pytest.raises(actions.VorgangClosed):
        actions.create_vorgang(
            office.amira(), office.akte, betreff="x", at=timezone.now(), parent=office.vorgang
        )


def test_a_teilvorgang_of_a_narrowed_vorgang_is_as_narrow(office):
    person = office.town.persons["sachbearbeiterin"]
    actions.change_zugriff(office.amira(), office.vorgang, choice=Choice.NUR, persons=[person])
    vorgang = Vorgang.objects.get(pk=office.vorgang.pk)
    part = actions.create_vorgang(
        office.amira(), office.akte, betreff="Vertraulich", at=timezone.now(), parent=vorgang
    )
    assert part.zone_id == vorgang.zone_id != office.akte.zone_id
    address = office.at(f"vorgaenge/{vorgang.pk}/teilvorgaenge/neu/")
    assert office.browser("leitung").post(address, {"betreff": "x"}).status_code == 404


def test_anlagen_are_filed_shown_below_and_go_with_their_dokument(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    browser, address = office.browser(), office.at(f"dokumente/{dokument.pk}/anlagen/")
    files = [SimpleUploadedFile(f"Plan {number}.txt", b"%d" % number) for number in (1, 2)]
    assert browser.post(address, {"dateien": files}).status_code == 302
    anlagen = list(Dokument.objects.filter(parent=dokument).order_by("position"))
    assert [row.betreff for row in anlagen] == ["Plan 1", "Plan 2"]
    assert {row.zone_id for row in anlagen} == {dokument.zone_id}
    assert {row.kennzeichen for row in anlagen} == {""}
    page = browser.get(office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}"))
    assert "1. Plan 1" in page.content.decode()
    below = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={anlagen[0].pk}")
    assert "Anlage zu" in browser.get(below).content.decode()
    with pytest.raises(actions.AnlageInside):
        actions.add_anlage(office.amira(), anlagen[0], arrived=None, at=timezone.now())
    other = make_vorgang(office.amira, akte=office.akte, betreff="Garage")
    row = Dokument.objects.get(pk=dokument.pk)
    actions.move_dokument(
        office.amira(), row, to=other, seen_revision=row.revision, at=timezone.now()
    )
    assert set(Dokument.objects.filter(parent=dokument).values_list("vorgang", flat=True)) == {
        other.pk
    }


def test_anlagen_are_refused_where_nothing_may_be_filed(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    address = office.at(f"dokumente/{dokument.pk}/anlagen/")
    file = lambda: {"dateien": SimpleUploadedFile("a.txt", b"x")}  # noqa: E731
    assert office.browser("assistenz").post(address, file()).status_code == 403
    assert office.browser("sachbearbeiter_ordnung").post(address, file()).status_code == 404
    close(actions.close_vorgang, office, office.vorgang)
    office.browser().post(address, file())
    assert not Dokument.objects.filter(parent=dokument).exists()
