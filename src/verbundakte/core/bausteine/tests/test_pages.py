"""The general editor, tried on an invented kind that has every sort of field."""

import json
import re
from datetime import date
from enum import StrEnum
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from verbundakte.core.bausteine import Item, Problem, Ref, Spec, actions, free, items, locked, slot
from verbundakte.core.bausteine.kinds import BausteinKind
from verbundakte.core.models import Baustein, BausteinVersion
from verbundakte.core.registry import registry
from verbundakte.core.tenancy.context import no_tenant
from verbundakte.organisation.bausteine import ROLLE
from verbundakte.organisation.models import Organisationseinheit, Rolle

KIND = "test.muster"
PREFIX = "/musterstadt/vorlagen/"


class Art(StrEnum):
    TEXT = "text"
    ZAHL = "zahl"


class TeilSpec(Item, label="Teil"):
    bezeichnung: str = free(max_length=100)


class FeldSpec(Item, label="Feld"):
    bezeichnung: str = free(max_length=100)
    art: Art = free(default=Art.TEXT)
    teile: list[TeilSpec] = items("Teile")


class ZeileSpec(Item, label="Zeile"):
    position: int = free("Stelle", default=0)
    text: str = free("Text", max_length=20)


class MusterSpec(Spec, label="Muster"):
    bezeichnung: str = free(max_length=100)
    anzahl: int | None = free("Anzahl", default=None)
    ab: date | None = free("Ab", default=None)
    is_geheim: bool = free("Geheim", default=False)
    worte: list[str] = free("Worte", default=())
    einheit: Ref("organisation.einheit") = slot("Welche Einheit ist zuständig?", label="Zuständig")
    frist: int = locked("§ 70 VwGO", label="Frist", default=1)
    felder: list[FeldSpec] = items("Felder")
    zeilen: list[ZeileSpec] = items("Zeilen", order="position", is_inline=True)

    def check(self):
        if self.anzahl == 13:
            yield Problem("anzahl", "Dreizehn geht nicht. Nehmen Sie eine andere Zahl.")

    def check_release(self):
        if not self.zeilen:
            yield Problem("zeilen", "Es fehlt mindestens eine Zeile.")

    def example(self):
        return "-".join(row.text for row in sorted(self.zeilen, key=lambda row: row.position))


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setitem(registry.bausteine, KIND, BausteinKind(KIND, "Muster", MusterSpec))


@pytest.fixture
def browse(musterstadt):
    """Return what gets or posts a page as somebody of the cast."""

    def log_in(role="fachadministration"):
        client = musterstadt.client(role)

        def go(path="", data=None, **more):
            with no_tenant():
                if data is None:
                    return client.get(PREFIX + path, **more)
                return client.post(PREFIX + path, data, **more)

        return go

    return log_in


@pytest.fixture
def made(musterstadt):
    """A Baustein with a draft of one Feld and one Zeile."""
    feld = {"id": str(uuid4()), "bezeichnung": "Größe", "art": "zahl", "teile": []}
    zeile = {"id": str(uuid4()), "position": 1, "text": "eins"}
    data = {"bezeichnung": "Erstes", "felder": [feld], "zeilen": [zeile]}
    return actions.create_baustein(musterstadt.fachadministration, KIND, data=data)


def body(answer):
    return answer.content.decode()


def draft_of(baustein):
    return BausteinVersion.objects.drafts().get(baustein=baustein)


def content(baustein):
    return json.loads(draft_of(baustein).content)


def stamp_in(answer):
    return re.search(r'name="stamp" value="(\w+)"', body(answer))[1]


def fields_of(baustein, page, **changes):
    """Return the fields of the form of the whole as a browser would send them."""
    zeile = content(baustein)["zeilen"][0]["id"]
    given = {
        "bezeichnung": "Erstes",
        "frist": "1",
        "stamp": stamp_in(page),
        f"zeilen-{zeile}-position": "1",
        f"zeilen-{zeile}-text": "eins",
    }
    return given | changes


def test_a_new_one_begins_as_a_draft_and_appears_in_the_list(browse):
    go = browse()
    answer = go(f"neu/{KIND}/", {"bezeichnung": "Neues", "frist": "1", "stamp": ""})
    assert answer.status_code == 302, body(answer)
    page = body(go(f"?art={KIND}"))
    assert "Neues" in page and "Entwurf" in page and "1 Angabe" in page.replace("\xa0", " ")
    shown = body(go(f"{Baustein.objects.get(name='Neues').pk}/"))
    assert "Welche Einheit ist zuständig?" in shown and "mindestens eine Zeile" in shown


