"""Vermerk, Anmerkung, Merkzettel and one's own Entwürfe."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from verbundakte.akten import actions, queries, rules
from verbundakte.akten.actions import Arrived
from verbundakte.akten.models import Anmerkung, Dokument, Merkzettel
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.blobs import store
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit, Person


def write_vermerk(office, text="Herr Beispiel ruft zurück.\n\nZweiter Absatz", **more):
    """Post a Vermerk as the page does and return the answer."""
    address = office.at(f"vorgaenge/{office.vorgang.pk}/vermerke/neu/")
    values = {"art": "telefon", "text": text, "on": timezone.localdate().isoformat(), **more}
    return office.browser(more.pop("role", "sachbearbeiterin")).post(address, values)


def test_a_vermerk_is_a_dokument_with_date_author_and_its_text_as_original(office):
    answer = write_vermerk(office, mit="Bauherrin")
    dokument = Dokument.objects.get(vorgang=office.vorgang)
    assert answer.status_code == 302
    assert dokument.dokumenttyp.kuerzel == "vermerk"
    assert dokument.betreff == "Telefonvermerk: Herr Beispiel ruft zurück."
    assert dokument.datum_des_schreibens == timezone.localdate()
    assert dokument.absender == "Amira Beispiel"
    datei = dokument.fassungen.get().dateien.get()
    original = store.open_blob(current_tenant(), datei.blob.sha256).read().decode()
    assert "<p>Zweiter Absatz</p>" in original
    assert office.vorgang.aktenzeichen in original
    assert "Bauherrin" in original


def test_what_is_typed_into_a_vermerk_never_becomes_markup():
    content = rules.vermerk_html("Vermerk", [("Mit", "<b>")], "<script>alert(1)</script>").decode()
    assert "<script>" not in content
    assert "&lt;b&gt;" in content


@pytest.mark.parametrize(
    ("values", "told"),
    [({"text": "  "}, "festzuhalten"), ({"on": "2099-01-01"}, "Zukunft"), ({"art": "brief"}, "")],
)
def test_a_vermerk_without_text_or_of_tomorrow_is_not_filed(office, values, told):
    answer = write_vermerk(office, **values)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not Dokument.objects.exists()


def test_nothing_is_noted_in_a_closed_vorgang(office):
    actions.close_vorgang(office.amira(), office.vorgang, on=date(2026, 3, 2), at=timezone.now())
    assert write_vermerk(office).status_code == 422
    with pytest.raises(actions.VorgangClosed):
        actions.add_anmerkung(office.amira(), office.vorgang, text="Spät", at=timezone.now())
    assert not Anmerkung.objects.exists()


def test_an_anmerkung_is_read_by_whoever_reads_the_vorgang_and_stays_in_its_history(office):
    row = actions.add_anmerkung(
        office.amira(), office.vorgang, text="Frist klären", at=timezone.now()
    )
    page = office.at(f"vorgaenge/{office.vorgang.pk}/?ansicht=notizen")
    assert "Frist klären" in office.browser("leitung").get(page).content.decode()
    with pytest.raises(Http404):
        queries.get_anmerkung(office.town.sachbearbeiter_ordnung, row.pk)
    actions.withdraw_anmerkung(office.amira(), office.vorgang, anmerkung=row, at=timezone.now())
    assert "Frist klären" not in office.browser("leitung").get(page).content.decode()
    verlauf = office.at(f"vorgaenge/{office.vorgang.pk}/verlauf/")
    assert "Frist klären" in office.browser().get(verlauf).content.decode()


def test_only_the_author_takes_an_anmerkung_back_and_only_once(office):
    row = actions.add_anmerkung(office.amira(), office.vorgang, text="Meins", at=timezone.now())
    with pytest.raises(actions.AnmerkungNotYours):
        actions.withdraw_anmerkung(
            office.town.leitung, office.vorgang, anmerkung=row, at=timezone.now()
        )
    for _ in range(2):
        office.browser().post(office.at(f"anmerkungen/{row.pk}/ruecknahme/"))
    names = AuditEvent.objects.filter(subject_id=office.vorgang.pk).values_list("name", flat=True)
    assert list(names).count("akten.anmerkung.withdrawn") == 1
    office.browser().post(office.at(f"anmerkungen/{row.pk}/geltung/"))
    assert Anmerkung.objects.get().withdrawn_at is None


def test_a_merkzettel_is_for_its_author_alone_and_gone_at_zda(office):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    for subject in (office.vorgang, dokument):
        actions.set_merkzettel(office.amira(), subject, text="Mittwoch anrufen", at=timezone.now())
    page = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}&ansicht=notizen")
    assert "Mittwoch anrufen" in office.browser().get(page).content.decode()
    assert "Mittwoch anrufen" not in office.browser("leitung").get(page).content.decode()
    assert not AuditEvent.objects.filter(name__contains="merkzettel").exists()
    actions.close_vorgang(office.amira(), office.vorgang, on=date(2026, 3, 2), at=timezone.now())
    assert not Merkzettel.objects.exists()


def test_an_empty_merkzettel_is_thrown_away(office):
    browser = office.browser()
    place = {"kind": "vorgang", "id": office.vorgang.pk}
    browser.post(office.at("merkzettel/"), {**place, "text": "Eins"})
    browser.post(office.at("merkzettel/"), {**place, "text": "Zwei"})
    assert Merkzettel.objects.get().text == "Zwei"
    browser.post(office.at("merkzettel/"), {**place, "text": ""})
    assert not Merkzettel.objects.exists()


def begin(office, role="sachbearbeiterin", at=None):
    """Return a draft of this person's own."""
    actor = getattr(office.town, role)
    arrived = Arrived(put_bytes(current_tenant(), b"Entwurf"), "Entwurf Satzung.txt")
    person = Person.objects.get(pk=actor.person_id)
    return actions.begin_entwurf(actor, person, arrived=arrived, at=at or timezone.now())


