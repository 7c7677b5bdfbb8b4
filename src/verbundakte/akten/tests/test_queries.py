"""Lists: newest first, paged by key, nothing of a zone the actor does not have."""

from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten import queries
from verbundakte.akten.queries import listing
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.core.models import Lesevermerk


@pytest.fixture
def amira(musterstadt):
    """The clerk."""
    return lambda: musterstadt.sachbearbeiterin


@pytest.fixture
def akten(amira):
    """Seven Akten, one minute apart."""
    unit, now = make_planeinheit(), timezone.now()
    return [
        make_akte(amira, planeinheit=unit, betreff=f"Haus {n}", at=now - timedelta(minutes=n))
        for n in range(7)
    ]


def test_pages_follow_each_other_without_gap_or_double(amira, akten):
    seen, after = [], ""
    while True:
        page = queries.list_akten(amira(), akten[0].planeinheit, after=after, limit=3)
        seen += [akte.pk for akte in page]
        after = page.after
        if not after:
            break
    assert seen == [akte.pk for akte in akten]


def test_an_unreadable_page_address_gives_the_first_page(amira, akten):
    page = queries.list_akten(amira(), akten[0].planeinheit, after="%%%kaputt", limit=3)
    assert [akte.pk for akte in page] == [akte.pk for akte in akten[:3]]


def test_the_newest_of_quiet_zones_are_found_behind_the_window(
    amira, musterstadt, akten, monkeypatch
):
    other = make_planeinheit("112.40", einheit="32", titel="Gaststätten")
    clerk = lambda: musterstadt.sachbearbeiter_ordnung  # noqa: E731
    old = make_akte(clerk, planeinheit=other, at=timezone.now() - timedelta(days=900))
    monkeypatch.setattr(listing, "WINDOW", 3)
    page = queries.newest_akten(clerk())
    assert [akte.pk for akte in page] == [old.pk]
    assert len(queries.newest_akten(amira())) == 7


def test_what_one_may_not_see_does_not_exist(amira, musterstadt, akten):
    for actor in (musterstadt.sachbearbeiter_ordnung, musterstadt.systemverwaltung):
        with pytest.raises(Http404):
            queries.get_akte(actor, akten[0].pk)


def test_reading_a_file_of_a_geheimnisklasse_is_recorded(amira, musterstadt):
    unit = make_planeinheit("922.52", titel="Hundesteuer", geheimnisklasse="steuer")
    vorgang = make_vorgang(amira, akte=make_akte(amira, planeinheit=unit))
    dokument = make_dokument(amira, vorgang=vorgang)
    datei = dokument.fassungen.get().dateien.get()
    queries.get_datei(amira(), datei.pk)
    assert Lesevermerk.objects.get().subject_id == dokument.pk
    with pytest.raises(Http404):
        queries.get_datei(musterstadt.registratur, datei.pk)


def test_an_ordinary_file_is_read_without_a_record(amira):
    datei = make_dokument(amira).fassungen.get().dateien.get()
    queries.get_datei(amira(), datei.pk)
    assert not Lesevermerk.objects.exists()


def test_dokumente_come_with_their_newest_file_in_few_queries(amira, django_assert_max_num_queries):
    vorgang = make_vorgang(amira)
    for number in range(5):
        make_dokument(amira, vorgang=vorgang, name=f"Anlage {number}.txt")
    actor = amira()
    with django_assert_max_num_queries(3):
        rows = queries.list_dokumente(actor, vorgang)
        names = [row.newest_datei.file_name for row in rows]
    assert names == [f"Anlage {number}.txt" for number in (4, 3, 2, 1, 0)]


def test_a_list_below_a_parent_asks_for_the_zones_once(amira, akten):
    """Twice, and PostgreSQL expects a twentieth of the rows of somebody who sees a twentieth."""
    for _ in range(3):
        make_vorgang(amira, akte=akten[0])
    with CaptureQueriesContext(connection) as asked:
        page = queries.vorgaenge_values(amira(), ["betreff"], akte=akten[0])
    [list_of_them] = [one["sql"] for one in asked if 'FROM "akten_vorgang"' in one["sql"]]
    assert len(page.rows) == 3
    whole, inner = list_of_them.split(" IN (SELECT ")
    assert whole.count('"zone_id" = ANY') == inner.count('"zone_id" = ANY') == 1
    assert "LIMIT" in inner
