"""Own fields on the pages: the form of the chosen type, its errors, the inspector, the search."""

import re

import pytest

from verbundakte.akten.bausteine import VORGANGSTYP
from verbundakte.akten.models import Dokument, Feldwert, Vorgang
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.typen import FELDER, feld_id, make_typ, option, release_next
from verbundakte.organisation.models import Organisationseinheit, Person


def name(number: int) -> str:
    """Return the name of an own field in forms."""
    return f"feld_{feld_id(number).hex}"


@pytest.fixture
def dokument(office):
    """A Dokument of a type with fields."""
    make_typ()
    return make_dokument(office.amira, vorgang=office.vorgang, dokumenttyp="bauantrag")


def page(office, dokument, query="") -> str:
    """Return the form of a Dokument."""
    return (
        office.browser()
        .get(office.at(f"dokumente/{dokument.pk}/bearbeiten/{query}"))
        .content.decode()
    )


def save(office, dokument, role="sachbearbeiterin", **given):
    """Send the form of a Dokument; `given` overrides the usual values."""
    dokument = Dokument.objects.get(pk=dokument.pk)
    data = {
        "revision": dokument.revision,
        "betreff": dokument.betreff,
        "dokumenttyp": "bauantrag",
        "felder_von": "bauantrag",
        name(1): "12/3",
        **given,
    }
    return office.browser(role).post(office.at(f"dokumente/{dokument.pk}/bearbeiten/"), data)


def stored(dokument) -> dict:
    """Return {number of the field: text}."""
    rows = Feldwert.objects.filter(dokument=dokument)
    return {row.feld_id.int: row.text for row in rows}


def test_the_form_asks_for_the_fields_of_the_type(office, dokument):
    text = page(office, dokument)
    for label in ("Flurstück", "Baukosten (EUR)", "Zum Beispiel 123/4.", "Nur wenn „Vorhaben“"):
        assert label in text
    assert 'value="keine"' in text


def test_values_of_all_kinds_are_saved_and_shown(office, dokument):
    person = Person.objects.get(familienname="Probst")
    einheit = Organisationseinheit.objects.get(kennzeichen="63")
    answer = save(
        office, dokument, **{
            name(2): "218.400,00", name(3): "2026-11-23", name(4): str(feld_id(41)), name(5): "3",
            name(6): str(person.pk), name(7): str(einheit.pk), name(8): office.akte.aktenzeichen,
        },
    )  # fmt: skip
    assert answer.status_code == 302
    assert stored(dokument) == {
        1: "12/3", 2: "218.400,00 EUR", 3: "23.11.2026", 4: "Neubau", 5: "3",
        6: "Jonas Probst", 7: "63 Bauordnung", 8: office.akte.aktenzeichen,
    }  # fmt: skip
    text = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/")).content.decode()
    for shown in ("Felder der Art", "218.400,00 EUR", "23.11.2026", "Jonas Probst"):
        assert shown in text
    assert f"/akten/{office.akte.pk}/" in text
    again = page(office, dokument)
    assert 'value="218.400,00"' in again
    assert 'value="2026-11-23"' in again


@pytest.mark.parametrize(
    ("number", "value", "message"),
    [
        (1, "", "„Flurstück“ fehlt"),
        (1, "Flur 3", "Schreiben Sie es wie „123/4“"),
        (2, "viel", "keine Zahl"),
        (3, "31.02.2026", "Kein Tag im Kalender"),
        (4, str(feld_id(99)), "Diese Auswahl gibt es nicht"),
        (9, "x" * 10_000, "länger als 2.000 Zeichen"),
        (7, "quatsch", "Diese Einheit gibt es nicht"),
        (8, "999.99-2026/0001", "Diese Akte oder diesen Vorgang gibt es nicht"),
    ],
)
def test_what_is_wrong_is_told_at_the_field_and_nothing_is_saved(
    office,
    dokument,
    number,
    value,
    message,
):
    answer = save(office, dokument, **{"betreff": "Neu", name(number): value})
    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert stored(dokument) == {}
    assert Dokument.objects.get(pk=dokument.pk).betreff != "Neu"


def test_a_person_of_another_town_cannot_be_named(office, dokument, beispielhausen):
    foreign = beispielhausen.persons["sachbearbeiterin"]
    answer = save(office, dokument, **{name(6): str(foreign)})
    assert answer.status_code == 422
    assert "Diese Person arbeitet hier nicht" in answer.content.decode()


def test_another_type_brings_its_fields_before_anything_is_saved(office, dokument):
    plain = make_dokument(office.amira, vorgang=office.vorgang, content=b"2")
    assert "Flurstück" not in page(office, plain)
    assert "Flurstück" in page(office, plain, "?dokumenttyp=bauantrag")
    answer = save(office, plain, felder_von="sonstiges", **{name(1): ""})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Die Art ist jetzt „Bauantrag“" in text
    assert 'name="felder_von" value="bauantrag"' in text
    assert save(office, plain).status_code == 302
    assert stored(plain) == {1: "12/3"}
    assert save(office, plain, dokumenttyp="vermerk").status_code == 302
    assert stored(plain) == {}


