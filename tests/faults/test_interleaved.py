"""Two towns in turn on one worker, with requests that fail in the middle: nothing is carried over.

The long form: `VERBUNDAKTE_FUZZ=10000 ./verbundakte test tests/faults/test_interleaved.py`.
"""

import os
import random
from dataclasses import dataclass

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from tests.leaks.world import word
from verbundakte.akten import actions
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_planeinheit
from verbundakte.api.tests.test_api import SETUP
from verbundakte.core import audit, logs
from verbundakte.core.models import Account
from verbundakte.core.search import indexes
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import open_tenant, use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person

COUNT = int(os.environ.get("VERBUNDAKTE_FUZZ", 300))
SEED = int(os.environ.get("VERBUNDAKTE_SEED", 20261128))
ROLES = ("sachbearbeiterin", "leitung", "sachbearbeiter_ordnung", "systemverwaltung", "")
SLUGS = ("musterstadt", "beispielhausen")


@dataclass
class Place:
    """A town with an Akte whose words occur nowhere else, and who goes in and out there."""

    slug: str
    marks: list[str]
    addresses: list[str]
    browsers: dict
    tokens: dict


def settle_in(town, slug: str) -> Place:
    """Fill a town and log its people in; all of it is committed."""
    key, amira = slug[0], lambda: town.sachbearbeiterin
    with use_tenant(town.tenant.pk), transaction.atomic():
        plan = make_planeinheit()
        akte = make_akte(amira, planeinheit=plan, betreff=word(key, "akte"))
        vorgang = actions.create_vorgang(
            amira(), akte, betreff=word(key, "vorgang"), at=timezone.now()
        )
        name = f"{word(key, 'datei')}.txt"
        dokument = make_dokument(amira, vorgang=vorgang, name=name, betreff=word(key, "dokument"))
        datei = dokument.fassungen.get().dateien.get()
        person = Person.objects.get(pk=town.persons["sachbearbeiterin"])
        token = create_token(SETUP, person, name="Wechsel")
        rebuild(town.tenant.pk)
    browsers = {"": Client(raise_request_exception=False)}
    for role in filter(None, ROLES):
        browsers[role] = Client(raise_request_exception=False)
        browsers[role].force_login(Account.objects.get(login=f"{role}.{slug}"))
    addresses = [
        "", "akten/", "vorgaenge/", "suche/?q=Mk", "suche/?q=Mk&facetten=an", "suche/vorschlaege/?q=Mk",
        "auftraege/", "organisation/einheiten/", "gibt-es-nicht/", f"akten/{akte.pk}/",
        f"vorgaenge/{vorgang.pk}/", f"vorgaenge/{vorgang.pk}/?ansicht=verlauf",
        f"dokumente/{dokument.pk}/ansicht/", f"dateien/{datei.pk}/original",
        "api/v1/akten", "api/v1/search?q=Mk", f"api/v1/vorgaenge/{vorgang.pk}",
        f"api/v1/dokumente/{dokument.pk}",
    ]  # fmt: skip
    marks = [word(key, name) for name in ("akte", "vorgang", "datei", "dokument")]
    return Place(slug, marks, addresses, browsers, {"sachbearbeiterin": token})


@pytest.fixture
def places(databases, django_db_blocker):
    """Both towns, filled."""
    from conftest import Town

    indexes.pool.cache_clear()
    yield [settle_in(Town(*databases.towns[slug]), slug) for slug in SLUGS]
    indexes.pool.cache_clear()


class Failing:
    """Breaks off the n-th statement of a request, as a lost database or a fault of ours would."""

    def __init__(self, chance: random.Random):
        self.left = chance.randrange(1, 30) if chance.random() < 0.3 else 10**6
        self.error = chance.choice([OperationalError, RuntimeError])

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if self.left == 0:
            raise self.error("planted")
        return execute(sql, params, many, context)


def ask(chance: random.Random, place: Place, other: Place):
    """Return one answer: somebody of `place`, at a door of this town or the other, maybe failing."""
    role = chance.choice(ROLES)
    at, thing = (place if chance.random() < 0.7 else other for _ in range(2))
    address = f"/{at.slug}/{chance.choice(thing.addresses)}"
    headers = {}
    if "/api/" in address and role in place.tokens:
        headers["Authorization"] = f"Bearer {place.tokens[role]}"
    if chance.random() < 0.2:
        headers["HX-Request"] = "true"
    method = "get" if chance.random() < 0.85 else "post"
    with connection.execute_wrapper(Failing(chance)):
        answer = getattr(place.browsers[role], method)(address, headers=headers)
        content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{method} {address} {role}@{place.slug}", answer, content.decode("utf-8", "replace")


def left_over() -> list:
    """Return what a request should have taken away with it and did not."""
    found = [("tenant", open_tenant()), ("request", logs.request_id.get() or None)]
    found += [("changes", audit._changes.get()), ("database", connection._tenant_set)]
    found += [("transaction", connection.in_atomic_block or None)]
    return [each for each in found if each[1] is not None]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.django_db(transaction=True)
def test_nothing_of_one_town_is_left_for_the_next_request(places):
    chance, seen, failed = random.Random(SEED), set(), 0
    for _ in range(COUNT):
        place, other = chance.sample(places, 2)
        what, answer, content = ask(chance, place, other)
        assert not [mark for mark in other.marks if mark in content], what
        seen |= {mark for mark in place.marks if mark in content}
        failed += answer.status_code >= 500
        assert left_over() == [], what
    assert len(seen) == sum(len(place.marks) for place in places)
    assert failed > COUNT / 50, "without failing requests this proves little"
    print(f"{COUNT} Anfragen, {failed} davon abgebrochen, nichts übertragen")
