"""Mitzeichnung and Schlusszeichnung are evidence: bound, chained, void when the Dokument changes."""

import xml.etree.ElementTree as ET
from datetime import date
from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from verbundakte.akten import actions as akten
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.clock import today
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.checks import check_schritte, check_zeichnungen
from verbundakte.geschaeftsgang.models import Erledigung, Schritt, Vieraugenregel, Zeichnung
from verbundakte.geschaeftsgang.open_ends import schritte
from verbundakte.geschaeftsgang.tests.factories import (
    line,
    make_verfuegung,
    new_fassung,
    standing,
    steps,
)
from verbundakte.geschaeftsgang.xdomea import geschaeftsgang_of
from verbundakte.standards.geschaeftsgang import NAMESPACE


def sign_all(town, verfuegung):
    """Let the Leitung agree and the author sign finally."""
    first, last = steps(verfuegung)
    seen = standing(verfuegung.dokument)
    actions.agree_schritt(town.leitung, first, seen=seen, at=timezone.now())
    return actions.finally_sign(town.sachbearbeiterin, last, seen=seen, at=timezone.now())


def make_signed(town):
    """Return a Verfügung with a Mitzeichnung and the author's own Schlusszeichnung."""
    verfuegung = make_verfuegung(
        town,
        line("mitzeichnung", an=town.leitung),
        line("schlusszeichnung", an=town.sachbearbeiterin),
    )
    sign_all(town, verfuegung)
    return verfuegung


def test_zeichnungen_tell_who_signed_what_and_are_chained(musterstadt):
    verfuegung = make_signed(musterstadt)
    first, last = queries.chain_of(musterstadt.leitung, verfuegung.dokument)
    done = first.zeichnung.erledigung
    assert (done.person_name, done.stelle) == (
        "Jonas Probst",
        "Leitung Bauordnung, 63 Bauordnung",
    )
    assert last.zeichnung.vorher == first.zeichnung.hash and last.zeichnung.is_schluss
    assert first.counts and last.counts
    with pytest.raises(ProgrammingError, match="denied"), transaction.atomic():
        Zeichnung.objects.update(hash="")


def test_what_was_not_seen_is_not_signed_and_the_message_says_what_differs(musterstadt):
    town = musterstadt
    verfuegung = make_verfuegung(town, line("mitzeichnung", an=town.leitung))
    (row,) = steps(verfuegung)
    seen = standing(verfuegung.dokument)
    new_fassung(town.sachbearbeiterin, verfuegung.dokument)
    with pytest.raises(
        actions.FassungChanged, match=r"Fassung 2 vom .* Sie haben Fassung 1 gesehen"
    ):
        actions.agree_schritt(town.leitung, row, seen=seen, at=timezone.now())
    with pytest.raises(actions.FassungChanged, match="keine gesehen"):
        actions.agree_schritt(town.leitung, row, seen=uuid4(), at=timezone.now())
    assert not Zeichnung.objects.exists()


