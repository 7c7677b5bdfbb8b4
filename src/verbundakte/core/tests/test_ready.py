"""Queries put together once: the same rows as the queryset, and nothing of one call in the next."""

from datetime import date
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection, connections
from django.db.models import DateField, Value

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.clock import now, today
from verbundakte.core.db.ready import NotReady, Ready
from verbundakte.core.models import Level, Zone, ZoneEntry
from verbundakte.core.tenancy.context import NoTenant, no_tenant, use_tenant

ZONES = Ready(lambda actor: Zone.objects.values_list("pk", flat=True))


def zone_for(person) -> Zone:
    return intern_zone([Grant("person", person, Level.READ)])


def test_a_finished_query_gives_what_the_queryset_gives(musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        persons = [uuid4(), uuid4()]
        zones = [zone_for(person) for person in persons]
        ready = Ready(
            lambda actor, ids: (
                ZoneEntry.objects.filter(principal_id__any=ids)
                .select_related("zone")
                .order_by("pk")
            ),
            ids=list,
        )
        for wanted, expected in ((persons, zones), (persons[1:], zones[1:]), ([], [])):
            found = ready.all(ids=wanted)
            assert found == list(ZoneEntry.objects.filter(principal_id__in=wanted).order_by("pk"))
            assert [row.zone for row in found] == expected


def test_the_zones_of_an_actor_are_those_of_this_call(musterstadt):
    ready = Ready(lambda actor: ZoneEntry.objects.filter(zone__in=actor.zones_read))

    def seen(*zones):
        reads = frozenset(one.pk for one in zones)
        actor = SimpleNamespace(kind="person", permissions=frozenset(), zones_read=reads)
        return {row.zone_id for row in ready.all(actor)}

    with use_tenant(musterstadt.tenant.pk):
        first, second = zone_for(uuid4()), zone_for(uuid4())
        assert seen(first) == {first.pk}
        assert seen() == set()
        assert seen(second) == {second.pk}
        assert seen(first, second) == {first.pk, second.pk}


def test_a_finished_query_is_narrowed_to_the_town_that_is_open_now(musterstadt, beispielhausen):
    with use_tenant(musterstadt.tenant.pk):
        zone = zone_for(uuid4())
        assert zone.pk in ZONES.all()
    with use_tenant(beispielhausen.tenant.pk):
        assert zone.pk not in ZONES.all()
    with no_tenant(), pytest.raises(NoTenant):
        ZONES.all()


@pytest.mark.parametrize(
    "build",
    [
        pytest.param(lambda actor, key: Zone.objects.annotate(at=Value(now())), id="clock"),
        pytest.param(lambda actor, key: Zone.objects.filter(digest=f"{key}x"), id="derived"),
        pytest.param(lambda actor, key: Zone.objects.filter(pk=7), id="unused"),
    ],
)
def test_a_query_that_depends_on_more_than_its_values_is_refused(musterstadt, build):
    with use_tenant(musterstadt.tenant.pk), pytest.raises(NotReady):
        Ready(build, key=str).all(key="a")


def test_a_day_is_filled_in(musterstadt):
    days = Ready(
        lambda actor, on: Zone.objects.values_list(Value(on, DateField()), flat=True), on=date
    )
    with use_tenant(musterstadt.tenant.pk):
        zone_for(uuid4())
        assert set(days.all(on=today())) == {today()}


def prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement FROM pg_prepared_statements WHERE from_sql = false")
        return [statement for (statement,) in cursor.fetchall()]


@pytest.mark.parametrize(("plans", "kept"), [(False, 1), (True, 0)])
def test_a_plan_is_kept_but_not_a_town(musterstadt, beispielhausen, monkeypatch, plans, kept):
    connection.ensure_connection()
    monkeypatch.setattr(connections["default"], "keeps_plans", True)
    monkeypatch.setattr(connection.connection, "prepare_threshold", 0)
    ready = Ready(
        lambda actor, ids: Zone.objects.filter(pk__any=ids).values_list("pk", flat=True),
        ids=list,
        plans=plans,
    )
    with use_tenant(musterstadt.tenant.pk):
        ours = zone_for(uuid4()).pk
        for _ in range(2):
            assert ready.all(ids=[ours]) == [ours]
    with use_tenant(beispielhausen.tenant.pk):
        theirs = zone_for(uuid4()).pk
        for _ in range(2):
            assert ready.all(ids=[ours, theirs]) == [theirs]
    assert len([one for one in prepared() if "core_zone" in one]) == kept


@pytest.mark.parametrize("narrowed", ["principal_id__any", "zone__in"])
def test_a_plan_is_made_for_any_number_of_ids(musterstadt, monkeypatch, narrowed):
    monkeypatch.setattr(connections["default"], "keeps_plans", True)
    kind, ids = (list, [uuid4()]) if narrowed == "principal_id__any" else (frozenset, {4})
    ready = Ready(lambda actor, ids: ZoneEntry.objects.filter(**{narrowed: ids}), ids=kind)
    with use_tenant(musterstadt.tenant.pk):
        ready.all(ids=kind(ids))
    [made] = [one for one in prepared() if "core_zoneentry" in one]
    # An id is found by an index; how many zones there are may well decide about the plan.
    assert ("(SELECT $2::uuid[])" in made) == (kind is list)


def test_nothing_is_prepared_behind_a_pooler(musterstadt, monkeypatch):
    connection.ensure_connection()
    monkeypatch.setattr(connections["default"], "keeps_plans", False)
    with use_tenant(musterstadt.tenant.pk):
        before = prepared()
        ready = Ready(lambda actor, key: Zone.objects.filter(digest=key), key=str)
        for _ in range(2):
            assert ready.all(key="none") == []
        assert prepared() == before
