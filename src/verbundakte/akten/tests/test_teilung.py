"""A unit is split or merged on a day: files go by branches of the plan, rights and plan follow."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from verbundakte.akten.actions import change_zugriff, create_akte, exclude_person
from verbundakte.akten.actions.aktenplan import release_sample_plan
from verbundakte.akten.actions.aktenplan_entwurf import begin_draft, change_plan
from verbundakte.akten.aktenplan import AKTENPLAN
from verbundakte.akten.models import Akte, Aktenplaneinheit, Choice, Dokument, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.akten.services import SETUP
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.bausteine.versions import content_of
from verbundakte.core.clock import now, today
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Baustein, BausteinVersion, Job
from verbundakte.core.tenancy.context import current_tenant, no_tenant
from verbundakte.organisation import actions
from verbundakte.organisation.due import carry_out_ueberleitungen
from verbundakte.organisation.models import (
    Nachfolge,
    Organisationseinheit,
    Person,
    Stelle,
    Ueberleitung,
)
from verbundakte.organisation.tests.factories import StellenbesetzungFactory

TOMORROW = today() + timedelta(days=1)


def unit(kennzeichen="63"):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen)


def plan(kennzeichen):
    return Aktenplaneinheit.objects.get(kennzeichen=kennzeichen, valid_to=None)


def run_jobs():
    tenant, rows = (
        current_tenant(),
        list(Job.objects.filter(kind="akten.federfuehrung.pass", finished_at=None)),
    )
    with no_tenant():
        for row in rows:
            run_job(tenant, row.pk)
    for row in rows:
        row.refresh_from_db()
        assert not row.error, row.error
    return rows


@pytest.fixture
def town(musterstadt):
    """Musterstadt with the sample plan, all led by 63; two Akten of Amira in different branches."""
    release_sample_plan(SETUP, unit(), on=date(2020, 1, 1))
    tops = list(Aktenplaneinheit.objects.filter(parent=None).order_by("sort_key")[:2])
    leaves = [_leaf(top) for top in tops]
    vorgaenge = [
        make_vorgang(
            lambda: musterstadt.sachbearbeiterin,
            akte=make_akte(lambda: musterstadt.sachbearbeiterin, planeinheit=leaf),
        )
        for leaf in leaves
    ]
    make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=vorgaenge[0])
    return SimpleNamespace(
        cast=musterstadt, going=vorgaenge[0], staying=vorgaenge[1], branch=tops[0], leaf=leaves[0]
    )


def _leaf(einheit):
    below = Aktenplaneinheit.objects.filter(parent=einheit, geheimnisklasse="").first()
    return _leaf(below) if below else einheit


def split(town, *, on=None, stellen=(), into="32"):
    share = actions.Share(False, tuple(stellen), (str(town.branch.item_id),))
    return actions.plan_ueberleitung(
        town.cast.fachadministration, unit(), into=unit(into), share=share, on=on or today()
    )


def carry_out(town, planned):
    actions.carry_out(town.cast.fachadministration, planned, on=today(), at=now())
    run_jobs()


def sees(town, role, vorgang):
    actor = getattr(town.cast, role)
    return actor.may(Permission.VORGANG_READ, Vorgang.objects.get(pk=vorgang.pk))


def test_the_files_of_a_branch_go_with_number_history_and_rights(town):
    number, events = town.going.akte.aktenzeichen, AuditEvent.objects.count()
    before = {role: sees(town, role, town.staying) for role in town.cast.persons}
    carry_out(town, split(town))
    akte = Akte.objects.get(pk=town.going.akte_id)
    assert (akte.federfuehrung, akte.aktenzeichen) == (unit("32"), number)
    assert akte.planeinheit == plan(town.leaf.kennzeichen) != town.leaf
    assert Vorgang.objects.get(pk=town.going.pk).federfuehrung == unit("32")
    assert Dokument.objects.get().federfuehrung == unit("32")
    assert AuditEvent.objects.count() > events
    (event,) = AuditEvent.objects.filter(name="akten.akte.passed")
    told = {row.name: (row.old, row.new) for row in event.details.all()}
    assert told["Federführung"] == ("63 Bauordnung", "32 Ordnung")
    assert "Ordnung" in told["Zugriff"][1]
    assert sees(town, "sachbearbeiter_ordnung", town.going)
    assert sees(town, "registratur", town.going)
    for role in ("sachbearbeiterin", "leitung", "assistenz"):
        assert not sees(town, role, town.going), role
    assert {role: sees(town, role, town.staying) for role in town.cast.persons} == before
    assert unit().valid_to is None


def test_new_files_of_the_branch_are_led_by_the_other_unit(town):
    carry_out(town, split(town))
    assert plan(town.leaf.kennzeichen).federfuehrung == unit("32")
    assert plan(town.staying.akte.planeinheit.kennzeichen).federfuehrung == unit()
    akte = create_akte(
        town.cast.sachbearbeiter_ordnung, plan(town.leaf.kennzeichen), betreff="Neu", at=now()
    )
    assert akte.federfuehrung == unit("32")


def test_whoever_moves_with_a_stelle_keeps_both(town):
    stelle = Stelle.objects.get(besetzungen__person=town.cast.persons["sachbearbeiterin"])
    carry_out(town, split(town, stellen=[stelle]))
    assert sees(town, "sachbearbeiterin", town.going)
    assert sees(town, "sachbearbeiterin", town.staying)


def test_named_and_excluded_persons_stay_so(town):
    amira = town.cast.persons["sachbearbeiterin"]
    akte = town.going.akte
    change_zugriff(town.cast.sachbearbeiterin, akte, choice=Choice.PLUS, persons=[amira])
    otto = Person.objects.get(pk=town.cast.persons["sachbearbeiter_ordnung"])
    exclude_person(town.cast.sachbearbeiterin, akte, person=otto, reason="Verwandt", at=now())
    carry_out(town, split(town))
    assert sees(town, "sachbearbeiterin", town.going)
    assert not sees(town, "sachbearbeiter_ordnung", town.going)


def test_files_go_nowhere_where_nobody_could_work_on_them(town):
    secret = Aktenplaneinheit.objects.exclude(geheimnisklasse="").filter(valid_to=None).first()
    akte = make_akte(lambda: town.cast.sachbearbeiterin, planeinheit=secret)
    empty = Organisationseinheit.objects.create(kennzeichen="99", name="Leer")
    share = actions.Share(False, (), (str(secret.item_id),))
    actor = town.cast.fachadministration
    planned = actions.plan_ueberleitung(actor, unit(), into=empty, share=share, on=today())
    actions.carry_out(actor, planned, on=today(), at=now())
    (job,) = run_jobs()
    assert job.result == {"files": 0, "left": 1}
    assert "arbeitet niemand" in str(job.item_errors)
    akte.refresh_from_db()
    assert akte.federfuehrung == unit()


def test_it_happens_on_its_day_by_itself_and_not_before(town):
    planned = split(town, on=TOMORROW)
    assert carry_out_ueberleitungen(today()) == 0
    with pytest.raises(actions.UeberleitungTooEarly):
        actions.carry_out(town.cast.fachadministration, planned, on=today(), at=now())
    assert sees(town, "sachbearbeiterin", town.going)
    assert carry_out_ueberleitungen(TOMORROW) == 1
    assert carry_out_ueberleitungen(TOMORROW) == 0
    (job,) = run_jobs()
    assert job.starter_id == str(town.cast.persons["fachadministration"])
    assert sees(town, "sachbearbeiter_ordnung", town.going)


def test_a_merger_for_a_day_closes_the_unit_then_and_the_plan_follows(town):
    actor, share = town.cast.fachadministration, actions.Share()
    actions.plan_ueberleitung(actor, unit(), into=unit("32"), share=share, on=TOMORROW)
    with pytest.raises(actions.UeberleitungPlanned):
        actions.plan_ueberleitung(actor, unit(), into=unit("10"), share=share, on=TOMORROW)
    assert unit().valid_to is None
    assert carry_out_ueberleitungen(TOMORROW) == 1
    run_jobs()
    assert unit().valid_to == TOMORROW
    assert (
        not Aktenplaneinheit.objects.filter(valid_to=None)
        .exclude(federfuehrung=unit("32"))
        .exists()
    )
    assert town.leaf.federfuehrung == unit()
    Nachfolge.objects.update(from_on=today())
    for role in ("sachbearbeiterin", "sachbearbeiter_ordnung", "leitung"):
        assert sees(town, role, town.going), role


def test_what_cannot_be_done_on_its_day_says_why_and_is_tried_again(town):
    actor = town.cast.fachadministration
    planned = actions.plan_ueberleitung(
        actor, unit(), into=unit("32"), share=actions.Share(), on=TOMORROW
    )
    Organisationseinheit.objects.filter(kennzeichen="32").update(valid_to=today())
    assert carry_out_ueberleitungen(TOMORROW) == 0
    client = town.cast.client("fachadministration")
    with no_tenant():
        page = f"/musterstadt/organisation/einheiten/{planned.einheit_id}/"
        assert "müssen an diesem Tag bestehen" in client.get(page).content.decode()
    Organisationseinheit.objects.filter(kennzeichen="32").update(valid_to=None)
    assert carry_out_ueberleitungen(TOMORROW) == 1


def test_a_plan_is_taken_back(town):
    planned = split(town, on=TOMORROW)
    client = town.cast.client("fachadministration")
    page = f"/musterstadt/organisation/einheiten/{planned.einheit_id}/ueberleitung/{planned.pk}/"
    with no_tenant():
        shown = client.get(page).content.decode().replace("\xa0", " ")
        assert "Akten: 1" in shown and "Vorgänge: 1" in shown and "Dokumente: 1" in shown
        assert "Amira Beispiel" in shown and "Otto Ordnung" in shown
        assert client.post(f"{page}ruecknahme/").status_code == 302
        assert client.get(page).status_code == 404
    assert not Ueberleitung.objects.exists()
    assert carry_out_ueberleitungen(TOMORROW) == 0


def test_a_draft_of_the_plan_is_kept_and_follows(town):
    baustein = Baustein.objects.of_kind(AKTENPLAN).get()
    draft = begin_draft(SETUP, baustein, on=today(), reason="Neue Titel")

    def rename(made):
        changed = made.changed()
        changed.units[str(town.leaf.item_id)]["titel"] = "Anders"
        return type(changed)(changed.data)

    change_plan(SETUP, draft, change=rename)
    carry_out(town, split(town))
    kept = BausteinVersion.objects.filter(baustein=baustein).drafts().get()
    units = {one["id"]: one for one in content_of(kept)["einheiten"]}
    mine = units[str(town.leaf.item_id)]
    assert (kept.reason, mine["titel"]) == ("Neue Titel", "Anders")
    assert mine["federfuehrung"]["key"] == str(unit("32").pk)
    assert plan(town.leaf.kennzeichen).titel != "Anders"


def test_new_files_follow_a_unit_that_has_ended_even_where_the_plan_does_not(town):
    Nachfolge.objects.create(vorher=unit(), nachher=unit("32"), from_on=today())
    Organisationseinheit.objects.filter(kennzeichen="63").update(valid_to=today())
    akte = create_akte(town.cast.sachbearbeiter_ordnung, town.leaf, betreff="Neu", at=now())
    assert akte.federfuehrung == unit("32")
    Stelle.objects.filter(einheit=unit("32")).update(ended_on=today())
    with pytest.raises(Exception, match="Aktenplaneinheiten"):
        actions.close_einheit(town.cast.fachadministration, unit("32"), on=today())


def test_a_unit_that_begins_on_the_day_takes_over(town):
    fresh = actions.create_einheit(
        town.cast.fachadministration, None, kennzeichen="66", name="Neu", valid_from=TOMORROW
    )
    stelle = actions.create_stelle(
        town.cast.fachadministration, fresh, bezeichnung="Sachbearbeitung", is_leitung=False
    )
    StellenbesetzungFactory(
        stelle=stelle, person_id=town.cast.persons["sachbearbeiter_ordnung"], from_on=today()
    )
    with pytest.raises(actions.UeberleitungClosed):
        split(town, into="66")
    split(town, into="66", on=TOMORROW)
    assert carry_out_ueberleitungen(TOMORROW) == 1
    run_jobs()
    assert sees(town, "sachbearbeiter_ordnung", town.going)
