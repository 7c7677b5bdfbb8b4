"""New software delivers roles with more rights: a town is told, compares and takes what it wants."""

import pytest

from verbundakte.core import housekeeping
from verbundakte.core.bausteine import kind_named
from verbundakte.core.bausteine.actions import NothingChosen, take_delivery
from verbundakte.core.bausteine.delivery import news_of, offers, with_offers
from verbundakte.core.bausteine.desk import look_for_news
from verbundakte.core.bausteine.versions import content_of, data_of
from verbundakte.core.clock import today
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation import samples
from verbundakte.organisation.bausteine import ROLLE
from verbundakte.organisation.models import Rolle
from verbundakte.organisation.rules import standard_rolle_key

NEW, TAKEN = "akten.vorgang:frisch", "akten.vorgang:close"
PREFIX = "/musterstadt/vorlagen/"


@pytest.fixture
def role(musterstadt, monkeypatch):
    """The role of the clerks; the software now delivers it with one right more."""
    old = samples.STANDARD_ROLLEN["sachbearbeitung"]
    fresh = samples.RolleSample(
        old.short, old.key, old.bezeichnung, old.beschreibung, (*old.permissions, NEW)
    )
    monkeypatch.setitem(samples.STANDARD_ROLLEN, "sachbearbeitung", fresh)
    return Baustein.objects.get(key=standard_rolle_key("sachbearbeitung"))


def delivered(role):
    return kind_named(ROLLE).delivered(role.key)


def without(data, name):
    return {**data, "permissions": [one for one in data["permissions"] if one != name]}


def test_what_a_town_took_out_on_purpose_is_no_news(role):
    kind = kind_named(ROLLE)
    now = data_of(role.versions.get())
    assert len(news_of(kind, [now], delivered(role))) == 1
    changed = without(now, TAKEN)
    (news,) = news_of(kind, [changed, now], delivered(role))
    assert NEW in news
    assert len(offers(kind.spec, changed, delivered(role))) == 2
    assert news_of(kind, [delivered(role)], delivered(role)) == []


def test_only_what_is_chosen_is_taken(role):
    kind = kind_named(ROLLE)
    here = {**without(data_of(role.versions.get()), TAKEN), "bezeichnung": "Unsere"}
    found = {offer.sentence: offer.key for offer in offers(kind.spec, here, delivered(role))}
    assert len(found) == 3
    key = next(key for sentence, key in found.items() if NEW in sentence)
    taken = with_offers(kind.spec, here, delivered(role), [key])
    assert NEW in taken["permissions"] and TAKEN not in taken["permissions"]
    assert taken["bezeichnung"] == "Unsere"
    everything = with_offers(kind.spec, here, delivered(role), found.values())
    assert everything == delivered(role)


def test_an_update_tells_every_town_at_once(role, monkeypatch):
    monkeypatch.setattr(housekeeping.connection, "close", lambda: None)
    with no_tenant():
        housekeeping.greet_update()
    role.refresh_from_db()
    assert len(role.news) == 1


def test_the_desk_tells_once_and_the_page_takes_into_a_draft(role, musterstadt):
    assert look_for_news(today()) == 1
    assert look_for_news(today()) == 0
    fenja, clerk = musterstadt.client("fachadministration"), musterstadt.client("sachbearbeiterin")
    page = f"{PREFIX}{role.pk}/auslieferung/"
    with no_tenant():
        assert "wie ausgeliefert: 1\xa0Neuerung" in fenja.get("/musterstadt/").content.decode()
        assert "wie ausgeliefert" not in clerk.get("/musterstadt/").content.decode()
        assert (
            "Mit der Auslieferung vergleichen" in fenja.get(f"{PREFIX}{role.pk}/").content.decode()
        )
        shown = fenja.get(page)
        assert NEW in shown.content.decode()
        assert fenja.post(page).status_code == 422
        keys = [offer.key for offer in shown.context["offers"]]
        assert fenja.post(page, {"wahl": keys}).status_code == 302
        assert "ausgeliefert mit mehr" not in fenja.get("/musterstadt/").content.decode()
        assert "sagt dasselbe" in fenja.get(page).content.decode()
    draft = BausteinVersion.objects.filter(baustein=role).drafts().get()
    assert NEW in content_of(draft)["permissions"]
    assert NEW not in Rolle.objects.get(key=role.key).permissions
    assert look_for_news(today()) == 0


def test_a_hint_is_put_aside_until_the_delivery_changes(role, musterstadt, monkeypatch):
    look_for_news(today())
    fenja = musterstadt.client("fachadministration")
    with no_tenant():
        answer = fenja.post(f"{PREFIX}{role.pk}/auslieferung/", {"gesehen": "1"})
    assert answer.status_code == 302
    assert look_for_news(today()) == 0
    role.refresh_from_db()
    assert role.news == []
    fresh = samples.STANDARD_ROLLEN["sachbearbeitung"]
    more = samples.RolleSample(
        fresh.short, fresh.key, fresh.bezeichnung, "", (*fresh.permissions, "akten.akte:frisch")
    )
    monkeypatch.setitem(samples.STANDARD_ROLLEN, "sachbearbeitung", more)
    assert look_for_news(today()) == 1


def test_a_draft_that_is_there_is_continued(role, musterstadt):
    actor = musterstadt.fachadministration
    kind = kind_named(ROLLE)
    keys = [one.key for one in offers(kind.spec, data_of(role.versions.get()), delivered(role))]
    first = take_delivery(actor, role, delivered=delivered(role), keys=keys)
    with pytest.raises(NothingChosen):
        take_delivery(actor, role, delivered=delivered(role), keys=keys)
    assert BausteinVersion.objects.filter(baustein=role).drafts().get() == first


def test_a_role_that_is_delivered_anew_is_begun_as_a_draft(musterstadt, monkeypatch):
    old = samples.STANDARD_ROLLEN["archiv"]
    key = "5a0c1e5e-6c1d-4d0a-9a55-0c1f6e3b7aff"
    fresh = samples.RolleSample("neu", type(old.key)(key), "Ganz neu", "", old.permissions)
    monkeypatch.setitem(samples.STANDARD_ROLLEN, "neu", fresh)
    fenja = musterstadt.client("fachadministration")
    with no_tenant():
        assert "Ganz neu" in fenja.get(f"{PREFIX}?art={ROLLE}").content.decode()
        address = f"{PREFIX}auslieferung/{ROLLE}/{key}/"
        assert fenja.post(address).status_code == 302
        assert fenja.post(address).status_code == 404
    made = Baustein.objects.get(key=key)
    assert made.origin == "Standard" and made.versions.get().is_draft
