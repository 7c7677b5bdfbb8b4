"""The whole organisation as tables: out, in, again, and back."""

import time
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import now, today
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Tenant
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation import actions, queries
from verbundakte.organisation.csv_tables import read_tables, write_zip
from verbundakte.organisation.models import (
    Einspielung,
    Organisationseinheit,
    Person,
    Rollenzuweisung,
    Stelle,
    Stellenbesetzung,
)
from verbundakte.organisation.tests.cast import install_rollen
from verbundakte.organisation.tests.factories import PersonFactory

PREFIX = "/musterstadt/organisation/"
WHOLE = SystemActor("probe", frozenset(queries.WHOLE_ORGANISATION))
EINHEITEN = "Kennzeichen;Name;Übergeordnet;Endet am\n"


def exported(actor=WHOLE):
    there = queries.organisation_on(actor, on=today())
    return write_zip({name: rows.values() for name, rows in there.tables.items()})


def performed(tenant, content, name="einheiten.csv", actor=WHOLE):
    content = content.encode() if isinstance(content, str) else content
    tables = read_tables(content, name)
    assert tables.problems == []
    row = actions.bring_einspielung(
        actor, None, file_name=name, tables=tables, is_whole=False, at=now()
    )
    return ordered(tenant, row, actor)


def ordered(tenant, row, actor=WHOLE):
    row = actions.order_einspielung(actor, row, at=now())
    run_job(tenant.pk, row.job)
    row.refresh_from_db()
    return row


@pytest.fixture
def empty_town(db):
    town = Tenant.objects.create(slug="leerstadt", name="Leerstadt")
    with use_tenant(town.pk):
        install_rollen()
    return town


def test_an_export_makes_the_same_organisation_in_an_empty_town(musterstadt, empty_town):
    content = exported()
    with use_tenant(empty_town.pk):
        row = performed(empty_town, content, "organisation.zip")
        assert [one["refused"] for one in row.result if one["refused"]] == []
        assert exported() == content
        again = queries.compare_tables(
            WHOLE, read_tables(content, "a.zip"), on=today(), is_whole=True
        )
        assert (again.steps, again.problems) == ([], [])


def test_a_preview_writes_nothing_and_shows_every_change(musterstadt):
    answer = upload(musterstadt, EINHEITEN + "63;Bauaufsicht\n77;Neues Amt;63\n")
    assert answer.status_code == 302
    with no_tenant():
        page = musterstadt.client("fachadministration").get(answer.url).content.decode()
    assert "Name: „Bauordnung“ wird „Bauaufsicht“" in page
    assert "77 Neues Amt" in page
    assert not Organisationseinheit.objects.filter(kennzeichen="77").exists()


def test_what_is_ordered_is_what_was_seen(musterstadt):
    answer = upload(musterstadt, EINHEITEN + "63;Bauaufsicht\n")
    browser = musterstadt.client("fachadministration")
    with no_tenant():
        seen = browser.get(answer.url).context["seen"]
    actions.create_einheit(WHOLE, None, kennzeichen="88", name="Dazwischen")
    actions.change_einheit(WHOLE, unit("63"), seen=1, on=today(), name="Anders")
    with no_tenant():
        late = browser.post(f"{answer.url}ausfuehrung/", {"seen": seen})
    assert late.status_code == 422
    assert "Die Vorschau ist neu" in late.content.decode()
    with no_tenant():
        assert browser.post(f"{answer.url}ausfuehrung/", {"seen": late.context["seen"]}).url
    row = Einspielung.objects.get()
    run_job(musterstadt.tenant.pk, row.job)
    assert unit("63").name == "Bauaufsicht"
    with no_tenant():
        page = browser.get(answer.url).content.decode()
    assert "erledigt" in page and "Rückweg ansehen" in page


def test_problems_are_told_by_line_and_nothing_is_kept(musterstadt):
    answer = upload(musterstadt, EINHEITEN + "1;A;2\n2;B;1\n")
    assert answer.status_code == 422
    assert "einheiten.csv, Zeile 2: Im Kreis untereinander: 1, 2." in answer.content.decode()
    assert not Einspielung.objects.exists()


def test_an_existing_person_is_known_by_her_login(musterstadt):
    login = next(iter(queries.organisation_on(WHOLE, on=today()).tables["personen"]))[0]
    text = f"Person;Rolle\n{login};Archiv\n"
    row = performed(musterstadt.tenant, text, "rollen.csv")
    assert [one["refused"] for one in row.result] == [""]
    assert Rollenzuweisung.objects.filter(from_on=today()).count() == 1


