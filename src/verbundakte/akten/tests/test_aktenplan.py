"""The Aktenplan as a Baustein: releases, what running Akten keep, and carrying over old rows."""

import importlib
import json
from datetime import date, timedelta
from time import process_time

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.aktenplan import Consent, release_sample_plan
from verbundakte.akten.actions.aktenplan_entwurf import begin_draft, branch_retired, change_plan
from verbundakte.akten.aktenplan import AKTENPLAN, AktenplanSpec
from verbundakte.akten.models import Akte, Aktenplaneinheit
from verbundakte.akten.plan_changes import Plan, move_branch, put_unit
from verbundakte.akten.services import SETUP
from verbundakte.core.bausteine.spec import canonical
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.organisation.models import Organisationseinheit

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def planned(musterstadt):
    """Musterstadt with the sample plan, led by Bauordnung."""
    first = Organisationseinheit.objects.get(kennzeichen="63")
    release_sample_plan(SETUP, first, on=LONG_AGO)
    return musterstadt


def number(kennzeichen: str) -> Aktenplaneinheit:
    """Return the unit of today with this Kennzeichen."""
    return Aktenplaneinheit.objects.valid_on(timezone.localdate()).get(kennzeichen=kennzeichen)


def draft_of(town, change) -> BausteinVersion:
    """Return a draft in which `change` was made to the plan."""
    keeper = town.fachadministration
    plan = Baustein.objects.get(kind=AKTENPLAN)
    version = begin_draft(keeper, plan, on=timezone.localdate())
    return change_plan(keeper, version, change=change)


def release(town, version: BausteinVersion, on: date, **more) -> BausteinVersion:
    """Release a draft as the Fachadministration does."""
    keeper = town.fachadministration
    return actions.release_plan(keeper, version, valid_from=on, at=timezone.now(), **more)


def renamed(kennzeichen: str, **values):
    """Return the change that gives a unit other values."""

    def change(plan: Plan) -> Plan:
        unit = plan.number_taken(kennzeichen)
        return put_unit(plan, unit | values)

    return change


def test_the_sample_plan_is_a_released_baustein_with_a_row_for_each_unit(planned):
    version = BausteinVersion.objects.get(baustein__kind=AKTENPLAN)
    units = content_of(version)["einheiten"]
    assert len(units) == Aktenplaneinheit.objects.count() == 327
    wohnen = number("632.20")
    assert (wohnen.parent.kennzeichen, wohnen.version) == ("632", 1)
    with pytest.raises(actions.AktenplanExists):
        release_sample_plan(SETUP, Organisationseinheit.objects.first(), on=LONG_AGO)


def test_akten_keep_the_row_they_began_with_and_lists_go_by_the_unit(planned):
    old = number("632.20")
    akte = actions.create_akte(
        planned.sachbearbeiterin, old, betreff="Ahornweg 7", at=timezone.now()
    )
    version = draft_of(planned, renamed("632.20", titel="Wohnhäuser", aufbewahrungsdauer=30))
    release(planned, version, timezone.localdate())
    new = number("632.20")
    assert (new.titel, new.version, new.item_id) == ("Wohnhäuser", 2, old.item_id)
    akte.refresh_from_db()
    assert (akte.planeinheit, akte.aufbewahrungsdauer) == (old, old.aufbewahrungsdauer)
    assert list(queries.list_akten(planned.sachbearbeiterin, new)) == [akte]
    later = actions.create_akte(planned.sachbearbeiterin, old, betreff="8", at=timezone.now())
    assert (later.planeinheit, later.aufbewahrungsdauer) == (new, 30)


def test_a_release_for_a_day_to_come_changes_nothing_today(planned):
    soon = timezone.localdate() + timedelta(days=30)
    release(planned, draft_of(planned, renamed("632.20", titel="Wohnhäuser")), soon)
    assert number("632.20").titel != "Wohnhäuser"
    later = Aktenplaneinheit.objects.valid_on(soon).get(kennzeichen="632.20")
    assert later.titel == "Wohnhäuser"


