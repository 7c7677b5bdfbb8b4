"""Own fields that are answered with yes or no, and mandatory fields that many objects lack."""

import io
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.ausgaben.liste import read_table
from verbundakte.akten.bausteine import VORGANGSTYP, DokumenttypSpec
from verbundakte.akten.felder import Feld, Wert, WertInvalid, parse
from verbundakte.akten.models import Feldwert, Vorgang
from verbundakte.akten.search import chosen_options, indexed_felder
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.akten.tests.test_listen import texts
from verbundakte.akten.tests.typen import (
    SETUP,
    draft_next,
    feld,
    feld_id,
    make_typ,
    release_next,
)
from verbundakte.core.bausteine.actions import release
from verbundakte.core.bausteine.spec import SpecInvalid
from verbundakte.core.bausteine.versions import consequences_of

KUERZEL = "baugenehmigung"
EILIG = feld(1, "Eilig", "ja_nein")
GRUND = feld(
    2, "Grund der Eile", "text", nur_wenn_feld="Eilig", nur_wenn_wert="ja", is_pflicht=True
)
KEY = f"feld-{feld_id(1).hex}"
NAME = f"feld_{feld_id(1).hex}"


@pytest.fixture
def cases(office):
    """Three Vorgänge of a type: urgent, not urgent, not answered."""
    office.typ = make_typ(KUERZEL, kind=VORGANGSTYP, felder=[EILIG], bezeichnung="Baugenehmigung")
    for betreff, answer in (("Abriss", "ja"), ("Balkon", "nein"), ("Carport", "")):
        werte = {feld_id(1): Wert(answer)} if answer else {}
        actions.create_vorgang(
            office.amira(), office.akte, betreff=betreff, at=timezone.now(),
            vorgangstyp=KUERZEL, felder=werte,
        )  # fmt: skip
    return office


def one(betreff: str) -> Vorgang:
    return Vorgang.objects.get(betreff=betreff)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("Ja", "ja"), ("j", "ja"), ("true", "ja"), ("NEIN", "nein"), ("0", "nein"), (" ", None)],
)
def test_what_means_yes_or_no_is_kept_as_one_word(typed, kept):
    data = DokumenttypSpec.read({"kuerzel": "xx", "bezeichnung": "x", "felder": [EILIG]}).data()
    eilig = Feld.of(data["felder"][0])
    assert parse(eilig, typed) == (Wert(kept) if kept else None)
    with pytest.raises(WertInvalid, match="„ja“ oder „nein“"):
        parse(eilig, "vielleicht")


def test_a_condition_on_it_is_yes_or_no():
    wrong = feld(2, "Grund", "text", nur_wenn_feld="Eilig", nur_wenn_wert="manchmal")
    with pytest.raises(SpecInvalid, match="ist ja oder nein"):
        DokumenttypSpec.read({"kuerzel": "xx", "bezeichnung": "x", "felder": [EILIG, wrong]})


def test_the_form_offers_three_answers_and_asks_what_follows_from_yes(cases):
    release_next(cases.typ, [EILIG, GRUND], kind=VORGANGSTYP)
    row = one("Carport")
    address = cases.at(f"vorgaenge/{row.pk}/bearbeiten/")
    page = cases.browser().get(address).content.decode()
    assert page.count(f'id="id_{NAME}"') == 1
    assert 'data-only-value="ja"' in page
    given = {
        "revision": row.revision, "betreff": "Carport", "vorgangstyp": KUERZEL,
        "felder_von": KUERZEL, "medium": "001", NAME: "ja",
    }  # fmt: skip
    answer = cases.browser().post(address, given)
    assert answer.status_code == 422 and "„Grund der Eile“ fehlt" in answer.content.decode()
    assert cases.browser().post(address, given | {NAME: "nein"}).status_code == 302
    assert Feldwert.objects.get(vorgang=row).text == "nein"


