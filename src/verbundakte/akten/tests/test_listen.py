"""Lists as tables: columns, order, filters, views, pages by key, and the way out as a file."""

import csv
import io
import re
import zipfile
from datetime import date, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.ausgaben.liste import read_table
from verbundakte.akten.models import Listenansicht, Spaltenwahl, Vorgang
from verbundakte.akten.tests.factories import make_dokument, make_planeinheit, make_vorgang
from verbundakte.core.ausgaben import drop_expired
from verbundakte.core.jobs.run import run_job
from verbundakte.core.lists.paging import cursor_of
from verbundakte.core.lists.state import read_state
from verbundakte.core.lists.tables import harmless, write_csv, write_xlsx
from verbundakte.core.models import Ausgabe, Blob, Job
from verbundakte.organisation.models import Rollenzuweisung


def texts(page, label: str) -> list[str]:
    """Return the cells of one column."""
    return [
        cell["text"]
        for row in page.context["rows"]
        for cell in row["cells"]
        if cell["label"] == label
    ]


def content(answer) -> bytes:
    """Return the bytes of a download."""
    return b"".join(answer.streaming_content)


@pytest.fixture
def three(office):
    """Three Vorgänge with their own Betreffe."""
    for betreff in ("Ärger mit Zaun", "Antrag Garage", "Zufahrt"):
        make_vorgang(office.amira, akte=office.akte, betreff=betreff)
    return office


def test_a_list_is_sorted_in_german_by_what_the_address_says(three):
    address = three.at(f"akten/{three.akte.pk}/vorgaenge/")
    page = three.browser().get(f"{address}?ordnung=betreff&spalten=betreff")
    assert texts(page, "Betreff") == [
        "Antrag Garage", "Ärger mit Zaun", "Carport mit Abstellraum", "Zufahrt",
    ]  # fmt: skip
    down = three.browser().get(f"{address}?ordnung=-betreff&spalten=betreff")
    assert texts(down, "Betreff") == texts(page, "Betreff")[::-1]


def test_what_is_short_never_breaks_so_that_a_row_is_one_line(three):
    page = three.browser().get(three.at("akten/")).content.decode()
    assert '<td class="kern-table__cell va-nowrap" data-before="Zustand">In Bearbeitung</td>' in page
    assert '<td class="kern-table__cell va-nowrap" data-before="Federführung">63 ' in page


@pytest.mark.parametrize("order", ["betreff", "-betreff", "sachbearbeitung", "-sachbearbeitung",
                                   "aktenzeichen", "-angelegt", "federfuehrung"])  # fmt: skip
def test_every_order_goes_on_by_key_without_loss_or_double(office, order):
    for number in range(7):
        row = make_vorgang(office.amira, akte=office.akte, betreff=f"Fall {number % 3}")
        if number % 2:
            Vorgang.objects.filter(pk=row.pk).update(sachbearbeitung=None)
    actor = office.amira()
    liste = queries.get_liste(actor, "vorgaenge", f"akte:{office.akte.pk}")
    assert len(set(paged(actor, liste, order, limit=3))) == 8


def paged(actor, liste, order: str, *, limit: int) -> list:
    """Return the ids of a list read page by page, after comparing them with the list as a whole."""
    whole = [row.pk for row in queries.all_rows(actor, liste, state_of(liste, order))]
    found, after = [], ""
    while True:
        rows, after = queries.page_of(actor, liste, state_of(liste, order, after), limit=limit)
        found += [row.pk for row in rows]
        if not after:
            break
    assert found == whole
    return found


def state_of(liste, order: str, after: str = ""):
    """Return what an address with this order and place asks for."""
    return read_state(liste.listing, QueryDict(urlencode({"ordnung": order, "ab": after})))


