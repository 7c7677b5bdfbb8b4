"""What would change by a move is what has changed after it."""

from random import Random

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.clock import today
from verbundakte.core.models import Level
from verbundakte.organisation.access import load_facts, reach_of
from verbundakte.organisation.models import (
    Nachfolge,
    Organisationseinheit,
    Rolle,
    Rollenzuweisung,
    Stellenbesetzung,
)
from verbundakte.organisation.tests.factories import (
    LONG_AGO,
    RollenzuweisungFactory,
    StelleFactory,
    StellenbesetzungFactory,
)
from verbundakte.organisation.tests.test_access import random_town


def really_move(person, stelle, rollen, *, keeps_posts):
    """Do what the preview was asked about."""
    if not keeps_posts:
        Stellenbesetzung.objects.filter(person=person).delete()
    Rollenzuweisung.objects.filter(person=person).delete()
    StellenbesetzungFactory(person=person, stelle=stelle)
    for rolle in rollen:
        RollenzuweisungFactory(person=person, rolle_key=rolle.key)


def test_the_preview_is_the_report_after_really_moving(musterstadt):
    rng = Random(4)
    persons, principals = random_town(rng)
    units = list(Organisationseinheit.objects.all())
    Nachfolge.objects.create(vorher=units[0], nachher=units[5], from_on=LONG_AGO)
    rollen = list(Rolle.objects.valid_on(today()))
    levels = [Level.READ, Level.WRITE, Level.WRITE, Level.EXCLUDED]
    for _ in range(40):
        chosen = rng.sample(principals, rng.randint(1, 6))
        grants = [Grant(kind, pk, rng.choice(levels)) for kind, pk in chosen]
        intern_zone(grants, rng.choice(["", "personal"]))
    changed = 0
    for _ in range(30):
        person = rng.choice(persons)
        stelle = StelleFactory(
            einheit=rng.choice(units),
            is_leitung=rng.random() < 0.4,
            earlier_einheiten=[rng.choice(units).pk] if rng.random() < 0.3 else [],
        )
        given, keeps = rng.sample(rollen, rng.randint(0, 3)), rng.random() < 0.3
        facts = load_facts([person.pk])
        planned = facts.moved(person.pk, stelle=stelle, rollen=given, keeps_posts=keeps)
        told = {zone: how.level for zone, how in reach_of(planned, person.pk).items()}
        before = {zone: how.level for zone, how in reach_of(facts, person.pk).items()}
        really_move(person, stelle, given, keeps_posts=keeps)
        after = reach_of(load_facts([person.pk]), person.pk)
        assert told == {zone: how.level for zone, how in after.items()}
        changed += told != before
    assert changed > 10
