"""Zones along the tree: inheritance, narrowing, exclusions, large changes, and the real breach."""

from random import Random

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Choice, zugriff
from verbundakte.akten.models import Akte, Aktenplaneinheit, Ausschluss, Dokument, Vorgang
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.akten.zugriff_jobs import spread_access
from verbundakte.core.access.zones import Grant, grants_of, intern_zone, withdrawn
from verbundakte.core.jobs.declare import Progress
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditDetail, Freigabe, IndexChange, Job, Level, PrincipalKind
from verbundakte.core.registry import registry
from verbundakte.organisation.models import Organisationseinheit, Person

OTTO, JONAS, RITA, AMIRA = "sachbearbeiter_ordnung", "leitung", "registratur", "sachbearbeiterin"


def pk(office, role: str):
    return office.town.persons[role]


def person(office, role: str) -> Person:
    return Person.objects.get(pk=pk(office, role))


def sees(office, role: str, subject) -> bool:
    """Tell whether a person sees an object as it lies in the database now."""
    rows = type(subject).objects.visible_to(getattr(office.town, role))
    return rows.filter(pk=subject.pk).exists()


def change(office, subject, choice, *roles):
    subject.refresh_from_db()
    named = [pk(office, role) for role in roles]
    return actions.change_zugriff(office.amira(), subject, choice=choice, persons=named)


def exclude(office, subject, role, by=AMIRA):
    subject.refresh_from_db()
    return actions.exclude_person(
        getattr(office.town, by), subject, person=person(office, role), reason="Angehörige",
        at=timezone.now(),
    )  # fmt: skip


@pytest.fixture
def scan(office):
    return make_dokument(office.amira, vorgang=office.vorgang)


def test_a_single_dokument_is_narrowed_and_the_rest_stays_open(office, scan):
    other = make_dokument(office.amira, vorgang=office.vorgang, name="Zwei.txt", content=b"2")
    change(office, scan, Choice.NUR, AMIRA)
    assert not sees(office, JONAS, scan)
    assert sees(office, JONAS, other)
    assert sees(office, AMIRA, scan)
    change(office, scan, Choice.SACHGEBIET)
    assert sees(office, JONAS, scan)


def test_what_comes_later_takes_the_zone_it_lies_in(office):
    change(office, office.akte, Choice.NUR, AMIRA)
    stale = office.vorgang  # read before the change
    late = make_dokument(office.amira, vorgang=stale)
    fresh = actions.create_vorgang(office.amira(), office.akte, betreff="x", at=timezone.now())
    assert not sees(office, JONAS, late)
    assert not sees(office, JONAS, fresh)


def test_a_rule_stays_when_what_lies_above_changes(office, scan):
    change(office, scan, Choice.PLUS, OTTO)
    change(office, office.akte, Choice.NUR, AMIRA)
    assert sees(office, OTTO, scan)
    assert not sees(office, JONAS, scan)
    change(office, office.akte, Choice.SACHGEBIET)
    assert sees(office, JONAS, scan)


def test_an_exclusion_at_the_akte_reaches_what_was_opened_to_the_person_below(office, scan):
    """The breach: a Dokument that names the person must not let her in past the exclusion."""
    change(office, office.vorgang, Choice.PLUS, JONAS)
    change(office, scan, Choice.NUR, AMIRA, JONAS)
    assert sees(office, JONAS, scan)
    exclude(office, office.akte, JONAS)
    for subject in (office.akte, office.vorgang, scan):
        assert not sees(office, JONAS, subject)
    again = change(office, scan, Choice.NUR, AMIRA, JONAS)
    assert not sees(office, JONAS, again)


def test_an_exclusion_beats_leitung_and_role_and_ends(office, scan):
    for role in (JONAS, RITA):
        made = exclude(office, office.vorgang, role)
        assert not sees(office, role, scan)
        assert sees(office, role, office.akte)
        office.vorgang.refresh_from_db()
        actions.end_exclusion(office.amira(), office.vorgang, ausschluss=made, at=timezone.now())
        assert sees(office, role, scan)
        office.vorgang.refresh_from_db()
        with pytest.raises(actions.NotExcluded):
            actions.end_exclusion(
                office.amira(), office.vorgang, ausschluss=made, at=timezone.now()
            )


