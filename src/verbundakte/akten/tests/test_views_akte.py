"""Aktenplan, Akte, access, and what of the room stands on the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.akten import actions, desk, queries
from verbundakte.akten.actions import Choice
from verbundakte.akten.models import Akte, Datei, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_planeinheit
from verbundakte.core.models import Job
from verbundakte.organisation.models import Person


def person(name: str) -> Person:
    """Return a person of the cast by family name."""
    return Person.objects.get(familienname=name)


def test_the_plan_shows_the_way_to_the_unit_and_its_akten(office, django_assert_max_num_queries):
    browser, address = office.browser(), office.at(f"aktenplan/?einheit={office.unit.pk}")
    browser.get(address)
    for number in range(4):
        make_akte(office.amira, planeinheit=office.unit, betreff=f"Haus {number}")
    with django_assert_max_num_queries(14):
        page = browser.get(address)
    assert page.status_code == 200
    assert len(page.context["rows"]) == 5


def test_long_lists_go_on_by_key(office):
    now = timezone.now()
    for number in range(51):
        make_akte(office.amira, planeinheit=office.unit, at=now - timedelta(minutes=number))
    browser, address = office.browser(), office.at("aktenplan/")
    first = browser.get(f"{address}?einheit={office.unit.pk}")
    assert len(first.context["rows"]) == 50
    second = browser.get(address + first.context["next"])
    assert len(second.context["rows"]) == 2
    assert second.context["next"] == ""


def test_a_unit_is_found_by_a_word_of_its_stichwoerter(office):
    make_planeinheit("922.52", titel="Hundesteuer", stichwoerter="Hund, Hundemarke")
    page = office.browser().get(office.at("aktenplan/?wort=hunde"))
    assert [hit["title"] for hit in page.context["hits"]] == ["922.52 Hundesteuer"]
    nothing = office.browser().get(office.at("aktenplan/?wort=Zeppelin"))
    assert "Keine Einheit passt" in nothing.content.decode()


def test_who_only_keeps_the_plan_sees_no_akten(office):
    page = office.browser("fachadministration").get(
        office.at(f"aktenplan/?einheit={office.unit.pk}")
    )
    text = page.content.decode()
    assert office.akte.betreff not in text
    assert "Inhalte sehen Sie hier nicht" in text


def test_a_new_akte_begins_with_a_word_and_ends_with_a_number(office):
    browser = office.browser()
    found = browser.get(office.at("akten/neu/?wort=wohn")).context["hits"]
    assert found == [office.unit]
    address = office.at(f"akten/neu/?einheit={office.unit.pk}")
    form = browser.get(address).context["form"]
    given = {"betreff": "", "federfuehrung": form["federfuehrung"].value(), "medium": "001"}
    assert browser.post(address, given).status_code == 422
    answer = browser.post(address, given | {"betreff": "Ahornweg 7"})
    akte = Akte.objects.get(betreff="Ahornweg 7")
    assert answer.url == office.at(f"akten/{akte.pk}/")
    assert akte.aktenzeichen.startswith("632.20-")


def test_who_may_not_create_is_told_so(office):
    page = office.browser("archiv").get(office.at(f"akten/neu/?einheit={office.unit.pk}"))
    assert "dürfen Sie keine Akten anlegen" in page.content.decode()
    foreign = office.browser("sachbearbeiter_ordnung").post(
        office.at(f"akten/neu/?einheit={office.unit.pk}"), {"betreff": "Fremd"}
    )
    assert foreign.status_code in (200, 403)
    assert Akte.objects.count() == 1


def test_the_akte_lists_its_vorgaenge(office, django_assert_max_num_queries):
    browser, address = office.browser(), office.at(f"akten/{office.akte.pk}/")
    browser.get(address)
    for number in range(5):
        actions.create_vorgang(
            office.amira(), office.akte, betreff=f"Sache {number}", at=timezone.now()
        )
    with django_assert_max_num_queries(16):
        page = browser.get(address)
    assert len(page.context["rows"]) == 6


@pytest.mark.parametrize("view", ["angaben", "verlauf", "unbekannt"])
def test_every_view_of_an_akte_answers(office, settle, view):
    settle()
    page = office.browser().get(office.at(f"akten/{office.akte.pk}/?ansicht={view}"))
    assert page.status_code == 200


def test_a_vorgang_is_made_with_its_clerk(office):
    address = office.at(f"akten/{office.akte.pk}/vorgaenge/neu/")
    browser = office.browser()
    assert browser.post(address, {"betreff": ""}).status_code == 422
    probst = person("Probst")
    answer = browser.post(address, {"betreff": "Garage", "sachbearbeitung": str(probst.pk)})
    vorgang = Vorgang.objects.get(betreff="Garage")
    assert answer.url == office.at(f"vorgaenge/{vorgang.pk}/")
    assert vorgang.sachbearbeitung == probst


def test_an_akte_closes_after_its_vorgaenge(office):
    browser, day = office.browser(), timezone.localdate()
    address = office.at(f"akten/{office.akte.pk}/zda-verfuegung/")
    page = browser.post(address, {"closed_on": day.isoformat()})
    assert page.status_code == 422
    assert office.vorgang.aktenzeichen in page.content.decode()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    assert browser.post(address, {"closed_on": day.isoformat()}).status_code == 302
    closed = browser.get(office.at(f"akten/{office.akte.pk}/")).content.decode()
    assert "z. d. A." in closed
    assert "vorgaenge/neu" not in closed


def test_the_access_page_names_everybody_with_the_reason(office):
    page = office.browser().get(
        office.at(f"vorgaenge/{office.vorgang.pk}/zugriff/?person=Jonas Probst")
    )
    text = page.content.decode()
    assert "Jonas Probst hat Zugriff" in text
    assert "Rita Stempel" in text
    assert "Otto Ordnung" not in [reader.name for reader in page.context["readers"]]


def test_a_person_is_added_and_sees_the_vorgang(office):
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/zugriff/")
    otto = person("Ordnung")
    chosen = browser.post(address, {"choice": "plus", "add": "1", "name": "Otto Ordnung"})
    assert chosen.status_code == 200
    assert chosen.context["named"] == [otto]
    browser.post(address, {"choice": "plus", "persons": [str(otto.pk)]})
    vorgang = queries.get_vorgang(office.town.sachbearbeiter_ordnung, office.vorgang.pk)
    found = queries.zugriff_of(office.amira(), vorgang)
    assert (found.choice, found.persons) == (Choice.PLUS, [otto.pk])
    page = office.browser("sachbearbeiter_ordnung").get(office.at(f"vorgaenge/{vorgang.pk}/"))
    assert page.status_code == 200
    assert office.akte.betreff not in page.content.decode()


def test_nobody_locks_herself_out(office):
    address = office.at(f"vorgaenge/{office.vorgang.pk}/zugriff/")
    otto = person("Ordnung")
    answer = office.browser().post(address, {"choice": "nur", "persons": [str(otto.pk)]})
    assert answer.status_code == 422
    assert "selbst den Zugriff" in answer.content.decode()


def test_who_may_not_explain_access_is_refused(office):
    for path in (f"vorgaenge/{office.vorgang.pk}/zugriff/", f"akten/{office.akte.pk}/zugriff/"):
        assert office.browser("assistenz").get(office.at(path)).status_code == 403


def test_who_is_shut_out_meets_the_vorgang_nowhere(office):
    scan = make_dokument(office.amira, vorgang=office.vorgang, betreff="Ansichtsplan")
    leitung, pages = office.browser("leitung"), ("", "suche/?q=Carport", f"akten/{office.akte.pk}/")
    own = (f"vorgaenge/{office.vorgang.pk}/", f"dokumente/{scan.pk}/ansicht/")
    actions.toggle_favorit(office.town.leitung, office.vorgang, at=timezone.now())
    assert leitung.get(office.at(own[0])).status_code == 200
    address = office.at(f"vorgaenge/{office.vorgang.pk}/ausschluesse/")
    given = {"person": str(person("Probst").pk), "reason": "Schwager des Antragstellers"}
    assert office.browser().post(address, given | {"reason": ""}).status_code == 422
    assert office.browser().post(address, given).status_code == 302
    for path in pages:
        text = leitung.get(office.at(path)).content.decode()
        assert office.vorgang.betreff not in text, path
        assert "Schwager" not in text
    assert [leitung.get(office.at(path)).status_code for path in own] == [404, 404]
    seen = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/zugriff/"))
    assert "Schwager" in seen.content.decode()
    row = office.vorgang.ausschluesse.get()
    office.browser().post(office.at(f"ausschluesse/{row.pk}/aufhebung/"))
    again = leitung.get(office.at(own[0] + "?ansicht=verlauf")).content.decode()
    assert office.vorgang.betreff in again
    assert "Schwager" not in again
    assert "ausgeschlossen" not in again


def test_own_jobs_do_not_name_what_one_may_no_longer_see(office):
    make_dokument(office.amira, vorgang=office.vorgang, name="Geheimer Plan.pdf")
    job = Job.objects.get(label="Geheimer Plan.pdf")
    item = {"item": "Geheimer Plan.pdf", "error": "verschlüsselt"}
    Job.objects.filter(pk=job.pk).update(finished_at=timezone.now(), item_errors=[item])
    pages = [office.at("auftraege/"), office.at(f"auftraege/{job.pk}/")]
    browser = office.browser()
    assert all("Geheimer Plan" in browser.get(page).content.decode() for page in pages)
    actions.exclude_person(
        office.town.leitung, office.vorgang, person=person("Beispiel"), reason="befangen",
        at=timezone.now(),
    )  # fmt: skip
    for page in pages:
        text = browser.get(page).content.decode()
        assert "Geheimer Plan" not in text
        assert "Datei einlesen" in text


def on_desk(office, kind: str) -> list[tuple]:
    """Return title and remark of what the clerk's desk shows of one kind."""
    groups = office.browser().get(office.at(f"?art={kind}")).context["groups"]
    return [(item.title, item.who) for group in groups for item in group.items]


