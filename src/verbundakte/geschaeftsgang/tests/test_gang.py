"""A Verfügung on its way: order, addressees, what ends a step, what may be seen."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from verbundakte.akten.models import Vorgang
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.clock import today
from verbundakte.core.desk import DeskCount
from verbundakte.core.lists.paging import cursor_of
from verbundakte.core.models import AuditEvent, Freigabe
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Antwort, Papier, Zeile, Ziel
from verbundakte.geschaeftsgang.models import Ergebnis, Schritt, SchrittArt
from verbundakte.geschaeftsgang.queries import warten
from verbundakte.geschaeftsgang.tests.factories import (
    line,
    make_verfuegung,
    person,
    standing,
    stelle_of,
    steps,
)
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Stellenbesetzung, Vertretung
from verbundakte.organisation.tests.factories import LONG_AGO, EinheitFactory, PersonFactory


def open_of(verfuegung) -> list[int]:
    """Return the positions of the steps whose turn it is."""
    return list(verfuegung.schritte.open().order_by("position").values_list("position", flat=True))


def counts_of(actor) -> dict[str, int]:
    """Return how many steps of each kind wait for somebody."""
    found = queries.waiting_counts(actor, on=today())
    return {kind: count.waiting for kind, count in found.items()}


def test_steps_follow_each_other_and_those_of_one_stufe_run_side_by_side(musterstadt):
    town = musterstadt
    first = line("kenntnis", an=town.leitung, stufe=1)
    both = [
        line("bearbeitung", an="32", stufe=2),
        line("bearbeitung", an=town.registratur, stufe=2),
    ]
    verfuegung = make_verfuegung(town, first, *both, line("versand", an="10", stufe=3))
    rows = steps(verfuegung)
    assert open_of(verfuegung) == [1]
    with pytest.raises(actions.NotYet):
        actions.complete_schritt(town.registratur, rows[2], at=timezone.now())
    seen = standing(verfuegung.dokument)
    actions.acknowledge_schritt(town.leitung, rows[0], seen=seen, at=timezone.now())
    assert open_of(verfuegung) == [2, 3]
    actions.complete_schritt(town.registratur, rows[2], at=timezone.now())
    assert open_of(verfuegung) == [2]
    actions.complete_schritt(town.sachbearbeiter_ordnung, rows[1], at=timezone.now())
    assert open_of(verfuegung) == [4]
    actions.complete_schritt(town.registratur, rows[3], at=timezone.now())
    verfuegung.refresh_from_db()
    assert verfuegung.ended_at is not None
    with pytest.raises(actions.IsOver):
        actions.complete_schritt(town.registratur, rows[3], at=timezone.now())


def test_what_is_free_begins_at_once_and_is_on_the_desk_by_urgency_and_frist(musterstadt):
    town, day = musterstadt, today()
    verfuegung = make_verfuegung(
        town,
        line("kenntnis", an=town.leitung),
        line("bearbeitung", an=town.leitung, frist_on=day + timedelta(days=9)),
        line("bearbeitung", an=stelle_of(town.leitung), frist_on=day + timedelta(days=2)),
        line("bearbeitung", an="63", is_eilig=True),
        frei=True,
    )
    assert open_of(verfuegung) == [1, 2, 3, 4]
    found = queries.waiting_for(town.leitung, on=day)
    assert [row.position for row in found.schritte] == [4, 3, 2, 1]
    page = queries.waiting_for(town.leitung, on=day, limit=3)
    rest = queries.waiting_for(town.leitung, on=day, after=page.next, limit=3)
    assert [row.position for row in (*page.schritte, *rest.schritte)] == [4, 3, 2, 1]
    assert rest.next == ""
    made_up = cursor_of("x", uuid4(), "rang")
    assert queries.waiting_for(town.leitung, on=day, after=made_up, limit=3) == page
    narrowed = queries.waiting_for(town.leitung, on=day, arten=("kenntnis",), until=day)
    assert all(row.art == "kenntnis" and row.frist_on <= day for row in narrowed.schritte)
    assert counts_of(town.leitung) == {"zeichnung": 0, "schritte": 3, "kenntnis": 1}
    assert queries.waiting_for(town.sachbearbeiter_ordnung, on=day).schritte == []
    counts = {row.name: (row.open, row.late) for row in queries.rueckstand(town.leitung, on=day)}
    assert counts == {"Einheit gemeinsam": (1, 0), "Leitung Bauordnung": (3, 0)}
    assert queries.rueckstand(town.sachbearbeiterin, on=day) == []


def test_where_much_waits_only_the_first_of_each_desk_are_counted(musterstadt, monkeypatch):
    town, day = musterstadt, today()
    late = day - timedelta(days=2)
    lines = [line("kenntnis", an=town.leitung, frist_on=late) for _ in range(3)]
    make_verfuegung(town, *lines, line("mitzeichnung", an="63"), frei=True)
    monkeypatch.setattr(warten, "MOST_COUNTED", 2)
    counts = queries.waiting_counts(town.leitung, on=day)
    assert counts["kenntnis"] == DeskCount(2, 2, is_part=True, is_part_late=True)
    assert counts["zeichnung"].waiting == 1 and counts["schritte"].is_part
    monkeypatch.setattr(warten, "MOST_COUNTED", 3)
    counts = queries.waiting_counts(town.leitung, on=day)
    assert counts["kenntnis"] == DeskCount(3, 3)


@pytest.mark.parametrize("count", [1, 30])
def test_the_desk_asks_the_same_number_of_queries_however_much_waits(
    musterstadt, count, django_assert_num_queries
):
    town = musterstadt
    lines = [line("kenntnis", an=town.leitung) for _ in range(count)]
    make_verfuegung(town, *lines, frei=True)
    leitung = town.leitung
    with django_assert_num_queries(3):
        assert counts_of(leitung)["kenntnis"] == count
    with django_assert_num_queries(4):
        assert len(queries.waiting_for(leitung, on=today()).schritte) == count
    vorgang = Vorgang.objects.get()
    with django_assert_num_queries(2):  # one more where something was signed
        queries.verfuegungen_of(leitung, vorgang)


def test_only_the_addressee_her_vertretung_or_her_head_with_a_reason_does_a_step(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(
        town, *(line("bearbeitung", an=town.sachbearbeiterin) for _ in range(3)), frei=True
    )
    rows, at = steps(verfuegung), timezone.now()
    with pytest.raises(actions.NotYours, match="Amira Beispiel"):
        actions.complete_schritt(town.registratur, rows[0], at=at)
    with pytest.raises(actions.NotYours, match="übernehmen"):
        actions.complete_schritt(town.leitung, rows[0], at=at)
    done = actions.complete_schritt(town.leitung, rows[0], at=at, uebernahme="erkrankt")
    assert done.uebernommen_grund == "erkrankt" and done.eigenschaft == "Leitung"
    vertretung = Vertretung.objects.create(
        person=person(town.sachbearbeiterin), vertreter=person(town.leitung), art="abwesenheit",
        from_on=LONG_AGO,
    )  # fmt: skip
    standing_in = load_actor(town.leitung.person_id, vertretung=str(vertretung.pk))
    assert len(queries.waiting_for(standing_in, on=today()).schritte) == 2
    done = actions.complete_schritt(standing_in, rows[1], at=at)
    assert (done.person_name, done.vertretung_name) == ("Jonas Probst", "Amira Beispiel")
    with pytest.raises(PermissionDenied):
        actions.complete_schritt(town.datenschutz, rows[2], at=at)


def test_a_returned_step_goes_to_who_drew_it_up_and_comes_again(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(
        town, line("mitzeichnung", an=town.leitung), line("versand", an="10")
    )
    first = steps(verfuegung)[0]
    with pytest.raises(actions.ReasonMissing):
        actions.return_schritt(town.leitung, first, grund=" ", at=at)
    back = actions.return_schritt(town.leitung, first, grund="Betrag prüfen", at=at)
    rows = steps(verfuegung)
    assert [row.art for row in rows] == ["mitzeichnung", "bearbeitung", "mitzeichnung", "versand"]
    assert (back.an, back.erneut) == (rows[1], rows[2])
    assert rows[1].person == person(town.sachbearbeiterin) and open_of(verfuegung) == [2]
    actions.complete_schritt(town.sachbearbeiterin, rows[1], at=at)
    assert open_of(verfuegung) == [3]


def test_a_running_verfuegung_is_changed_by_whoever_may_with_trace(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(
        town, line("bearbeitung", an=town.registratur), line("versand", an="10")
    )
    first, last = steps(verfuegung)
    extra = Zeile(SchrittArt.KENNTNIS, Ziel(person=person(town.leitung)))
    with pytest.raises(actions.NotYourRoute):
        actions.add_schritt(town.sachbearbeiter_ordnung, verfuegung, zeile=extra, at=at)
    mine = actions.add_schritt(town.registratur, verfuegung, zeile=extra, after=first, at=at)
    assert (mine.position, mine.stufe) == (2, 2) and open_of(verfuegung) == [1]
    actions.skip_schritt(town.sachbearbeiterin, first, grund="hat sich erledigt", at=at)
    assert open_of(verfuegung) == [2]
    last.refresh_from_db()
    with pytest.raises(actions.NotYourRoute):
        actions.change_schritt(
            town.sachbearbeiter_ordnung, last, seen_revision=last.revision, values={}, at=at
        )
    day = today() + timedelta(days=3)
    changed = actions.change_schritt(
        town.sachbearbeiterin, last, seen_revision=last.revision, values={"frist_on": day},
        ziel=Ziel(person=person(town.leitung)), at=at,
    )  # fmt: skip
    assert changed.frist_on == day and changed.einheit is None
    event = AuditEvent.objects.filter(name="geschaeftsgang.schritt.changed").get()
    assert {row.name for row in event.details.all()} >= {"Frist", "Person", "Einheit"}
    actions.recall_verfuegung(town.sachbearbeiterin, verfuegung, grund="anders gelöst", at=at)
    verfuegung.refresh_from_db()
    assert verfuegung.ended_at is not None and not verfuegung.schritte.not_over().exists()


def test_a_step_to_nobody_is_refused_with_whom_instead(musterstadt):
    town = musterstadt
    gone = PersonFactory(vorname="Gerda", familienname="Gegangen", is_active=False)
    Stellenbesetzung.objects.create(
        person=gone, stelle=stelle_of(town.sachbearbeiterin), from_on=LONG_AGO, to_on=LONG_AGO
    )
    with pytest.raises(
        actions.NobodyThere, match=r"Gerda Gegangen.*Leitung Bauordnung.*Jonas Probst"
    ):
        make_verfuegung(town, line("kenntnis", an=Ziel(person=gone)))
    empty = EinheitFactory(
        kennzeichen="63.9", name="Leerstand", parent_id=stelle_of(town.leitung).einheit_id
    )
    with pytest.raises(actions.NobodyThere, match=r"arbeitet niemand.*Jonas Probst"):
        make_verfuegung(town, line("kenntnis", an=Ziel(einheit=empty)))
    assert not Schritt.objects.exists()


def test_outside_authorities_answer_and_never_sign(musterstadt):
    town, at = musterstadt, timezone.now()
    amt = Ziel(aussen="Wasserwirtschaftsamt")
    with pytest.raises(actions.AussenNeverSigns, match="Zeile 1"):
        make_verfuegung(town, line("mitzeichnung", an=amt))
    verfuegung = make_verfuegung(town, line("benehmen", an=amt))
    (row,) = steps(verfuegung)
    assert queries.waiting_for(town.sachbearbeiterin, on=today()).schritte == [row]
    with pytest.raises(actions.AussenAnswers):
        actions.complete_schritt(town.sachbearbeiterin, row, at=at)
    antwort = Antwort(today(), Ergebnis.HERGESTELLT, "i. A. Quelle")
    done = actions.answer_schritt(town.sachbearbeiterin, row, antwort=antwort, at=at)
    assert done.person_name == "i. A. Quelle, Wasserwirtschaftsamt" and done.person is None
    assert done.erfasst_name == "Amira Beispiel"


def test_ink_is_booked_with_who_signed_and_who_booked(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(town, line("mitzeichnung", an=town.leitung))
    (row,) = steps(verfuegung)
    seen = standing(verfuegung.dokument)
    wrong = Papier(person(town.registratur), today())
    with pytest.raises(actions.PaperImpossible, match="arbeitet dort nicht"):
        actions.book_paper(town.assistenz, row, papier=wrong, seen=seen, at=at)
    future = Papier(person(town.leitung), today() + timedelta(days=1))
    with pytest.raises(actions.PaperImpossible, match="und heute"):
        actions.book_paper(town.assistenz, row, papier=future, seen=seen, at=at)
    papier = Papier(person(town.leitung), today())
    done = actions.book_paper(town.assistenz, row, papier=papier, seen=seen, at=at)
    assert (done.person_name, done.erfasst_name) == ("Jonas Probst", "Wilma Vorzimmer")
    assert done.is_papier and done.zeichnung.nummer == 1
    with pytest.raises(PermissionDenied):
        actions.agree_schritt(town.assistenz, row, seen=seen, at=at)


def test_who_takes_part_reads_the_vorgang_until_thirty_days_after_her_step(musterstadt):
    town, at = musterstadt, timezone.now()
    dokument = make_dokument(lambda: town.sachbearbeiterin)
    assert dokument.vorgang.zone_id not in town.sachbearbeiter_ordnung.zones_read
    verfuegung = make_verfuegung(
        town,
        line("mitzeichnung", an=town.sachbearbeiter_ordnung),
        line("kenntnis", an=town.sachbearbeiter_ordnung),
        dokument=dokument,
    )
    other = town.sachbearbeiter_ordnung
    assert len(queries.waiting_for(other, on=today()).schritte) == 1
    zone = Vorgang.objects.get().zone_id
    assert zone in other.zones_read and zone not in other.zones_write
    first, second = steps(verfuegung)
    actions.agree_schritt(other, first, seen=standing(dokument), at=at)
    assert Freigabe.objects.get().to_on.year == 9999
    actions.acknowledge_schritt(other, second, seen=standing(dokument), at=at)
    assert Freigabe.objects.get().to_on == today() + timedelta(days=30)
    later = today() + timedelta(days=31)
    assert zone not in load_actor(other.person_id, on=later).zones_read
    assert actions.tidy_reading(town.registratur, on=later, at=at) == 1
    assert Vorgang.objects.get().zone_id != zone


def test_one_namenszeichen_for_each_and_what_is_refused_says_why(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(
        town,
        line("kenntnis", an=town.leitung),
        line("kenntnis", an=town.leitung),
        line("mitzeichnung", an=town.leitung),
        frei=True,
    )
    rows, seen = steps(verfuegung), standing(verfuegung.dokument)
    done, refused = actions.acknowledge_all(
        town.leitung, [(row, seen) for row in rows], at=timezone.now()
    )
    assert [one.fassung_id for one in done] == [seen, seen]
    assert [(row, text) for row, text in refused] == [
        (rows[2], "Ein Schritt „Mitzeichnung“ wird auf andere Weise erledigt.")
    ]


def test_a_vermerk_with_text_is_done_and_zda_closes_the_vorgang(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(
        town,
        line("vermerk", an=Ziel(rolle="verfasser"), text="Telefonat mit Frau Zaun"),
        line("zda", an=Ziel(rolle="verfasser")),
    )
    vermerk, zda = steps(verfuegung)
    assert vermerk.erledigung.ergebnis == "erledigt" and open_of(verfuegung) == [2]
    actions.complete_schritt(town.sachbearbeiterin, zda, at=at)
    assert Vorgang.objects.get().zda_verfuegungen.exists()


def test_a_gremium_decides_outside_and_what_it_puts_off_is_asked_again(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(
        town, line("beschluss", an=Ziel(aussen="Gemeinderat")), line("versand", an="10")
    )
    row = steps(verfuegung)[0]
    assert row.platz == town.sachbearbeiterin.person_id
    late = Antwort(on=today(), ergebnis=Ergebnis.VERTAGT, bemerkung="TOP 7 vertagt")
    actions.answer_schritt(town.sachbearbeiterin, row, antwort=late, at=at)
    assert open_of(verfuegung) == [2]
    again = steps(verfuegung)[1]
    assert (again.art, again.aussen) == ("beschluss", "Gemeinderat")
    made = Antwort(on=today(), ergebnis=Ergebnis.BESCHLOSSEN, bemerkung="Vorlage 2026/117")
    done = actions.answer_schritt(town.sachbearbeiterin, again, antwort=made, at=at)
    assert done.stelle == "Gemeinderat" and open_of(verfuegung) == [3]
