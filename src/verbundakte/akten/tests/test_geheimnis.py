"""Zones of a Geheimnisklasse keep to themselves."""

from verbundakte.akten.actions import Choice, change_zugriff
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.core.models import Zone


def clerk_of(town):
    return lambda: town.sachbearbeiterin


def narrowed(town, vorgang):
    actor = town.sachbearbeiterin
    persons = [actor.person_id]
    change_zugriff(actor, vorgang, choice=Choice.NUR, persons=persons)
    vorgang.refresh_from_db()
    return Zone.objects.get(pk=vorgang.zone_id)


def test_a_narrowed_vorgang_of_a_secret_akte_stays_secret_and_shares_with_nobody(musterstadt):
    clerk = clerk_of(musterstadt)
    secret = make_planeinheit("922.52", geheimnisklasse="steuer")
    ordinary = make_planeinheit()
    closed = narrowed(musterstadt, make_vorgang(clerk, akte=make_akte(clerk, planeinheit=secret)))
    plain = narrowed(musterstadt, make_vorgang(clerk, akte=make_akte(clerk, planeinheit=ordinary)))
    assert (closed.geheimnisklasse, plain.geheimnisklasse) == ("steuer", "")
    assert closed.pk != plain.pk