def test_the_desk_shows_own_work_hints_and_marks(office):
    entwurf = make_dokument(office.amira, vorgang=office.vorgang, is_entwurf=True)
    locked = make_dokument(office.amira, vorgang=office.vorgang, name="Geheim.pdf")
    Datei.objects.filter(fassung__dokument=locked).update(
        hinweise=["Die PDF-Datei ist mit einem Kennwort geschützt."]
    )
    office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/"))
    actions.toggle_favorit(office.amira(), office.akte, at=timezone.now())
    assert on_desk(office, "vorgaenge") == [(office.vorgang.betreff, "Bauordnung")]
    assert on_desk(office, "entwuerfe") == [(entwurf.betreff, "")]
    assert on_desk(office, "hinweise") == [("Geheim", "verschlüsselt")]
    page = office.browser().get(office.at(""))
    assert [item.title for item in page.context["recent"]] == [office.vorgang.betreff]
    assert [item.title for item in page.context["favourites"]] == [office.akte.betreff]


def test_a_mark_on_something_no_longer_visible_is_not_shown(office):
    actions.toggle_favorit(office.town.sachbearbeiter_ordnung, office.akte, at=timezone.now())
    assert desk.favourites(desk.own_desk(office.town.sachbearbeiter_ordnung)) == []
    assert desk.own_vorgaenge(desk.own_desk(office.town.systemverwaltung)) == []
