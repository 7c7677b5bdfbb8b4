"""Two persons see who read a secret, for a time and on an occasion; then it is gone."""

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils.timezone import localdate

from verbundakte.akten import queries as akten
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.akten.tests.support import office
from verbundakte.core import reads
from verbundakte.core.checks import check_chain, check_reads
from verbundakte.core.clock import now
from verbundakte.core.models import AuditEvent, Lesevermerk
from verbundakte.datenschutz import actions, queries
from verbundakte.datenschutz.due import erase_old_lesevermerke
from verbundakte.datenschutz.models import Leseauswertung
from verbundakte.organisation.models import Rollenzuweisung
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import LONG_AGO

__all__ = ["office"]
LIST = "datenschutz/lesevermerke/"


def give(town, role: str, rolle: str) -> None:
    """Give somebody of the cast a further role."""
    Rollenzuweisung.objects.create(
        person_id=town.persons[role], rolle_key=STANDARD_ROLLEN[rolle].key, from_on=LONG_AGO
    )


@pytest.fixture
def secret(office, settle):
    """A Dokument of a Geheimnisklasse that Amira read today."""
    give(office.town, "archiv", "personalrat")
    plan = make_planeinheit("922.52", geheimnisklasse="steuer")
    vorgang = make_vorgang(office.amira, akte=make_akte(office.amira, planeinheit=plan))
    dokument = make_dokument(office.amira, vorgang=vorgang, betreff="Hundesteuer Muster")
    akten.get_datei(office.amira(), dokument.fassungen.get().dateien.get().pk)
    settle()
    return vorgang


def ask(office, vorgang, **values) -> Leseauswertung:
    """Let the officer ask through the page."""
    day = str(localdate())
    body = {
        "anlass": "Beschwerde",
        "aktenzeichen": vorgang.aktenzeichen,
        "from_on": day,
        "to_on": day,
    }
    answer = office.browser("datenschutz").post(office.at(LIST + "neu/"), body | values)
    assert answer.status_code == 302, answer.content.decode()
    return Leseauswertung.objects.latest("requested_at")


def page(office, role: str, row) -> str:
    """Return what somebody sees of an Auswertung."""
    return office.browser(role).get(office.at(f"{LIST}{row.pk}/")).content.decode()


def test_the_result_shows_after_both_have_said_yes_and_to_them_alone(office, secret):
    give(office.town, "registratur", "personalrat")
    row = ask(office, secret)
    assert "Amira" not in page(office, "datenschutz", row)
    assert "Beschwerde" in office.browser("archiv").get(office.at("")).content.decode()
    office.browser("archiv").post(office.at(f"{LIST}{row.pk}/freigabe/"))
    for role in ("datenschutz", "archiv"):
        told = page(office, role, row)
        assert "Amira Beispiel" in told and f"in {secret.aktenzeichen}" in told
        assert "Hundesteuer Muster" not in told
    assert "Amira" not in page(office, "registratur", row)
    assert page(office, "leitung", row).count("Amira") == 0
    names = set(AuditEvent.objects.filter(subject_id=row.pk).values_list("name", flat=True))
    assert names == {"datenschutz.auswertung.requested", "datenschutz.auswertung.released"}
    seen = Lesevermerk.objects.filter(subject_id=row.pk).values_list("person_id", flat=True)
    assert set(seen) == {office.town.persons["datenschutz"], office.town.persons["archiv"]}


def test_what_a_person_read_is_shown_and_taken_out_with_a_trace(office, secret):
    row = ask(office, secret, aktenzeichen="", person=str(office.town.persons["sachbearbeiterin"]))
    actions.release_auswertung(office.town.archiv, row, at=now())
    answer = office.browser("datenschutz").post(office.at(f"{LIST}{row.pk}/tabelle/"))
    assert "Amira Beispiel" in answer.content.decode("utf-8-sig")
    assert AuditEvent.objects.filter(name="datenschutz.auswertung.exported").exists()


def test_nobody_releases_what_she_asked_for_whatever_her_roles(office, secret):
    give(office.town, "datenschutz", "personalrat")
    row = ask(office, secret)
    with pytest.raises(actions.OnePerson):
        actions.release_auswertung(office.town.datenschutz, row, at=now())
    office.browser("datenschutz").post(office.at(f"{LIST}{row.pk}/freigabe/"))
    row.refresh_from_db()
    assert row.released_at is None
    assert "Auswertung freigeben" not in page(office, "datenschutz", row)


def test_a_declined_or_expired_auswertung_shows_nothing(office, secret):
    row = ask(office, secret)
    office.browser("archiv").post(
        office.at(f"{LIST}{row.pk}/ablehnung/"), {"reason": "kein Anlass"}
    )
    assert "kein Anlass" in page(office, "datenschutz", row)
    with pytest.raises(actions.AlreadyDecided):
        actions.release_auswertung(office.town.archiv, row, at=now())
    other = ask(office, secret)
    actions.release_auswertung(office.town.archiv, other, at=now())
    other.refresh_from_db()
    later = now() + timedelta(days=15)
    with pytest.raises(Http404):
        queries.result_of(office.town.datenschutz, other, at=later)


@pytest.mark.parametrize(
    "wrong",
    [
        {"anlass": ""},
        {"aktenzeichen": ""},
        {"from_on": "2026-13-01"},
        {"from_on": "2020-01-01"},
        {"to_on": "2099-01-01"},
        {"person": "fremd", "aktenzeichen": ""},
    ],
)
def test_a_wrong_request_is_refused_with_a_sentence(office, secret, wrong):
    day = str(localdate())
    body = {"anlass": "x", "aktenzeichen": "1", "from_on": day, "to_on": day} | wrong
    answer = office.browser("datenschutz").post(office.at(LIST + "neu/"), body)
    assert answer.status_code == 422
    assert not Leseauswertung.objects.exists()


def test_after_the_towns_days_the_content_ends_and_both_chains_hold(
    office, secret, settle, monkeypatch
):
    on = localdate()
    assert erase_old_lesevermerke(on + timedelta(days=89)) == 0
    answer = office.browser("datenschutz").post(
        office.at(LIST + "speicherdauer/"), {"days": "29", "reason": "DV"}
    )
    assert answer.status_code == 422
    office.browser("datenschutz").post(
        office.at(LIST + "speicherdauer/"), {"days": "120", "reason": "Dienstvereinbarung"}
    )
    assert erase_old_lesevermerke(on + timedelta(days=119)) == 0
    monkeypatch.setattr(reads, "now", lambda: now() - timedelta(days=122))
    akten.get_datei(office.amira(), secret.dokumente.get().fassungen.get().dateien.get().pk)
    settle()
    assert erase_old_lesevermerke(on) == erase_old_lesevermerke(on) + 1
    settle()
    assert Lesevermerk.objects.filter(person_id=None).count() == 1
    assert (check_reads(False), check_chain(False)[1]) == ((2, []), [])
    assert AuditEvent.objects.filter(name="datenschutz.lesevermerke.erased").count() == 1
