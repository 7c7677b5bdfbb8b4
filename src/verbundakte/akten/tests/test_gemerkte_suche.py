"""Searches a person keeps: told of what is new, with the rights she has at that moment."""

import pytest
from django.db import transaction
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.gemerkte_suche import (
    SearchIsEmpty,
    SearchNotPossible,
    look_for_new_hits,
)
from verbundakte.akten.models import GemerkteSuche
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import use_tenant

pytestmark = pytest.mark.django_db(transaction=True)


def look(town) -> int:
    """Do what is done every hour."""
    with use_tenant(town.tenant.pk), transaction.atomic():
        return look_for_new_hits(today())


def keep(town, actor):
    with use_tenant(town.tenant.pk), transaction.atomic():
        return actions.keep_search(actor, text="carport", filters={}, at=timezone.now())


def another_vorgang(town):
    with use_tenant(town.tenant.pk):
        made = make_vorgang(
            lambda: town.sachbearbeiterin, akte=town.akte, betreff="Zweites Carport"
        )
    town.follow()
    return made


def told(town, actor) -> list[int]:
    with use_tenant(town.tenant.pk), transaction.atomic():
        return [row.count for row in queries.gemerkte_suchen(actor) if row.count]


def test_a_new_hit_is_told_once_and_only_while_it_may_be_seen(town):
    suche = keep(town, town.leitung)
    assert suche.bekannt
    assert keep(town, town.leitung).pk == suche.pk
    assert look(town) == 0
    new = another_vorgang(town)
    assert look(town) == 1
    assert look(town) == 0  # told already
    assert told(town, town.leitung) == [1]
    assert told(town, town.sachbearbeiterin) == []
    clerk = town.sachbearbeiterin
    with use_tenant(town.tenant.pk):
        actions.change_zugriff(clerk, new, choice=actions.Choice.NUR, persons=[clerk.person_id])
    assert told(town, town.leitung) == []  # taken away: not even the number is told
    with use_tenant(town.tenant.pk), transaction.atomic():
        actions.note_seen(town.leitung, GemerkteSuche.objects.get(pk=suche.pk))
        assert queries.gemerkte_suchen(town.leitung)[0].neu == []


def test_what_one_may_not_see_is_never_new(town):
    keep(town, town.sachbearbeiter_ordnung)
    another_vorgang(town)
    assert look(town) == 0


def test_an_empty_or_unreadable_search_is_refused(town):
    with use_tenant(town.tenant.pk), transaction.atomic():
        clerk = town.sachbearbeiterin
        with pytest.raises(SearchIsEmpty):
            actions.keep_search(clerk, text="", filters={}, at=timezone.now())
        with pytest.raises(SearchNotPossible, match="Klammer"):
            actions.keep_search(clerk, text="(a", filters={}, at=timezone.now())
        assert not GemerkteSuche.objects.exists()
