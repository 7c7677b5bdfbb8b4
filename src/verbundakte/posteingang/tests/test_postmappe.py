"""The Postmappe of a head: marks are rows, and nothing waits for them."""

from datetime import date

import pytest
from django.utils import timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core.models import AuditEvent
from verbundakte.geschaeftsgang import actions as gang
from verbundakte.geschaeftsgang.actions import NobodyThere
from verbundakte.geschaeftsgang.models import Verfuegung
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import IsDone, NothingNoted, NotLeading, Vermerk
from verbundakte.posteingang.hooks import sichtvermerk_written
from verbundakte.posteingang.models import Sichtvermerk, VermerkArt, Verschluss
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang, unit

PLACE = "/musterstadt/posteingang/?bereich=mappe"
NOW = timezone.now()
EILT = Vermerk([VermerkArt.RUECKSPRACHE, VermerkArt.EILT], " Vor der Sitzung ", date(2026, 12, 1))


def text_of(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.content.decode()


def test_a_mark_is_a_row_an_event_and_a_moment_for_other_rooms(musterstadt, monkeypatch):
    heard = []
    monkeypatch.setattr(sichtvermerk_written, "_subscribers", [lambda *told: heard.append(told[1])])
    eingang = make_eingang(musterstadt.registratur)
    rows = actions.write_vermerk(musterstadt.leitung, eingang, vermerk=EILT, at=NOW)
    assert heard == rows and len(rows) == 2
    found = queries.vermerke_of(musterstadt.sachbearbeiterin, eingang)
    assert {row.art for row in found} == {VermerkArt.RUECKSPRACHE, VermerkArt.EILT}
    assert {(row.text, row.frist_on, row.by_name) for row in found} == {
        ("Vor der Sitzung", date(2026, 12, 1), musterstadt.leitung.name)
    }
    assert AuditEvent.objects.filter(name="posteingang.sichtvermerk.written").count() == 1


def test_nobody_else_marks_and_nothing_that_is_done(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    with pytest.raises(NotLeading):
        actions.write_vermerk(musterstadt.sachbearbeiterin, eingang, vermerk=EILT, at=NOW)
    with pytest.raises(NothingNoted):
        actions.write_vermerk(musterstadt.leitung, eingang, vermerk=Vermerk([]), at=NOW)
    eingang.done_at = NOW
    eingang.save(update_fields=["done_at"])
    with pytest.raises(IsDone):
        actions.write_vermerk(musterstadt.leitung, eingang, vermerk=EILT, at=NOW)
    assert not Sichtvermerk.objects.exists()


def test_the_mappe_empties_while_the_post_goes_on(musterstadt):
    first = make_eingang(musterstadt.registratur, betreff="Zuerst")
    make_eingang(musterstadt.registratur, betreff="Danach", arrived=make_arrived(b"2"))
    make_eingang(musterstadt.registratur, einheit="32", betreff="Anderswo")
    make_eingang(
        musterstadt.registratur,
        betreff="Zu",
        verschluss=Verschluss.VERGABE,
        arrived=None,
    )
    head = musterstadt.client("leitung")
    text = text_of(head, f"{PLACE}&eingang={first.pk}")
    assert "Zuerst" in text and "Danach" in text and "Anderswo" not in text
    assert "Ihr Vermerk" in text and "Wohin damit?" not in text
    ziel = actions.Ziel(unit("32"))
    actions.assign_eingang(musterstadt.registratur, first, ziel=ziel, at=NOW)
    assert "Zuerst" not in text_of(head, PLACE)
    actions.forward_eingang(musterstadt.registratur, first, ziel=actions.Ziel(unit("63")), at=NOW)
    sent = {"art": "gesehen", "eilt": "on", "text": "", "frist_on": "", "next": "/x"}
    answer = head.post(f"/musterstadt/posteingang/{first.pk}/sichtvermerk/", sent)
    assert answer.status_code == 302
    assert {row.art for row in Sichtvermerk.objects.all()} == {"gesehen", "eilt"}
    text = text_of(head, PLACE)
    assert "Zuerst" not in text and "Danach" in text
    clerk = musterstadt.client("sachbearbeiterin")
    assert "Vermerke der Leitung" in text_of(clerk, f"/musterstadt/posteingang/{first.pk}/")
    assert "Postmappe" not in text_of(clerk, PLACE)


def test_a_mark_that_is_none_is_refused_with_a_sentence(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    head = musterstadt.client("leitung")
    path = f"/musterstadt/posteingang/{eingang.pk}/sichtvermerk/"
    answer = head.post(path, {"art": "x"}, headers={"Va-Part": "meldung"})
    assert answer.status_code == 422 and not Sichtvermerk.objects.exists()
    answer = head.post(
        path, {"art": "gesehen", "frist_on": "31.2."}, headers={"Va-Part": "meldung"}
    )
    assert answer.status_code == 422 and "Kein Tag im Kalender" in answer.content.decode()


def test_marks_become_steps_when_the_letter_is_filed_and_go_when_that_is_taken_back(musterstadt):
    eingang = make_eingang(musterstadt.registratur)
    marks = [*EILT.arten, VermerkArt.SCHLUSSZEICHNUNG]
    actions.write_vermerk(
        musterstadt.leitung, eingang, vermerk=Vermerk(marks, "", EILT.frist_on), at=NOW
    )
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    amira = musterstadt.sachbearbeiterin
    eingang.refresh_from_db()
    actions.file_eingang(amira, eingang, vorgang=vorgang, at=timezone.now())
    verfuegung = Verfuegung.objects.get()
    steps = list(verfuegung.schritte.order_by("position"))
    name = musterstadt.leitung.name
    assert [step.text for step in steps] == [
        f"Rücksprache mit {name}: Vermerk am Eingang {eingang.number}",
        f"Antwort {name} zur Schlusszeichnung vorlegen: Vermerk am Eingang {eingang.number}",
    ]
    assert all(step.is_eilig and step.frist_on == EILT.frist_on for step in steps)
    assert {step.person_id for step in steps} == {amira.person_id}
    assert all(step.begun_at and not step.ended_at for step in steps), "nothing waits for another"
    eingang.refresh_from_db()
    actions.undo_ablage(musterstadt.sachbearbeiterin, eingang, at=timezone.now())
    assert not verfuegung.schritte.not_over().exists()
    eingang.refresh_from_db()
    actions.file_eingang(musterstadt.registratur, eingang, vorgang=vorgang, at=timezone.now())
    assert Verfuegung.objects.count() == 2


def test_a_letter_that_was_only_seen_or_where_nobody_is_to_be_asked_is_filed_all_the_same(
    musterstadt, monkeypatch
):
    def nobody(*args, **more):
        raise NobodyThere("Niemand da.")

    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    for art in (VermerkArt.GESEHEN, VermerkArt.VERANLASSUNG):
        eingang = make_eingang(musterstadt.registratur, arrived=make_arrived(art.encode()))
        actions.write_vermerk(musterstadt.leitung, eingang, vermerk=Vermerk([art]), at=NOW)
        eingang.refresh_from_db()
        monkeypatch.setattr(gang, "create_verfuegung", nobody)
        ablage = actions.file_eingang(
            musterstadt.sachbearbeiterin, eingang, vorgang=vorgang, at=timezone.now()
        )
        assert ablage.verfuegung is None
