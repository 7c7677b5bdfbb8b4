"""What arrives becomes one Eingang with a number, a Spur, a Dokument and a first place."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction

from verbundakte.akten.models import Dokument
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import PersonMissing, SealedWithContent
from verbundakte.posteingang.models import Eingang, KanalArt, Medienbruch, Verschluss
from verbundakte.posteingang.rules import Stand, kennung
from verbundakte.posteingang.tests.factories import make_eingang

LATE = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)  # 23:30 in Berlin
NEXT_YEAR = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)


def test_an_eingang_has_a_number_a_spur_a_dokument_and_a_place(musterstadt):
    eingang = make_eingang(musterstadt.registratur, at=LATE)
    dokument = eingang.dokument
    assert eingang.number == "2026/00001"
    assert (dokument.vorgang_id, dokument.spur) == (None, eingang.spur)
    assert dokument.fassungen.get().spur == eingang.spur
    assert (dokument.absender, dokument.betreff) == ("Paula Zaun", "Einwendung Carport")
    assert dokument.posteingangsdatum.isoformat() == "2026-12-31"
    zuleitung = eingang.zuleitungen.get()
    assert (zuleitung.einheit_id, zuleitung.art) == (eingang.einheit_id, "erfasst")
    found = queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert found.stand is Stand.OFFEN
    assert AuditEvent.objects.get(subject_id=eingang.pk).spur == eingang.spur


def test_numbers_begin_anew_each_year_in_berlin(musterstadt):
    numbers = [
        make_eingang(musterstadt.registratur, at=at).number for at in (LATE, LATE, NEXT_YEAR)
    ]
    assert numbers == ["2026/00001", "2026/00002", "2027/00001"]


def test_the_same_arrival_is_recorded_once_and_another_way_is_noted(musterstadt):
    key = kennung("email", "<1@example.org>", b"Bytes")

    def arrive(fremde_kennung, **more):
        return make_eingang(
            musterstadt.registratur, kennung=key, fremde_kennung=fremde_kennung, **more
        )

    first, again = arrive("poststelle:1"), arrive("poststelle:1")
    other = arrive("bauamt:7", einheit="32")
    assert first.pk == again.pk == other.pk
    assert Eingang.objects.count() == Dokument.objects.count() == 1
    assert first.referenzen.count() == 2
    names = {event.name for event in AuditEvent.objects.about(first)}
    assert names == {"posteingang.eingang.arrived_again", "posteingang.eingang.recorded"}
    assert make_eingang(musterstadt.registratur).nummer == 2


def test_paper_is_a_medienbruch(musterstadt):
    eingang = make_eingang(musterstadt.registratur, art=KanalArt.PAPIER, arrived=None,
                           standort="Poststelle", behaelter="Fach 4")  # fmt: skip
    assert eingang.dokument is None
    assert Medienbruch.objects.get().spur == eingang.spur


@pytest.mark.parametrize(
    ("verschluss", "readers"),
    [
        (Verschluss.OFFEN, {"sachbearbeiterin", "leitung", "registratur", "assistenz"}),
        (Verschluss.VERTRAULICH, {"leitung"}),
        (Verschluss.VERGABE, {"sachbearbeiterin", "leitung", "assistenz"}),
    ],
)
def test_what_is_closed_goes_to_its_circle_alone(musterstadt, verschluss, readers):
    eingang = make_eingang(musterstadt.registratur, verschluss=verschluss)
    seen = {
        role
        for role in musterstadt.persons
        if "posteingang.eingang:read" in getattr(musterstadt, role).permissions
        and queries.eingaenge(getattr(musterstadt, role)).filter(pk=eingang.pk).exists()
    }
    assert seen == readers


def test_personal_post_needs_a_name_and_is_seen_by_that_person_alone(musterstadt):
    rita, amira = musterstadt.registratur, musterstadt.sachbearbeiterin
    with pytest.raises(PersonMissing):
        make_eingang(rita, verschluss=Verschluss.PERSOENLICH)
    eingang = make_eingang(rita, verschluss=Verschluss.PERSOENLICH, person=amira.person_id)
    assert queries.get_eingang(musterstadt.sachbearbeiterin, eingang.pk)
    assert list(queries.eingaenge(rita)) == []


def test_a_wahlbrief_has_no_file_and_leaves_no_number_behind(musterstadt):
    rita = musterstadt.registratur
    with pytest.raises(SealedWithContent):
        make_eingang(rita, verschluss=Verschluss.WAHL)
    assert make_eingang(rita, verschluss=Verschluss.WAHL, arrived=None).nummer == 1


def test_nobody_reads_a_bid_before_its_day(musterstadt):
    bid = make_eingang(musterstadt.registratur, verschluss=Verschluss.VERGABE, oeffnen_ab=NEXT_YEAR)
    assert queries.get_eingang(musterstadt.sachbearbeiterin, bid.pk)
    assert not Dokument.objects.visible_to(musterstadt.sachbearbeiterin).exists()


def test_the_rights_follow_the_dokument(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    unit = Organisationseinheit.objects.get(kennzeichen="32")
    zone = actions.circle(Verschluss.OFFEN, unit)
    Dokument.objects.filter(pk=eingang.dokument_id).update(zone=zone)
    eingang.refresh_from_db()
    assert eingang.zone_id == zone.pk


def test_an_eingang_of_another_town_does_not_exist(musterstadt, beispielhausen):
    eingang = make_eingang(musterstadt.registratur)
    with use_tenant(beispielhausen.tenant.pk):
        assert list(queries.eingaenge(beispielhausen.registratur)) == []
        with pytest.raises(IntegrityError), transaction.atomic():
            Eingang.objects.create(
                jahr=2026, nummer=1, kanal_id=eingang.kanal_id, kennung="x", spur=eingang.spur,
                eingegangen_at=LATE, erfasst_at=LATE, einheit_id=eingang.einheit_id,
                zone_id=eingang.zone_id,
            )  # fmt: skip
            transaction.get_connection().check_constraints()
