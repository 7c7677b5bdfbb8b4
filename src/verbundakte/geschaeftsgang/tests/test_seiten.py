"""The pages of the Geschäftsgang: give, sign, return, change, prove, all without a script."""

from datetime import timedelta

import pytest
from django.utils import timezone

from verbundakte.core.clock import today
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.geschaeftsgang.models import Ergebnis, Schritt, Verfuegung
from verbundakte.geschaeftsgang.tests.factories import (
    line,
    make_verfuegung,
    new_fassung,
    standing,
    steps,
)


@pytest.fixture
def run(office):
    """A Verfügung about a Dokument: the head signs, then the clerk notes."""
    town = office.town
    return make_verfuegung(
        town,
        line("mitzeichnung", an=town.leitung, frist_on=today() - timedelta(days=1)),
        line("kenntnis", an=town.sachbearbeiterin),
    )


def post(office, path, role="leitung", **data):
    """Send a form and follow it."""
    browser = office.browser(role)
    with no_tenant():
        return browser.post(office.at(path), data, follow=True)


def get(office, path, role="leitung"):
    """Open a page."""
    browser = office.browser(role)
    with no_tenant():
        return browser.get(office.at(path))


def test_one_press_signs_the_fassung_that_lies_open_and_leads_on(office, run):
    first = steps(run)[0]
    page = get(office, "geschaeftsgang/")
    assert page.context["part"]["fassung"] == standing(run.dokument)
    assert page.context["count"] == 1
    answer = post(
        office,
        f"geschaeftsgang/schritte/{first.pk}/erledigung/",
        antwort="ja",
        fassung=standing(run.dokument),
    )
    assert "Zugestimmt" in answer.content.decode()
    assert steps(run)[0].erledigung.ergebnis == Ergebnis.ZUGESTIMMT
    assert get(office, "geschaeftsgang/").context["count"] == 0


def test_another_fassung_than_the_one_seen_is_refused_with_its_number(office, run):
    first = steps(run)[0]
    old = standing(run.dokument)
    new_fassung(office.amira(), run.dokument)
    answer = post(
        office, f"geschaeftsgang/schritte/{first.pk}/erledigung/", antwort="ja", fassung=old
    )
    shown = answer.content.decode()
    assert "Inzwischen gilt Fassung 2" in shown
    assert f"/dokumente/{run.dokument_id}/vergleich/?alt=1&amp;neu=2" in shown
    assert steps(run)[0].ended_at is None


def test_not_agreeing_needs_its_reason(office, run):
    first = steps(run)[0]
    path = f"geschaeftsgang/schritte/{first.pk}/erledigung/"
    data = {"antwort": "nein", "fassung": standing(run.dokument)}
    empty = post(office, path, **data)
    assert empty.status_code == 422
    assert steps(run)[0].ended_at is None
    post(office, path, **data, bemerkung="Der Abstand fehlt.")
    assert steps(run)[0].erledigung.ergebnis == Ergebnis.ABGELEHNT
    shown = get(office, f"geschaeftsgang/verfuegungen/{run.pk}/").content.decode()
    assert "Nicht mitgezeichnet" in shown
    assert "Der Abstand fehlt." in shown


def test_a_change_makes_the_mitzeichnung_void_and_says_so_at_the_dokument(office, run):
    first = steps(run)[0]
    path = f"geschaeftsgang/schritte/{first.pk}/erledigung/"
    post(office, path, antwort="ja", fassung=standing(run.dokument))
    new_fassung(office.amira(), run.dokument)
    place = f"vorgaenge/{run.vorgang_id}/?dokument={run.dokument_id}&ansicht=verfuegung"
    shown = get(office, place).content.decode()
    assert "Mitzeichnung hinfällig" in shown
    assert "Änderung ansehen" in shown
    assert "Kette lückenlos" in shown


def test_the_author_calls_a_change_editorial_and_the_mitzeichnung_counts_again(office, run):
    path = f"geschaeftsgang/schritte/{steps(run)[0].pk}/erledigung/"
    post(office, path, antwort="ja", fassung=standing(run.dokument))
    new_fassung(office.amira(), run.dokument)
    place = f"geschaeftsgang/dokumente/{run.dokument_id}/redaktion/"
    assert "vergleich/?alt=1&amp;neu=2" in get(office, place, "sachbearbeiterin").content.decode()
    refused = post(office, place, grund="Komma")
    assert refused.status_code == 422
    shown = post(office, place, "sachbearbeiterin", grund="Komma gesetzt").content.decode()
    assert "Mitzeichnungen gelten weiter" in shown
    assert "Mitzeichnung hinfällig" not in shown


def test_what_waits_can_be_answered_beside_the_dokument(office, run):
    page = get(office, f"vorgaenge/{run.vorgang_id}/?dokument={run.dokument_id}")
    notice = page.context["inspector"]["notices"][0]["part"]
    assert notice["may_answer"]
    assert notice["yes"].label == "Mitzeichnen"
    nobody = get(office, f"vorgaenge/{run.vorgang_id}/?dokument={run.dokument_id}", "registratur")
    assert nobody.context["inspector"]["notices"] == []


def test_an_older_fassung_is_not_signed_from_its_page(office, run):
    new_fassung(office.amira(), run.dokument)
    page = get(office, f"vorgaenge/{run.vorgang_id}/?dokument={run.dokument_id}&fassung=1")
    notice = page.context["inspector"]["notices"][0]["part"]
    assert not notice["may_answer"]
    assert notice["why_not"]["title"] == "Es gilt Fassung 2"