def test_what_is_entered_at_each_sort_of_field_is_saved(browse, made):
    go = browse()
    einheit = Organisationseinheit.objects.get(kennzeichen="63")
    data = fields_of(
        made,
        go(f"{made.pk}/"),
        anzahl="12",
        ab="2026-03-02",
        is_geheim="on",
        worte="b\na\n",
        einheit=str(einheit.pk),
        **{"zeilen-neu-text": "zwei", "zeilen-neu-position": "0"},
    )
    answer = go(f"{made.pk}/entwurf/angaben/", data)
    assert answer.status_code == 302, body(answer)
    saved = content(made)
    assert (saved["anzahl"], saved["ab"], saved["is_geheim"]) == (12, "2026-03-02", True)
    assert saved["worte"] == ["a", "b"] and saved["einheit"]["key"] == str(einheit.pk)
    ordered = sorted(saved["zeilen"], key=lambda row: row["position"])
    assert [(row["position"], row["text"]) for row in ordered] == [(1, "zwei"), (2, "eins")]
    assert len(saved["felder"]) == 1
    assert "zwei-eins" in body(go(f"{made.pk}/")) and "63 Bauordnung" in body(go(f"{made.pk}/"))


def test_a_row_is_removed(browse, made):
    go = browse()
    zeile = content(made)["zeilen"][0]["id"]
    data = fields_of(made, go(f"{made.pk}/"), **{f"zeilen-{zeile}-entfernen": "on"})
    assert go(f"{made.pk}/entwurf/angaben/", data).status_code == 302
    assert content(made)["zeilen"] == []


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("bezeichnung", "", "Diese Angabe fehlt"),
        ("anzahl", "viele", "Schreiben Sie eine ganze Zahl"),
        ("anzahl", "13", "Dreizehn geht nicht"),
        ("ab", "31.02.2026", "Kein Tag im Kalender"),
        ("einheit", "nirgends", "Wählen Sie|Bitte eine gültige Auswahl|gültige"),
        ("bezeichnung", "x" * 101, "100"),
        ("zeilen-neu-text", "y" * 21, "20"),
    ],
)
def test_bad_input_is_said_in_german_at_its_field_and_saves_nothing(
    browse, made, name, value, sentence
):
    go = browse()
    before = draft_of(made).content
    answer = go(f"{made.pk}/entwurf/angaben/", fields_of(made, go(f"{made.pk}/"), **{name: value}))
    assert answer.status_code == 422
    error = re.search(rf'id="id_{name}-fehler">.*?<span>(.*?)</span>', body(answer), re.S)
    assert error and re.search(sentence, error[1]), body(answer)
    assert draft_of(made).content == before


def test_an_item_is_added_changed_and_removed_at_its_own_place(browse, made):
    go = browse()
    answer = go(
        f"{made.pk}/entwurf/eintraege/neu/?liste=felder", {"bezeichnung": "Farbe", "art": "text"}
    )
    assert answer.status_code == 302, body(answer)
    feld = next(row for row in content(made)["felder"] if row["bezeichnung"] == "Farbe")
    place = f"ort=felder.{feld['id']}"
    assert place in answer.url
    page = go(f"{made.pk}/?{place}")
    data = {"bezeichnung": "Farbton", "art": "text", "stamp": stamp_in(page)}
    assert go(f"{made.pk}/entwurf/angaben/?{place}", data).status_code == 302
    nested = go(f"{made.pk}/entwurf/eintraege/neu/?{place}&liste=teile", {"bezeichnung": "Rand"})
    assert nested.status_code == 302, body(nested)
    assert "Rand" in body(go(f"{made.pk}/?{place}"))
    assert "entfernen?" in body(go(f"{made.pk}/entwurf/eintraege/entfernung/?{place}"))
    gone = go(f"{made.pk}/entwurf/eintraege/entfernung/?{place}", {"ja": "1"})
    assert gone.status_code == 302, body(gone)
    assert [row["bezeichnung"] for row in content(made)["felder"]] == ["Größe"]
    assert go(f"{made.pk}/?{place}").status_code == 404


def test_two_editors_at_different_places_do_not_disturb_each_other(browse, made):
    go = browse()
    feld = content(made)["felder"][0]["id"]
    whole, item = go(f"{made.pk}/"), go(f"{made.pk}/?ort=felder.{feld}")
    first = fields_of(made, whole, bezeichnung="Umbenannt")
    assert go(f"{made.pk}/entwurf/angaben/", first).status_code == 302
    second = {"bezeichnung": "Breite", "art": "zahl", "stamp": stamp_in(item)}
    assert go(f"{made.pk}/entwurf/angaben/?ort=felder.{feld}", second).status_code == 302
    saved = content(made)
    assert (saved["bezeichnung"], saved["felder"][0]["bezeichnung"]) == ("Umbenannt", "Breite")


