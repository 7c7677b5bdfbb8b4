"""The search page, what is suggested under its field, hits as a file, and the same for programs."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.test import Client
from django.utils import timezone

from verbundakte.akten import actions, treffer
from verbundakte.akten.api.suche_schemas import SucheOut
from verbundakte.akten.models import Seitentext
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.db.ready import Ready
from verbundakte.core.models import Ausgabe
from verbundakte.core.search import engine
from verbundakte.core.search.rebuilding import rebuild
from verbundakte.core.tenancy.context import no_tenant, use_tenant
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person
from verbundakte.verbund.services import SETUP

PAGE, SUGGESTIONS = "/musterstadt/suche/", "/musterstadt/suche/vorschlaege/"
SUGGESTION_QUERIES, SEARCH_QUERIES = 16, 22
MANY = 30


@pytest.fixture
def dokument(musterstadt, settle):
    """A Dokument of three pages in the index, in a Vorgang of the clerk."""
    clerk = lambda: musterstadt.sachbearbeiterin  # noqa: E731
    vorgang = make_vorgang(clerk, betreff="Carport Hanggrundstück Lindenallee")
    made = make_dokument(clerk, vorgang=vorgang, betreff="Gutachten Hangsicherung")
    datei = made.fassungen.get().dateien.get()
    for page, text in ((1, "Anlage."), (3, "Der Carport steht."), (7, "Carports sind erlaubt.")):
        Seitentext.objects.create(datei=datei, page=page, text=text)
    settle()
    rebuild(musterstadt.tenant.pk)
    return made


@pytest.fixture
def clerk(towns, dokument):
    """The clerk's browser."""
    client = towns["musterstadt"].client("sachbearbeiterin")
    with no_tenant():
        yield client


def suggested(client, text) -> dict[str, list[str]]:
    """Return what is suggested, by the headings."""
    groups = client.get(SUGGESTIONS, {"q": text}).json()["groups"]
    return {group["title"]: [line["text"] for line in group["lines"]] for group in groups}


def test_a_hit_leads_to_its_pages_with_the_words_carried_over(clerk, dokument):
    page = clerk.get(PAGE, {"q": "carport", "was": "dokument"}).content.decode()
    address = f"/musterstadt/dokumente/{dokument.pk}/?suche=Carport"  # as it stands there
    assert f'href="{address}&amp;seite=3#seite=3"' in page
    assert f'Auch auf Seite <a href="{address}&amp;seite=7#seite=7">7</a>' in page
    assert "<mark>Carport</mark>" in page
    title = clerk.get(PAGE, {"q": "sicherung"}).content.decode()
    assert "Hang<mark>sicherung</mark>" in title


def test_suggestions_are_what_may_be_meant_ones_own_first(
    clerk, towns, dokument, django_assert_max_num_queries
):
    assert suggested(clerk, "hangsi") == {
        "Akten, Vorgänge, Dokumente": ["Gutachten Hangsicherung"],
        "Suchen nach": ["Hangsicherung"],
    }
    number = dokument.vorgang.aktenzeichen
    assert (
        "Carport Hanggrundstück Lindenallee"
        in suggested(clerk, number[:9])["Akten, Vorgänge, Dokumente"]
    )
    clerk.get(f"/musterstadt/dokumente/{dokument.pk}/", follow=True)
    clerk.post(f"{PAGE}gemerkt/?q=hangsicherung")
    with django_assert_max_num_queries(SUGGESTION_QUERIES):
        found = suggested(clerk, "hang")
    assert next(iter(found)) == "Zuletzt geöffnet"
    assert found["Zuletzt geöffnet"] == ["Carport Hanggrundstück Lindenallee"]
    assert found["Akten, Vorgänge, Dokumente"] == ["Gutachten Hangsicherung"]
    assert found["Gemerkte Suchen"] == ["hangsicherung"]
    assert list(suggested(clerk, "")) == ["Zuletzt geöffnet", "Gemerkte Suchen"]
    other = towns["musterstadt"].client("sachbearbeiter_ordnung")
    assert suggested(other, "hangsi") == suggested(other, number) == {}
    for text in ("*" * 400, "(((", "\x00", "a" * 5000, '"'):
        assert clerk.get(SUGGESTIONS, {"q": text}).status_code == 200


