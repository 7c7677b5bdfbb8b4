"""Lookups of our own: many zones are one parameter, and nothing else is changed by that."""

import pytest

from verbundakte.akten.models import Vorgang
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.models import Zone


@pytest.mark.parametrize("name", ["zone__in", "zone_id__in", "akte__zone__in"])
def test_numbers_of_zones_are_one_array(musterstadt, name):
    made = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    rows = Vorgang.objects.filter(**{name: frozenset({made.zone_id, *range(10_000, 10_300)})})
    sql, values = rows.query.sql_with_params()
    assert "= ANY(%s::bigint[])" in sql
    assert len(values) < 5
    assert [row.pk for row in rows] == [made.pk]
    assert not Vorgang.objects.filter(**{name: {10_000}}).exists()
    assert list(Vorgang.objects.exclude(**{name: {10_000}})) == [made]


def test_rows_queries_and_nothing_stay_as_django_has_them(musterstadt):
    made = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    for value in ([made.zone], Zone.objects.filter(pk=made.zone_id), [made.zone_id, None]):
        assert list(Vorgang.objects.filter(zone__in=value)) == [made]
    assert list(Vorgang.objects.filter(zone__in=[])) == []
    assert list(Vorgang.objects.filter(akte__in=[made.akte_id])) == [made]