def test_an_own_entwurf_is_seen_by_nobody_else_until_it_is_submitted(office):
    entwurf = begin(office)
    address = office.at(f"dokumente/{entwurf.pk}/")
    for role in ("leitung", "registratur", "assistenz"):
        assert office.browser(role).get(address).status_code == 404
        lists = office.browser(role).get(office.at("dokumente/")).content.decode()
        assert "Entwurf Satzung" not in lists
    assert "Entwurf Satzung" in office.browser().get(office.at("entwuerfe/")).content.decode()
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    vorlage = office.at(f"dokumente/{entwurf.pk}/vorlage/")
    assert office.browser().post(vorlage, {"einheit": unit.pk}).status_code == 302
    assert office.browser("leitung").get(address).status_code == 200
    assert office.browser("registratur").get(address).status_code == 404
    assert office.browser().post(vorlage, {"einheit": unit.pk}).status_code == 422


def test_nobody_drafts_in_the_name_of_another(office):
    arrived = Arrived(put_bytes(current_tenant(), b"x"), "x.txt")
    jonas = Person.objects.get(pk=office.town.leitung.person_id)
    with pytest.raises(PermissionDenied):
        actions.begin_entwurf(office.amira(), jonas, arrived=arrived, at=timezone.now())
    body = {"name": "x.txt", "size": 1, "target": f"person:{jonas.pk}"}
    answer = office.browser().post(office.at("uploads/"), body, content_type="application/json")
    assert answer.status_code == 404


def test_a_registered_entwurf_gets_its_number_and_the_rights_of_the_vorgang(office):
    entwurf = begin(office)
    values = {"aktenzeichen": office.vorgang.aktenzeichen}
    office.browser().post(office.at(f"dokumente/{entwurf.pk}/zuordnung/"), values)
    entwurf.refresh_from_db()
    assert (entwurf.position, entwurf.zone_id) == (1, office.vorgang.zone_id)
    assert queries.own_loose_entwuerfe(office.amira()) == []
    assert office.browser("leitung").get(office.at(f"dokumente/{entwurf.pk}/")).status_code == 302


def test_the_desk_reminds_of_an_entwurf_after_thirty_days(office):
    begin(office, at=timezone.now() - timedelta(days=31))
    text = office.browser().get(office.at("")).content.decode()
    assert "Überfällig" in text
    assert "älter als 30 Tage" in office.browser().get(office.at("entwuerfe/")).content.decode()
