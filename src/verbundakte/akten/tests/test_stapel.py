"""Many at once: each asked for its rights when it is done, with a result list and a way back."""

from urllib.parse import urlencode

import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.models import Dokument, Stapel, Stapelposten, Vorgang, Zugriffsregel
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.organisation.models import Rolle


def work_off(office):
    """Run the waiting orders."""
    for job in Job.objects.open().filter(kind__startswith="akten.stapel").order_by("created_at"):
        run_job(office.town.tenant.pk, job.pk)


def order(office, values, *, liste="vorgaenge", ort="", auswahl=(), abfrage=""):
    """Order a change as the page does; return the answer."""
    ort = ort or f"akte:{office.akte.pk}"
    query = [("liste", liste), ("ort", ort), ("abfrage", abfrage)]
    query += [("auswahl", row.pk) for row in auswahl]
    return office.browser().post(office.at(f"stapel/neu/?{urlencode(query)}"), values)


def test_a_selection_changes_hands_and_back(office):
    other = make_vorgang(office.amira, akte=office.akte)
    third = make_vorgang(office.amira, akte=office.akte)
    jonas = office.town.leitung.person_id
    values = {"umfang": "auswahl", "handlung": "sachbearbeitung", "sachbearbeitung": jonas}
    assert order(office, values, auswahl=[office.vorgang, other]).status_code == 302
    work_off(office)
    now_with = set(Vorgang.objects.filter(sachbearbeitung=jonas).values_list("pk", flat=True))
    assert now_with == {office.vorgang.pk, other.pk}
    assert AuditEvent.objects.filter(name="akten.vorgang.changed").count() == 2
    stapel = Stapel.objects.get()
    page = office.browser().get(office.at(f"stapel/{stapel.pk}/")).content.decode()
    assert "Alle zurücknehmen" in page
    office.browser().post(office.at(f"stapel/{stapel.pk}/ruecknahme/"))
    work_off(office)
    assert not Vorgang.objects.filter(sachbearbeitung=jonas).exists()
    third.refresh_from_db()
    assert third.revision == 1


def test_a_filter_means_all_that_fit_it(office):
    make_vorgang(office.amira, akte=office.akte, betreff="Garage Nord")
    make_vorgang(office.amira, akte=office.akte, betreff="Garage Süd")
    values = {"umfang": "alle", "handlung": "zda", "tag": "2026-03-02"}
    order(office, values, abfrage="wort=garage")
    work_off(office)
    closed = [row.betreff for row in Vorgang.objects.all() if actions.is_closed(row)]
    assert sorted(closed) == ["Garage Nord", "Garage Süd"]


def test_what_is_refused_is_named_and_the_rest_is_done(office):
    draft = make_vorgang(office.amira, akte=office.akte)
    make_dokument(office.amira, vorgang=draft, is_entwurf=True, betreff="Unfertig")
    values = {"umfang": "alle", "handlung": "zda", "tag": "2026-03-02"}
    order(office, values)
    work_off(office)
    stapel = Stapel.objects.get()
    refused = stapel.posten.get(object_id=draft.pk).refused
    assert "Unfertig" in refused
    assert actions.is_closed(office.vorgang)
    job = Job.objects.get(kind="akten.stapel.run")
    assert (job.result["message"], len(job.item_errors)) == ("1 von 2 erledigt", 1)
    run_job(office.town.tenant.pk, job.pk)
    assert stapel.posten.exclude(done_at=None).count() == 1


def test_a_right_taken_away_before_the_job_runs_refuses_each(office):
    person = office.amira().person_id
    jonas = office.town.leitung.person_id
    values = {"umfang": "alle", "handlung": "sachbearbeitung", "sachbearbeitung": jonas}
    order(office, values)
    actions.change_zugriff(
        office.town.leitung, office.vorgang, choice=actions.Choice.NUR, persons=[jonas]
    )
    work_off(office)
    posten = Stapel.objects.get(person=person).posten.get()
    assert "nicht mehr" in posten.refused
    page = office.browser().get(office.at(f"stapel/{posten.stapel_id}/")).content.decode()
    assert office.vorgang.betreff not in page