def test_an_address_of_a_page_that_was_tampered_with_is_the_first_page(office):
    nulled = cursor_of("a\0", office.vorgang.pk, "betreff")
    for after in ("x", "W10=", "WyJ2IiwgeyJhIjogMX0sICJ4Il0=", "%00", nulled):
        page = office.browser().get(office.at(f"vorgaenge/?ab={after}&ordnung=betreff"))
        assert page.status_code == 200
        assert len(page.context["rows"]) == 1


def test_filters_narrow_and_are_told(three):
    browser, address = three.browser(), three.at(f"akten/{three.akte.pk}/vorgaenge/")
    page = browser.get(f"{address}?wort=zaun")
    assert texts(page, "Betreff") == ["Ärger mit Zaun"]
    today = timezone.localdate()
    page = browser.get(f"{address}?nur-angelegt-ab={today}&nur-zustand=offen&nur-betreff=gar")
    assert texts(page, "Betreff") == ["Antrag Garage"]
    assert [token["key"] for token in page.context["tokens"]] == ["Betreff", "Zustand", "Angelegt"]
    later = today + timedelta(days=1)
    nothing = browser.get(f"{address}?nur-angelegt-ab={later}")
    assert "Nichts passt" in nothing.content.decode()


def test_a_filter_that_cannot_be_read_is_named_and_does_not_hold(three):
    address = three.at(f"akten/{three.akte.pk}/vorgaenge/?nur-angelegt-ab=2026-02-31")
    page = three.browser().get(f"{address}&nur-sachbearbeitung=x%00y&nur-federfuehrung=5")
    text = page.content.decode()
    assert page.status_code == 200
    assert "2026-02-31“ ist kein Tag" in text
    assert len(page.context["rows"]) == 4


def test_chosen_columns_are_kept_and_an_address_goes_before(office):
    browser, address = office.browser(), office.at("vorgaenge/")
    heads = [head["label"] for head in browser.get(address).context["heads"]]
    assert "Aktenzeichen" in heads
    chosen = {"liste": "vorgaenge", "spalten": ["betreff", "angelegt"], "next": address}
    answer = browser.post(office.at("listen/spalten/"), chosen)
    assert answer.url == address
    heads = [head["label"] for head in browser.get(address).context["heads"]]
    assert heads == ["Betreff", "Angelegt"]
    given = browser.get(f"{address}?spalten=aktenzeichen,gibtesnicht").context["heads"]
    assert [head["label"] for head in given] == ["Aktenzeichen"]
    other = office.browser("leitung").get(address).context["heads"]
    assert len(other) > 2
    browser.post(office.at("listen/spalten/"), chosen | {"spalten": []})
    assert Spaltenwahl.objects.count() == 0


def test_a_view_is_saved_for_oneself_or_for_a_unit(office):
    browser, address = office.browser(), office.at("vorgaenge/")
    unit = office.akte.federfuehrung
    values = {"liste": "vorgaenge", "abfrage": "ordnung=betreff", "next": address}
    browser.post(office.at("listen/ansichten/"), values | {"name": "Nach Betreff"})
    browser.post(office.at("listen/ansichten/"), values | {"name": "Alle", "einheit": unit.pk})
    browser.post(office.at("listen/ansichten/"), values | {"name": "Alle", "einheit": unit.pk})
    assert Listenansicht.objects.count() == 2
    def views(who) -> list[str]:
        page = who.get(f"{address}?werkzeug=ansichten")
        return [view["name"] for view in page.context["views"]]

    assert views(browser) == ["Nach Betreff", "Alle"]
    assert views(office.browser("leitung")) == ["Alle"]
    foreign = office.browser("sachbearbeiter_ordnung")
    assert views(foreign) == []
    for view in Listenansicht.objects.all():
        gone = office.at(f"listen/ansichten/{view.pk}/ende/")
        assert foreign.post(gone).status_code == 404
        browser.post(gone, {"next": address})
    assert Listenansicht.objects.count() == 0