def test_lists_show_sort_narrow_and_export_it(cases):
    place = cases.at(f"akten/{cases.akte.pk}/vorgaenge/")
    asked = {"spalten": f"betreff,{KEY}", "nur-art": KUERZEL, "ordnung": KEY}
    page = cases.browser().get(f"{place}?{urlencode(asked)}")
    assert texts(page, "Eilig") == ["ja", "nein", ""]
    page = cases.browser().get(f"{place}?{urlencode(asked | {f'nur-{KEY}': 'nein'})}")
    assert texts(page, "Betreff") == ["Balkon"]
    for art, wanted in (("csv", b"Abriss;ja"), ("xlsx", b"PK")):
        table = read_table(
            cases.amira(), liste="vorgaenge", ort=f"akte:{cases.akte.pk}",
            abfrage=urlencode(asked), art=art,
        )  # fmt: skip
        out = io.BytesIO()
        table.write(cases.amira(), out)
        assert wanted in out.getvalue()


def test_search_knows_it_as_a_value_and_as_a_choice_to_narrow_by(cases):
    rows = [one("Abriss"), one("Carport")]
    own = indexed_felder(rows)
    assert own[rows[0].pk]["eilig"] == ["ja"]
    assert chosen_options(rows[0], own[rows[0].pk]) == ("Eilig=ja",)
    assert chosen_options(rows[1], own[rows[1].pk]) == ()


def test_what_was_a_text_before_stays_readable_and_may_stay(cases):
    typ = make_typ("alt", kind=VORGANGSTYP, felder=[feld(7, "Eilt", "text")], bezeichnung="Alt")
    row = actions.create_vorgang(
        cases.amira(), cases.akte, betreff="Alt", at=timezone.now(), vorgangstyp="alt",
        felder={feld_id(7): Wert("sehr")},
    )  # fmt: skip
    release_next(typ, [feld(7, "Eilt", "ja_nein")], kind=VORGANGSTYP)
    assert [angabe.text for angabe in queries.angaben_of(cases.amira(), row)] == ["sehr"]
    address = cases.at(f"vorgaenge/{row.pk}/bearbeiten/")
    assert "sehr (nicht mehr vorgesehen)" in cases.browser().get(address).content.decode()
    given = {
        "revision": row.revision, "betreff": "Alt neu", "vorgangstyp": "alt", "felder_von": "alt",
        "medium": "001", f"feld_{feld_id(7).hex}": "sehr",
    }  # fmt: skip
    assert cases.browser().post(address, given).status_code == 302
    assert Feldwert.objects.get(vorgang=row).text == "sehr"


def many(office, typ, count: int) -> None:
    """Make many Vorgänge of a type at once, all without values."""
    made = make_vorgang(office.amira, akte=office.akte)
    rows = [
        Vorgang(
            akte=office.akte, vorgangstyp=typ, zone_id=made.zone_id, betreff="alt",
            betreff_folded="alt", aktenzeichen=f"X-{number}", aktenzeichen_folded=f"x-{number}",
            federfuehrung=made.federfuehrung, created_at=timezone.now(),
        )
        for number in range(count)
    ]  # fmt: skip
    Vorgang.objects.bulk_create(rows, batch_size=2_000)


def test_a_field_made_mandatory_while_ten_thousand_lack_it_breaks_nothing(
    cases, django_assert_max_num_queries
):
    many(cases, cases.typ, 10_000)
    draft = draft_next(cases.typ, [EILIG | {"is_pflicht": True}], kind=VORGANGSTYP)
    (told,) = consequences_of(draft)
    assert told.startswith("10.001 Vorgänge haben noch keine Angabe „Eilig“.")
    release(SETUP, draft, valid_from=timezone.localdate())
    row = Vorgang.objects.filter(betreff="alt").first()
    asked = {"bereich": "stadt", "nur-fehlend": str(feld_id(1)), "spalten": "betreff,fehlend"}
    browser, actor = cases.browser(), cases.amira()
    with django_assert_max_num_queries(40):
        page = browser.get(f"{cases.at('vorgaenge/')}?{urlencode(asked)}")
    assert texts(page, "Fehlende Pflichtangaben") == ["Eilig"] * 50
    assert "über 1.000" in page.content.decode()
    with django_assert_max_num_queries(60):
        assert browser.get(cases.at(f"vorgaenge/{row.pk}/")).status_code == 200
    lacking = queries.without_pflichtangaben(cases.town.registratur)
    assert len(lacking) == 100 and one("Abriss") not in lacking
    with django_assert_max_num_queries(40):
        page = cases.browser("registratur").get(cases.at("registratur/"))
    assert "Pflichtangaben, die fehlen" in page.content.decode()
    actions.change_vorgang(actor, row, seen_revision=row.revision, values={"betreff": "neu"})
