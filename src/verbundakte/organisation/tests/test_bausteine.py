"""The life of a Baustein, shown with the first kind: the role."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction

from verbundakte.core.actions import Changed
from verbundakte.core.bausteine import actions, queries
from verbundakte.core.bausteine.versions import difference_in_words
from verbundakte.core.models import AuditEvent, Baustein, BausteinVersion
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.actions import LastAdministrator
from verbundakte.organisation.bausteine import ROLLE
from verbundakte.organisation.models import Rolle
from verbundakte.organisation.samples import STANDARD_ROLLEN

DAY = date(2026, 3, 2)
LATER = DAY + timedelta(days=30)
DATA = {"bezeichnung": "Bauhof", "permissions": ["akten.akte:read"]}
MORE = {"bezeichnung": "Bauhof", "permissions": ["akten.akte:read", "organisation.person:read"]}


@pytest.fixture
def actor(musterstadt):
    return musterstadt.fachadministration


def draft_of(baustein):
    return BausteinVersion.objects.drafts().get(baustein=baustein)


@pytest.fixture
def released(actor):
    baustein = actions.create_baustein(actor, ROLLE, data=DATA)
    return actions.release(actor, draft_of(baustein), valid_from=DAY)


def next_version(actor, version, *, valid_from, data=MORE):
    draft = actions.create_draft(actor, version.baustein)
    draft = actions.change_draft(actor, draft, data=data, seen=draft.revision)
    return actions.release(actor, draft, valid_from=valid_from)


def rows(version):
    found = Rolle.objects.filter(key=version.baustein.key).order_by("version")
    return [(row.version, row.valid_from, row.valid_to) for row in found]


def test_a_release_makes_the_role(actor, released):
    rolle = Rolle.objects.get(key=released.baustein.key)
    assert (rolle.bezeichnung, rolle.permissions) == ("Bauhof", ["akten.akte:read"])
    assert rows(released) == [(1, DAY, None)]


def test_the_next_version_ends_the_one_before_it(actor, released):
    next_version(actor, released, valid_from=LATER)
    assert rows(released) == [(1, DAY, LATER), (2, LATER, None)]
    assert Rolle.objects.valid_on(LATER).get(key=released.baustein.key).version == 2


def test_two_releases_on_one_day_leave_one_valid(actor, released):
    next_version(actor, released, valid_from=DAY)
    assert rows(released) == [(1, DAY, DAY), (2, DAY, None)]


def test_a_version_that_never_began_gives_its_days_back(actor, released):
    second = next_version(actor, released, valid_from=LATER)
    actions.withdraw(actor, second, on=DAY, reason="verworfen")
    assert rows(released) == [(1, DAY, None), (2, LATER, LATER)]


def test_withdrawing_ends_the_role_at_once(actor, released):
    actions.withdraw(actor, released, on=LATER, reason="entfällt")
    assert rows(released) == [(1, DAY, LATER)]
    with pytest.raises(actions.AlreadyWithdrawn):
        actions.withdraw(actor, released, on=LATER, reason="noch einmal")


def test_only_the_newest_release_can_be_withdrawn(actor, released):
    next_version(actor, released, valid_from=LATER)
    with pytest.raises(actions.NotTheNewest):
        actions.withdraw(actor, released, on=LATER, reason="x")


def test_a_release_cannot_begin_before_the_last_one(actor, released):
    with pytest.raises(actions.TooEarly):
        next_version(actor, released, valid_from=DAY - timedelta(days=1))
    assert rows(released) == [(1, DAY, None)]


def test_there_is_one_draft_at_a_time(actor, released):
    actions.create_draft(actor, released.baustein)
    with pytest.raises(actions.DraftExists):
        actions.create_draft(actor, released.baustein)


def test_an_older_version_can_be_taken_up_again(actor, released):
    second = next_version(actor, released, valid_from=LATER)
    third = actions.create_draft(actor, released.baustein, source=released)
    assert (third.number, third.digest) == (3, released.digest)
    assert difference_in_words(second, third) == ["Rechte: „Personen sehen“ entfiel."]


def test_a_released_version_cannot_be_changed_by_anyone(actor, released):
    with pytest.raises(actions.NotADraft):
        actions.change_draft(actor, released, data=MORE, seen=released.revision)
    for change in ({"content": "{}"}, {"released_at": None}, {"valid_from": LATER}):
        with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
            BausteinVersion.objects.filter(pk=released.pk).update(**change)
    with pytest.raises(DatabaseError, match="stays as it is"), transaction.atomic():
        BausteinVersion.objects.filter(pk=released.pk).delete()


def test_two_people_on_one_draft_lose_nothing(actor, released):
    draft = actions.create_draft(actor, released.baustein)
    actions.change_draft(actor, draft, data=MORE, seen=1)
    with pytest.raises(Changed):
        actions.change_draft(actor, draft, data=DATA, seen=1)


def test_invalid_content_is_refused_in_german(actor):
    with pytest.raises(actions.Invalid, match="Bezeichnung fehlt"):
        actions.create_baustein(actor, ROLLE, data={"permissions": []})
    with pytest.raises(actions.Invalid, match="Das Recht „alles“ gibt es nicht"):
        actions.create_baustein(actor, ROLLE, data={"bezeichnung": "A", "permissions": ["alles"]})


def test_the_log_holds_each_changed_field(actor, released):
    draft = actions.create_draft(actor, released.baustein)
    actions.change_draft(actor, draft, data=MORE, seen=1)
    event = AuditEvent.objects.get(subject_id=draft.pk, name="core.baustein.changed")
    (detail,) = event.details.all()
    assert (detail.name, detail.new) == ("Rechte", "„Personen sehen“")


def test_without_the_right_nothing_is_seen_or_done(musterstadt, released):
    clerk = musterstadt.assistenz
    assert not queries.list_bausteine(clerk, ROLLE)
    with pytest.raises(Baustein.DoesNotExist):
        queries.get_baustein(clerk, released.baustein_id)
    with pytest.raises(PermissionDenied):
        actions.create_baustein(musterstadt.sachbearbeiterin, ROLLE, data=DATA)


def test_the_same_key_may_stand_in_two_towns(musterstadt, beispielhausen, actor):
    key = uuid4()
    actions.create_baustein(actor, ROLLE, data=DATA, key=key, origin="standard")
    other = beispielhausen.fachadministration
    with use_tenant(beispielhausen.tenant.pk):
        actions.create_baustein(other, ROLLE, data=DATA, key=key)
        assert Baustein.objects.get(key=key).origin == ""


def test_the_role_that_assigns_roles_cannot_vanish(actor):
    version = BausteinVersion.objects.released().get(
        baustein__key=STANDARD_ROLLEN["fachadministration"].key
    )
    with pytest.raises(LastAdministrator):
        actions.withdraw(actor, version, on=DAY, reason="entfällt")
    with pytest.raises(LastAdministrator):
        next_version(actor, version, valid_from=DAY)
    assert Rolle.objects.valid_on(DAY).filter(key=version.baustein.key).exists()