def test_under_a_unit_that_was_closed_or_taken_away_no_akte_begins(planned):
    old, gone = number("632.20"), number("632.30")

    def change(plan: Plan) -> Plan:
        closed = branch_retired(str(old.item_id), is_stillgelegt=True)(plan)
        units = [u for u in closed.data["einheiten"] if u["id"] != str(gone.item_id)]
        return Plan({**closed.data, "einheiten": units})

    release(planned, draft_of(planned, change), timezone.localdate())
    with pytest.raises(actions.PlaneinheitStillgelegt):
        actions.create_akte(planned.sachbearbeiterin, old, betreff="x", at=timezone.now())
    with pytest.raises(actions.PlaneinheitEnded):
        actions.create_akte(planned.sachbearbeiterin, gone, betreff="x", at=timezone.now())
    assert not Akte.objects.exists()
    assert queries.get_planeinheit(planned.sachbearbeiterin, gone.pk).valid_to is not None


def test_other_aussonderung_needs_the_archive_and_destroying_its_decision(planned):
    version = draft_of(planned, renamed("632.20", aussonderungsart="V", aufbewahrungsdauer=10))
    today = timezone.localdate()
    with pytest.raises(actions.ZustimmungMissing, match=r"632\.20"):
        release(planned, version, today)
    given = ("Anton Archivkarton", "Schreiben vom 2. November")
    with pytest.raises(actions.BewertungMissing):
        release(planned, version, today, consent=Consent(*given))
    release(planned, version, today, consent=Consent(*given, "BE 12/2026"))
    assert number("632.20").aussonderungsart == "V"


def test_moving_a_branch_renumbers_what_lies_below(planned):
    plan = Plan(content_of(BausteinVersion.objects.get(baustein__kind=AKTENPLAN)))
    branch, target = plan.number_taken("632"), plan.number_taken("64")
    moved = move_branch(plan, branch["id"], parent=target["id"], kennzeichen="649")
    assert moved.number_taken("649.20")["titel"] == plan.number_taken("632.20")["titel"]
    assert moved.number_taken("632.20") is None
    assert AktenplanSpec.read(moved.data)


def test_two_thousand_units_are_released_in_seconds(planned):
    leaf = number("632.20")

    def change(plan: Plan) -> Plan:
        like = plan.units[str(leaf.item_id)]
        more = [
            like | {"id": f"00000000-0000-4000-8000-{index:012}", "kennzeichen": f"X{index:04}"}
            for index in range(1673)
        ]
        return Plan({**plan.data, "einheiten": [*plan.data["einheiten"], *more]})

    version = draft_of(planned, change)
    begun = process_time()
    release(planned, version, timezone.localdate())
    assert process_time() - begun < 8
    assert Aktenplaneinheit.objects.filter(version=2).count() == 2000


def test_the_rows_of_an_old_town_become_exactly_its_baustein(planned):
    migration = importlib.import_module("verbundakte.akten.migrations.0009_aktenplan")
    content = migration.content_of(list(Aktenplaneinheit.objects.all()))
    spec = AktenplanSpec.read(json.loads(content))
    assert canonical(spec) == content
    released = Plan(content_of(BausteinVersion.objects.get(baustein__kind=AKTENPLAN)))
    assert Plan(json.loads(content)).units == released.units


@pytest.mark.parametrize(
    ("words", "first"),
    [("hundesteuer", "922.52"), ("922.52", "922.52"), ("Hundesteuerbescheid", "922.52")],
)
def test_wohin_gehoert_ranks_the_unit_itself_first(planned, words, first):
    found = queries.find_units(planned.sachbearbeiterin, words)
    assert found[0].kennzeichen.startswith(first), [str(unit) for unit in found[:5]]


def test_the_page_of_the_plan_shows_only_open_branches(planned, django_assert_max_num_queries):
    browser = planned.client("sachbearbeiterin")
    unit = number("632.20")
    address = f"/{planned.tenant.slug}/aktenplan/?einheit={unit.item_id}"
    browser.get(address)
    with django_assert_max_num_queries(17):
        page = browser.get(address).content.decode()
    assert "632.30" in page
    assert "922.52" not in page
    branch = number("922")
    place = f"/{planned.tenant.slug}/aktenplan/zweige/{branch.item_id}/"
    lines = browser.get(place, headers={"HX-Request": "true"}).content.decode()
    assert "922.52" in lines
    assert "<main" not in lines
    assert browser.get(place).status_code == 302
