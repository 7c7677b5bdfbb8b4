"""From arrival to now, and how often over paper."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import Ziel
from verbundakte.posteingang.models import KanalArt, MedienbruchArt
from verbundakte.posteingang.tests.factories import make_eingang, unit

NOW = timezone.now()


@pytest.fixture
def filed(musterstadt):
    """Return an Eingang on paper that went through hands and was filed."""
    eingang = make_eingang(musterstadt.registratur, einheit="10", art=KanalArt.SCAN)
    actions.assign_eingang(
        musterstadt.registratur, eingang, ziel=Ziel(unit("63")), grund="Bauordnung", at=NOW
    )
    amira = musterstadt.sachbearbeiterin
    actions.accept_eingang(amira, eingang, at=NOW)
    actions.note_medienbruch(amira, eingang, art=MedienbruchArt.AUSGEDRUCKT, at=NOW)
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    actions.file_eingang(musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=NOW)
    return queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)


def test_the_laufweg_tells_every_step(musterstadt, filed):
    steps = queries.laufweg(musterstadt.sachbearbeiterin, [filed])
    vorgang = filed.dokument.vorgang
    assert {step.text for step in steps} == {
        "eingegangen: Scan",
        "erfasst unter 2026/00001" if filed.jahr == 2026 else f"erfasst unter {filed.number}",
        "Medienbruch: kam auf Papier",
        "Medienbruch: ausgedruckt",
        "zugeleitet: 63 Bauordnung",
        "angenommen",
        f"abgelegt in {vorgang.aktenzeichen}",
    }
    assert {step.who for step in steps if step.text == "angenommen"} == {"Amira Beispiel"}
    breaks = AuditEvent.objects.filter(name="posteingang.medienbruch.noted")
    assert {event.spur for event in breaks} == {filed.spur}
    assert breaks.count() == 2


def test_the_pages_show_it_with_a_fixed_number_of_queries(musterstadt, filed):
    client, vorgang = musterstadt.client("sachbearbeiterin"), filed.dokument.vorgang
    pages = (
        f"/musterstadt/posteingang/{filed.pk}/laufweg/",
        f"/musterstadt/posteingang/vorgaenge/{vorgang.pk}/laufweg/",
    )
    for page in pages:
        client.get(page)
        with CaptureQueriesContext(connection) as before:
            assert "abgelegt in" in client.get(page).content.decode()
        more = make_eingang(musterstadt.registratur, art=KanalArt.SCAN)
        actions.file_eingang(musterstadt.sachbearbeiterin, more, vorgang=vorgang, at=NOW)
        with CaptureQueriesContext(connection) as after:
            client.get(page)
        assert len(after) == len(before)


def test_whoever_printed_or_retyped_it_says_so_on_the_page_of_its_way(musterstadt, filed):
    client = musterstadt.client("sachbearbeiterin")
    place = f"/musterstadt/posteingang/{filed.pk}/medienbruch/"
    assert place in client.get(f"/musterstadt/posteingang/{filed.pk}/laufweg/").content.decode()
    assert client.post(place, {"art": "papier_ein"}).status_code == 422
    told = client.post(
        place, {"art": "abgetippt", "bemerkung": "in das Fachverfahren"}, follow=True
    )
    assert "Medienbruch: abgetippt" in told.content.decode()


def test_a_vorgang_the_viewer_does_not_see_is_not_named(musterstadt, filed):
    steps = queries.laufweg(musterstadt.registratur, [filed])
    assert any(filed.dokument.vorgang.aktenzeichen in step.text for step in steps)
    steps = queries.laufweg(musterstadt.sachbearbeiter_ordnung, [filed])
    assert not any(filed.dokument.vorgang.aktenzeichen in step.text for step in steps)


def test_medienbrueche_are_counted_by_unit_and_kind_of_matter(musterstadt, filed):
    make_eingang(musterstadt.registratur, art=KanalArt.PAPIER, arrived=None, standort="Fach 4")
    yesterday = today() - timedelta(days=1)  # what the factory makes arrived hours ago
    rows = queries.medienbrueche(musterstadt.registratur, from_on=yesterday, to_on=today())
    assert sorted((row.einheit[:2], row.vorgangstyp, row.art, row.count) for row in rows) == [
        ("10", "Vorgänge ohne Art", "kam auf Papier", 1),
        ("63", "Vorgänge ohne Art", "ausgedruckt", 1),
        ("63", "noch nicht abgelegt", "kam auf Papier", 1),
    ]
    page = "/musterstadt/posteingang/medienbrueche/"
    assert "ausgedruckt" in musterstadt.client("registratur").get(page).content.decode()
    assert musterstadt.client("sachbearbeiterin").get(page).status_code == 404