@pytest.mark.parametrize(
    ("tool", "field"),
    [
        ("filter", '>Filtern<'),
        ("spalten", 'value="betreff" checked'),
        ("ansichten", 'id="ansicht-name"'),
    ],
)
def test_a_tool_of_a_list_comes_when_it_is_opened(office, tool, field):
    browser, address = office.browser(), office.at("vorgaenge/?bereich=stadt&nur-zustand=offen")
    closed = browser.get(address).content.decode()
    assert field not in closed
    link = re.search(rf'<a class="va-menu__item" href="(\?[^"]*werkzeug={tool})"', closed)
    opened = browser.get(office.at("vorgaenge/") + unescape(link[1]))
    assert field in opened.content.decode()
    assert opened.context["state"].given == {"nur-zustand": ["offen"]}
    assert opened.context["keep"] == {"bereich": "stadt"}


def test_a_list_has_a_fixed_number_of_queries(office, django_assert_max_num_queries):
    browser, address = office.browser(), office.at("vorgaenge/?bereich=stadt")
    browser.get(address)
    for number in range(6):
        make_vorgang(office.amira, akte=office.akte, betreff=f"Fall {number}")
    with django_assert_max_num_queries(20):
        page = browser.get(address)
    assert len(page.context["rows"]) == 7


def test_the_list_of_the_town_holds_only_what_one_may_see(office):
    secret = make_planeinheit("922.52", einheit="63.1", geheimnisklasse="steuer")
    hidden = Vorgang.objects.create(
        akte=office.akte, aktenzeichen="geheim", betreff="Verborgen", zone=secret.zone,
        federfuehrung=office.akte.federfuehrung, created_at=timezone.now(),
    )  # fmt: skip
    for role in ("registratur", "leitung", "sachbearbeiterin"):
        page = office.browser(role).get(office.at("vorgaenge/?bereich=stadt"))
        assert hidden.betreff not in page.content.decode()


def test_a_file_of_a_list_holds_its_columns_and_only_visible_rows(three):
    hidden = make_vorgang(three.amira, akte=three.akte, betreff="Nur Amira")
    actions.change_zugriff(
        three.amira(), hidden, choice=actions.Choice.NUR, persons=[three.amira().person_id]
    )
    order = {
        "liste": "vorgaenge",
        "ort": f"akte:{three.akte.pk}",
        "abfrage": "spalten=betreff,zustand&ordnung=betreff",
        "art": "csv",
    }
    own = _fetch(three.browser(), three, order)
    assert [row[0] for row in own] == [
        "Betreff", "Antrag Garage", "Ärger mit Zaun", "Carport mit Abstellraum", "Nur Amira", "Zufahrt",
    ]  # fmt: skip
    boss = _fetch(three.browser("leitung"), three, order)
    assert "Nur Amira" not in str(boss)
    assert boss[0] == ["Betreff", "Zustand"]
    assert three.browser("systemverwaltung").post(
        three.at("listen/ausgabe/"), order
    ).status_code == 404  # fmt: skip


def _fetch(browser, office, order: dict) -> list[list[str]]:
    answer = browser.post(office.at("listen/ausgabe/"), order)
    file = browser.get(answer.url)
    assert "attachment" in file["Content-Disposition"]
    stranger = office.browser("registratur").get(answer.url)
    assert stranger.status_code == 404
    text = content(file).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_long_list_becomes_a_job_whose_file_only_the_starter_fetches(office, monkeypatch):
    monkeypatch.setattr("verbundakte.akten.queries.count_of", _capped)
    order = {"liste": "vorgaenge", "ort": "eigene", "abfrage": "", "art": "xlsx"}
    browser = office.browser()
    assert browser.post(office.at("listen/ausgabe/"), order).url == office.at("auftraege/")
    job = Job.objects.get(kind="akten.liste.export")
    assert set(job.args) == {"ausgabe"}
    run_job(office.town.tenant.pk, job.pk)
    page = browser.get(office.at("auftraege/")).content.decode()
    made = Ausgabe.objects.get()
    assert f"auftraege/ausgaben/{made.pk}" in page
    place = office.at(f"auftraege/ausgaben/{made.pk}")
    book = zipfile.ZipFile(io.BytesIO(content(browser.get(place))))
    assert "Carport mit Abstellraum" in book.read("xl/worksheets/sheet1.xml").decode()
    assert office.browser("leitung").get(place).status_code == 404
    assert drop_expired(timezone.now() + timedelta(days=8)) == 1
    assert browser.get(place).status_code == 404
    assert not Blob.objects.filter(pk=made.blob_id).exists()


