"""Eingänge merged and split, and what may be there already."""

import io
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.posteingang import actions, queries
from verbundakte.posteingang.actions import (
    AlreadySplit,
    FolgeError,
    IsDone,
    NothingToSplit,
    NotTogether,
    UndoOver,
)
from verbundakte.posteingang.models import Eingang, Verschluss
from verbundakte.posteingang.rules import Stand
from verbundakte.posteingang.tests.factories import make_arrived, make_eingang, run_jobs

NOW = timezone.now()


def pdf(pages: int) -> bytes:
    """Return a PDF of empty pages."""
    out = io.BytesIO()
    with pikepdf.new() as made:
        for _ in range(pages):
            made.add_blank_page()
        made.save(out)
    return out.getvalue()


def test_a_merged_eingang_is_an_anlage_and_finds_back(musterstadt):
    first = make_eingang(musterstadt.registratur)
    second = make_eingang(musterstadt.registratur, arrived=make_arrived(b"Seite 2"))
    rita = musterstadt.registratur
    actions.merge_eingang(rita, second, into=first, at=NOW)
    found = queries.get_eingang(musterstadt.registratur, second.pk)
    assert (found.stand, found.dokument.parent_id) == (Stand.AUFGEGANGEN, first.dokument_id)
    with pytest.raises(IsDone):
        actions.merge_eingang(rita, found, into=first, at=NOW)
    actions.undo_merge(rita, found, at=NOW + timedelta(minutes=5))
    found = queries.get_eingang(musterstadt.registratur, second.pk)
    assert (found.stand, found.dokument.parent_id) == (Stand.OFFEN, None)


def test_a_merged_eingang_goes_along_and_stays_after_ten_minutes(musterstadt):
    first = make_eingang(musterstadt.registratur)
    second = make_eingang(musterstadt.registratur, arrived=make_arrived(b"Seite 2"))
    actions.merge_eingang(musterstadt.registratur, second, into=first, at=NOW)
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    actions.file_eingang(musterstadt.sachbearbeiterin, first, vorgang=vorgang, at=NOW)
    second.refresh_from_db()
    assert second.dokument.vorgang == vorgang
    assert second.zone_id == vorgang.zone_id
    with pytest.raises(IsDone):
        actions.undo_merge(musterstadt.sachbearbeiterin, second, at=NOW)
    with pytest.raises(UndoOver):
        later = NOW + timedelta(minutes=11)
        actions.undo_merge(musterstadt.sachbearbeiterin, second, at=later)


def test_what_others_see_is_not_merged(musterstadt):
    first = make_eingang(musterstadt.registratur)
    closed = make_eingang(musterstadt.registratur, verschluss=Verschluss.VERGABE)
    with pytest.raises(NotTogether):
        actions.merge_eingang(musterstadt.sachbearbeiterin, closed, into=first, at=NOW)


def test_pages_become_eingaenge_of_their_own_once(musterstadt):
    whole = make_eingang(musterstadt.registratur, arrived=make_arrived(pdf(3), "Stapel.pdf"))
    Datei.objects.update(media_type="application/pdf", pages=3)
    rita = musterstadt.registratur
    with pytest.raises(FolgeError):
        actions.split_eingang(rita, whole, teile=["1", "2-9"], at=NOW)
    with pytest.raises(NothingToSplit):
        actions.split_eingang(rita, whole, teile=["1-3"], at=NOW)
    actions.split_eingang(rita, whole, teile=["1", "2-3r"], at=NOW)
    run_jobs()
    parts = list(Eingang.objects.exclude(pk=whole.pk).order_by("nummer"))
    assert [part.betreff[-8:] for part in parts] == ["(Teil 1)", "(Teil 2)"]
    assert [part.seiten for part in parts] == [1, 2]
    assert {part.zone_id for part in parts} == {whole.zone_id}
    assert len({part.spur for part in (whole, *parts)}) == 3
    found = queries.get_eingang(musterstadt.registratur, whole.pk)
    assert found.stand is Stand.AUFGEGANGEN
    assert Dokument.objects.filter(pk=whole.dokument_id, erased_at=None).exists()
    with pytest.raises((IsDone, AlreadySplit)):
        actions.split_eingang(rita, found, teile=["1", "2"], at=NOW)
    told = {step.text for step in queries.laufweg(musterstadt.registratur, [found])}
    assert "getrennt in 2 Eingänge" in told


def test_doppel_are_shown_with_their_reason_and_by_right_only(musterstadt):
    old = make_eingang(musterstadt.registratur, message_id="<1@example.org>")
    new = make_eingang(musterstadt.registratur, message_id="<1@example.org>")
    other = make_eingang(
        musterstadt.registratur, arrived=make_arrived(b"Anders"), message_id="<1@example.org>"
    )
    make_eingang(musterstadt.registratur, einheit="32")
    amira = musterstadt.sachbearbeiterin
    found = queries.doppel(amira, new, queries.files_of_rows(amira, [new]))
    reasons = {one.grund for one in found}
    assert reasons == {"dieselbe Datei", "dieselbe E-Mail"}
    keys = {one.dokument.pk if one.dokument else one.eingang.dokument_id for one in found}
    assert keys == {old.dokument_id, other.dokument_id}
