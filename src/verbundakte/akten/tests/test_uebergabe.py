"""Who leaves hands her work over; nothing of it is lost and nothing leaks to whoever does it."""

import pytest
from django.utils import timezone

from verbundakte.akten import actions as akten
from verbundakte.akten.actions import Arrived, begin_entwurf
from verbundakte.akten.queries import dokumente
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.clock import today
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import ApiToken, AuditEvent, Job, Membership
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.models import Person

VORGAENGE, ENTWUERFE = "akten.vorgang.hand_over", "akten.entwurf.hand_over"


def person(town, role="sachbearbeiterin"):
    return Person.objects.get(pk=town.persons[role])


def run_jobs():
    tenant = current_tenant()
    jobs = list(Job.objects.filter(finished_at=None))
    for row in jobs:
        with no_tenant():
            run_job(tenant, row.pk)
        row.refresh_from_db()
    return jobs


def leave(town, to="leitung", kinds=(VORGAENGE,)):
    targets = {kind: person(town, to) for kind in kinds}
    return actions.deactivate_person(
        town.fachadministration, person(town), on=today(), targets=targets
    )


@pytest.fixture
def vorgang(musterstadt):
    return make_vorgang(lambda: musterstadt.sachbearbeiterin)


def test_who_has_open_vorgaenge_does_not_leave_before_they_are_handed_over(musterstadt, vorgang):
    with pytest.raises(actions.HandoverOpen, match="Vorgänge in Bearbeitung"):
        actions.deactivate_person(
            musterstadt.fachadministration, person(musterstadt), on=today(), targets={}
        )
    assert person(musterstadt).is_active


def test_the_vorgaenge_go_to_the_other_with_their_trace_and_the_login_ends_at_once(
    musterstadt, vorgang
):
    membership = Membership.objects.get(person_id=musterstadt.persons["sachbearbeiterin"])
    actions.create_token(musterstadt.sachbearbeiterin, person(musterstadt), name="Drucker")
    leave(musterstadt)
    membership.refresh_from_db()
    assert membership.ended_at and not ApiToken.objects.filter(ended_at=None).exists()
    (job,) = run_jobs()
    assert job.result == {"handed_over": 1, "left": 0}
    vorgang.refresh_from_db()
    assert vorgang.sachbearbeitung == person(musterstadt, "leitung")
    event = AuditEvent.objects.get(name="akten.vorgang.handed_over")
    assert event.actor_kind == "system"
    assert event.on_behalf_of == str(musterstadt.persons["fachadministration"])
    (change,) = event.details.all()
    assert (change.old, change.new) == ("Amira Beispiel", "Jonas Probst")


def test_a_closed_vorgang_keeps_who_worked_on_it(musterstadt, vorgang):
    akten.close_vorgang(musterstadt.sachbearbeiterin, vorgang, on=today(), at=timezone.now())
    leave(musterstadt, kinds=())
    vorgang.refresh_from_db()
    assert vorgang.sachbearbeitung == person(musterstadt)


def test_nobody_gets_a_vorgang_she_may_not_work_on_and_the_report_names_no_file(musterstadt):
    clerk = lambda: musterstadt.sachbearbeiterin  # noqa: E731
    secret = make_planeinheit("922.52", geheimnisklasse="steuer")
    vorgang = make_vorgang(
        clerk, akte=make_akte(clerk, planeinheit=secret), betreff="Streng geheim"
    )
    leave(musterstadt, to="sachbearbeiter_ordnung")
    (job,) = run_jobs()
    vorgang.refresh_from_db()
    assert job.result == {"handed_over": 0, "left": 1}
    assert vorgang.sachbearbeitung == person(musterstadt)
    assert "geheim" not in str(job.item_errors) and vorgang.aktenzeichen not in str(job.item_errors)


def test_own_drafts_reach_the_other_and_no_longer_the_one_who_left(musterstadt):
    arrived = Arrived(put_bytes(current_tenant(), b"Entwurf"), "Entwurf.txt")
    entwurf = begin_entwurf(
        musterstadt.sachbearbeiterin, person(musterstadt), arrived=arrived, at=timezone.now()
    )
    assert entwurf not in dokumente(musterstadt.leitung)
    leave(musterstadt, kinds=(ENTWUERFE,))
    run_jobs()
    assert entwurf in dokumente(musterstadt.leitung)
    assert not dokumente(musterstadt.registratur).filter(pk=entwurf.pk).exists()


def test_work_goes_neither_to_oneself_nor_to_somebody_who_left(musterstadt, vorgang):
    with pytest.raises(actions.HandoverTarget):
        leave(musterstadt, to="sachbearbeiterin")
    Person.objects.filter(pk=musterstadt.persons["leitung"]).update(is_active=False)
    with pytest.raises(actions.HandoverTarget):
        leave(musterstadt)
    assert not Job.objects.exists() and person(musterstadt).is_active


def test_the_page_lists_what_is_hers_without_naming_a_file(musterstadt, vorgang):
    client = musterstadt.client("fachadministration")
    stelle = f"{musterstadt.persons['leitung']}:x"
    address = f"/musterstadt/organisation/personen/{musterstadt.persons['sachbearbeiterin']}"
    with no_tenant():
        page = client.get(f"{address}/austritt/").content.decode()
        assert "Vorgänge in Bearbeitung (1)" in page and vorgang.betreff not in page
        missing = client.post(f"{address}/austritt/", {"on": today()})
        assert missing.status_code == 422
        wrong = {"on": today(), "an-akten-vorgang-hand_over": stelle}
        assert client.post(f"{address}/austritt/", wrong).status_code == 422
        right = wrong | {"an-akten-vorgang-hand_over": musterstadt.persons["leitung"]}
        assert client.post(f"{address}/austritt/", right).status_code == 302
        assert "Noch zu übergeben" in client.get(f"{address}/").content.decode()
        again = {"an-akten-vorgang-hand_over": musterstadt.persons["leitung"]}
        assert client.post(f"{address}/uebergabe/", again).status_code == 302
    run_jobs()
    with no_tenant():
        assert "Noch zu übergeben" not in client.get(f"{address}/").content.decode()
