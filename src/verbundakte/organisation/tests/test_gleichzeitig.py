"""Two at the same time: the tree stays a tree, somebody still assigns roles, one version is released."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction

from verbundakte.core.actions import Refusal
from verbundakte.core.bausteine.actions import create_draft, release
from verbundakte.core.clock import today
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.due import apply_planned_changes
from verbundakte.organisation.models import Organisationseinheit, Person, Rolle
from verbundakte.organisation.rules import standard_rolle_key

FACHADMINISTRATION = standard_rolle_key("fachadministration")


def at_once(town, *tries: Callable) -> list[str]:
    """Do all at the same moment, each in its own transaction; return the names of refusals."""
    together = Barrier(len(tries), timeout=30)

    def attempt(one: Callable) -> str:
        try:
            with use_tenant(town.tenant.pk), transaction.atomic():
                together.wait()
                one()
            return ""
        except Refusal as refusal:
            return type(refusal).__name__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tries)) as pool:
        return [one.result(timeout=60) for one in [pool.submit(attempt, one) for one in tries]]


def unit(kennzeichen):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_time(towns):
    """One test for all of them: each needs a database of its own, which takes time."""
    town = towns["musterstadt"]
    tenant = town.tenant.pk
    with use_tenant(tenant), transaction.atomic():
        admin, ten, thirty = town.fachadministration, unit("10"), unit("32")
        second = Person.objects.get(pk=town.persons["registratur"])
        first = Person.objects.get(pk=town.persons["fachadministration"])
        actions.assign_rolle(admin, second, rolle_key=FACHADMINISTRATION, from_on=today())
        draft = create_draft(admin, Baustein.objects.get(key=standard_rolle_key("archiv")))

    def below(one, other):
        return lambda: actions.change_einheit(admin, one, seen=1, on=today(), parent=other)

    assert sorted(at_once(town, below(ten, thirty), below(thirty, ten))) == ["", "ParentBelow"]

    def let_go(person):
        return lambda: actions.deactivate_person(admin, person, on=today())

    def end_login(person):
        return lambda: actions.end_konto(admin, person)

    refused = at_once(town, let_go(first), end_login(second))
    assert sorted(refused) == ["", "LastAdministrator"]

    def released():
        return lambda: release(admin, draft, valid_from=today())

    assert sorted(at_once(town, released(), released())) == ["", "NotADraft"]
    with use_tenant(tenant), transaction.atomic():
        assert BausteinVersion.objects.get(pk=draft.pk).valid_from == today()
        assert Rolle.objects.filter(key=standard_rolle_key("archiv"), version=2).count() == 1


def test_plans_for_different_days_make_no_circle(musterstadt):
    actor, soon, later = (
        musterstadt.fachadministration,
        today() + timedelta(days=5),
        today() + timedelta(days=10),
    )
    actions.plan_einheit_change(actor, unit("10"), seen=1, on=later, parent=unit("32"))
    for day in (soon, later, later + timedelta(days=1)):
        with pytest.raises(actions.ParentBelow):
            actions.plan_einheit_change(actor, unit("32"), seen=1, on=day, parent=unit("10"))
    with pytest.raises(actions.ParentBelow):
        actions.change_einheit(actor, unit("32"), seen=1, on=today(), parent=unit("10"))
    actions.plan_einheit_change(
        actor, unit("10"), seen=1, on=later + timedelta(days=1), parent=None
    )
    actions.plan_einheit_change(
        actor, unit("32"), seen=1, on=later + timedelta(days=1), parent=unit("10")
    )
    apply_planned_changes(later + timedelta(days=1))
    assert unit("32").parent == unit("10") and unit("10").parent is None