def test_two_editors_at_one_place_see_both_and_the_second_decides(browse, made):
    go = browse()
    page = go(f"{made.pk}/")
    mine = fields_of(made, page, bezeichnung="Meins")
    assert (
        go(f"{made.pk}/entwurf/angaben/", fields_of(made, page, bezeichnung="Ihrs")).status_code
        == 302
    )
    answer = go(f"{made.pk}/entwurf/angaben/", mine)
    assert answer.status_code == 422
    assert "Meins" in body(answer) and "Ihrs" in body(answer)
    again = go(f"{made.pk}/entwurf/angaben/", mine | {"stamp": stamp_in(answer)})
    assert again.status_code == 302 and content(made)["bezeichnung"] == "Meins"


def test_a_locked_field_is_shown_with_its_source_and_stays(browse, made):
    Baustein.objects.filter(pk=made.pk).update(origin="Landkreis Probe")
    go = browse()
    page = go(f"{made.pk}/")
    assert "§ 70 VwGO" in body(page) and 'name="frist"' not in body(page)
    assert go(f"{made.pk}/entwurf/angaben/", fields_of(made, page, frist="9")).status_code == 302
    assert content(made)["frist"] == 1


def test_release_needs_closed_slots_and_says_what_is_missing(browse, made):
    go = browse()
    answer = go(f"{made.pk}/freigabe/", {"valid_from": "2026-03-02"})
    assert answer.status_code == 422 and "Welche Einheit ist zuständig?" in body(answer)
    einheit = Organisationseinheit.objects.get(kennzeichen="63")
    data = fields_of(made, go(f"{made.pk}/"), einheit=str(einheit.pk))
    go(f"{made.pk}/entwurf/angaben/", data)
    released = go(f"{made.pk}/freigabe/", {"valid_from": "2026-03-02", "reason": "Beschluss"})
    assert released.status_code == 302, body(released)
    page = body(go(f"{made.pk}/"))
    assert "gilt seit 02.03.2026" in page and "Beschluss" in page and "Fenja" in page
    assert 'name="bezeichnung"' not in page


def test_an_earlier_version_is_taken_up_again_and_compared(browse, made):
    go = browse()
    go(f"{made.pk}/fassungen/1/zurueckziehung/", {"reason": "falsch"})
    assert not BausteinVersion.objects.drafts().exists()
    assert go(f"{made.pk}/entwurf/", {"quelle": "1"}).status_code == 302
    data = fields_of(made, go(f"{made.pk}/"), bezeichnung="Zweites")
    go(f"{made.pk}/entwurf/angaben/", data)
    page = body(go(f"{made.pk}/vergleich/?von=1&bis=2"))
    assert "„Erstes“ wurde zu „Zweites“" in page
    twice = go(f"{made.pk}/entwurf/", {"quelle": "1"})
    assert twice.status_code == 422 and "Es gibt schon einen Entwurf" in body(twice)
    assert go(f"{made.pk}/vergleich/?von=1&bis=9").status_code == 404


def test_a_file_arrives_with_the_same_digest_and_shows_what_it_changes(browse, made):
    go = browse()
    version = draft_of(made)
    text = go(f"{made.pk}/fassungen/1/datei").content
    assert json.loads(text)["digest"] == version.digest
    package = json.loads(text)
    package["key"] = str(uuid4())
    upload = SimpleUploadedFile("muster.json", json.dumps(package).encode())
    page = go("einlesen/", {"datei": upload})
    assert page.status_code == 200 and "noch nicht vorhanden" in body(page)
    assert "stimmt" in body(page) and not Baustein.objects.filter(key=package["key"]).exists()
    assert go("einlesen/", {"inhalt": json.dumps(package)}).status_code == 302
    copy = Baustein.objects.get(key=package["key"])
    assert (draft_of(copy).digest, copy.origin) == (version.digest, "Stadt Musterstadt")