def test_the_log_of_the_object_never_names_who_is_shut_out(office):
    made = exclude(office, office.vorgang, JONAS)
    told = AuditDetail.objects.filter(event__subject_id=office.vorgang.pk)
    assert not [row for row in told if "Jonas" in f"{row.old}{row.new}"]
    assert AuditDetail.objects.filter(event__subject_id=made.pk, new="Jonas Probst").exists()


def test_nobody_can_exclude_all_who_work_on_it(office):
    with pytest.raises(actions.AlreadyExcluded):
        for _ in range(2):
            exclude(office, office.vorgang, JONAS)
    exclude(office, office.vorgang, RITA)
    with pytest.raises(actions.NobodyLeft):
        exclude(office, office.vorgang, AMIRA)
    assert Ausschluss.objects.filter(ended_at=None).count() == 2


def test_who_may_not_edit_the_access_excludes_nobody(office):
    with pytest.raises(PermissionDenied):
        exclude(office, office.vorgang, AMIRA, by="assistenz")


def test_a_secret_akte_is_closed_to_the_leitung_of_the_unit_unless_named(office):
    plan = make_planeinheit("922.52", geheimnisklasse="steuer")
    akte = make_akte(office.amira, planeinheit=plan)
    vorgang = make_vorgang(office.amira, akte=akte)
    for role in (JONAS, RITA, "assistenz", "systemverwaltung", OTTO):
        assert not sees(office, role, vorgang)
    change(office, vorgang, Choice.PLUS, JONAS)
    assert sees(office, JONAS, vorgang)
    assert not sees(office, JONAS, akte)


def test_teilakten_and_teilvorgaenge_inherit_level_by_level(office):
    part = make_akte(office.amira, planeinheit=office.unit)
    Akte.objects.filter(pk=part.pk).update(parent=office.akte)
    inner = make_vorgang(office.amira, akte=part)
    deep = make_vorgang(office.amira, akte=part)
    Vorgang.objects.filter(pk=deep.pk).update(parent=inner)
    scan = make_dokument(office.amira, vorgang=deep)
    change(office, office.akte, Choice.NUR, AMIRA)
    for subject in (part, inner, deep, scan):
        assert not sees(office, JONAS, subject), subject
    change(office, inner, Choice.PLUS, JONAS)
    assert [sees(office, JONAS, row) for row in (part, inner, deep, scan)] == [False, *[True] * 3]


def test_a_large_change_is_a_job_that_withdraws_first(office, monkeypatch):
    scans = [
        make_dokument(office.amira, vorgang=office.vorgang, name=f"{n}.txt", content=b"%d" % n)
        for n in range(5)
    ]
    monkeypatch.setattr(zugriff, "AT_ONCE", 3)
    change(office, office.akte, Choice.NUR, AMIRA, OTTO)  # Otto gains, Jonas and Rita lose
    job = Job.objects.get(kind="akten.zugriff.spread")
    assert sees(office, JONAS, scans[0])
    steps = []
    apply = zugriff.apply

    def watch(move):
        apply(move)
        steps.append([sees(office, role, scans[0]) for role in (AMIRA, JONAS, OTTO)])

    monkeypatch.setattr(zugriff, "apply", watch)
    run_job(office.town.tenant.pk, job.pk)
    assert not any(jonas and otto for _, jonas, otto in steps)
    assert steps[-1] == [True, False, True]
    assert Job.objects.get(pk=job.pk).result["objects"] > 0
    declared = registry.jobs["akten.zugriff.spread"]
    again = spread_access(declared.actor(job), Progress(job.pk), **job.args)
    assert again == {"objects": 0}


def test_what_was_narrowed_meanwhile_is_not_opened_again(office, scan):
    before = scan.zone_id
    change(office, scan, Choice.NUR, AMIRA)
    zugriff.apply(zugriff.Move(Dokument, before, before, [scan.pk]))
    wide = intern_zone([Grant(PrincipalKind.ROLLE, pk(office, RITA), Level.WRITE)])
    zugriff.apply(zugriff.Move(Dokument, before, wide.pk, [scan.pk]))
    assert not sees(office, JONAS, scan)


