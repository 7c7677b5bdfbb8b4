"""Filling an installation with the demo world: by the product's actions, once, resumable."""

import json
from dataclasses import replace

import pytest
from django.db import transaction

from verbundakte.akten import queries
from verbundakte.akten.models import Akte, Aktenplaneinheit, Dokument, Vorgang, ZdaVerfuegung
from verbundakte.cli.problems import Problem
from verbundakte.core.audit import verify_chain
from verbundakte.core.models import Membership, Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.demo import build, seed
from verbundakte.demo.command import fill
from verbundakte.demo.logins import PASSWORD, VERBUND_SLUG, demo_logins
from verbundakte.demo.world import ROLES
from verbundakte.organisation.accounts import authenticate_login
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.verbund.models import Mitgliedschaft

SLUG = "demostadt"


def small_world(akten: int):
    """One town of the demo (under a slug of its own: the cast lives beside it) with few Akten."""
    world = build(scale=0.3)
    town = world.towns[0]
    return replace(world, towns=(replace(town, slug=SLUG, akten=town.akten[:akten]),))


def person_of(login: str):
    """The actor of a login in the open town."""
    rows = Membership.objects.filter(account__login=login, tenant__slug=SLUG)
    return load_actor(rows.get().person_id)


@pytest.fixture
def demostadt(towns):
    """The demo town with the first nine Akten (the last one is for named persons only), open."""
    world = small_world(9)
    seed.fill(world)
    with use_tenant(Tenant.objects.get(slug=SLUG).pk):
        yield world.towns[0]


@pytest.mark.slow
def test_the_town_has_everything_of_the_world(demostadt, settle):
    assert Aktenplaneinheit.objects.count() > 100
    assert Organisationseinheit.objects.count() == len(demostadt.einheiten)
    numbers = set(Vorgang.objects.values_list("aktenzeichen", flat=True))
    assert numbers >= {v.aktenzeichen for akte in demostadt.akten for v in akte.vorgaenge}
    assert Dokument.objects.count() > len(demostadt.dokumente())
    closed = [v for akte in demostadt.akten for v in akte.vorgaenge if v.zda_on]
    assert ZdaVerfuegung.objects.count() == len(closed) + 2 > 2  # and an old Akte with its Vorgang
    assert Dokument.objects.filter(is_entwurf=True).exists()
    settle()
    checked, problems = verify_chain()
    assert checked > len(demostadt.dokumente())
    assert problems == []

    _everybody_can_log_in_and_has_something_on_the_desk(demostadt)
    _only_named_persons_see_the_personnel_file(demostadt)
    _filling_again_adds_only_what_is_missing(demostadt)


def _everybody_can_log_in_and_has_something_on_the_desk(town):
    account = authenticate_login("amira.beispiel", PASSWORD, address="127.0.0.1")
    assert Membership.objects.get(account=account).tenant.slug == SLUG
    amira = person_of("amira.beispiel")
    assert queries.own_vorgaenge(amira)
    assert queries.zuletzt_geoeffnet(amira)
    assert queries.favoriten(amira)


def _only_named_persons_see_the_personnel_file(town):
    secret = next(akte for akte in town.akten if akte.zugriff == "nur_genannte")
    seen_by = {
        person.login
        for person in town.with_role("sachbearbeitung") + town.with_role("registratur")
        if queries.akten(person_of(person.login)).filter(aktenzeichen=secret.aktenzeichen).exists()
    }
    assert seen_by == set(secret.personen)


def _filling_again_adds_only_what_is_missing(town):
    before = set(Dokument.objects.values_list("pk", flat=True))
    more = small_world(10)
    seed.fill(more)
    numbers = set(Akte.objects.values_list("aktenzeichen", flat=True))
    assert numbers > {akte.aktenzeichen for akte in more.towns[0].akten}
    assert before < set(Dokument.objects.values_list("pk", flat=True))
    seed.fill(more)
    assert Akte.objects.count() == len(numbers)
    verbund = Mitgliedschaft.objects.filter(verbund__slug=VERBUND_SLUG, to_on=None)
    assert [row.member.slug for row in verbund] == [SLUG]


def test_towns_of_others_are_not_mixed_with_the_demo(towns, data_dir):
    with pytest.raises(Problem, match="--data"):
        fill(data_dir)
    assert not (data_dir / "demo.json").exists()
    with transaction.atomic():
        assert Tenant.objects.count() == len(towns)


def test_every_role_of_the_first_town_has_a_login():
    world = build(scale=0.1)
    logins = demo_logins(world)
    assert {login["role"] for login in logins if login["tenant"] == "musterstadt"} == set(ROLES)
    assert all(set(login) == {"tenant", "login", "role", "password"} for login in logins)
    assert all(len(login["password"]) >= 12 for login in logins)
    assert json.dumps(logins)


@pytest.mark.slow
def test_the_demo_starts_by_one_command_and_again(long_run, command, port):
    wrong = command("demo", "--part", "zwei", "--port", str(port), "--background")
    assert wrong.returncode == 2 and "keine Zahl über 0 bis 1" in wrong.stderr
    first = command("demo", "--part", "0.1", "--port", str(port), "--background")
    assert first.returncode == 0, first.stderr
    assert f"http://127.0.0.1:{port}/" in first.stdout and PASSWORD in first.stdout
    found = json.loads(command("status", "--json").stdout)
    assert found["running"] and found["tenants"] == [
        "beispielhausen",
        "landkreis-probe",
        "musterstadt",
    ]
    assert len(found["demo_logins"]) > 70
    again = command("demo", "--port", str(port), "--background")
    assert again.returncode == 0, again.stderr
    assert "Demo: Dokumente" not in again.stderr
