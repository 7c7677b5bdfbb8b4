"""Units go over into others: nobody loses files, nobody else gets any, names stay readable."""

from types import SimpleNamespace

import pytest

from verbundakte.akten.queries import vorgaenge
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.clock import today
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job, Level, PrincipalKind
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.access import explain_access, who_may
from verbundakte.organisation.models import Nachfolge, Organisationseinheit, Rolle, Stelle


def unit(kennzeichen="63"):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def merge(town, source="63", into="32"):
    return actions.merge_einheit(town.fachadministration, unit(source), into=unit(into), on=today())


@pytest.fixture
def vorgang(musterstadt):
    return make_vorgang(lambda: musterstadt.sachbearbeiterin)


def test_after_a_merger_both_staffs_reach_the_files_and_they_change_their_federfuehrung(
    musterstadt, vorgang
):
    old = unit()
    assert not vorgaenge(musterstadt.sachbearbeiter_ordnung).exists()
    merge(musterstadt)
    for role in ("sachbearbeiterin", "sachbearbeiter_ordnung", "leitung"):
        assert vorgaenge(getattr(musterstadt, role)).get() == vorgang, role
    assert unit("63.1").parent == unit("32") and unit("63.1").pk in musterstadt.leitung.einheiten
    tenant, row = current_tenant(), Job.objects.get()
    with no_tenant():
        run_job(tenant, row.pk)
    vorgang.refresh_from_db()
    assert vorgang.federfuehrung == vorgang.akte.federfuehrung == unit("32")
    event = AuditEvent.objects.get(subject_id=vorgang.akte_id, name="akten.akte.changed")
    (change,) = event.details.all()
    assert (change.old, change.new) == ("63 Bauordnung", "32 Ordnung")
    old.refresh_from_db()
    assert old.valid_to == today()


def test_the_explanation_knows_the_unit_that_went_over(musterstadt):
    zone = intern_zone([Grant(PrincipalKind.EINHEIT, unit().pk, Level.WRITE)])
    merge(musterstadt)
    subject = SimpleNamespace(zone_id=zone.pk)
    names = {reader.person for reader in who_may(zone.pk)}
    for role, person in musterstadt.persons.items():
        actor = getattr(musterstadt, role)
        answer = explain_access(actor, subject, permission="akten.vorgang:read")
        assert answer.is_allowed == actor.may("akten.vorgang:read", subject), role
        assert (person in names) == answer.is_allowed, role


def test_a_merger_opens_secrets_only_to_whoever_comes_from_there(musterstadt):
    grant = Grant(PrincipalKind.MITARBEIT, unit().pk, Level.WRITE)
    subject = SimpleNamespace(zone_id=intern_zone([grant], "steuer").pk)
    merge(musterstadt)
    read = "akten.vorgang:read"
    assert musterstadt.sachbearbeiterin.may(read, subject)
    for role in musterstadt.persons:
        actor = getattr(musterstadt, role)
        answer = explain_access(actor, subject, permission=read)
        assert answer.is_allowed == actor.may(read, subject) == (role == "sachbearbeiterin"), role


def test_a_chain_of_mergers_keeps_the_first_unit_within_reach(musterstadt, vorgang):
    merge(musterstadt)
    merge(musterstadt, "32", "10")
    assert Nachfolge.objects.filter(nachher=unit("10")).count() == 2
    assert vorgaenge(musterstadt.registratur).filter(pk=vorgang.pk).exists()
    assert vorgaenge(musterstadt.archiv).filter(pk=vorgang.pk).exists()


def test_after_a_split_whoever_moved_keeps_the_files_and_the_unit_stays(musterstadt, vorgang):
    stelle = Stelle.objects.get(besetzungen__person=musterstadt.persons["sachbearbeiterin"])
    actions.split_einheit(
        musterstadt.fachadministration, unit(), into=unit("32"), stellen=[stelle], on=today()
    )
    assert unit("32").pk in musterstadt.sachbearbeiterin.einheiten
    assert vorgaenge(musterstadt.sachbearbeiterin).get() == vorgang
    assert unit().valid_to is None and vorgaenge(musterstadt.leitung).exists()
    assert not vorgaenge(musterstadt.sachbearbeiter_ordnung).exists()