def test_a_file_becomes_a_draft_of_what_is_here(browse, made):
    go = browse()
    text = body(go(f"{made.pk}/fassungen/1/datei"))
    page = go("einlesen/", {"datei": SimpleUploadedFile("m.json", text.encode())})
    assert "sagt dasselbe" in body(page) and "Es gibt schon einen Entwurf" in body(page)
    data = fields_of(made, go(f"{made.pk}/"), bezeichnung="Inzwischen")
    go(f"{made.pk}/entwurf/angaben/", data)
    refused = go("einlesen/", {"inhalt": text})
    assert refused.status_code == 422 and "schon einen Entwurf" in body(refused)
    go(f"{made.pk}/fassungen/1/zurueckziehung/", {"reason": ""})
    page = go("einlesen/", {"datei": SimpleUploadedFile("m.json", text.encode())})
    assert "„Inzwischen“ wurde zu „Erstes“" in body(page)
    assert go("einlesen/", {"inhalt": text}).status_code == 302
    assert content(made)["bezeichnung"] == "Erstes"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda package: b"%PDF-1.4", "keine Vorlage"),
        (lambda package: b"[1, 2]", "keine Vorlage"),
        (lambda package: b"[" * 100_000, "keine Vorlage"),
        (
            lambda package: json.dumps(package | {"kind": "test.fremd"}).encode(),
            "gibt es hier nicht",
        ),
        (lambda package: json.dumps(package | {"digest": "0" * 64}).encode(), "Prüfsumme"),
        (lambda package: json.dumps(package | {"content": {}}).encode(), "Bezeichnung fehlt"),
        (lambda package: json.dumps(package | {"key": "x"}).encode(), "Kennung"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(browse, made, change, sentence):
    go = browse()
    package = json.loads(body(go(f"{made.pk}/fassungen/1/datei")))
    upload = SimpleUploadedFile("m.json", change(package))
    answer = go("einlesen/", {"datei": upload})
    assert answer.status_code == 422 and sentence in body(answer)
    assert Baustein.objects.of_kind(KIND).count() == 1


def test_the_example_follows_the_form_without_saving(browse, made):
    go = browse()
    before = draft_of(made).content
    zeile = content(made)["zeilen"][0]["id"]
    data = fields_of(made, go(f"{made.pk}/"), **{f"zeilen-{zeile}-text": "anders"})
    answer = go(f"{made.pk}/entwurf/beispiel/", data)
    assert "anders" in body(answer) and draft_of(made).content == before


def test_three_hundred_items_are_a_tree_and_one_form(
    browse, musterstadt, django_assert_max_num_queries
):
    felder = [
        {"id": str(uuid4()), "bezeichnung": f"Feld {number:03}", "art": "text", "teile": []}
        for number in range(350)
    ]
    data = {"bezeichnung": "Groß", "felder": felder}
    big = actions.create_baustein(musterstadt.fachadministration, KIND, data=data)
    go = browse()
    with django_assert_max_num_queries(25):
        page = body(go(f"{big.pk}/?ort=felder.{felder[7]['id']}"))
    assert page.count("Feld 0") >= 100 and page.count('name="bezeichnung"') == 1
    few = body(go(f"{big.pk}/?wort=349"))
    assert "Feld 349" in few and "Feld 100" not in few


def test_the_role_editor_offers_permissions_in_groups_and_the_release_holds(browse):
    go = browse()
    answer = go(f"neu/{ROLLE}/", {
        "bezeichnung": "Bauhof", "permissions-0": ["akten.akte:read"], "stamp": "",
    })  # fmt: skip
    assert answer.status_code == 302, body(answer)
    rolle = Baustein.objects.get(name="Bauhof")
    assert json.loads(draft_of(rolle).content)["permissions"] == ["akten.akte:read"]
    assert "Rechte: Akten" in body(go(f"{rolle.pk}/"))
    assert go(f"{rolle.pk}/freigabe/", {"valid_from": "2026-03-02"}).status_code == 302
    assert Rolle.objects.get(key=rolle.key).permissions == ["akten.akte:read"]


def test_the_last_role_that_assigns_roles_stays_and_the_page_says_why(browse):
    go = browse()
    rolle = Baustein.objects.of_kind(ROLLE).get(name="Fachadministration")
    answer = go(f"{rolle.pk}/fassungen/1/zurueckziehung/", {"on": "2026-03-02", "reason": "x"})
    assert answer.status_code == 422
    assert "könnte niemand mehr Rollen zuweisen" in body(answer)


def test_who_may_only_read_gets_no_form_and_who_may_not_gets_nothing(browse, made):
    reader, stranger = browse("leitung"), browse("assistenz")
    page = reader(f"{made.pk}/")
    assert page.status_code == 200 and 'id="stelle"' not in body(page)
    assert reader(f"neu/{KIND}/").status_code == 404
    for path in ("", f"{made.pk}/", f"{made.pk}/vergleich/", f"{made.pk}/fassungen/1/datei"):
        assert stranger(path).status_code == 404


def test_the_list_asks_the_same_number_of_questions_for_many(
    browse, musterstadt, django_assert_max_num_queries
):
    for number in range(60):
        data = {"bezeichnung": f"Muster {number:02}"}
        actions.create_baustein(musterstadt.fachadministration, KIND, data=data)
    go = browse()
    with django_assert_max_num_queries(20):
        page = body(go(f"?art={KIND}"))
    assert "Muster 49" in page and "Muster 50" not in page
    following = re.search(r'href="(\?art=[^"]*)" rel="next"', page)[1].replace("&amp;", "&")
    assert "Muster 50" in body(go(following))
