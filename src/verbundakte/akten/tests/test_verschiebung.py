"""Moving and copying: numbers, rights, history, the way back, and what is refused."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.actions import Choice
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.actions import Changed
from verbundakte.core.models import AuditEvent


@pytest.fixture
def plan(office):
    """A second plan unit, of the Ordnungsamt, where the clerk may write nothing."""
    return make_planeinheit("32.10", einheit="32", titel="Hunde", aufbewahrungsdauer=5)


@pytest.fixture
def hidden(office, plan):
    """A Vorgang of the Ordnungsamt."""
    return make_vorgang(
        lambda: office.town.sachbearbeiter_ordnung,
        akte=make_akte(lambda: office.town.sachbearbeiter_ordnung, planeinheit=plan),
    )


def move(office, subject, to, actor=None):
    """Move something as the clerk would now."""
    name = subject._meta.model_name
    subject.refresh_from_db()
    return getattr(actions, f"move_{name}")(
        actor() if actor else office.amira(),
        subject,
        to=to,
        seen_revision=subject.revision,
        at=timezone.now(),
    )


def test_a_moved_dokument_gets_a_new_number_and_its_old_one_back_on_the_way_back(office):
    other = make_vorgang(office.amira, akte=office.akte, betreff="Anderes")
    make_dokument(office.amira, vorgang=other)
    first = make_dokument(office.amira, vorgang=office.vorgang)
    make_dokument(office.amira, vorgang=office.vorgang)
    moved = move(office, first, other)
    assert (moved.vorgang_id, moved.position) == (other.pk, 2)
    back = move(office, first, office.vorgang)
    assert (back.vorgang_id, back.position) == (office.vorgang.pk, 1)


def test_the_old_address_of_a_moved_dokument_leads_to_where_it_lies_now(office):
    other = make_vorgang(office.amira, akte=office.akte, betreff="Anderes")
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    old = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    move(office, dokument, other)
    page = office.browser().get(old, follow=True)
    assert page.status_code == 200
    assert str(other.pk) in page.request["PATH_INFO"]


def test_a_moved_vorgang_is_found_under_its_old_number_and_takes_over_retention_and_rights(office):
    long = make_planeinheit("632.30", titel="Denkmäler", aufbewahrungsdauer=None)
    akte = make_akte(office.amira, planeinheit=long, betreff="Denkmal")
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    old = office.vorgang.aktenzeichen
    moved = move(office, office.vorgang, akte)
    assert moved.aktenzeichen == f"{akte.aktenzeichen}-01"
    assert queries.find_vorgang_by_number(office.amira(), old) == moved
    dokument.refresh_from_db()
    assert dokument.akte_id == akte.pk
    hits = [row.pk for row in queries.vorgaenge(office.amira()).filter(akte=akte)]
    assert hits == [moved.pk]
    back = move(office, office.vorgang, office.akte)
    assert back.aktenzeichen == old


def test_history_tells_the_move_at_both_places(office):
    other = make_vorgang(office.amira, akte=office.akte, betreff="Anderes")
    dokument = make_dokument(office.amira, vorgang=office.vorgang, name="Antrag.txt")
    move(office, dokument, other)
    connection.check_constraints()  # the log takes its place in the chain
    old = queries.verlauf(office.amira(), office.vorgang).entries[0]
    assert "in einen anderen Vorgang verschoben" in old.text
    new = queries.verlauf(office.amira(), other).entries[0]
    assert (new.event, new.about.pk) == ("akten.dokument.moved", dokument.pk)


def test_the_old_place_does_not_name_what_only_some_could_read(office):
    akte = make_akte(office.amira, betreff="Zweite")
    actions.change_zugriff(
        office.amira(), office.vorgang, choice=Choice.NUR, persons=[office.amira().person_id]
    )
    move(office, office.vorgang, akte)
    event = AuditEvent.objects.get(subject_id=office.akte.pk, name="akten.vorgang.left")
    assert not event.details.exists()


def test_what_was_narrowed_stays_narrow_and_what_was_added_is_added_again(office, plan):
    akte = actions.create_akte(office.town.registratur, plan, betreff="Ordnung", at=timezone.now())
    person = office.amira().person_id
    narrow = make_vorgang(office.amira, akte=office.akte)
    plus = make_vorgang(office.amira, akte=office.akte)
    actions.change_zugriff(office.amira(), narrow, choice=Choice.NUR, persons=[person])
    actions.change_zugriff(office.amira(), plus, choice=Choice.PLUS, persons=[person])
    move(office, plus, akte, lambda: office.town.registratur)
    assert office.town.sachbearbeiter_ordnung.may(
        "akten.vorgang:read", Vorgang.objects.get(pk=plus.pk)
    )
    assert office.amira().may("akten.vorgang:read", Vorgang.objects.get(pk=plus.pk))
    open_akte = make_akte(office.amira, betreff="Dritte")
    move(office, narrow, open_akte)
    assert not office.town.leitung.may("akten.vorgang:read", Vorgang.objects.get(pk=narrow.pk))


def test_an_akte_moves_with_all_below_and_back(office):
    unit = make_planeinheit("632.30", titel="Denkmäler", aufbewahrungsdauer=30)
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    old = (office.akte.aktenzeichen, office.vorgang.aktenzeichen)
    moved = move(office, office.akte, unit)
    year = timezone.now().year
    assert moved.aktenzeichen == f"632.30-{year}/0001"
    assert Vorgang.objects.get(pk=office.vorgang.pk).aktenzeichen == f"632.30-{year}/0001-01"
    assert (moved.aufbewahrungsdauer, moved.planeinheit_id) == (30, unit.pk)
    assert queries.find_akte_by_number(office.amira(), old[0]) == moved
    move(office, office.akte, office.unit)
    now = Akte.objects.get(pk=office.akte.pk), Vorgang.objects.get(pk=office.vorgang.pk)
    assert (now[0].aktenzeichen, now[1].aktenzeichen) == old
    assert Dokument.objects.get(pk=dokument.pk).zone_id == office.vorgang.zone_id


def test_nothing_moves_into_what_one_may_not_see_or_write(office, hidden):
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    browser, page = office.browser(), office.at(f"dokumente/{dokument.pk}/verschiebung/")
    values = {"nach": hidden.pk, "revision": dokument.revision}
    assert browser.post(page, values).status_code == 404
    asked = browser.get(f"{page}?ziel={hidden.aktenzeichen}")
    unknown = browser.get(f"{page}?ziel=32.10-1999/0001-01")
    assert asked.status_code == unknown.status_code == 422
    assert "Diesen Vorgang gibt es nicht" in asked.content.decode()
    with pytest.raises(PermissionDenied):
        move(office, dokument, hidden)
    with pytest.raises(PermissionDenied):
        actions.copy_dokument(office.amira(), hidden, dokument=dokument, at=timezone.now())
    assert Dokument.objects.get().vorgang_id == office.vorgang.pk


def test_a_secret_never_moves_to_where_others_read_it(office):
    secret = make_planeinheit("922.52", einheit="63", geheimnisklasse="steuer")
    akte = make_akte(office.amira, planeinheit=secret)
    vorgang = make_vorgang(office.amira, akte=akte)
    dokument = make_dokument(office.amira, vorgang=vorgang)
    with pytest.raises(actions.GeheimnisklasseDiffers):
        move(office, dokument, office.vorgang)
    with pytest.raises(actions.GeheimnisklasseDiffers):
        actions.copy_dokument(office.amira(), office.vorgang, dokument=dokument, at=timezone.now())
    with pytest.raises(actions.GeheimnisklasseDiffers):
        move(office, vorgang, office.akte)
    with pytest.raises(actions.GeheimnisklasseDiffers):
        move(office, akte, office.unit)


def test_closed_places_and_stale_pages_refuse(office):
    other = make_vorgang(office.amira, akte=office.akte)
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    seen = dokument.revision
    actions.change_dokument(office.amira(), dokument, seen_revision=seen, values={"betreff": "Neu"})
    with pytest.raises(Changed):
        actions.move_dokument(
            office.amira(), dokument, to=other, seen_revision=seen, at=timezone.now()
        )
    actions.close_vorgang(office.amira(), other, on=timezone.localdate(), at=timezone.now())
    with pytest.raises(actions.VorgangClosed):
        move(office, dokument, other)
    with pytest.raises(actions.SamePlace):
        move(office, dokument, office.vorgang)


def test_the_page_previews_moves_and_undoes_in_three_steps(office):
    akte = make_akte(office.amira, planeinheit=make_planeinheit("632.30", aufbewahrungsdauer=30))
    browser, page = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/verschiebung/")
    shown = browser.get(f"{page}?ziel={akte.aktenzeichen}").content.decode()
    assert "30 Jahre" in shown
    answer = browser.post(page, {"nach": akte.pk, "revision": office.vorgang.revision})
    assert answer.status_code == 302
    moved = Vorgang.objects.get(pk=office.vorgang.pk)
    assert moved.akte_id == akte.pk
    undo = f"{page}?nach={office.akte.pk}&revision={moved.revision}"
    assert browser.post(undo).status_code == 302
    assert Vorgang.objects.get(pk=moved.pk).aktenzeichen == office.vorgang.aktenzeichen


def test_the_preview_names_who_gains_and_who_loses_access(office, plan):
    akte = actions.create_akte(office.town.registratur, plan, betreff="Hund", at=timezone.now())
    found = queries.preview_move(office.town.registratur, office.vorgang, akte)
    assert "Otto Ordnung" in found.gains
    assert "Amira Beispiel" in found.losses


def test_a_copy_has_the_same_bytes_and_says_where_it_comes_from(office):
    other = make_vorgang(office.amira, akte=office.akte)
    dokument = make_dokument(office.amira, vorgang=office.vorgang, content=b"Gleich")
    page = office.at(f"dokumente/{dokument.pk}/verschiebung/")
    office.browser().post(page, {"nach": other.pk, "art": "kopie"})
    copy = Dokument.objects.get(vorgang=other)
    shas = {row.fassungen.get().dateien.get().blob.sha256 for row in (dokument, copy)}
    assert len(shas) == 1
    event = AuditEvent.objects.get(subject_id=copy.pk, name="akten.dokument.copied")
    assert office.vorgang.aktenzeichen in event.details.values_list("new", flat=True)