def test_bad_ueberleitungen_are_refused(musterstadt):
    actor = musterstadt.fachadministration
    for source, into, refusal in (
        ("63", "63.1", actions.UeberleitungToItself),
        ("63", "63", actions.UeberleitungToItself),
    ):
        with pytest.raises(refusal):
            merge(musterstadt, source, into)
    with pytest.raises(actions.NothingToMove):
        actions.split_einheit(actor, unit(), into=unit("32"), stellen=[], on=today())
    Organisationseinheit.objects.filter(kennzeichen="32").update(is_geschuetzt=True)
    with pytest.raises(actions.UeberleitungGuarded):
        merge(musterstadt)
    Organisationseinheit.objects.filter(kennzeichen="10").update(valid_to=today())
    with pytest.raises(actions.UeberleitungClosed):
        merge(musterstadt, "63", "10")


def test_a_unit_that_holds_files_does_not_close_and_says_how_many(musterstadt, vorgang):
    Stelle.objects.filter(einheit=unit()).update(ended_on=today())
    Organisationseinheit.objects.filter(kennzeichen="63.1").update(valid_to=today())
    with pytest.raises(Exception, match="1 Akten, 1 Vorgänge, 1 Aktenplaneinheiten") as refused:
        actions.close_einheit(musterstadt.fachadministration, unit(), on=today())
    assert "Überleiten" in refused.value.message
    assert unit().valid_to is None


def test_the_page_says_what_it_means_and_does_it(musterstadt, vorgang):
    client = musterstadt.client("fachadministration")
    address = f"/musterstadt/organisation/einheiten/{unit().pk}/ueberleitung/"
    data = {"into": unit("32").pk, "on": today(), "is_whole": "ganz"}
    with no_tenant():
        page = client.get(address).content.decode().replace("\xa0", " ")
        assert "3 Stellen" in page and "1 Einheit darunter" in page
        assert client.post(address, {**data, "is_whole": "teil"}).status_code == 422
        assert client.post(address, {**data, "on": "2020-01-01"}).status_code == 422
        preview = client.post(address, data)["Location"]
        shown = client.get(preview).content.decode()
        assert "Otto Ordnung" in shown and "Noch hat sich nichts geändert" in shown
    assert unit().valid_to is None
    with no_tenant():
        assert client.post(f"{preview}ausfuehrung/").status_code == 302
        assert client.post(f"{preview}ausfuehrung/")["Location"] == preview
        assert "Ausgeführt" in client.get(preview).content.decode()
    assert unit().valid_to == today()


def test_what_keeps_a_unit_is_listed_with_the_ways_out(musterstadt, vorgang):
    address = f"/musterstadt/organisation/einheiten/{unit().pk}/schliessung/"
    client = musterstadt.client("fachadministration")
    with no_tenant():
        page = client.get(address).content.decode().replace("\xa0", " ")
    for told in ("Stellen: 3", "Einheiten darunter: 1", "Akten: 1", "Vorgänge: 1", "63.1"):
        assert told in page, told
    assert "Nachfolge bestimmen" in page and "ueberleitung/?umfang=teil" in page
    assert f"nur-federfuehrung={unit().pk}" not in page  # who reads no files gets no such list
    rolle = Rolle.objects.get(bezeichnung="Fachadministration")
    Rolle.objects.filter(pk=rolle.pk).update(permissions=[*rolle.permissions, "akten.akte:read"])
    with no_tenant():
        page = client.get(address).content.decode()
        answer = client.post(address, {"on": today()})
    assert f"/musterstadt/akten/?bereich=stadt&amp;nur-federfuehrung={unit().pk}" in page
    assert (
        answer.status_code == 422 and "Das hält die Einheit noch offen" in answer.content.decode()
    )
