"""Lists of synonyms in a town: written, released, adopted from the Verbund, found with."""

from uuid import uuid4

import pytest
from django.db import transaction

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.akten.tests.suchstadt import found
from verbundakte.core.bausteine import kind_named
from verbundakte.core.bausteine.actions import create_baustein, release, withdraw
from verbundakte.core.bausteine.queries import delivered_only
from verbundakte.core.bausteine.spec import SpecInvalid
from verbundakte.core.clock import today
from verbundakte.core.models import Baustein, BausteinVersion, Tenant, TenantKind
from verbundakte.core.search.service import Search, search
from verbundakte.core.search.synonymliste import (
    STANDARD_KEY,
    SYNONYME,
    SynonymeSpec,
    furnish_synonyme,
    standard_synonyme,
)
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.verbund.models import Mitgliedschaft
from verbundakte.verbund.services import SETUP


def content(*groups, name="Unsere Wörter") -> dict:
    """Return a list of groups, each "a, b" or "a > b"."""
    rows = []
    for group in groups:
        both, _, further = group.partition(" > ")
        auch = further.split(", ") if further else []
        rows.append({"id": str(uuid4()), "woerter": both.split(", "), "auch": auch})
    return {"bezeichnung": name, "gruppen": rows}


def release_list(data: dict, key=None) -> BausteinVersion:
    """Release a list in the open town."""
    made = create_baustein(SETUP, SYNONYME, data=data, key=key)
    return release(SETUP, BausteinVersion.objects.get(baustein=made), valid_from=today())


@pytest.mark.django_db(transaction=True)
def test_a_released_list_is_used_at_once_and_named_as_the_reason(town):
    with use_tenant(town.tenant.pk):
        make_vorgang(lambda: town.sachbearbeiterin, akte=town.akte, betreff="Neubau Ortswehr")
    town.follow()
    person = town.sachbearbeiterin
    assert found(town, person, "brandmeisterei") == []
    with use_tenant(town.tenant.pk), transaction.atomic():
        version = release_list(content("Brandmeisterei, Ortswehr"))
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(person, Search("Brandmeisterei", is_explained=True))
        assert [shown.hit.title for shown in answer.hits] == ["Neubau Ortswehr"]
        assert answer.hits[0].why[0] == "gefunden über: Ortswehr"
        assert not answer.is_loose or answer.count == 1
    assert found(town, person, "„Brandmeisterei“") == []
    assert found(town, town.sachbearbeiter_ordnung, "Brandmeisterei") == []
    with use_tenant(town.tenant.pk), transaction.atomic():
        withdraw(SETUP, version, on=today(), reason="falsch")
    assert found(town, person, "brandmeisterei") == []


@pytest.mark.parametrize(
    ("groups", "sentence"),
    [
        (["Kita"], "mindestens zwei Wörter"),
        (["a, Kita"], "mindestens zwei Buchstaben"),
        (["Kita, kita"], "steht zweimal"),
        (["und, Kita", "der, Kita"], "Füllwort"),
        (["Kita*, Kindergarten"], "Bedeutung hat"),
        ([", ".join(f"Wort{letter}" for letter in "abcdefghijklmn")], "höchstens 13 Wörter"),
        ([f"Haus, Wort{letter}" for letter in "abcdef"], "höchstens 5"),
        (["Auto > Wagen", "Wagen > Auto"], "finden einander"),
        (["ein ganz langer Satz mit sieben Wörtern, Kita"], "mehr als 6 Wörter"),
    ],
)
def test_what_would_find_too_much_is_refused_in_a_sentence(groups, sentence):
    with pytest.raises(SpecInvalid, match=sentence):
        SynonymeSpec.read(content(*groups))


def test_the_delivered_list_is_large_and_right():
    (data,) = standard_synonyme().values()
    spec = SynonymeSpec.read(data)
    assert len(spec.gruppen) >= 150


def test_a_new_town_gets_the_delivered_list(musterstadt):
    for _ in range(2):
        furnish_synonyme(SETUP, on=today())
    assert Baustein.objects.of_kind(SYNONYME).get().key == STANDARD_KEY


def offered(actor) -> dict:
    """Return what is delivered to the open town: {title: origin}."""
    kind = kind_named(SYNONYME)
    return {title: kind.origin(key) for key, title in delivered_only(actor, kind)}


@pytest.mark.django_db(transaction=True)
def test_what_a_verbund_releases_is_delivered_to_its_members_only(town, databases):
    from conftest import Town

    verbund = Tenant.objects.create(slug="verbund", name="Verbund Nord", kind=TenantKind.VERBUND)
    with transaction.atomic():
        Mitgliedschaft.objects.create(verbund=verbund, member=town.tenant, from_on=today())
    with use_tenant(verbund.pk), transaction.atomic():
        version = release_list(content("Samtgemeinde, Verbandsgemeinde", name="Wörter im Norden"))
        key = version.baustein.key
    standard = {"Allgemeine Synonyme": "Standard"}
    stranger = Town(*databases.towns["beispielhausen"])
    with use_tenant(stranger.tenant.pk), transaction.atomic():
        assert offered(stranger.fachadministration) == standard
        release_list(content("Haus, Hof"))  # of no Verbund: delivered to nobody
    with use_tenant(town.tenant.pk), transaction.atomic():
        admin = town.fachadministration
        assert offered(admin) == standard | {"Wörter im Norden": "Verbund Nord"}
        delivered = kind_named(SYNONYME).delivered(key)
        made = create_baustein(admin, SYNONYME, data=delivered, key=key, origin="Verbund Nord")
        assert offered(admin) == standard
        assert made.name == "Wörter im Norden"
    with use_tenant(verbund.pk), transaction.atomic():
        withdraw(SETUP, version, on=today(), reason="überholt")
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert kind_named(SYNONYME).delivered(key) is None