def test_a_list_is_not_fetched_any_more_when_something_in_it_is_lost(three):
    order = {"liste": "vorgaenge", "ort": "stadt", "abfrage": "", "art": "csv"}
    boss = three.browser("leitung")
    place = boss.post(three.at("listen/ausgabe/"), order).url
    actions.change_vorgang(
        three.amira(), three.vorgang, seen_revision=three.vorgang.revision,
        values={"betreff": "Anders"},
    )  # fmt: skip
    assert boss.get(place).status_code == 200
    me = [three.amira().person_id]
    actions.change_zugriff(three.amira(), three.vorgang, choice=actions.Choice.NUR, persons=me)
    answer = boss.get(place, follow=True)
    assert answer.redirect_chain[0][0] == three.at("auftraege/")
    assert "Erstellen Sie sie neu." in answer.content.decode()
    role = Rollenzuweisung.objects.filter(person=three.town.leitung.person_id)
    role.delete()
    assert boss.get(place).status_code == 404


def _capped(actor, liste, state):
    return queries.Count(1000, True)


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =cmd|'/c calc'!A0", "＝1", "\n=1"]
)
def test_no_cell_is_taken_for_a_formula(office, text):
    assert harmless(text).startswith("'")
    assert harmless("Anhörung - Entwurf") == "Anhörung - Entwurf"
    office.vorgang.betreff = text
    Vorgang.objects.filter(pk=office.vorgang.pk).update(betreff=text)
    table = read_table(
        office.amira(), liste="vorgaenge", ort="eigene", abfrage="spalten=betreff", art="csv"
    )
    out = io.BytesIO()
    table.write(office.amira(), out)
    assert list(csv.reader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline=""),
                           delimiter=";"))[1] == [f"'{text}"]  # fmt: skip


def test_both_forms_hold_days_and_numbers_as_such():
    heads, rows = ["=Kopf", "Tag", "Zahl"], [["Müller & <Söhne>\x00", date(2026, 11, 23), 1284]]
    out = io.BytesIO()
    assert write_xlsx(out, heads, rows) == 1
    sheet = zipfile.ZipFile(out).read("xl/worksheets/sheet1.xml").decode()
    assert "Müller &amp; &lt;Söhne&gt;<" in sheet
    assert '<c s="1"><v>46349</v></c><c><v>1284</v></c>' in sheet
    assert "&#x27;=Kopf" in sheet or "'=Kopf" in sheet
    out = io.BytesIO()
    write_csv(out, heads, [["x", date(2026, 11, 23), 1284]])
    assert out.getvalue().decode("utf-8-sig") == "'=Kopf;Tag;Zahl\r\nx;23.11.2026;1284\r\n"


def test_the_dokumente_of_a_whole_akte_stand_in_one_list(office):
    make_dokument(office.amira, vorgang=office.vorgang, betreff="Lageplan")
    page = office.browser().get(office.at(f"akten/{office.akte.pk}/dokumente/"))
    assert texts(page, "Betreff") == ["Lageplan"]
    one = office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/dokumentliste/"))
    assert texts(one, "Vorgang") == [office.vorgang.aktenzeichen]
    unit = office.browser().get(office.at(f"aktenplan/{office.unit.pk}/akten/"))
    assert texts(unit, "Betreff") == [office.akte.betreff]