def test_a_removed_choice_can_be_kept_but_not_chosen_anew(office, dokument):
    save(office, dokument, **{name(4): str(feld_id(42))})
    other = make_dokument(
        office.amira, vorgang=office.vorgang, dokumenttyp="bauantrag", content=b"2"
    )
    felder = [
        row | {"optionen": [option(41, "Neubau")]} if row["bezeichnung"] == "Vorhaben" else row
        for row in FELDER
    ]
    release_next(dokument.dokumenttyp, felder)
    assert "Umbau (nicht mehr vorgesehen)" in page(office, dokument)
    assert save(office, dokument, **{name(4): str(feld_id(42))}).status_code == 302
    assert stored(dokument)[4] == "Umbau"
    assert Dokument.objects.get(pk=dokument.pk).dokumenttyp.version == 2
    assert save(office, other, **{name(4): str(feld_id(42))}).status_code == 422


def test_what_is_still_missing_is_a_hint_until_somebody_edits(office, dokument):
    text = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/")).content.decode()
    assert "Noch nicht ausgefüllt" in text
    assert "„Flurstück“" in text


def test_a_hidden_verweis_stays_when_somebody_else_saves(office, dokument):
    row = Feldwert.objects.create(
        dokument=dokument,
        feld_id=feld_id(8),
        text="632.99-2031/0999",
        folded="632.99-2031/0999",
        reference=feld_id(77),
    )
    text = page(office, dokument)
    assert "Der Verweis führt zu etwas, das Sie nicht sehen dürfen" in text
    assert "632.99-2031/0999" not in text
    assert save(office, dokument).status_code == 302
    assert Feldwert.objects.get(pk=row.pk).reference == feld_id(77)


def test_who_may_only_read_changes_no_field(office, dokument):
    assert save(office, dokument, role="assistenz").status_code == 403
    assert save(office, dokument, role="sachbearbeiter_ordnung").status_code == 404
    assert stored(dokument) == {}


def test_a_new_vorgang_has_the_fields_of_its_type(office):
    make_typ("baugenehmigung", kind=VORGANGSTYP, bezeichnung="Baugenehmigung")
    address = office.at(f"akten/{office.akte.pk}/vorgaenge/neu/")
    browser = office.browser()
    assert "Flurstück" not in browser.get(address).content.decode()
    assert "Flurstück" in browser.get(f"{address}?vorgangstyp=baugenehmigung").content.decode()
    form = {"betreff": "Garage", "vorgangstyp": "baugenehmigung", "felder_von": ""}
    assert browser.post(address, form).status_code == 422
    form |= {"felder_von": "baugenehmigung", name(1): "7"}
    answer = browser.post(address, form)
    assert answer.status_code == 302
    vorgang = Vorgang.objects.get(betreff="Garage")
    assert [row.text for row in vorgang.feldwerte.all()] == ["7"]
    text = browser.get(answer.url).content.decode()
    assert "Felder der Art" in text


def test_the_page_with_fields_has_a_fixed_number_of_queries(
    office,
    dokument,
    django_assert_max_num_queries,
):
    person = Person.objects.first()
    save(office, dokument, **{name(6): str(person.pk), name(8): office.akte.aktenzeichen})
    browser, address = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/")
    browser.get(address)
    with django_assert_max_num_queries(38):
        browser.get(address)
    with django_assert_max_num_queries(30):
        browser.get(office.at(f"dokumente/{dokument.pk}/bearbeiten/"))


def test_the_history_tells_each_field_in_german(office, dokument, settle):
    save(
        office,
        dokument,
        vertraulichkeit="vertraulich",
        medium="002",
        bearbeiter="M. Muster",
    )
    settle()
    text = office.browser().get(office.at(f"dokumente/{dokument.pk}/verlauf/")).content.decode()
    for words in (
        "Vertraulichkeit",
        "vertraulich",
        "Medium",
        "hybrid",
        "Bearbeitet von",
        "Flurstück: 12/3",
    ):
        assert words in text


def test_who_saves_second_sees_both_values_of_an_own_field(office, dokument):
    save(office, dokument)
    answer = save(office, dokument, **{"revision": 1, "betreff": "Anders", name(1): "99"})
    assert answer.status_code == 409
    rows = {
        row["label"]: (row["mine"], row["theirs"]) for row in answer.context["conflict"]["rows"]
    }
    assert rows["Flurstück"] == ("99", "12/3")


def test_the_browser_learns_by_what_a_field_is_shown(office, dokument):
    text = page(office, dokument, "?dokumenttyp=bauantrag")
    control = re.search(rf'<input[^>]*name="{name(5)}"[^>]*>', text)[0]
    assert f'data-only-if="{name(4)}"' in control
    assert f'data-only-value="{feld_id(41)}"' in control
    assert text.count("data-only-if") == 1