def test_what_is_restricted_is_found_but_never_suggested(clerk, towns, musterstadt, dokument):
    with pytest.MonkeyPatch.context() as patch:
        always = ExpressionWrapper(Q(pk__isnull=False), output_field=BooleanField())
        patch.setattr(treffer, "is_restricted", lambda: always)
        patch.setattr(treffer, "_DOKUMENTE", Ready(treffer._dokumente, ids=list))
        assert "Akten, Vorgänge, Dokumente" not in suggested(clerk, "gutacht")


def test_the_help_card_has_examples_that_find_something(clerk):
    context = clerk.get(PAGE).context
    assert len(context["examples"]) >= 6
    for one in context["examples"]:
        answer = clerk.get(one["url"], follow=True)
        assert "Nichts gefunden" not in answer.content.decode(), one["query"]


def test_a_question_without_hits_is_told_back_with_ways_on(clerk):
    page = clerk.get(PAGE, {"q": "carport zebrastreifen"})
    text = page.content.decode()
    assert "Verstanden wurde: „carport“ und „zebrastreifen“." in text
    assert "„zebrastreifen“: <b>kein Treffer</b>" in text
    assert f'href="{PAGE}?q=carport"' in text
    text = clerk.get(PAGE, {"q": "carport", "jahr": "1999"}).content.decode()
    assert "Ohne Eingrenzung suchen (2 Treffer)" in text
    text = clerk.get(PAGE, {"q": "(carport"}).content.decode()
    assert "Die Klammer vor „carport“ ist nicht geschlossen" in text


def test_the_search_inside_a_vorgang_stays_there(clerk, dokument):
    place = f"{PAGE}?innerhalb={dokument.vorgang.pk}"
    page = clerk.get(f"/musterstadt/vorgaenge/{dokument.vorgang.pk}/").content.decode()
    assert f'href="{place}" data-key="i"' in page
    page = clerk.get(f"{place}&q=hang").content.decode()
    assert f'<input type="hidden" name="innerhalb" value="{dokument.vorgang.pk}">' in page
    assert "1 Treffer" in page


def test_a_search_costs_a_fixed_number_of_queries(
    clerk, musterstadt, dokument, django_assert_max_num_queries
):
    asked = urlencode({"q": "carport hang", "warum": "an", "facetten": "an"})
    clerk.get(f"{PAGE}?{asked}")
    with django_assert_max_num_queries(SEARCH_QUERIES):
        assert clerk.get(f"{PAGE}?{asked}").status_code == 200


def test_hits_are_taken_out_as_a_file_and_that_is_noted(clerk, towns, musterstadt, settle):
    answer = clerk.post(f"{PAGE}ausgabe/?q=hang*")
    settle()
    file = b"".join(clerk.get(answer["Location"])).decode("utf-8-sig")
    assert file.splitlines()[0].startswith("Was;Aktenzeichen;Betreff")
    assert "Gutachten Hangsicherung" in file
    other = towns["musterstadt"].client("sachbearbeiter_ordnung")
    empty = other.post(f"{PAGE}ausgabe/?q=hang*")
    assert len(b"".join(other.get(empty["Location"])).decode().splitlines()) == 1
    assert clerk.post(f"{PAGE}ausgabe/?q=%28a")["Location"].endswith("?q=%28a")
    with use_tenant(musterstadt.tenant.pk):
        assert Ausgabe.objects.count() == 2


@pytest.fixture
def program(musterstadt, dokument):
    """What asks with a token of the clerk."""
    person = Person.objects.get(pk=musterstadt.persons["sachbearbeiterin"])
    token = create_token(SETUP, person, name="Test")
    return Client(headers={"authorization": f"Bearer {token}"})