def test_dissent_needs_a_reason_and_does_not_stop_the_rest(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(
        town, line("mitzeichnung", an=town.leitung), line("versand", an="10")
    )
    first, last = steps(verfuegung)
    seen = standing(verfuegung.dokument)
    with pytest.raises(actions.ReasonMissing):
        actions.dissent_schritt(town.leitung, first, seen=seen, grund=" ", at=at)
    done = actions.dissent_schritt(town.leitung, first, seen=seen, grund="zu teuer", at=at)
    assert done.zeichnung.nummer == 1 and done.ergebnis == "abgelehnt"
    last.refresh_from_db()
    assert last.begun_at is not None


def test_a_new_fassung_voids_only_what_was_given_for_its_dokument_and_asks_again(musterstadt):
    town = musterstadt
    changed = make_signed(town)
    kept = make_signed(town)
    new_fassung(town.sachbearbeiterin, changed.dokument)
    assert [one.counts for one in queries.chain_of(town.leitung, changed.dokument)] == [
        False,
        False,
    ]
    assert [one.counts for one in queries.chain_of(town.leitung, kept.dokument)] == [True, True]
    rows = steps(changed)
    assert [row.art for row in rows] == [
        "mitzeichnung", "mitzeichnung", "schlusszeichnung", "schlusszeichnung",
    ]  # fmt: skip
    assert [row.begun_at is not None and row.ended_at is None for row in rows] == [
        False, True, False, False,
    ]  # fmt: skip
    seen = standing(changed.dokument)
    actions.agree_schritt(town.leitung, rows[1], seen=seen, at=timezone.now())
    actions.finally_sign(town.sachbearbeiterin, rows[3], seen=seen, at=timezone.now())
    chain = queries.chain_of(town.leitung, changed.dokument)
    assert [one.counts for one in chain] == [False, False, True, True]


def test_an_editorial_change_keeps_mitzeichnungen_and_tells_who_signed(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_signed(town)
    dokument = verfuegung.dokument
    fassung = new_fassung(town.sachbearbeiterin, dokument)
    with pytest.raises(actions.NotEditorial):
        actions.declare_redaktionell(
            town.leitung, dokument, fassung=fassung, grund="Tippfehler", at=at
        )
    actions.declare_redaktionell(
        town.sachbearbeiterin, dokument, fassung=fassung, grund="Tippfehler", at=at
    )
    first, last = queries.chain_of(town.leitung, dokument)
    assert first.counts and not last.counts
    told = queries.waiting_for(town.leitung, on=today()).schritte
    assert [row.art for row in told] == ["kenntnis"] and "Tippfehler" in told[0].text
    again = queries.waiting_for(town.sachbearbeiterin, on=today()).schritte
    assert [row.art for row in again] == ["schlusszeichnung"]
    with pytest.raises(actions.NotYourZeichnung):
        actions.object_to_redaktion(town.sachbearbeiterin, first.zeichnung, grund="nein", at=at)
    actions.object_to_redaktion(town.leitung, first.zeichnung, grund="ändert den Sinn", at=at)
    assert not queries.chain_of(town.leitung, dokument)[0].counts
    waiting = queries.waiting_for(town.leitung, on=today()).schritte
    assert [row.art for row in waiting] == ["mitzeichnung"]


def test_an_objection_makes_the_change_substantive_for_all_who_had_signed(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_verfuegung(
        town,
        line("mitzeichnung", an=town.leitung, stufe=1),
        line("mitzeichnung", an=town.registratur, stufe=1),
    )
    dokument, seen = verfuegung.dokument, standing(verfuegung.dokument)
    for who, row in zip((town.leitung, town.registratur), steps(verfuegung), strict=True):
        actions.agree_schritt(who, row, seen=seen, at=at)
    fassung = new_fassung(town.sachbearbeiterin, dokument)
    actions.declare_redaktionell(
        town.sachbearbeiterin, dokument, fassung=fassung, grund="Komma", at=at
    )
    place = f"/musterstadt/geschaeftsgang/dokumente/{dokument.pk}/widerspruch/"
    leitung = town.client("leitung")
    assert town.client("sachbearbeiterin").get(place).status_code == 404
    assert "Komma" in leitung.get(place).content.decode()
    assert leitung.post(place, {"grund": ""}).status_code == 422
    assert leitung.post(place, {"grund": "Es fehlt eine Auflage"}).status_code == 302
    assert [one.counts for one in queries.chain_of(town.leitung, dokument)] == [False, False]
    for who in (town.leitung, town.registratur):
        waiting = queries.waiting_for(who, on=today()).schritte
        assert [row.art for row in waiting] == ["mitzeichnung"]
    assert leitung.get(place).status_code == 404
    assert check_schritte(deep=False)[1] == []


def test_a_withdrawn_fassung_lets_the_zeichnungen_of_the_one_before_count_again(musterstadt):
    town, at = musterstadt, timezone.now()
    verfuegung = make_signed(town)
    dokument = verfuegung.dokument
    fassung = new_fassung(town.sachbearbeiterin, dokument)
    dokument.refresh_from_db()
    akten.withdraw_fassung(
        town.sachbearbeiterin, dokument, fassung=fassung, because="falsche Datei", at=at
    )
    assert [one.counts for one in queries.chain_of(town.leitung, dokument)] == [True, True]
    verfuegung.refresh_from_db()
    assert verfuegung.ended_at is not None


def make_rule(**values):
    """Return a released Vier-Augen-Regel."""
    told = {"gegen": "verfasser", "bezeichnung": "Anordnungen", "rechtsgrundlage": "§ 1 DA"}
    return Vieraugenregel.objects.create(
        key=uuid4(), version=1, valid_from=date(2020, 1, 1), **{**told, **values}
    )


def test_authors_sign_their_own_unless_a_released_rule_named_in_the_refusal_says_no(musterstadt):
    town = musterstadt
    make_signed(town)
    make_rule(dokumenttypen=["rechnung"])
    make_signed(town)  # the rule is for other Dokumente
    rule = make_rule()
    with pytest.raises(actions.FourEyes, match=r"„Anordnungen“ \(§ 1 DA\)"):
        make_signed(town)
    rule.gegen = "mitzeichner"
    rule.save()
    make_signed(town)


def test_a_mitzeichnung_needs_a_dokument(musterstadt):
    town = musterstadt
    dokument = make_dokument(lambda: town.sachbearbeiterin)
    with pytest.raises(actions.DokumentMissing, match="Zeile 1"):
        actions.create_verfuegung(
            town.sachbearbeiterin,
            dokument.vorgang,
            zeilen=[line("mitzeichnung", an=town.leitung)],
            at=timezone.now(),
        )


def test_check_finds_what_was_changed_in_the_evidence(musterstadt):
    town = musterstadt
    verfuegung = make_signed(town)
    assert check_zeichnungen(deep=False) == (2, [])
    assert check_schritte(deep=False)[1] == []
    first = queries.chain_of(town.leitung, verfuegung.dokument)[0].zeichnung.erledigung
    Erledigung.objects.filter(pk=first.pk).update(person_name="Jemand Anderes", bemerkung="ja")
    number = verfuegung.vorgang.aktenzeichen
    assert check_zeichnungen(deep=False)[1] == [
        f"Zeichnung 1 in {number}: Wer wann was gezeichnet hat, wurde verändert.",
        f"Zeichnung 1 in {number}: Die Bemerkung wurde verändert.",
    ]
    Schritt.objects.filter(pk=first.schritt_id).update(ended_at=None)
    assert check_schritte(deep=False)[1] == [
        "1 Schritte erledigt und trotzdem offen.",
        "1 beendete Verfügungen haben offene Schritte.",
    ]


def test_a_vorgang_with_open_steps_is_not_closed_and_names_them(musterstadt, settings):
    settings.ROOT_URLCONF = "verbundakte.town_urls"
    town = musterstadt
    verfuegung = make_verfuegung(town, line("mitzeichnung", an=town.leitung))
    with pytest.raises(actions.StepsOpen, match="Mitzeichnung Jonas Probst"):
        akten.close_vorgang(
            town.sachbearbeiterin, verfuegung.vorgang, on=today(), at=timezone.now()
        )
    (end,) = schritte(town.sachbearbeiterin, verfuegung.vorgang)
    assert end.text == "Mitzeichnung: Jonas Probst"


def test_a_verfuegung_is_told_as_a_geschaeftsgang_of_xdomea(musterstadt):
    town = musterstadt
    verfuegung = make_signed(town)
    new_fassung(town.sachbearbeiterin, verfuegung.dokument)
    element = geschaeftsgang_of(queries.get_verfuegung(town.leitung, verfuegung.pk))
    found = [step.findtext("{*}Status/code") for step in element.findall("{*}Beteiligungsschritt")]
    assert found == ["003", "002", "003", "001"]
    assert element.findtext("{*}Beteiligungsschritt/{*}Bearbeitung/{*}Vermerk") == "zugestimmt"
    assert element.findtext("{*}Beteiligungsschritt/{*}VersionNummer") == "1"


def test_a_verfuegung_is_downloaded_as_xdomea(musterstadt):
    verfuegung = make_signed(musterstadt)
    place = f"/{musterstadt.tenant.slug}/geschaeftsgang/verfuegungen/{verfuegung.pk}/"
    browser = musterstadt.client("leitung")
    assert f'href="{place}xdomea"' in browser.get(place).content.decode()
    answer = browser.get(f"{place}xdomea")
    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"].startswith("attachment;")
    told = ET.fromstring(answer.content)
    assert told.tag == f"{{{NAMESPACE}}}InternerGeschaeftsgang"
    assert len(told.findall("{*}Beteiligungsschritt")) == verfuegung.schritte.count()
