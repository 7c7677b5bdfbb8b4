"""Fill an installation with the demo world, through the actions of the product.

Who does it is the system actor `setup` (towns, people) or the person whose work it is. A town with
its people is one transaction, each Akte another; what is there already is left alone. The Akten of
the towns are made side by side.
"""

from collections.abc import Callable
from contextlib import contextmanager
from datetime import date
from functools import partial

from django.contrib.auth.hashers import make_password
from django.db import transaction

from verbundakte.akten import actions as akten
from verbundakte.akten.samples import load_aktenplan
from verbundakte.cli.progress import Progress
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.demo.logins import PASSWORD, VERBUND_LOGIN, VERBUND_SLUG
from verbundakte.demo.seed_akten import TownSeed
from verbundakte.demo.seed_ausgang import AusgangSeed
from verbundakte.demo.seed_gang import GangSeed
from verbundakte.demo.seed_letters import LetterSeed
from verbundakte.demo.seed_post import PostSeed
from verbundakte.demo.seed_signed import SignedSeed
from verbundakte.demo.seed_termine import TerminSeed
from verbundakte.demo.seed_work import WorkSeed
from verbundakte.demo.side_by_side import side_by_side
from verbundakte.demo.towns import einheit_for
from verbundakte.demo.typen import release_kalender, release_typen
from verbundakte.demo.world import DemoWorld, Town
from verbundakte.demo.world import Person as DemoPerson
from verbundakte.organisation import actions as organisation
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Organisationseinheit, Person
from verbundakte.organisation.rules import standard_rolle_key
from verbundakte.verbund.actions import AlreadyMember
from verbundakte.verbund.services import SETUP, found_tenant, join_verbund

BEGINNING = date(2021, 1, 4)
"""The day on which the towns began to work with the platform."""
WITH_POST = "musterstadt"


def has_towns() -> bool:
    """Tell whether the installation holds anything."""
    return Tenant.objects.exists()


def fill(world: DemoWorld) -> None:
    """Bring everything of the world into the installation; safe to repeat after an interruption."""
    encoded = make_password(PASSWORD)
    tenants = {
        town.slug: Tenant.objects.filter(slug=town.slug).first() or _found(town, encoded)
        for town in world.towns
    }
    with Progress("Demo: Dokumente", len(world.dokumente())) as progress:
        pieces = [partial(_seed_town, world, town, tenants[town.slug]) for town in world.towns]
        side_by_side(pieces, progress)
    _seed_verbund(world)


def _seed_town(world: DemoWorld, town: Town, tenant: Tenant, done: Callable[[int], None]) -> None:
    with use_tenant(tenant.pk):
        seed = TownSeed(world, town)
        seed.seed_akten(done)
        seed.seed_desks()
        work = WorkSeed(town, seed.persons)
        work.seed()
        GangSeed(town, seed.persons).seed()
        TerminSeed(town, seed.persons).seed()
        AusgangSeed(town, seed.persons).seed()
        if town.slug == WITH_POST:
            LetterSeed(work).seed()
            SignedSeed(work).seed()
            PostSeed(world, town, seed.persons).seed()


def _seed_verbund(world: DemoWorld) -> None:
    if not Tenant.objects.filter(slug=VERBUND_SLUG).exists():
        with _founded(world.verbund, VERBUND_SLUG, VERBUND_LOGIN, kind="verbund") as person:
            organisation.set_password(SETUP, person, password=PASSWORD)
    for town in world.towns:
        try:
            join_verbund(VERBUND_SLUG, town.slug, from_on=BEGINNING)
        except AlreadyMember:
            continue


@contextmanager
def _founded(name: str, slug: str, login: str, *, kind: str = "gemeinde"):
    """Found a tenant and open it, with what follows in the same transaction; yields the person."""
    with transaction.atomic():
        founded = found_tenant(name, slug, admin_login=login, kind=kind, on=BEGINNING)
        with use_tenant(founded.tenant.pk):
            yield founded.person


def _found(town: Town, encoded: str) -> Tenant:
    """Make a town with units, Stellen, people and Aktenplan."""
    with _founded(town.name, town.slug, f"aufbau.{town.slug}") as first:
        einheiten = _make_einheiten(town)
        persons = _make_persons(town, einheiten, encoded)
        _let_go(first)
        _release_plan(town, einheiten, persons)
        release_typen(BEGINNING)
        release_kalender(BEGINNING)
    return Tenant.objects.get(slug=town.slug)


def _make_einheiten(town: Town) -> dict[str, Organisationseinheit]:
    """Make the units; the one of the founding becomes the topmost."""
    made: dict[str, Organisationseinheit] = {}
    for unit in town.einheiten:
        if unit.parent is None:
            first = Organisationseinheit.objects.get()
            made[unit.kennzeichen] = organisation.change_einheit(
                SETUP, first, seen=first.revision, kennzeichen=unit.kennzeichen, name=unit.name
            )
        else:
            made[unit.kennzeichen] = organisation.create_einheit(
                SETUP,
                made[unit.parent],
                kennzeichen=unit.kennzeichen,
                name=unit.name,
                is_geschuetzt=unit.is_geschuetzt,
                valid_from=BEGINNING,
            )
    return made


def _make_persons(
    town: Town, einheiten: dict[str, Organisationseinheit], encoded: str
) -> dict[str, Person]:
    stellen = {
        stelle.kennzeichen: organisation.create_stelle(
            SETUP,
            einheiten[stelle.einheit],
            bezeichnung=stelle.bezeichnung,
            is_leitung=stelle.leads,
        )
        for stelle in town.stellen
    }
    persons = {}
    for one in town.personen:
        person = organisation.create_person(
            SETUP,
            None,
            titel=one.titel,
            vorname=one.vorname,
            familienname=one.familienname,
            email=one.email,
            telefon=one.telefon,
        )
        for kennzeichen in one.stellen:
            organisation.occupy_stelle(
                SETUP, stellen[kennzeichen], person=person, from_on=BEGINNING
            )
        for role in one.roles:
            key = standard_rolle_key(role)
            organisation.assign_rolle(SETUP, person, rolle_key=key, from_on=BEGINNING)
        _make_konto(person, one, encoded)
        persons[one.login] = person
    return persons


def _make_konto(person: Person, one: DemoPerson, encoded: str) -> None:
    """Make the login; who works in two towns has one for both."""
    try:
        organisation.join_konto(SETUP, person, login=one.login)
    except organisation.LoginUnknown:
        organisation.create_konto(
            SETUP, person, login=one.login, password=PASSWORD, encoded=encoded
        )


def _let_go(first: Person) -> None:
    """The person of the founding has handed over."""
    stellen = [besetzung.stelle for besetzung in first.besetzungen.select_related("stelle")]
    organisation.deactivate_person(SETUP, first, on=BEGINNING)
    for stelle in stellen:
        organisation.end_stelle(SETUP, stelle, on=BEGINNING)


def _release_plan(
    town: Town, einheiten: dict[str, Organisationseinheit], persons: dict[str, Person]
) -> None:
    """Whoever looks after the platform in the town releases the sample plan."""
    administrator = persons[town.with_role("fachadministration")[0].login]
    akten.release_aktenplan(
        load_actor(administrator.pk),
        einheiten[town.einheiten[0].kennzeichen],
        units=load_aktenplan(),
        responsible=lambda unit: einheiten[einheit_for(town, unit.federfuehrung).kennzeichen],
        on=BEGINNING,
    )