def test_each_move_stands_in_the_outbox_as_a_move(office, scan):
    IndexChange.objects.all().delete()
    change(office, office.akte, Choice.NUR, AMIRA)
    rows = dict(IndexChange.objects.values_list("object_id", "is_moved"))
    assert rows == {office.akte.pk: True, office.vorgang.pk: True, scan.pk: True}


def test_a_plan_unit_brings_its_akten_in_line(office, scan):
    unit = Organisationseinheit.objects.get(kennzeichen="32")
    zone = intern_zone([Grant(PrincipalKind.EINHEIT, unit.pk, Level.WRITE)])
    plan = Aktenplaneinheit.objects.get(pk=office.unit.pk)
    Aktenplaneinheit.objects.filter(pk=plan.pk).update(zone=zone)
    plan.refresh_from_db()
    actions.settle_below(plan, by=office.amira())
    assert sees(office, OTTO, scan)
    assert not sees(office, AMIRA, office.akte)


def test_withdrawn_gives_no_more_than_either_set():
    ids = [Grant("person", key, 0).id for key in ("a", "b", "c", "d")]
    old = [Grant("person", ids[0], 2), Grant("person", ids[1], 2), Grant("person", ids[2], 0)]
    new = [Grant("person", ids[0], 1), Grant("person", ids[2], 2), Grant("person", ids[3], 2)]
    assert withdrawn(old, new) == [Grant("person", ids[0], 1), Grant("person", ids[2], 0)]


def expected(subject, rules, shut, names) -> tuple[set, set]:
    """Say from the decisions alone who reads an object: (inherited reach, named and shut out)."""
    upper = zugriff.above(subject)
    if isinstance(upper, Aktenplaneinheit):
        reach, out = set(names["base"]), set()
    else:
        reach, out = expected(upper, rules, shut, names)
    choice, persons = rules.get(subject.pk, (Choice.SACHGEBIET, ()))
    if choice == Choice.NUR:
        reach = set(persons)
    elif choice == Choice.PLUS:
        reach = reach | set(persons)
    return reach, out | shut.get(subject.pk, set())


def test_random_decisions_in_random_order_give_what_they_say(office):
    """The zones after many changes equal what the decisions say, whatever their order was."""
    rng = Random(3)
    akten = [office.akte, make_akte(office.amira, planeinheit=office.unit)]
    vorgaenge = [make_vorgang(office.amira, akte=rng.choice(akten)) for _ in range(5)]
    scans = [
        make_dokument(office.amira, vorgang=rng.choice(vorgaenge), content=b"%d" % n)
        for n in range(8)
    ]
    roles, rules, shut = [JONAS, OTTO, RITA], {}, {}
    objects = [*akten, *vorgaenge, *scans]
    for _ in range(45):
        subject = rng.choice(objects)
        if not isinstance(subject, Dokument) and rng.random() < 0.25:
            role = rng.choice(roles)
            if pk(office, role) not in shut.setdefault(subject.pk, set()):
                exclude(office, subject, role)
                shut[subject.pk].add(pk(office, role))
            continue
        choice = rng.choice(list(Choice))
        named = [AMIRA, *rng.sample(roles, rng.randint(0, 2))]
        change(office, subject, choice, *named)
        rules[subject.pk] = (choice, {pk(office, role) for role in named})
    base = {pk(office, role) for role in (AMIRA, JONAS, RITA, "assistenz")}
    checked = 0
    for row in objects:
        subject = type(row).objects.get(pk=row.pk)
        reach, out = expected(subject, rules, shut, {"base": base})
        for role in (AMIRA, *roles, "assistenz", "systemverwaltung"):
            assert sees(office, role, subject) == (pk(office, role) in reach - out), (role, row)
            checked += 1
    assert checked == 90
    assert grants_of(office.akte.zone_id)
    assert not Freigabe.objects.exists()
