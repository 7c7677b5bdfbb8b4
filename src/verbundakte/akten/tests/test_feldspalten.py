"""Own fields in lists: offered by type, sorted by key, narrowed by kind, and taken out as a file."""

from datetime import date
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.ausgaben.liste import read_table
from verbundakte.akten.bausteine import VORGANGSTYP
from verbundakte.akten.felder import Wert, sorted_felder, typed
from verbundakte.akten.tests.factories import make_akte, make_vorgang
from verbundakte.akten.tests.test_listen import paged, state_of, texts
from verbundakte.akten.tests.typen import FELDER, feld, feld_id, make_typ, option, release_next
from verbundakte.core.lists.paging import cursor_of
from verbundakte.organisation.models import Person


def key(number: int) -> str:
    """Return the key of the column of an own field."""
    return f"feld-{feld_id(number).hex}"


@pytest.fixture
def cases(office):
    """Four Vorgänge of one type: (Betreff, Flurstück, cents, day, choice), one without values."""
    office.typ = make_typ("baugenehmigung", kind=VORGANGSTYP, bezeichnung="Baugenehmigung")
    felder = {row.id: row for row in sorted_felder(office.typ.felder)}
    for betreff, plot, cents, on, choice in (
        ("Carport", "7", 300_00, date(2026, 1, 3), 42),
        ("Dachausbau", "70/1", 100_50, date(2026, 1, 1), 42),
        ("Erker", "8", None, None, None),
        ("Garage", "9", 300_00, date(2026, 2, 1), 42),
    ):
        werte = {feld_id(1): Wert(plot)}
        if cents is not None:
            werte |= {
                feld_id(2): typed(felder[feld_id(2)], cents),
                feld_id(3): typed(felder[feld_id(3)], on),
                feld_id(4): Wert("Umbau", reference=feld_id(choice)),
            }
        actions.create_vorgang(
            office.amira(), office.akte, betreff=betreff, at=timezone.now(),
            vorgangstyp="baugenehmigung", felder=werte,
        )  # fmt: skip
    return office


def found(office, columns="betreff", role="sachbearbeiterin", **query) -> list[str]:
    """Return the Betreffe of the Vorgänge of the Akte for a query."""
    address = office.at(f"akten/{office.akte.pk}/vorgaenge/")
    asked = {"spalten": columns, "nur-art": "baugenehmigung", "ordnung": "betreff"} | query
    page = office.browser(role).get(f"{address}?{urlencode(asked)}")
    assert page.status_code == 200
    return texts(page, "Betreff")


def test_columns_are_offered_by_type_and_filters_once_the_list_is_narrowed(cases):
    make_typ("gaststaette", kind=VORGANGSTYP, bezeichnung="Gaststätte",
             felder=[feld(11, "Sitzplätze", "zahl"), feld(12, "Baukosten", "geld")])  # fmt: skip
    browser, address = cases.browser(), cases.at("vorgaenge/?bereich=stadt")
    wide = browser.get(f"{address}&werkzeug=spalten").context
    assert [group["label"] for group in wide["column_groups"]] == [
        "", "Baugenehmigung", "Gaststätte",
    ]  # fmt: skip
    labels = [row["label"] for row in wide["column_groups"][2]["choices"]]
    assert labels == ["Sitzplätze", "Baukosten (EUR), Gaststätte"]
    wide = browser.get(f"{address}&werkzeug=filter").context
    assert not any("Sitzplätze" in field["label"] for field in wide["fields"])
    assert wide["is_wider"]
    narrow = browser.get(f"{address}&nur-art=gaststaette&werkzeug=spalten").context
    assert [group["label"] for group in narrow["column_groups"]] == ["", "Gaststätte"]
    narrow = browser.get(f"{address}&nur-art=gaststaette&werkzeug=filter").context
    assert [field["kind"] for field in narrow["fields"]][-2:] == ["numbers", "numbers"]


