"""Messages: written with the event, told as rights are when they are sent, at least once, in order."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten.actions import change_vorgang
from verbundakte.akten.models import Vorgang
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.anbindung import actions, queries
from verbundakte.anbindung.actions import zustellung
from verbundakte.anbindung.actions.abonnement import (
    AddressRefused,
    SecretBusy,
    TooManyAbonnements,
)
from verbundakte.anbindung.models import Abonnement, Anlass, Meldung
from verbundakte.anbindung.waking import wake
from verbundakte.core.housekeeping import tidy_tenant
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation.models import Person
from verbundakte.standards import webhooks

CREATED, CHANGED = Anlass.VORGANG_CREATED, Anlass.VORGANG_CHANGED


class World:
    """A town in which a system is told what the clerk may see."""

    def __init__(self, office, receiver, settle):
        self.town, self.receiver, self.settle = office.town, receiver, settle
        self.clerk, self.admin = office.amira, self.town.fachadministration
        self.vorgang = make_vorgang(self.clerk)
        settle()
        self.row = self.subscribe()
        self.secret = self.row.secret_shown

    def subscribe(self, **values) -> Abonnement:
        """Let a system be told."""
        given = {
            "bezeichnung": "Fachverfahren",
            "url": self.receiver.url,
            "anlaesse": [CREATED, CHANGED],
            "person_id": self.town.persons["sachbearbeiterin"],
        }
        town = queries.open_town(self.admin)
        return actions.create_abonnement(self.admin, town, values=given | values, at=timezone.now())

    def change(self, betreff: str) -> None:
        """Let something happen."""
        row = Vorgang.objects.get(pk=self.vorgang.pk)
        change_vorgang(self.clerk(), row, seen_revision=row.revision, values={"betreff": betreff})
        self.settle()

    def deliver(self) -> int:
        """Do what the worker does once; return how many jobs ran."""
        with no_tenant():
            wake()
        jobs = list(Job.objects.open().filter(kind="anbindung.meldung.deliver"))
        for job in jobs:
            run_job(self.town.tenant.pk, job.pk)
        self.row.refresh_from_db()
        return len(jobs)


@pytest.fixture
def world(office, receiver, settle):
    """As above; the test runs inside the town."""
    return World(office, receiver, settle)


def test_a_message_holds_ids_and_kind_and_is_signed(world):
    world.change("Streng vertraulicher Betreff")
    assert world.deliver() == 1
    (got,) = world.receiver.got()
    assert got["path"] == "/meldungen?von=test"
    assert got["headers"]["content-type"].startswith("application/cloudevents+json")
    assert "vertraulich" not in got["body"] and world.vorgang.aktenzeichen not in got["body"]
    event = got["event"]
    assert event["type"] == "de.verbundakte.akten.vorgang.changed"
    assert event["data"] == {"art": "vorgang", "id": str(world.vorgang.pk)}
    assert event["source"].endswith("/musterstadt")
    key = webhooks.verify([world.secret], got["headers"], got["body"].encode(), at=timezone.now())
    assert key == event["id"]
    meldung = Meldung.objects.get()
    assert (meldung.status, meldung.tries) == (204, 1) and meldung.delivered_at
    assert world.deliver() == 0


def test_what_did_not_happen_is_not_told(world):
    from django.db import transaction

    with pytest.raises(ZeroDivisionError), transaction.atomic():
        world.change("Neu")
        raise ZeroDivisionError
    assert not Meldung.objects.exists() and world.deliver() == 0


def test_messages_come_in_the_order_in_which_things_happened(world):
    for number in range(5):
        world.change(f"Betreff {number}")
    world.deliver()
    sent = [request["event"]["id"] for request in world.receiver.got()]
    happened = AuditEvent.objects.filter(name=CHANGED).order_by("seq")
    assert sent == [str(key) for key in happened.values_list("pk", flat=True)]


def test_rights_are_asked_when_it_is_sent(world):
    world.change("Neu")
    person = Person.objects.get(pk=world.row.person_id)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    world.deliver()
    meldung = Meldung.objects.get()
    assert world.receiver.got() == []
    assert meldung.dropped_at and "arbeitet hier nicht mehr" in meldung.note


def test_an_object_the_subscriber_may_not_see_is_not_told(world):
    other = world.subscribe(person_id=world.town.persons["datenschutz"])
    world.change("Neu")
    world.deliver()
    assert len(world.receiver.got()) == 1
    assert Meldung.objects.get(abonnement=other).dropped_at
    assert Meldung.objects.get(abonnement=world.row).delivered_at


def test_the_other_town_hears_nothing(world, beispielhausen):
    from verbundakte.core.tenancy.context import use_tenant

    world.change("Neu")
    with use_tenant(beispielhausen.tenant.pk):
        assert not Meldung.objects.exists() and not Abonnement.objects.exists()


def test_a_failure_is_tried_again_later_and_nothing_overtakes_it(world, monkeypatch):
    world.receiver.answer(500)
    world.change("Eins")
    world.change("Zwei")
    world.deliver()
    assert len(world.receiver.got()) == 1 and world.row.failures == 1
    assert world.row.next_try_at > timezone.now() and world.row.busy_until is None
    assert world.deliver() == 0
    world.receiver.answer(200)
    Abonnement.objects.update(next_try_at=timezone.now())
    assert world.deliver() == 1
    ids = [request["event"]["id"] for request in world.receiver.got()]
    assert ids[0] == ids[1] and len(set(ids)) == 2
    assert world.row.failures == 0 and world.row.failing_since is None


def test_after_a_clock_that_was_ahead_messages_go_out_within_the_hour(world):
    ahead = timezone.now() + timedelta(days=700)
    Abonnement.objects.update(next_try_at=ahead, claim=world.row.pk, busy_until=ahead)
    world.change("Neu")
    assert world.deliver() == 0
    tidy_tenant()
    assert world.deliver() == 1
    assert Meldung.objects.get().delivered_at


def test_the_receiver_may_ask_for_more_time(world):
    world.receiver.answer(503, **{"Retry-After": "1800"})
    world.change("Neu")
    world.deliver()
    assert world.row.next_try_at > timezone.now() + timedelta(minutes=29)


def test_one_message_that_is_refused_each_time_does_not_hold_up_the_others(world):
    world.receiver.answer(422)
    world.change("Eins")
    for _ in range(5):
        world.deliver()
        Abonnement.objects.update(next_try_at=None)
    assert "aufgegeben" in Meldung.objects.get().note
    world.receiver.answer(204)
    world.change("Zwei")
    world.deliver()
    assert Meldung.objects.order_by("seq").last().delivered_at


def test_after_days_without_success_it_rests_with_a_notice_and_goes_on_where_it_stopped(
    world, settings, office
):
    world.receiver.answer(500)
    world.change("Eins")
    world.deliver()
    Abonnement.objects.update(
        next_try_at=None, failing_since=timezone.now() - timedelta(days=settings.MELDUNG_DAYS)
    )
    world.deliver()
    assert world.row.paused_at
    assert AuditEvent.objects.filter(name="anbindung.abonnement.paused").exists()
    desk = office.browser("fachadministration").get(office.at("")).content.decode()
    assert "Meldungen an „Fachverfahren“ ruhen" in desk
    world.change("Zwei")
    assert world.deliver() == 0
    world.receiver.answer(204)
    actions.resume_abonnement(world.admin, world.row)
    world.deliver()
    assert Meldung.objects.exclude(delivered_at=None).count() == 2


def test_gone_means_rest_at_once(world):
    world.receiver.answer(410)
    world.change("Neu")
    world.deliver()
    assert world.row.paused_at


def test_both_secrets_sign_for_two_days_after_a_change(world):
    new = actions.renew_secret(world.admin, world.row, at=timezone.now())
    with pytest.raises(SecretBusy):
        actions.renew_secret(world.admin, world.row, at=timezone.now())
    world.change("Neu")
    world.deliver()
    (got,) = world.receiver.got()
    assert len(got["headers"]["webhook-signature"].split()) == 2
    for secret in (world.secret, new):
        webhooks.verify([secret], got["headers"], got["body"].encode(), at=timezone.now())
    Abonnement.objects.update(previous_until=timezone.now())
    world.change("Noch einmal")
    world.deliver()
    assert len(world.receiver.got()[-1]["headers"]["webhook-signature"].split()) == 1


def test_a_period_and_one_message_can_be_sent_again_also_from_before_the_subscription(world):
    before = timezone.now() - timedelta(hours=1)
    count = actions.repeat_period(
        world.admin, world.row, from_at=before, to_at=timezone.now() + timedelta(seconds=1)
    )
    assert count == 2  # both were made before anybody was told
    world.deliver()
    assert world.receiver.got()[0]["event"]["type"].endswith("vorgang.created")
    newest = Meldung.objects.order_by("seq").last()
    actions.repeat_meldung(world.admin, world.row, meldung=newest)
    world.deliver()
    _, first, second = world.receiver.got()
    assert first["headers"]["webhook-id"] == second["headers"]["webhook-id"]
    assert first["body"] == second["body"]


def test_an_ended_subscription_sends_nothing_and_keeps_no_secret(world):
    world.change("Neu")
    actions.end_abonnement(world.admin, world.row, at=timezone.now())
    assert world.deliver() == 0 and world.receiver.got() == []
    assert world.row.secret == "" and Meldung.objects.get().dropped_at


def test_addresses_inside_are_refused_and_the_number_is_limited(world, settings):
    settings.OUTBOUND_ALLOWED = []
    with pytest.raises(AddressRefused):
        world.subscribe(url="http://127.0.0.1/")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(actions.abonnement, "MOST", 1)
        with pytest.raises(TooManyAbonnements):
            world.subscribe(url="https://example.org/")


def test_old_messages_are_forgotten(world):
    world.change("Neu")
    Meldung.objects.update(at=timezone.now() - timedelta(days=32))
    assert zustellung.forget_old_meldungen(timezone.localdate()) == 1


def test_two_jobs_never_send_side_by_side(world):
    world.change("Neu")
    with no_tenant():
        assert wake() == 1 and wake() == 0
    first = Job.objects.open().get(kind="anbindung.meldung.deliver")
    Abonnement.objects.update(busy_until=timezone.now())  # as if its worker had died
    with no_tenant():
        assert wake() == 1
    run_job(world.town.tenant.pk, first.pk)
    assert world.receiver.got() == []
    assert world.deliver() == 1 and len(world.receiver.got()) == 1