def test_programs_get_the_same_with_facets_reasons_and_pages(program, dokument):
    asked = {"q": "carport", "was": "dokument", "facetten": "true", "erklaeren": "true"}
    with no_tenant():
        found = program.get("/api/v1/suche", asked).json()
        assert SucheOut.model_validate(found).model_dump(mode="json") == found
        [hit] = found["hits"]
        short = program.get("/api/v1/search", {"q": "carport"}).json()
        wrong = program.get("/api/v1/suche", {"q": "(carport"}).json()
        assert program.get("/api/v1/suche", {"ordnung": "x"}).status_code == 422
        few = program.get("/api/v1/suche", {"q": "carport", "fields": "id,title"}).json()
        unknown = program.get("/api/v1/suche", {"q": "carport", "fields": "farbe"})
        rows = program.get("/api/v1/suche/vorschlaege", {"q": "hangsi"}).json()
    assert (found["count"], hit["id"], hit["pages"]) == (1, str(dokument.pk), [3, 7])
    assert {"text": "Carport", "mark": True} in hit["pieces"]
    assert hit["why"][0].startswith("„carport“ im Text")
    assert [set(one) for one in few["hits"]] == [{"id", "title"}] * few["count"]
    assert unknown.status_code == 422 and "„farbe“ gibt es hier nicht" in unknown.json()["detail"]
    facets = {one["name"]: one["values"] for one in found["facets"]}
    assert facets["was"][0]["label"] == "Dokumente"
    assert set(short) == {"query", "count", "capped", "ms", "problem", "hits"}
    assert wrong["problem"].startswith("Die Klammer vor")
    assert ("treffer", str(dokument.pk)) in [(row["art"], row["id"]) for row in rows]


def test_kept_searches_are_named_while_typing(clerk, musterstadt):
    with use_tenant(musterstadt.tenant.pk):
        actions.keep_search(
            musterstadt.sachbearbeiterin, text="hang", filters={}, at=timezone.now()
        )
    assert suggested(clerk, "")["Gemerkte Suchen"] == ["hang"]


@pytest.fixture
def many(musterstadt, dokument, settle, monkeypatch):
    """So many Vorgänge with a word in their Betreff that they are not counted for the first page."""
    clerk = lambda: musterstadt.sachbearbeiterin  # noqa: E731
    with use_tenant(musterstadt.tenant.pk):
        for number in range(MANY):
            make_vorgang(clerk, akte=dokument.vorgang.akte, betreff=f"Zaunhöhe am Feldweg {number}")
        settle()
        rebuild(musterstadt.tenant.pk)
    monkeypatch.setattr(engine, "LARGE", 10)
    monkeypatch.setattr(engine, "FRONT", MANY - 2)


def test_very_many_hits_are_counted_with_the_facets(clerk, many):
    page = clerk.get(PAGE, {"q": "zaunh*"}).text
    assert "Mehr als 20 Treffer" in page
    assert "1 bis 20<" in page
    [address] = re.findall(r'hx-get="([^"]*facetten[^"]*)"', page)
    part = clerk.get(unescape(address), headers={"HX-Request": "true"}).text
    assert f'<h1 id="treffer-zahl" hx-swap-oob="true">{MANY} Treffer</h1>' in part
    whole = clerk.get(PAGE, {"q": "zaunh*", "facetten": "an"}).text
    assert f'<h1 id="treffer-zahl">{MANY} Treffer</h1>' in whole
    last = clerk.get(PAGE, {"q": "zaunh*", "ab": 20}).text
    assert f"21 bis {MANY} von {MANY}" in last
    assert "treffer-zahl" not in clerk.get(f"{PAGE}facetten/", {"q": "zaunh*"}).text


def test_programs_are_told_whether_all_hits_were_counted(program, many):
    with no_tenant():
        found = program.get("/api/v1/suche", {"q": "zaunh*"}).json()
        exact = program.get("/api/v1/suche", {"q": "zaunh*", "zaehlen": "true"}).json()
    assert (found["count"], found["capped"], found["has_more"]) == (21, True, True)
    assert (exact["count"], exact["capped"]) == (MANY, False)
