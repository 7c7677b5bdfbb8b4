"""Who stands in for whom: what it opens, what it never opens, and when it ends."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied

from verbundakte.core.access.zones import Grant, intern_zone
from verbundakte.core.clock import today
from verbundakte.core.models import AuditEvent, Level, PrincipalKind
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.access import explain_access
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import (
    Organisationseinheit,
    Person,
    Rollenzuweisung,
    Stelle,
    Vertretung,
    VertretungArt,
)
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import StellenbesetzungFactory

READ, EDIT = "akten.vorgang:read", "akten.vorgang:edit"


def person(town, role):
    return Person.objects.get(pk=town.persons[role])


def unit(kennzeichen):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def zone_of(kind, key, level=Level.WRITE, *more, klasse=""):
    return intern_zone([Grant(kind, key, level), *more], klasse)


def of(zone):
    return SimpleNamespace(zone_id=zone.pk)


def plan(town, absent="leitung", substitute="sachbearbeiter_ordnung", by=None, **values):
    on = today()
    values = {
        "art": VertretungArt.ABWESENHEIT,
        "from_on": on,
        "to_on": on + timedelta(days=5),
        "is_persoenlich": False,
        **values,
    }
    actor = getattr(town, by or absent)
    return actions.plan_vertretung(
        actor, person(town, absent), on=on, vertreter=person(town, substitute), **values
    )


def acting(town, vertretung, role="sachbearbeiter_ordnung", on=None):
    return load_actor(town.persons[role], on=on, vertretung=str(vertretung.pk))


def test_in_vertretung_one_has_what_the_absent_one_has_and_not_ones_own(musterstadt):
    above = zone_of(PrincipalKind.LEITUNG, unit("63").pk)
    own = zone_of(PrincipalKind.EINHEIT, unit("32").pk)
    actor = acting(musterstadt, plan(musterstadt))
    assert actor.may(EDIT, of(above)) and not actor.may(READ, of(own))
    assert actor.on_behalf_of == str(musterstadt.persons["leitung"])
    assert (actor.name, actor.on_behalf_name) == ("Otto Ordnung", "Jonas Probst")
    alone = musterstadt.sachbearbeiter_ordnung
    assert alone.may(READ, of(own)) and not alone.may(READ, of(above))


def test_the_day_after_the_last_one_the_substitute_has_nothing(musterstadt):
    above = zone_of(PrincipalKind.LEITUNG, unit("63").pk)
    vertretung = plan(musterstadt)
    last = vertretung.to_on - timedelta(days=1)
    assert acting(musterstadt, vertretung, on=last).may(READ, of(above))
    over = acting(musterstadt, vertretung, on=vertretung.to_on)
    assert not over.on_behalf_of and not over.may(READ, of(above))
    early = acting(musterstadt, vertretung, on=today() - timedelta(days=1))
    assert not early.on_behalf_of


def test_the_vertretung_of_somebody_else_gives_nothing(musterstadt):
    vertretung = plan(musterstadt)
    assert not acting(musterstadt, vertretung, "archiv").on_behalf_of


def test_whoever_left_is_stood_in_for_by_nobody(musterstadt):
    vertretung = plan(musterstadt)
    Person.objects.filter(pk=musterstadt.persons["leitung"]).update(is_active=False)
    assert not acting(musterstadt, vertretung).on_behalf_of


def test_a_geheimnisklasse_stays_closed_unless_the_substitute_reaches_it_herself(musterstadt):
    secret = zone_of(PrincipalKind.EINHEIT, unit("63").pk, klasse="steuer")
    vertretung = plan(musterstadt, absent="sachbearbeiterin")
    assert musterstadt.sachbearbeiterin.may(READ, of(secret))
    assert not acting(musterstadt, vertretung).may(READ, of(secret))
    named = zone_of(
        PrincipalKind.EINHEIT,
        unit("63").pk,
        Level.WRITE,
        Grant(PrincipalKind.PERSON, musterstadt.persons["sachbearbeiter_ordnung"], Level.READ),
        klasse="steuer",
    )
    actor = acting(musterstadt, vertretung)
    assert actor.may(READ, of(named)) and not actor.may(EDIT, of(named))


def test_a_geschuetzter_bereich_is_closed_to_the_leitung_above_and_to_every_vertretung(musterstadt):
    below = zone_of(PrincipalKind.LEITUNG, unit("63.1").pk)
    inside = zone_of(PrincipalKind.EINHEIT, unit("63").pk)
    assert musterstadt.leitung.may(READ, of(below))
    Organisationseinheit.objects.filter(kennzeichen__in=["63", "63.1"]).update(is_geschuetzt=True)
    assert not musterstadt.leitung.may(READ, of(below))
    assert musterstadt.leitung.may(READ, of(inside))
    assert not explain_access(musterstadt.leitung, of(below), permission=READ).is_allowed
    assert not acting(musterstadt, plan(musterstadt)).may(READ, of(inside))


@pytest.mark.parametrize("excluded", ["leitung", "sachbearbeiter_ordnung"])
def test_an_exclusion_of_either_closes_the_file(musterstadt, excluded):
    zone = zone_of(
        PrincipalKind.EINHEIT,
        unit("63").pk,
        Level.WRITE,
        Grant(PrincipalKind.PERSON, musterstadt.persons[excluded], Level.EXCLUDED),
    )
    assert not acting(musterstadt, plan(musterstadt)).may(READ, of(zone))


def test_what_names_the_absent_one_opens_only_by_her_own_word(musterstadt):
    zone = zone_of(PrincipalKind.PERSON, musterstadt.persons["sachbearbeiterin"])
    by_leitung = plan(musterstadt, "sachbearbeiterin", "leitung", by="leitung", is_persoenlich=True)
    assert not by_leitung.is_persoenlich
    assert not acting(musterstadt, by_leitung, "leitung").may(READ, of(zone))
    by_herself = plan(musterstadt, "sachbearbeiterin", is_persoenlich=True)
    assert acting(musterstadt, by_herself).may(READ, of(zone))


def test_rights_of_others_and_logins_are_never_handed_over(musterstadt):
    actor = acting(musterstadt, plan(musterstadt, absent="fachadministration"))
    assert actor.may("organisation.einheit:edit", None)
    for name in ("rolle:assign", "konto:edit", "konto:own", "vertretung:edit"):
        assert not actor.may(f"organisation.{name}", None)


def test_a_vertretung_cannot_prolong_itself(musterstadt):
    vertretung = plan(musterstadt)
    actor = acting(musterstadt, vertretung)
    with pytest.raises(PermissionDenied):
        actions.plan_vertretung(
            actor,
            person(musterstadt, "leitung"),
            on=today(),
            vertreter=person(musterstadt, "archiv"),
            art=VertretungArt.ALLGEMEIN,
            from_on=today(),
            to_on=None,
        )


@pytest.mark.parametrize(
    ("by", "allowed"),
    [
        ("sachbearbeiterin", True),
        ("leitung", True),
        ("fachadministration", True),
        ("sachbearbeiter_ordnung", False),
        ("registratur", False),
        ("datenschutz", False),
    ],
)
def test_the_person_her_leitung_and_the_fachadministration_plan(musterstadt, by, allowed):
    if allowed:
        plan(musterstadt, "sachbearbeiterin", by=by)
    else:
        with pytest.raises(PermissionDenied):
            plan(musterstadt, "sachbearbeiterin", by=by)
    assert Vertretung.objects.exists() == allowed


def test_bad_plans_are_refused_with_a_sentence(musterstadt):
    on = today()
    for refusal, values in (
        (actions.VertretungByOneself, {"substitute": "leitung"}),
        (actions.VertretungWithoutEnd, {"to_on": None}),
        (actions.VertretungPeriod, {"to_on": on}),
        (actions.VertretungByAssistenz, {"substitute": "assistenz"}),
    ):
        with pytest.raises(refusal):
            plan(musterstadt, **values)
    Person.objects.filter(pk=musterstadt.persons["archiv"]).update(is_active=False)
    with pytest.raises(actions.PersonLeft):
        plan(musterstadt, substitute="archiv")
    plan(musterstadt)
    with pytest.raises(actions.VertretungTwice):
        plan(musterstadt, from_on=on + timedelta(days=4), to_on=on + timedelta(days=9))
    plan(musterstadt, from_on=on + timedelta(days=5), to_on=on + timedelta(days=9))
    assert Vertretung.objects.count() == 2


def test_one_taken_back_makes_room_for_another(musterstadt):
    vertretung = plan(musterstadt, from_on=today() + timedelta(days=3))
    actions.end_vertretung(musterstadt.leitung, vertretung, on=today(), today=today())
    plan(musterstadt, from_on=today() + timedelta(days=3))


def test_the_trace_names_both(musterstadt):
    actor = acting(musterstadt, plan(musterstadt, absent="fachadministration"))
    unit_made = actions.create_einheit(actor, None, kennzeichen="77", name="Neu")
    event = AuditEvent.objects.get(subject_id=unit_made.pk)
    assert event.actor_id == str(musterstadt.persons["sachbearbeiter_ordnung"])
    assert event.on_behalf_of == str(musterstadt.persons["fachadministration"])


def test_the_explanation_in_vertretung_is_the_rule(musterstadt):
    above = zone_of(PrincipalKind.LEITUNG, unit("63").pk)
    secret = zone_of(PrincipalKind.LEITUNG, unit("63").pk, klasse="sozial")
    actor = acting(musterstadt, plan(musterstadt))
    answer = explain_access(actor, of(above), permission=READ)
    assert answer.is_allowed
    assert answer.sentence == "Otto Ordnung hat Zugriff in Vertretung für Jonas Probst"
    assert not explain_access(actor, of(secret), permission=READ).is_allowed


def test_assistenz_alone_sees_no_personalakten_with_another_role_she_may(musterstadt):
    zone = zone_of(PrincipalKind.EINHEIT, unit("63").pk, klasse="personal")
    assert not musterstadt.assistenz.may(READ, of(zone))
    assert not explain_access(musterstadt.assistenz, of(zone), permission=READ).is_allowed
    Rollenzuweisung.objects.create(
        person_id=musterstadt.persons["assistenz"],
        rolle_key=STANDARD_ROLLEN["sachbearbeitung"].key,
        from_on=date(2020, 1, 1),
    )
    assert musterstadt.assistenz.may(READ, of(zone))


def test_loading_an_actor_in_vertretung_takes_a_fixed_number_of_queries(
    musterstadt, django_assert_max_num_queries
):
    vertretung = plan(musterstadt)
    for kennzeichen in range(5):
        stelle = Stelle.objects.create(
            einheit=Organisationseinheit.objects.create(kennzeichen=f"9{kennzeichen}", name="x"),
            bezeichnung="x",
        )
        StellenbesetzungFactory(person=person(musterstadt, "leitung"), stelle=stelle)
    with django_assert_max_num_queries(11):
        acting(musterstadt, vertretung)


@pytest.fixture
def otto(musterstadt):
    client = musterstadt.client("sachbearbeiter_ordnung")

    def go(path, data=None):
        with no_tenant():
            address = f"/musterstadt/{path}"
            return client.get(address) if data is None else client.post(address, data)

    return go


def body(response):
    return response.content.decode()


def test_taking_up_shows_in_the_frame_and_returning_ends_it(musterstadt, otto):
    vertretung = plan(musterstadt)
    assert "Sie vertreten Jonas Probst" in body(otto(""))
    assert otto(f"organisation/vertretungen/{vertretung.pk}/antritt/", {}).status_code == 302
    page = body(otto(""))
    assert "in Vertretung für Jonas Probst. Konto und Ansicht" in page
    assert otto("organisation/vertretungen/rueckkehr/", {}).status_code == 302
    assert "Otto Ordnung. Konto und Ansicht" in body(otto(""))


def test_an_ended_vertretung_is_told_and_nothing_is_done_in_ones_own_name(musterstadt, otto):
    vertretung = plan(musterstadt)
    otto(f"organisation/vertretungen/{vertretung.pk}/antritt/", {})
    actions.end_vertretung(musterstadt.leitung, vertretung, on=today(), today=today())
    refused = otto(f"organisation/personen/{musterstadt.persons['archiv']}/vertretungen/neu/", {})
    assert refused.status_code == 302 and refused["Location"] == "/musterstadt/"
    assert "Die Vertretung ist beendet" in body(otto(""))
    assert otto(f"organisation/vertretungen/{vertretung.pk}/antritt/", {}).status_code == 404


def test_the_pages_plan_and_end(musterstadt, otto):
    own = musterstadt.persons["sachbearbeiter_ordnung"]
    address = f"organisation/personen/{own}/vertretungen/neu/"
    assert "persönlich genannt" in body(otto(address))
    data = {
        "vertreter": musterstadt.persons["archiv"],
        "art": "abwesenheit",
        "from_on": today(),
        "last_on": today(),
    }
    assert otto(address, {**data, "last_on": ""}).status_code == 422
    assert otto(address, data).status_code == 302
    row = Vertretung.objects.get()
    assert row.to_on == today() + timedelta(days=1)
    assert "Anton Archivkarton" in body(otto("organisation/vertretungen/"))
    ended = otto(f"organisation/vertretungen/{row.pk}/ende/", {"last_on": today()})
    assert ended.status_code == 302
    other = f"organisation/personen/{musterstadt.persons['leitung']}/vertretungen/neu/"
    assert otto(other).status_code == 404


def test_a_leitung_sees_the_vertretungen_of_her_people(musterstadt):
    plan(musterstadt, "sachbearbeiterin")
    client = musterstadt.client("leitung")
    with no_tenant():
        page = client.get("/musterstadt/organisation/vertretungen/")
    assert "Vertretungen anderer" in body(page) and "Amira Beispiel" in body(page)


def days(first: int, last: int) -> dict:
    """Return the days of an absence, counted from today."""
    on = today()
    return {"from_on": on + timedelta(days=first), "to_on": on + timedelta(days=last + 1)}


def test_whoever_is_away_herself_is_refused_with_whom_instead(musterstadt):
    plan(musterstadt, "registratur", "archiv", **days(2, 4))
    with pytest.raises(
        actions.VertreterAbsent, match=r"Rita Stempel ist vom .* Nehmen Sie .*Archiv"
    ):
        plan(musterstadt, "leitung", "registratur", **days(0, 9))
    plan(musterstadt, "leitung", "registratur", **days(5, 9))


def test_a_circle_is_refused_and_the_head_named(musterstadt):
    plan(musterstadt, "registratur", "sachbearbeiterin", **days(0, 5))
    with pytest.raises(actions.VertreterAbsent, match=r"im Kreis.*Nehmen Sie Jonas Probst"):
        plan(musterstadt, "sachbearbeiterin", "registratur", **days(3, 8))
    plan(
        musterstadt,
        "leitung",
        "registratur",
        art=VertretungArt.ALLGEMEIN,
        from_on=today(),
        to_on=None,
    )
    plan(musterstadt, "registratur", "leitung", **days(0, 5))


def test_whoever_falls_ill_while_standing_in_passes_that_on_until_she_is_back(musterstadt):
    plan(musterstadt, "sachbearbeiterin", "registratur", **days(0, 9))
    ill = plan(musterstadt, "registratur", "sachbearbeiter_ordnung", **days(0, 3))
    further = Vertretung.objects.get(weitergabe=ill)
    assert (further.person, further.to_on) == (
        person(musterstadt, "sachbearbeiterin"),
        ill.to_on,
    )
    assert acting(musterstadt, further).on_behalf_name == "Amira Beispiel"
    tomorrow = today() + timedelta(days=1)
    actions.end_vertretung(musterstadt.registratur, ill, on=tomorrow, today=today())
    further.refresh_from_db()
    assert further.to_on == tomorrow


def test_for_some_kinds_of_work_only_those_rights_go_over(musterstadt):
    vertretung = plan(musterstadt, "sachbearbeiterin", arten=["geschaeftsgang.mitzeichnung"])
    actor = acting(musterstadt, vertretung)
    assert actor.only == ("geschaeftsgang.mitzeichnung",)
    assert {"geschaeftsgang.schritt:sign", READ} <= actor.permissions
    assert not {EDIT, "geschaeftsgang.termin:read"} & actor.permissions
    assert {EDIT, "geschaeftsgang.termin:read"} <= musterstadt.sachbearbeiterin.permissions


def test_the_head_notes_that_somebody_is_not_there_today(musterstadt):
    client, place = musterstadt.client("leitung"), "/musterstadt/organisation/abwesenheiten/neu/"
    assert place in client.get("/musterstadt/organisation/vertretungen/").content.decode()
    body = {
        "person": musterstadt.persons["sachbearbeiterin"],
        "vertreter": musterstadt.persons["registratur"],
        "last_on": today(),
    }
    assert client.post(place, body).status_code == 302
    made = Vertretung.objects.get()
    assert (made.from_on, made.to_on) == (today(), today() + timedelta(days=1))
    assert musterstadt.client("sachbearbeiterin").get(place).status_code == 404
