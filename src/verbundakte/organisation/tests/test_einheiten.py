"""Units over time: renamed, moved, planned, and still readable under their old names."""

from datetime import date, timedelta

import pytest

from verbundakte.core.clock import today
from verbundakte.core.housekeeping import do_what_is_due
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation import actions, queries
from verbundakte.organisation.models import Einheitsstand, Organisationseinheit, Stelle
from verbundakte.organisation.tests.factories import PersonFactory, StellenbesetzungFactory

TOMORROW = today() + timedelta(days=1)
PREFIX = "/musterstadt/organisation/"


def unit(kennzeichen="63"):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def names_on(town, on):
    def flat(nodes):
        for node in nodes:
            yield str(node.einheit)
            yield from flat(node.children)

    return list(flat(queries.einheit_tree(town.archiv, on=on)))


def page(town, role, path):
    client = town.client(role)
    with no_tenant():
        return client.get(PREFIX + path).content.decode()


def test_a_renamed_unit_is_still_found_under_its_old_name_on_an_old_day(musterstadt):
    actions.change_einheit(
        musterstadt.fachadministration, unit(), seen=1, on=today(), name="Bauaufsicht"
    )
    assert "63 Bauaufsicht" in names_on(musterstadt, today())
    assert "63 Bauordnung" in names_on(musterstadt, today() - timedelta(days=1))
    assert "63 Bauordnung" in page(musterstadt, "archiv", f"einheiten/{unit().pk}/")


def test_a_planned_move_holds_from_its_day_on_and_not_before(musterstadt):
    moved, above = unit("63.1"), unit("10")
    actions.plan_einheit_change(
        musterstadt.fachadministration, moved, seen=1, on=TOMORROW, parent=above
    )
    do_what_is_due()
    moved.refresh_from_db()
    assert moved.parent == unit()
    leads = musterstadt.leitung.einheiten
    tree = queries.einheit_tree(musterstadt.archiv, on=TOMORROW)
    below = {node.einheit.pk: [child.einheit.pk for child in node.children] for node in tree}
    assert moved.pk in below[above.pk] and moved.pk in leads
    Einheitsstand.objects.filter(from_on=TOMORROW).update(from_on=today())
    do_what_is_due()
    moved.refresh_from_db()
    assert moved.parent == above
    assert moved.pk not in musterstadt.leitung.einheiten
    event = AuditEvent.objects.filter(subject_id=moved.pk).latest("at")
    assert (event.name, event.actor_id) == ("organisation.einheit.changed", "kalender")


def test_doing_what_is_due_twice_changes_nothing_more(musterstadt):
    actions.plan_einheit_change(
        musterstadt.fachadministration, unit(), seen=1, on=TOMORROW, name="Bauaufsicht"
    )
    Einheitsstand.objects.filter(from_on=TOMORROW).update(from_on=today())
    do_what_is_due()
    do_what_is_due()
    assert unit().revision == 2


def test_a_plan_can_be_taken_back_until_its_day(musterstadt):
    stand = actions.plan_einheit_change(
        musterstadt.fachadministration, unit(), seen=1, on=TOMORROW, name="Bauaufsicht"
    )
    with pytest.raises(actions.NotPlanned):
        actions.drop_einheit_plan(
            musterstadt.fachadministration, unit(), stand=stand, on=stand.from_on
        )
    actions.drop_einheit_plan(musterstadt.fachadministration, unit(), stand=stand, on=today())
    assert not Einheitsstand.objects.planned_after(today()).exists()


def test_a_unit_moves_neither_below_itself_nor_below_a_closed_one(musterstadt):
    actor = musterstadt.fachadministration
    for change in (actions.change_einheit, actions.plan_einheit_change):
        with pytest.raises(actions.ParentBelow):
            change(actor, unit(), seen=1, on=TOMORROW, parent=unit("63.1"))
    Organisationseinheit.objects.filter(kennzeichen="32").update(valid_to=today())
    with pytest.raises(actions.ParentClosed):
        actions.plan_einheit_change(actor, unit(), seen=1, on=TOMORROW, parent=unit("32"))


def test_the_page_plans_shows_and_takes_back(musterstadt):
    client = musterstadt.client("fachadministration")
    address = f"{PREFIX}einheiten/{unit().pk}/"
    data = {"kennzeichen": "63", "name": "Bauaufsicht", "revision": 1, "on": TOMORROW}
    with no_tenant():
        past = client.post(f"{address}bearbeiten/", {**data, "on": "2020-01-01"})
        assert past.status_code == 422 and "frühestens ab heute" in past.content.decode()
        assert client.post(f"{address}bearbeiten/", data).status_code == 302
        shown = client.get(address).content.decode()
        assert "Geplant" in shown and "63 Bauaufsicht" in shown
    stand = Einheitsstand.objects.get(from_on=TOMORROW)
    with no_tenant():
        back = client.post(f"{address}planung/{stand.pk}/ruecknahme/")
    assert back.status_code == 302
    assert not Einheitsstand.objects.filter(pk=stand.pk).exists()


def test_past_and_future_besetzungen_stand_beside_the_present_one(musterstadt):
    stelle = Stelle.objects.filter(einheit=unit()).first()
    early, late = PersonFactory(familienname="Frueher"), PersonFactory(familienname="Spaeter")
    StellenbesetzungFactory(
        person=early, stelle=stelle, from_on=date(2020, 1, 1), to_on=date(2021, 1, 1)
    )
    StellenbesetzungFactory(person=late, stelle=stelle, from_on=TOMORROW)
    shown = page(musterstadt, "archiv", f"einheiten/{unit().pk}/")
    assert "Paula Frueher" in shown and "Paula Spaeter" in shown
    assert "früher" in page(musterstadt, "archiv", f"personen/{early.pk}/")
    assert "geplant" in page(musterstadt, "archiv", f"personen/{late.pk}/")


def test_only_whoever_looks_after_the_organisation_sees_who_changed_it(musterstadt):
    actions.change_einheit(
        musterstadt.fachadministration, unit(), seen=1, on=today(), name="Bauaufsicht"
    )
    address = f"einheiten/{unit().pk}/"
    assert "Fenja Fachverfahren</b>" in page(musterstadt, "datenschutz", address)
    assert "Fenja Fachverfahren</b>" not in page(musterstadt, "archiv", address)


def test_a_day_that_is_none_shows_today(musterstadt):
    shown = page(musterstadt, "archiv", "einheiten/?am=31.31.2026")
    assert "Diesen Tag gibt es nicht" in shown and "Bauordnung" in shown


@pytest.mark.parametrize("path", ["einheiten/", "einheiten/{unit}/", "personen/{person}/"])
def test_the_pages_take_the_same_number_of_queries_for_a_large_town(
    musterstadt, path, django_assert_max_num_queries
):
    names = {"unit": unit().pk, "person": musterstadt.persons["leitung"]}
    for number in range(40):
        einheit = Organisationseinheit.objects.create(
            kennzeichen=f"9{number}", name="Viel", parent=unit()
        )
        for place in (einheit, unit()):
            stelle = Stelle.objects.create(einheit=place, bezeichnung="x")
            StellenbesetzungFactory(stelle=stelle, from_on=date(2021, 1, 1 + number % 28))
    client = musterstadt.client("fachadministration")
    with no_tenant(), django_assert_max_num_queries(32):
        assert client.get(PREFIX + path.format(**names)).status_code == 200
