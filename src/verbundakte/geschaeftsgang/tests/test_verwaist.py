"""Steps of whoever left or is away: the head has them, others take them over, kinds go alone."""

from datetime import timedelta

from django.utils import timezone

from verbundakte.core.actor import SystemActor
from verbundakte.core.clock import today
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.checks import check_schritte
from verbundakte.geschaeftsgang.due import give_stranded_to_heads
from verbundakte.geschaeftsgang.models import Aufgabe, Wiedervorlage
from verbundakte.geschaeftsgang.tests.factories import (
    line,
    make_verfuegung,
    person,
    standing,
    stelle_of,
    steps,
)
from verbundakte.geschaeftsgang.uebergabe import SOURCES, hand_over_schritte, hand_over_termine
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Person, Vertretung

NOW = timezone.now()
BY = SystemActor("job", frozenset({"geschaeftsgang.verfuegung:edit", "geschaeftsgang.termin:edit"}))


class Quiet:
    """A job that tells nobody how far it is."""

    def begin(self, total, done=0):
        """Do nothing."""

    def step(self, **told):
        """Do nothing."""


def test_steps_of_who_left_lie_with_the_head_who_gives_all_of_them_away(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(
        town,
        line("bearbeitung", an=town.sachbearbeiterin),
        line("wiedervorlage", an=town.sachbearbeiterin, frist_on=today() + timedelta(days=9)),
        frei=True,
        by="leitung",
    )
    task = Aufgabe.objects.create(
        vorgang=verfuegung.vorgang, person=person(town.sachbearbeiterin), due_on=today(), at=NOW
    )
    Person.objects.filter(pk=town.sachbearbeiterin.person_id).update(is_active=False)
    assert give_stranded_to_heads(today()) == 3 and give_stranded_to_heads(today()) == 0
    head = stelle_of(town.leitung)
    rows = steps(verfuegung)
    assert [row.platz for row in rows] == [head.pk, head.pk]
    assert queries.waiting_for(town.leitung, on=today()).schritte == [rows[0]]
    assert Wiedervorlage.objects.get().person == person(town.leitung)
    task.refresh_from_db()
    assert task.person is None and task.einheit.kennzeichen == "63"
    assert check_schritte(deep=False)[1] == []
    client, place = town.client("leitung"), "/musterstadt/geschaeftsgang/team/verwaist/"
    assert client.get("/musterstadt/").status_code == 200
    told = client.get("/musterstadt/geschaeftsgang/team/").content.decode()
    assert place in told and "2 verwaiste Schritte" in " ".join(told.split())
    page = client.get(place).content.decode()
    assert page.count(" checked") == 2
    body = {"auswahl": [row.pk for row in rows], "an": "Rita Stempel"}
    assert client.post(place, body).status_code == 302
    assert {row.person for row in steps(verfuegung)} == {person(town.registratur)}
    assert Wiedervorlage.objects.get().person == person(town.registratur)


def test_work_is_handed_over_before_somebody_leaves(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(
        town,
        line("bearbeitung", an=town.leitung),
        line("wiedervorlage", an=town.sachbearbeiterin, frist_on=today()),
        line("bearbeitung", an=town.sachbearbeiterin),
        frei=True,
    )
    me, to = town.sachbearbeiterin.person_id, town.registratur.person_id
    assert [source.count(me) for source in SOURCES] == [1, 1]
    for work in (hand_over_schritte, hand_over_termine):
        told = work(BY, Quiet(), person=str(me), to=str(to))
        assert told == {"handed_over": 1, "left": 0}
    rows = steps(verfuegung)
    assert [row.platz for row in rows] == [town.leitung.person_id, to, to]
    assert [source.count(me) for source in SOURCES] == [0, 0]


def test_in_vertretung_for_mitzeichnung_only_those_steps_are_seen_and_signed(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(
        town,
        line("mitzeichnung", an=town.leitung),
        line("bearbeitung", an=town.leitung),
        frei=True,
    )
    vertretung = Vertretung.objects.create(
        person=person(town.leitung), vertreter=person(town.registratur), art="abwesenheit",
        from_on=today(), to_on=today() + timedelta(days=2), arten=["geschaeftsgang.mitzeichnung"],
    )  # fmt: skip
    rita = load_actor(town.registratur.person_id, vertretung=str(vertretung.pk))
    found = queries.waiting_for(rita, on=today()).schritte
    assert [row.art for row in found] == ["mitzeichnung"]
    assert queries.waiting_counts(rita, on=today())["zeichnung"].waiting == 1
    first, second = steps(verfuegung)
    done = actions.agree_schritt(rita, first, seen=standing(verfuegung.dokument), at=NOW)
    assert (done.person_name, done.vertretung_name) == ("Rita Stempel", "Jonas Probst")
    assert not queries.lies_with(rita, second, on=today())