def test_columns_show_values_as_they_are_and_a_file_has_numbers(cases):
    address = cases.at(f"akten/{cases.akte.pk}/vorgaenge/")
    query = f"spalten=betreff,{key(1)},{key(2)},{key(3)},{key(4)}&ordnung={key(2)}"
    page = cases.browser().get(f"{address}?{query}")
    assert texts(page, "Baukosten (EUR)") == ["100,50", "300,00", "300,00", "", ""]
    assert texts(page, "Frist bis")[:2] == ["01.01.2026", "03.01.2026"]
    assert texts(page, "Vorhaben")[0] == "Umbau"
    table = read_table(
        cases.amira(), liste="vorgaenge", ort=f"akte:{cases.akte.pk}", abfrage=query, art="csv"
    )
    with open("/dev/null", "wb") as out:
        assert len(table.write(cases.amira(), out)) == 5
    rows = list(queries.all_rows(cases.amira(), table.liste, table.state))
    cells = [column.read(rows[0]) for column in table.state.columns]
    assert [str(cell) for cell in cells[1:3]] == ["70/1", "100.50"]


@pytest.mark.parametrize("number", [1, 2, 3, 4])
@pytest.mark.parametrize("sign", ["", "-"])
def test_every_order_by_a_field_goes_on_by_key_without_loss_or_double(cases, number, sign):
    actor = cases.amira()
    liste = queries.get_liste(actor, "vorgaenge", f"akte:{cases.akte.pk}")
    assert len(set(paged(actor, liste, f"{sign}{key(number)}", limit=2))) == 5


def test_an_order_by_a_field_also_holds_for_the_list_of_the_town(cases):
    page = cases.browser().get(
        cases.at(f"vorgaenge/?bereich=stadt&spalten=betreff&ordnung=-{key(3)}")
    )
    assert texts(page, "Betreff")[:3] == ["Garage", "Carport", "Dachausbau"]
    assert len(texts(page, "Betreff")) == 5


def test_each_kind_of_field_narrows_in_its_way(cases):
    assert found(cases, **{f"nur-{key(1)}": "7"}) == ["Carport", "Dachausbau"]
    assert found(cases, **{f"nur-{key(2)}-ab": "200", f"nur-{key(2)}-bis": "300,00"}) == [
        "Carport", "Garage",
    ]  # fmt: skip
    assert found(cases, **{f"nur-{key(3)}-bis": "2026-01-03"}) == ["Carport", "Dachausbau"]
    assert found(cases, **{f"nur-{key(4)}": str(feld_id(42))}) == [
        "Carport", "Dachausbau", "Garage",
    ]  # fmt: skip
    assert found(cases, **{f"nur-{key(4)}": str(feld_id(41))}) == []


def test_what_a_filter_cannot_read_is_named(cases):
    address = cases.at(f"akten/{cases.akte.pk}/vorgaenge/?nur-{key(2)}-ab=viel&nur-{key(3)}-ab=x")
    page = cases.browser().get(f"{address}&nur-{key(4)}=x")
    text = page.content.decode()
    assert "„viel“: Das ist keine Zahl. Schreiben Sie sie wie 1.234,56." in text
    assert len(page.context["rows"]) == 5


@pytest.mark.parametrize("order", ["betreff", "angelegt", key(1), key(2), key(3), "aktenzeichen"])
def test_an_address_made_for_another_order_is_the_first_page(cases, order):
    for other in ("angelegt", key(1), key(2), key(3)):
        liste = queries.get_liste(cases.amira(), "vorgaenge", f"akte:{cases.akte.pk}")
        _, after = queries.page_of(cases.amira(), liste, state_of(liste, other), limit=2)
        address = cases.at(f"akten/{cases.akte.pk}/vorgaenge/?ordnung={order}&ab={after}")
        assert cases.browser().get(address).status_code == 200


@pytest.mark.parametrize("value", ["x", 2**70, None, date(2026, 1, 1), 1.5])
def test_an_address_with_a_value_of_another_kind_is_refused_quietly(cases, value):
    for number in (1, 2, 3):
        after = cursor_of(value, cases.vorgang.pk, key(number))
        address = cases.at(f"akten/{cases.akte.pk}/vorgaenge/?ordnung={key(number)}&ab={after}")
        assert cases.browser().get(address).status_code == 200