def test_typed_lines_become_a_verfuegung(office, run):
    text = "1. Mz. Leitung\n/zk amira, /wv 3w\nz. d. A."
    path = f"geschaeftsgang/vorgaenge/{run.vorgang_id}/verfuegungen/neu/"
    shown = post(office, path, "sachbearbeiterin", zeilen=text, pruefen="1")
    assert shown.status_code == 200
    assert shown.context["problems"] == 0, shown.context["verstanden"]
    data = {"zeilen": text, "dokument": run.dokument_id}
    answer = post(office, path, "sachbearbeiterin", **data)
    assert answer.status_code == 200, answer.context["form"].errors
    made = Verfuegung.objects.exclude(pk=run.pk).get()
    assert [row.art for row in steps(made)] == ["mitzeichnung", "kenntnis", "wiedervorlage", "zda"]


def test_a_line_that_is_not_understood_says_why_and_nothing_begins(office, run):
    path = f"geschaeftsgang/vorgaenge/{run.vorgang_id}/verfuegungen/neu/"
    answer = post(office, path, "sachbearbeiterin", zeilen="/mz marsverwaltung")
    assert answer.status_code == 422
    assert "marsverwaltung" in answer.context["form"].errors["__all__"][0]
    live = post(
        office,
        f"geschaeftsgang/vorgaenge/{run.vorgang_id}/zeilen/",
        "sachbearbeiterin",
        zeilen="irgendwas",
    )
    assert "beginnt mit keiner bekannten Verfügung" in live.content.decode()
    assert Verfuegung.objects.count() == 1


def test_a_running_verfuegung_is_changed_with_trace(office, run):
    first = steps(run)[0]
    post(office, f"geschaeftsgang/schritte/{first.pk}/rueckgabe/", grund="Bitte mit Lageplan.")
    page = f"geschaeftsgang/verfuegungen/{run.pk}/"
    shown = get(office, page, "sachbearbeiterin").content.decode()
    assert "Zurückgegeben" in shown
    assert "Bitte mit Lageplan." in shown
    post(office, f"{page}schritte/neu/", "sachbearbeiterin", zeilen="/zk leitung")
    assert Schritt.objects.filter(verfuegung=run).count() == 5
    post(office, f"{page}rueckruf/", "sachbearbeiterin", grund="")
    run.refresh_from_db()
    assert run.ended_at is not None


def test_ink_is_booked_with_who_and_when(office, run):
    first = steps(run)[0]
    path = f"geschaeftsgang/schritte/{first.pk}/papier/"
    choices = get(office, path, "sachbearbeiterin").context["form"].fields["person"].choices
    data = {"person": choices[0][0], "antwort": "ja", "on": today()}
    post(office, path, "sachbearbeiterin", **data)
    shown = get(office, f"geschaeftsgang/verfuegungen/{run.pk}/").content.decode()
    assert "auf Papier gezeichnet von" in shown


def test_only_what_is_for_notice_is_done_together(office, run):
    first, second = steps(run)
    post(
        office,
        f"geschaeftsgang/schritte/{first.pk}/erledigung/",
        antwort="ja",
        fassung=standing(run.dokument),
    )
    picked = {"auswahl": [str(second.pk)], "stand": timezone.now().isoformat()}
    earlier = timezone.now() - timedelta(days=1)
    late = post(
        office,
        "geschaeftsgang/kenntnisnahmen/",
        "sachbearbeiterin",
        **(picked | {"stand": earlier.isoformat()}),
    )
    assert "Sie haben keine gesehen" in late.content.decode()
    answer = post(office, "geschaeftsgang/kenntnisnahmen/", "sachbearbeiterin", **picked)
    assert "1\xa0Sache zur Kenntnis genommen." in answer.content.decode()
    assert steps(run)[1].erledigung.ergebnis == Ergebnis.KENNTNIS
    shown = get(office, f"geschaeftsgang/verfuegungen/{run.pk}/").content.decode()
    assert "gezeigt wurde Fassung 1" in shown


def test_the_desk_and_the_head_see_what_is_open(office, run):
    desk = get(office, "")
    rows = [item for group in desk.context["groups"] for item in group.items]
    assert [row.kind for row in rows if row.key == steps(run)[0].pk] == ["Mitzeichnung"]
    assert desk.context["count"].late >= 1
    team = get(office, "geschaeftsgang/team/")
    assert [row["late"] for row in team.context["rows"]] == [1]
    more = get(office, team.context["rows"][0]["url"].removeprefix("/musterstadt/"))
    assert len(more.context["rows"]) == 1
    assert get(office, "geschaeftsgang/team/", "sachbearbeiterin").status_code == 404


def test_the_folder_shows_one_document_with_two_ways(office, run):
    page = get(office, f"geschaeftsgang/schritte/{steps(run)[0].pk}/mappe/").content.decode()
    assert "Mitzeichnen" in page
    assert "Nicht mitzeichnen" in page


@pytest.mark.parametrize("path", ["geschaeftsgang/", "", "geschaeftsgang/?art=alles"])
def test_a_page_costs_the_same_with_more_on_it(office, run, path, django_assert_max_num_queries):
    get(office, path)
    with django_assert_max_num_queries(60) as few:
        get(office, path)
    for _ in range(3):
        make_verfuegung(
            office.town,
            line("mitzeichnung", an=office.town.leitung),
            line("kenntnis", an=office.town.leitung, stufe=1),
        )
    with django_assert_max_num_queries(60) as many:
        get(office, path)
    assert len(many) <= len(few)
