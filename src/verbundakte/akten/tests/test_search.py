"""From a change to a hit: outbox, index, rights, and the neighbouring town."""

import pytest
from django.db import transaction
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.felder import Wert
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.akten.tests.suchstadt import found
from verbundakte.akten.tests.typen import feld_id, make_typ
from verbundakte.core.search import indexes
from verbundakte.core.search.service import Search, facets, search, suggestions
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.organisation.models import Person

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_word_that_stands_only_on_a_page_finds_the_dokument_and_its_page(town):
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search("bescheinigung"))
    assert [(shown.hit.title, shown.page) for shown in answer.hits] == [("Scan 0815", 3)]
    marked = [text for text, is_mark in answer.hits[0].snippet.segments if is_mark]
    assert marked == ["bescheinigung"]


def test_a_number_is_found_at_once_and_first(town):
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search(town.vorgang.aktenzeichen))
    assert answer.hits[0].hit.id == town.vorgang.pk
    assert answer.hits[0].score is None


def test_nobody_finds_what_she_may_not_see(town):
    assert found(town, town.sachbearbeiter_ordnung, "carport") == []
    assert found(town, town.systemverwaltung, "carport") == []
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert suggestions(town.sachbearbeiter_ordnung, "bauv") == []
        names = facets(town.sachbearbeiter_ordnung, Search("carport"), ("kind", "jahr"))
    assert names == {"kind": [], "jahr": []}


def test_the_neighbouring_town_finds_nothing(town, databases):
    from conftest import Town

    neighbour = Town(*databases.towns["beispielhausen"])
    assert found(neighbour, neighbour.sachbearbeiterin, "carport") == []


def test_a_right_taken_away_is_gone_at_the_next_search_even_before_the_index_knows(town):
    clerk = town.sachbearbeiterin
    assert "Scan 0815" in found(town, clerk, "wohnungsgeber")
    with use_tenant(town.tenant.pk):
        actions.change_zugriff(
            clerk, town.vorgang, choice=actions.Choice.NUR, persons=[clerk.person_id]
        )
    leader = town.registratur
    assert found(town, leader, "wohnungsgeber") == []
    town.follow()
    assert "Scan 0815" in found(town, town.sachbearbeiterin, "wohnungsgeber")


def test_a_lost_index_is_built_again_and_numbers_are_found_meanwhile(town):
    import shutil

    shutil.rmtree(indexes.folder(town.tenant.pk))
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search(town.vorgang.aktenzeichen))
    assert "aufgebaut" in answer.problem
    assert [shown.hit.id for shown in answer.hits] == [town.vorgang.pk]
    town.follow()
    assert "Scan 0815" in found(town, town.sachbearbeiterin, "wohnungsgeber")


def test_a_query_that_cannot_be_read_is_told_in_one_sentence(town):
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search("(carport"))
    assert answer.problem.endswith(".")
    assert timezone.now()


def test_own_fields_are_found_by_name_and_only_where_the_dokument_is_seen(town):
    clerk = lambda: town.sachbearbeiterin  # noqa: E731
    with use_tenant(town.tenant.pk):
        with transaction.atomic():
            make_typ()
        werte = {
            feld_id(1): Wert("123/4"),
            feld_id(2): Wert("1.234,50 EUR", number=123_450),
            feld_id(8): Wert("999.99-2026/0001", reference=feld_id(80)),
        }
        dokument = make_dokument(
            clerk, vorgang=town.vorgang, name="Antrag.txt", content=b"3", dokumenttyp="bauantrag",
            felder=werte,
        )  # fmt: skip
    town.follow()
    for query in (
        "flurstück:123/4",
        "Flurstueck:123/4",
        "baukosten:1234,50",
        "123/4",
        "typ:bauantrag",
    ):
        expected = [] if query.startswith("Flurstueck") else [dokument.betreff]
        assert found(town, town.sachbearbeiterin, query) == expected, query
    assert found(town, town.sachbearbeiterin, "bauakte:999*") == []  # a Verweis may lead to secrets
    assert found(town, town.sachbearbeiter_ordnung, "flurstück:123/4") == []
    with use_tenant(town.tenant.pk), transaction.atomic():
        counted = facets(town.sachbearbeiterin, Search("flurstück:123/4"), ["dokumenttyp"])
        assert counted == {"dokumenttyp": [("bauantrag", 1)]}
        hidden = facets(town.sachbearbeiter_ordnung, Search("flurstück:123/4"), ["dokumenttyp"])
        assert hidden == {"dokumenttyp": []}
        assert suggestions(town.sachbearbeiterin, "123/4") == []