def test_a_choice_removed_later_stays_readable_and_can_be_sought(cases):
    felder = [row for row in FELDER if row["bezeichnung"] not in ("Vorhaben", "Wohnungen")]
    changed = feld(4, "Vorhaben", "auswahl", optionen=[option(41, "Neubau")])
    release_next(cases.typ, [*felder[:3], changed], kind=VORGANGSTYP)
    address = f"akten/{cases.akte.pk}/vorgaenge/?nur-art=baugenehmigung&spalten={key(4)}"
    page = cases.browser().get(cases.at(f"{address}&werkzeug=filter"))
    assert texts(page, "Vorhaben").count("Umbau") == 3
    [field] = [row for row in page.context["fields"] if row["label"] == "Vorhaben"]
    assert [row["label"] for row in field["choices"]] == ["Neubau", "Umbau (nicht mehr vorgesehen)"]
    page = cases.browser().get(cases.at(f"{address}&werkzeug=spalten"))
    labels = [row["label"] for row in page.context["column_groups"][1]["choices"]]
    assert "Anmerkung (nicht mehr vorgesehen)" in labels


def test_a_file_one_may_not_see_is_neither_shown_nor_found_nor_sorted_by(cases):
    hidden = make_akte(cases.amira, planeinheit=cases.unit, betreff="Nur Amira")
    actions.change_zugriff(
        cases.amira(), hidden, choice=actions.Choice.NUR, persons=[cases.amira().person_id]
    )
    person = Person.objects.get(pk=cases.amira().person_id)
    actions.create_vorgang(
        cases.amira(), cases.akte, betreff="Verweist", at=timezone.now(),
        vorgangstyp="baugenehmigung",
        felder={
            feld_id(1): Wert("1"),
            feld_id(6): Wert(person.name, reference=person.pk),
            feld_id(8): Wert(hidden.aktenzeichen, reference=hidden.pk),
        },
    )  # fmt: skip
    asked = {f"nur-{key(8)}": hidden.aktenzeichen, "columns": f"betreff,{key(8)}"}
    assert found(cases, **asked) == ["Verweist"]
    assert found(cases, **asked, role="leitung") == []
    assert found(cases, **{f"nur-{key(6)}": str(person.pk)}) == ["Verweist"]
    address = cases.at(f"akten/{cases.akte.pk}/vorgaenge/?spalten=betreff,{key(8)}")
    assert "nicht sichtbar" in texts(cases.browser("leitung").get(address), "Bauakte")
    assert hidden.aktenzeichen not in cases.browser("leitung").get(address).content.decode()
    liste = queries.get_liste(cases.amira(), "vorgaenge", "eigene")
    assert state_of(liste, key(8)).order == "-angelegt"


def test_chosen_own_columns_are_kept(cases):
    browser, address = cases.browser(), cases.at("vorgaenge/")
    chosen = {"liste": "vorgaenge", "spalten": ["betreff", key(1)], "next": address}
    browser.post(cases.at("listen/spalten/"), chosen)
    heads = [head["label"] for head in browser.get(address).context["heads"]]
    assert heads == ["Betreff", "Flurstück"]


def test_a_list_with_own_columns_has_a_fixed_number_of_queries(
    cases, django_assert_max_num_queries
):
    columns = ",".join(key(number) for number in range(1, 9))
    address = cases.at(f"vorgaenge/?bereich=stadt&nur-art=baugenehmigung&spalten={columns}")
    browser = cases.browser()
    browser.get(address)
    with django_assert_max_num_queries(36) as before:
        browser.get(address)
    for number in range(6):
        make_vorgang(cases.amira, akte=cases.akte, betreff=f"Fall {number}",
                     vorgangstyp="baugenehmigung", felder={feld_id(1): Wert("5")})  # fmt: skip
    with django_assert_max_num_queries(len(before) + 1):  # a login is noted once a minute
        page = browser.get(address)
    assert len(page.context["rows"]) == 10