def test_the_way_back_ends_what_is_new_and_restores_what_changed(musterstadt):
    before = queries.organisation_on(WHOLE, on=today()).tables
    performed(
        musterstadt.tenant,
        "Kennung;Vorname;Familienname\nP1;Nora;Neu\n",
        "personen.csv",
    )
    first = performed(musterstadt.tenant, EINHEITEN + "63;Bauaufsicht\n77;Neu\n")
    back = actions.bring_way_back(WHOLE, first, on=today(), at=now())
    ordered(musterstadt.tenant, back)
    after = queries.organisation_on(WHOLE, on=today()).tables
    assert after["einheiten"] == before["einheiten"]
    with pytest.raises(actions.NothingToUndo):
        actions.bring_way_back(WHOLE, Einspielung(), on=today(), at=now())


def test_one_step_that_is_refused_leaves_the_others(musterstadt):
    text = EINHEITEN + f"63;Bauordnung;;{today():%d.%m.%Y}\n77;Neues Amt;;\n"
    row = performed(musterstadt.tenant, text)
    refused = {one["key"][0]: one["refused"] for one in row.result}
    assert "hat noch Stellen" in refused["63"]
    assert unit("77").name == "Neues Amt"


def test_who_left_does_not_come_back_through_a_table(musterstadt):
    PersonFactory(kennung="P9", is_active=False)
    found = queries.compare_tables(
        WHOLE,
        read_tables(b"Kennung;Vorname;Familienname\nP9;Nora;Neu\n", "personen.csv"),
        on=today(),
        is_whole=False,
    )
    assert "P9 ist beendet" in str(found.problems[0])


def test_only_who_may_change_all_of_it_sees_the_tables(musterstadt):
    browser = musterstadt.client("datenschutz")
    with no_tenant():
        assert browser.get(f"{PREFIX}csv/").status_code == 404
        assert browser.get(f"{PREFIX}einspielungen/").status_code == 404


def test_the_export_asks_a_fixed_number_of_queries(musterstadt, django_assert_num_queries):
    with django_assert_num_queries(7):
        queries.organisation_on(WHOLE, on=today())


def test_two_thousand_persons_are_read_compared_and_written_in_seconds(musterstadt):
    everybody = Person.objects.bulk_create(
        Person(vorname="Paula", familienname=f"Probe{n}", kennung=f"P{n}") for n in range(2000)
    )
    posts = Stelle.objects.bulk_create(
        Stelle(einheit=unit("63"), bezeichnung=f"Stelle {n}", kennung=f"S{n}") for n in range(2000)
    )
    Stellenbesetzung.objects.bulk_create(
        Stellenbesetzung(person=person, stelle=stelle, from_on=date(2020, 1, 1))
        for person, stelle in zip(everybody, posts, strict=True)
    )
    begun = time.monotonic()
    content = exported()
    found = queries.compare_tables(WHOLE, read_tables(content, "a.zip"), on=today(), is_whole=True)
    assert (found.steps, found.problems) == ([], [])
    assert found.unchanged > 6000
    assert time.monotonic() - begun < 5


@pytest.mark.slow
def test_two_thousand_new_persons_are_taken_on_by_the_job(musterstadt):
    lines = "".join(f"P{n};Paula;Probe{n}\n" for n in range(2000))
    begun = time.monotonic()
    row = performed(musterstadt.tenant, "Kennung;Vorname;Familienname\n" + lines, "personen.csv")
    assert len(row.result) == 2000 and not any(one["refused"] for one in row.result)
    assert time.monotonic() - begun < 120


def unit(kennzeichen):
    return Organisationseinheit.objects.get(kennzeichen=kennzeichen, valid_to=None)


def upload(town, text, name="einheiten.csv"):
    client = town.client("fachadministration")
    with no_tenant():
        return client.post(
            f"{PREFIX}einspielungen/",
            {"datei": SimpleUploadedFile(name, text.encode()), "is_whole": "nein"},
        )


@pytest.mark.django_db(transaction=True)
def test_the_job_runs_outside_of_any_transaction(towns):
    town = towns["musterstadt"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        tables = read_tables((EINHEITEN + "77;Neues Amt;63\n").encode(), "einheiten.csv")
        row = actions.bring_einspielung(
            WHOLE, None, file_name="a.csv", tables=tables, is_whole=False, at=now()
        )
        row = actions.order_einspielung(WHOLE, row, at=now())
    run_job(town.tenant.pk, row.job)
    with use_tenant(town.tenant.pk), transaction.atomic():
        row.refresh_from_db()
        assert [one["refused"] for one in row.result] == [""]
        assert row.finished_at and unit("77")