def test_dokumente_move_together_and_back_to_their_numbers(office):
    rows = [make_dokument(office.amira, vorgang=office.vorgang) for _ in range(3)]
    target = make_vorgang(office.amira, akte=make_akte(office.amira))
    values = {"umfang": "alle", "handlung": "verschiebung", "ziel": target.aktenzeichen}
    order(office, values, liste="dokumente", ort=f"vorgang:{office.vorgang.pk}")
    work_off(office)
    assert Dokument.objects.filter(vorgang=target).count() == 3
    office.browser().post(office.at(f"stapel/{Stapel.objects.get().pk}/ruecknahme/"))
    work_off(office)
    back = Dokument.objects.filter(vorgang=office.vorgang).values_list("pk", "position")
    assert set(back) == {(row.pk, row.position) for row in rows}


@pytest.mark.parametrize(
    "values",
    [
        {"umfang": "alle", "handlung": "zda"},
        {"umfang": "alle", "handlung": "zda", "tag": "2099-01-01"},
        {"umfang": "alle", "handlung": "verschiebung", "ziel": "1.1-1999/0001"},
        {"umfang": "auswahl", "handlung": "zda", "tag": "2026-03-02"},
        {"umfang": "alle", "handlung": "dokumenttyp", "dokumenttyp": "brief"},
        {"umfang": "alle", "handlung": "zugriff", "zugriff": "nur"},
        {"umfang": "alle", "handlung": "zugriff", "personen": "Otto Ordnung"},
        {"umfang": "alle", "handlung": "person_dazu", "personen": "Niemand Bekannt"},
    ],
)
def test_an_order_that_means_nothing_is_not_begun(office, values):
    assert order(office, values).status_code == 422
    assert not Stapel.objects.exists()


def test_an_order_is_taken_back_once_and_seen_by_its_owner_alone(office):
    values = {"umfang": "alle", "handlung": "zda", "tag": "2026-03-02"}
    order(office, values)
    work_off(office)
    stapel = Stapel.objects.get()
    assert office.browser("leitung").get(office.at(f"stapel/{stapel.pk}/")).status_code == 404
    actions.undo_stapel(office.amira(), stapel, at=timezone.now())
    with pytest.raises(actions.AlreadyUndone):
        actions.undo_stapel(office.amira(), stapel, at=timezone.now())


def zugriff(subject):
    """Return choice and persons of an object's own rule, None when it inherits."""
    row = Zugriffsregel.objects.filter(**{subject._meta.model_name: subject}).first()
    return row and (row.choice, set(row.persons))


def test_the_access_of_many_akten_is_changed_and_back(office):
    """Also of Akten; what somebody changed since is left as it is."""
    other, third = (make_akte(office.amira, planeinheit=office.unit) for _ in range(2))
    amira, jonas = office.amira().person_id, office.town.leitung.person_id
    actions.change_zugriff(office.amira(), other, choice=actions.Choice.PLUS, persons=[jonas])
    values = {"umfang": "auswahl", "handlung": "zugriff", "zugriff": "nur",
              "personen": "Amira Beispiel\nJonas Probst"}  # fmt: skip
    chosen = [office.akte, other]
    place = f"planeinheit:{office.unit.item_id}"
    assert order(office, values, liste="akten", ort=place, auswahl=chosen).status_code == 302
    work_off(office)
    assert [zugriff(row) for row in chosen] == [("nur", {amira, jonas})] * 2
    assert zugriff(third) is None
    office.vorgang.refresh_from_db()
    office.akte.refresh_from_db()
    assert office.vorgang.zone_id == office.akte.zone_id != third.zone_id
    actions.change_zugriff(office.amira(), office.akte, choice=actions.Choice.NUR, persons=[amira])
    office.browser().post(office.at(f"stapel/{Stapel.objects.get().pk}/ruecknahme/"))
    work_off(office)
    assert zugriff(other) == ("plus", {jonas})
    assert zugriff(office.akte) == ("nur", {amira})
    assert "seither" in Stapel.objects.get().posten.get(object_id=office.akte.pk).undo_refused


