"""What may somebody do, and who may do what here? Rights are told, contents are not."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Choice
from verbundakte.akten.models import Vorgang
from verbundakte.akten.queries import rechte
from verbundakte.akten.tests.factories import make_akte, make_planeinheit, make_vorgang
from verbundakte.core.models import AuditEvent, Level
from verbundakte.organisation.access import who_may
from verbundakte.organisation.models import Nachfolge, Organisationseinheit, Person, Stelle
from verbundakte.organisation.samples import STANDARD_ROLLEN
from verbundakte.organisation.tests.factories import LONG_AGO


def page(office, who, path, role="datenschutz"):
    """Return the report of a person or unit as somebody sees it."""
    answer = office.browser(role).get(office.at(f"rechte/{path}/{who}/"))
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def table(office, who, path, role="datenschutz"):
    """Return the rows of the CSV."""
    answer = office.browser(role).get(office.at(f"rechte/{path}/{who}/csv/"))
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def person(office, role):
    return Person.objects.get(pk=getattr(office.town, role).person_id)


def bauordnung():
    return Organisationseinheit.objects.get(kennzeichen="63")


def test_the_report_says_how_much_and_by_what(office):
    shown = page(office, office.amira().person_id, "personen")
    assert "die Stelle „Sachbearbeitung“ in 63 Bauordnung" in shown
    assert "<strong>1 Akte</strong>, davon 1 zum Bearbeiten" in shown
    assert "Vorgänge lesen" in shown
    assert office.akte.betreff not in shown
    rows = table(office, office.amira().person_id, "personen")
    assert [row[4:6] for row in rows if row[0] == "Aktenplaneinheit"] == [["1", "1"]]
    assert ["Rolle", "Sachbearbeitung"] in [row[:2] for row in rows]


def test_everybody_reads_her_own_report_and_nobody_elses_without_the_right(office):
    amira, leitung = office.amira().person_id, office.town.leitung.person_id
    shown = page(office, amira, "personen", role="sachbearbeiterin")
    assert "Was darf ich?" in shown
    for path in (
        f"personen/{leitung}/",
        f"personen/{leitung}/csv/",
        f"einheiten/{bauordnung().pk}/",
    ):
        assert office.browser().get(office.at(f"rechte/{path}")).status_code == 404
    link = office.at(f"rechte/personen/{amira}/")
    assert (
        link in office.browser().get(office.at(f"organisation/personen/{amira}/")).content.decode()
    )


def test_named_objects_are_listed_for_who_sees_them_and_counted_for_others(office):
    archiv, amira = person(office, "archiv"), office.amira()
    actions.change_zugriff(amira, office.vorgang, choice=Choice.PLUS, persons=[archiv.pk])
    shown = page(office, archiv.pk, "personen")
    assert "1 Gegenstand, den Sie selbst nicht sehen" in shown
    assert office.vorgang.betreff not in shown
    assert office.vorgang.betreff in page(office, archiv.pk, "personen", role="archiv")


def test_the_list_of_named_objects_has_pages(office, monkeypatch):
    monkeypatch.setattr(rechte, "PAGE", 2)
    amira = office.amira()
    for _ in range(3):
        vorgang = make_vorgang(office.amira, akte=office.akte)
        actions.change_zugriff(amira, vorgang, choice=Choice.NUR, persons=[amira.person_id])
    someone, reach = person(office, "sachbearbeiterin"), rechte.rights_of_person(
        office.amira(), person(office, "sachbearbeiterin")
    )[1]  # fmt: skip
    first = rechte.named_objects(office.amira(), someone, reach, after=None)
    rest = rechte.named_objects(office.amira(), someone, reach, after=first.next)
    assert (len(first.rows), len(rest.rows), rest.next, rest.hidden) == (2, 1, "", 0)


def test_an_exclusion_shows_to_whom_may_change_it_and_never_to_the_person(office):
    leitung = person(office, "leitung")
    before = rechte.report_of(
        office.town.leitung, rechte.rights_of_person(office.town.leitung, leitung)[1]
    ).count()
    vorgang = make_vorgang(office.amira, akte=office.akte)
    actions.exclude_person(
        office.amira(), vorgang, person=leitung, reason="befangen", at=timezone.now()
    )
    shown = page(office, leitung.pk, "personen", role="leitung")
    assert "usgeschlossen" not in shown
    after = rechte.report_of(
        office.town.leitung, rechte.rights_of_person(office.town.leitung, leitung)[1]
    ).count()
    assert before == after
    assert "Von 1 Gegenstand, den Sie selbst nicht sehen" in page(office, leitung.pk, "personen")
    assert rechte.ausschluesse_of(office.town.leitung, leitung) == ([], 0)


def test_who_is_shut_out_counts_nothing_of_it_in_other_peoples_reports(office):
    """The data protection officer herself is biased: no number may tell her of the Vorgang."""
    daria = person(office, "datenschutz")
    told = page(office, bauordnung().pk, "einheiten")
    vorgang = make_vorgang(office.amira, akte=office.akte)
    actions.exclude_person(
        office.amira(), vorgang, person=daria, reason="Angehörige", at=timezone.now()
    )
    assert page(office, bauordnung().pk, "einheiten").split("<main")[1] == told.split("<main")[1]
    shown = page(office, office.amira().person_id, "personen")
    assert "<strong>1 Vorgang</strong>" in shown


def test_the_unit_report_is_what_each_object_says(office):
    make_akte(office.amira, planeinheit=make_planeinheit("922.52", einheit="63", geheimnisklasse="steuer"))  # fmt: skip
    found = {row.name: row for row in rechte.readers_of_unit(office.town.datenschutz, bauordnung())}
    akten = [office.akte, *type(office.akte).objects.exclude(pk=office.akte.pk)]
    for row in found.values():
        reached = [r for akte in akten for r in who_may(akte.zone_id) if r.name == row.name]
        assert row.akten.total() == len(reached)
        assert row.akten[Level.WRITE] == sum(r.level == Level.WRITE for r in reached)
    assert found["Amira Beispiel"].akten.total() == 2
    assert found["Jonas Probst"].akten.total() == 1
    assert "davon bearbeiten" in page(office, bauordnung().pk, "einheiten")


def test_what_a_stelle_opens_counts_units_followed_and_the_leitung_those_below(office):
    """By the rule itself, asked for a Stelle that nobody occupies."""
    for kennzeichen in ("32", "63.1"):
        planeinheit = make_planeinheit(f"7{kennzeichen}", einheit=kennzeichen)
        make_akte(lambda: office.town.registratur, planeinheit=planeinheit)
    rows = rechte.rights_of_unit(office.town.datenschutz, bauordnung()).rows
    told = {row.planeinheit.kennzeichen: row.reach.reasons[0] for row in rows}
    assert told == {
        office.unit.kennzeichen: "die Stelle „Sachbearbeitung“ in 63 Bauordnung",
        "763.1": "die Leitung von 63 Bauordnung, wozu 63.1 Baugenehmigungen gehört",
    }
    ordnung = Organisationseinheit.objects.get(kennzeichen="32")
    Nachfolge.objects.create(vorher=ordnung, nachher=bauordnung(), from_on=LONG_AGO)
    rows = rechte.rights_of_unit(office.town.datenschutz, bauordnung()).rows
    assert "732" in {row.planeinheit.kennzeichen for row in rows}


def test_no_cell_of_the_table_is_a_formula(office):
    Stelle.objects.update(bezeichnung="=HYPERLINK(1)")
    rows = table(office, office.amira().person_id, "personen")
    rows += table(office, bauordnung().pk, "einheiten")
    assert not [cell for row in rows for cell in row if cell.startswith("=")]


@pytest.mark.parametrize("path", ["personen", "einheiten"])
def test_the_number_of_queries_does_not_grow(office, path):
    me = [office.amira().person_id]
    who = me[0] if path == "personen" else bauordnung().pk
    actions.change_zugriff(office.amira(), office.vorgang, choice=Choice.PLUS, persons=me)
    browser, address = office.browser("datenschutz"), office.at(f"rechte/{path}/{who}/")
    browser.get(address)

    def count():
        with CaptureQueriesContext(connection) as seen:
            assert browser.get(address).status_code == 200
        return len([query for query in seen if "core_session" not in query["sql"]])

    before = count()
    for number in range(3):
        akte = make_akte(office.amira, planeinheit=make_planeinheit(f"7{number}"))
        actions.change_zugriff(office.amira(), akte, choice=Choice.PLUS, persons=me)
        make_vorgang(office.amira, akte=akte)
    assert count() == before < 45


def move_of(office, role="fachadministration", **values):
    """Return the preview of a move of the clerk."""
    who = office.amira().person_id
    answer = office.browser(role).get(office.at(f"rechte/personen/{who}/wechsel/"), values)
    return answer.status_code, answer.content.decode().replace("\xa0", " ")


def test_the_preview_of_a_move_says_what_falls_away_and_who_is_missing_then(office):
    Vorgang.objects.update(sachbearbeitung=office.amira().person_id)
    ordnung = Organisationseinheit.objects.get(kennzeichen="32")
    rolle = STANDARD_ROLLEN["assistenz"].key
    events = AuditEvent.objects.count()
    status, shown = move_of(office, einheit=ordnung.pk, rollen=rolle)
    assert status == 200
    assert "Amira Beispiel wechselt nach 32 Ordnung" in shown
    for text in ("Fällt weg", "1 Akte, 1 Vorgang", "1 Vorgang, den Sie selbst nicht sehen"):
        assert text in shown
    assert "Vorgänge anlegen" in shown.split("Darf nicht mehr")[1]
    assert office.vorgang.betreff not in shown
    assert AuditEvent.objects.count() == events
    assert office.amira().zones_read
    home = Organisationseinheit.objects.get(kennzeichen="63")
    stays = move_of(office, einheit=home.pk, rollen=rolle)[1]
    assert "Darf künftig nur noch lesen" in stays
    assert "1 Vorgang, den Sie selbst nicht sehen" in stays


def test_the_preview_leads_to_the_stelle_and_offers_those_of_the_unit(office):
    stelle = Stelle.objects.get(einheit__kennzeichen="32")
    assert "Zeigen" in move_of(office)[1]
    values = {"einheit": stelle.einheit_id, "stelle": stelle.pk, "bleibt": "on"}
    shown = move_of(office, **values, rollen=STANDARD_ROLLEN["sachbearbeitung"].key)[1]
    assert f"organisation/stellen/{stelle.pk}/besetzungen/neu/?person=" in shown
    assert "Nichts fällt weg." in shown
    assert "Stelle besetzen" not in move_of(office, role="datenschutz", **values)[1]
    assert move_of(office, einheit="unsinn")[0] == 422
    assert move_of(office, role="leitung", **values)[0] == 404
