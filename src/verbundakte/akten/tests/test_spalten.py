"""A list reads of its rows what its columns say they need, and nothing more afterwards."""

from dataclasses import replace
from datetime import date

import pytest
from django.http import QueryDict

from verbundakte.akten import queries
from verbundakte.akten.bausteine import VORGANGSTYP
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.akten.tests.test_kontakte import kontakt_at
from verbundakte.akten.tests.typen import make_typ
from verbundakte.core.lists.columns import needed
from verbundakte.core.lists.state import read_state

FILLED = {
    "posteingangsdatum": date(2026, 3, 2),
    "datum_des_schreibens": date(2026, 3, 1),
    "absender": "Bauherr",
    "fremdes_geschaeftszeichen": "B 7",
    "bezug": "Ihr Schreiben",
}


@pytest.fixture
def filled(office):
    """An office with an object of each kind, of types with own fields of which one is missing."""
    make_typ("baugenehmigung", kind=VORGANGSTYP, bezeichnung="Baugenehmigung")
    make_typ("bauantrag")
    make_vorgang(office.amira, akte=office.akte, vorgangstyp="baugenehmigung")
    make_dokument(office.amira, vorgang=office.vorgang, dokumenttyp="bauantrag", **FILLED)
    kontakt_at(office, office.vorgang)
    return office


@pytest.mark.parametrize("kind, at_akte",
                         [("akten", False), ("vorgaenge", True), ("dokumente", True),
                          ("kontakte", False), ("vorgaenge", False)])  # fmt: skip
def test_a_column_needs_what_it_says_and_shows_the_same(
    filled, kind, at_akte, django_assert_num_queries
):
    actor = filled.amira()
    liste = queries.get_liste(actor, kind, f"akte:{filled.akte.pk}" if at_akte else "stadt")
    state = read_state(liste.listing, QueryDict(""))
    has_own = len(liste.listing.all_columns) > len(liste.listing.columns)
    assert has_own == (kind in ("vorgaenge", "dokumente"))
    for column in liste.listing.all_columns:
        alone = replace(state, columns=(column,))
        assert needed(alone.columns) is not None, column.label
        rows, _ = queries.page_of(actor, liste, alone)
        assert rows
        with django_assert_num_queries(0):
            told = {row.pk: column.read(row) for row in rows}
        assert told == {row.pk: column.read(row) for row in queries.all_rows(actor, liste, alone)}


def test_a_column_that_does_not_say_what_it_needs_has_the_whole_row(filled):
    liste = queries.get_liste(filled.amira(), "vorgaenge", f"akte:{filled.akte.pk}")
    state = read_state(liste.listing, QueryDict(""))
    silent = replace(state, columns=(*state.columns, replace(state.columns[0], needs=None)))
    for columns, lacks_some in ((state, True), (silent, False)):
        rows, _ = queries.page_of(filled.amira(), liste, columns)
        assert {bool(row.get_deferred_fields()) for row in rows} == {lacks_some}


@pytest.mark.parametrize("query, is_asked",
                         [("", False), ("nur-betreff=x&ordnung=betreff&wort=y", False),
                          ("ordnung=feld-1", True), ("spalten=betreff,fehlend", True),
                          ("nur-fehlend=x", True), ("nur-betreff=x&nur-feld-1=y", True)])  # fmt: skip
def test_own_fields_are_read_only_where_one_may_be_meant(filled, query, is_asked):
    liste = queries.get_liste(filled.amira(), "vorgaenge", f"akte:{filled.akte.pk}")
    asked = []

    def own():
        asked.append(query)
        return liste.listing.own()

    read_state(replace(liste.listing, own=own), QueryDict(query))
    assert asked == ([query] if is_asked else [])