def test_nothing_of_a_moved_object_counts_before_the_index_has_followed(town):
    """Hits, number, facets, suggestions and corrections, although the index still knows it."""
    leader = town.leitung
    names = ("kind", "jahr")
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert search(leader, Search("wohnungsgeber")).count == 1
        assert facets(leader, Search("wohnungsgeber"), names)["kind"]
        assert suggestions(leader, "bauvor")
        assert search(leader, Search("Bauvoranfragx")).better
    with use_tenant(town.tenant.pk), transaction.atomic():
        clerk = town.sachbearbeiterin
        person = Person.objects.get(pk=leader.person_id)
        actions.exclude_person(
            clerk, town.vorgang, person=person, reason="befangen", at=timezone.now()
        )
    for _ in range(2):
        with use_tenant(town.tenant.pk), transaction.atomic():
            # Even with the zones of a moment ago: the index alone must not tell.
            for actor in (leader, town.leitung):
                assert search(actor, Search("wohnungsgeber")).count == 0
                assert facets(actor, Search("wohnungsgeber"), names) == {"kind": [], "jahr": []}
                assert suggestions(actor, "bauvor") == []
                assert search(actor, Search("Bauvoranfragx")).better == ""
        town.follow()
    assert "Scan 0815" in found(town, town.sachbearbeiterin, "wohnungsgeber")


def test_a_search_is_narrowed_to_one_vorgang_and_by_all_facets(town):
    clerk = lambda: town.sachbearbeiterin  # noqa: E731
    with use_tenant(town.tenant.pk):
        with transaction.atomic():
            make_typ()
        werte = {feld_id(1): Wert("1/2"), feld_id(4): Wert("Umbau", reference=feld_id(42))}
        inside = make_dokument(
            clerk, vorgang=town.vorgang, name="Antrag.txt", content=b"4", dokumenttyp="bauantrag",
            felder=werte,
        )  # fmt: skip
        other = make_vorgang(clerk, akte=town.akte, betreff="Anderes Carport")
        make_dokument(clerk, vorgang=other, name="Antrag.txt", content=b"5")
    town.follow()
    with use_tenant(town.tenant.pk), transaction.atomic():
        person = town.sachbearbeiterin
        place = {"innerhalb": [str(town.vorgang.pk)]}
        narrowed = search(person, Search("antrag", place)).count
        assert search(person, Search("antrag")).count > narrowed
        hits = search(person, Search("antrag", place)).hits
        assert {shown.hit.id for shown in hits} <= {inside.pk, town.scan.pk}
        names = ("kind", "plan", "format", "zustand", "wahl")
        found = {name: dict(rows) for name, rows in facets(person, Search(""), names).items()}
        assert found["kind"] == {"akte": 1, "vorgang": 2, "dokument": 4}
        assert found["plan"] == {town.akte.planeinheit.kennzeichen: 7}
        assert found["zustand"] == {"in-bearbeitung": 7}
        assert found["wahl"] == {"Vorhaben=Umbau": 1}
        chosen = search(person, Search("", {"wahl": ["Vorhaben=Umbau"]}))
        assert [shown.hit.id for shown in chosen.hits] == [inside.pk]
        stranger = facets(town.sachbearbeiter_ordnung, Search(""), names)
        assert not any(stranger[name] for name in ("plan", "wahl"))


def test_a_hit_says_why_it_stands_where_it_stands(town):
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search("carport", is_explained=True))
        assert answer.hits[0].why[0] == "„carport“ im Betreff"
        assert "in Bearbeitung" in answer.hits[0].why
        answer = search(town.sachbearbeiterin, Search("bescheinigungen", is_explained=True))
        assert answer.hits[0].why[0].startswith("„bescheinigungen“ im Text, in anderer Form")
        assert search(town.sachbearbeiterin, Search("carport")).hits[0].why == ()


@pytest.mark.parametrize("damage", ["meta", "segments", "format"])
def test_a_damaged_index_is_noticed_rebuilt_and_numbers_are_found_meanwhile(town, damage):
    folder = indexes.folder(town.tenant.pk)
    files = {
        "meta": [folder / "meta.json"],
        "format": [folder / "format.json"],
        "segments": [
            path for path in folder.iterdir() if path.suffix in (".term", ".idx", ".fast")
        ],
    }[damage]
    assert files
    for path in files:
        path.chmod(0o600)
        path.write_bytes(b"\x00 kaputt")
    indexes.pool.cache_clear()
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search(town.vorgang.aktenzeichen))
    assert "aufgebaut" in answer.problem
    assert [shown.hit.id for shown in answer.hits] == [town.vorgang.pk]
    town.follow()
    assert "Scan 0815" in found(town, town.sachbearbeiterin, "wohnungsgeber")


@pytest.mark.parametrize(
    "text", ["a" * 10_000, "(a+)+$" * 300, "\x00\x1b[31mcarport\u202e", ".*" * 900, "*" * 500]
)
def test_hostile_questions_get_a_sentence_or_hits_and_no_error(town, text):
    with use_tenant(town.tenant.pk), transaction.atomic():
        answer = search(town.sachbearbeiterin, Search(text, is_explained=True))
        facets(town.sachbearbeiterin, Search(text), ["kind", "wahl"])
        suggestions(town.sachbearbeiterin, text)
    assert answer.problem.endswith(".") or answer.problem == ""