def test_persons_are_added_to_each_access_and_taken_out_again(office):
    narrow = make_vorgang(office.amira, akte=office.akte)
    amira, otto = office.amira().person_id, office.town.sachbearbeiter_ordnung.person_id
    actions.change_zugriff(office.amira(), narrow, choice=actions.Choice.NUR, persons=[amira])
    order(office, {"umfang": "alle", "handlung": "person_dazu", "personen": "Otto Ordnung"})
    work_off(office)
    assert zugriff(narrow) == ("nur", {amira, otto})
    assert zugriff(office.vorgang) == ("plus", {otto})
    order(office, {"umfang": "alle", "handlung": "person_weg", "personen": "Amira Beispiel"})
    work_off(office)
    refused = {row.object_id: row.refused for row in Stapelposten.objects.exclude(refused="")}
    assert "selbst den Zugriff" in refused[narrow.pk]
    assert "genannt" in refused[office.vorgang.pk]
    order(office, {"umfang": "alle", "handlung": "person_weg", "personen": "Otto Ordnung"})
    work_off(office)
    assert (zugriff(narrow), zugriff(office.vorgang)) == (("nur", {amira}), None)


def test_who_may_not_change_the_access_is_not_offered_it(office):
    Rolle.objects.filter(bezeichnung="Sachbearbeitung").update(
        permissions=[name for name in office.amira().permissions if name != "akten.zugriff:edit"]
    )
    place = office.at(f"stapel/neu/?liste=vorgaenge&ort=akte:{office.akte.pk}")
    assert "Zugriff ändern" not in office.browser().get(place).content.decode()
    values = {"umfang": "alle", "handlung": "person_dazu", "personen": "Otto Ordnung"}
    assert order(office, values).status_code == 422


def test_single_akten_go_to_another_unit_and_keep_their_number(office):
    target = make_planeinheit("110.7", einheit="32")
    secret = make_planeinheit("922.52", einheit="63", geheimnisklasse="steuer")
    hidden = make_akte(office.amira, planeinheit=secret)
    staying, number = make_akte(office.amira, planeinheit=office.unit), office.akte.aktenzeichen
    values = {"umfang": "auswahl", "handlung": "ueberleitung", "planeinheit": "110.7"}
    wrong = order(
        office, values | {"planeinheit": "1.1"}, liste="akten", ort="stadt", auswahl=[hidden]
    )
    assert wrong.status_code == 422 and "steht nicht im Aktenplan" in wrong.content.decode()
    chosen = [office.akte, hidden]
    assert order(office, values, liste="akten", ort="stadt", auswahl=chosen).status_code == 302
    work_off(office)
    for row in (office.akte, office.vorgang, staying):
        row.refresh_from_db()
    assert (office.akte.aktenzeichen, office.akte.planeinheit) == (number, target)
    units = {str(row.federfuehrung) for row in (office.akte, office.vorgang)}
    assert units == {"32 Ordnung"} and str(staying.federfuehrung) == "63 Bauordnung"
    assert office.town.sachbearbeiter_ordnung.may("akten.vorgang:read", office.vorgang)
    assert not office.amira().may("akten.vorgang:read", office.vorgang)
    refused = Stapelposten.objects.get(object_id=hidden.pk).refused
    assert "Geheimnisklasse" in refused
    again = order(
        office, values | {"planeinheit": office.unit.kennzeichen}, liste="akten", ort="stadt",
        auswahl=[staying],
    )  # fmt: skip
    assert again.status_code == 302
    work_off(office)
    assert "keine andere Einheit" in Stapelposten.objects.get(object_id=staying.pk).refused
