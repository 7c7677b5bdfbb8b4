"""Pages taken out, turned, ordered, joined: the order as text, the page, and what is filed."""

import pypdfium2
import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Choice
from verbundakte.akten.models import Dokument, Verweis
from verbundakte.akten.seitenfolge import (
    FolgeError,
    Page,
    moved,
    places_after,
    read_folge,
    told,
    whole,
)
from verbundakte.akten.tests.support import office
from verbundakte.akten.tests.test_schwaerzung import make_pdf
from verbundakte.core.blobs import store
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job

__all__ = ["office"]


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("1-3, 5", "1-3, 5"),
        ("3-1", "3, 2, 1"),
        ("2-", "2-5"),
        (" 1 , 2r ; 3r, 4K", "1, 2-3r, 4k"),
        ("1, 7:1-2, 2", "1, 7:1-2, 2"),
        ("1, 1, 1", "1, 1, 1"),
    ],
)
def test_an_order_is_read_and_told(text, result):
    assert told(read_folge(text, {0: 5, 7: 2})) == result


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "keine Seite"), ("6", "hat 5 Seiten"), ("1-9", "hat 5 Seiten"), ("0", "Seite 0"),
        ("x", "„x“ ist keine Seite"), ("8:1", "Aus Dokument 8"), ("7:3", "Dokument 7 hat 2"),
        (",".join(["1-5"] * 300), "Mehr als 1000"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(text, reason):
    with pytest.raises(FolgeError) as error:
        read_folge(text, {0: 5, 7: 2})
    assert reason in error.value.message


def test_what_is_done_to_chosen_pages():
    pages = whole(5)
    assert told(moved(pages, {1, 2}, "vor")) == "2-3, 1, 4-5"
    assert places_after({1, 2}, 5, "vor") == {0, 1}
    assert told(moved(pages, {0, 4}, "zurueck")) == "2, 1, 3-5"
    assert told(moved(pages, {1}, "weg")) == "1, 3-5"
    assert told(moved(pages, {1, 3}, "nur")) == "2, 4"
    assert moved([Page(0, 1, 270)], {0}, "rechts") == [Page(0, 1, 0)]
    assert told(moved(pages, {0}, "links")) == "1l, 2-5"


def work(office) -> None:
    for row in Job.objects.waiting().filter(kind="akten.seiten.arrange"):
        run_job(office.town.tenant.pk, row.pk)


def order(office, datei, **asked):
    answer = office.browser().post(office.at(f"dateien/{datei.pk}/seitenfolge/"), asked)
    if answer.status_code == 302:
        work(office)
    return answer


def pages_of(fassung) -> list[tuple[str, int]]:
    """Return text and turn of each page of the file of a Fassung."""
    datei = fassung.dateien.get()
    document = pypdfium2.PdfDocument(store.read(fassung.tenant, datei.blob.sha256))
    return [(page.get_textpage().get_text_range(), page.get_rotation()) for page in document]


def test_a_new_fassung_has_the_pages_in_their_order_and_the_old_one_stays(office):
    datei = make_pdf(office, "eins", "zwei", "drei")
    other = make_pdf(office, "vier").fassung.dokument
    dokument = datei.fassung.dokument
    assert (
        order(office, datei, folge=f"3, 1r, {other.position}:1", ziel="fassung").status_code == 302
    )
    newest = dokument.fassungen.order_by("-nummer").first()
    assert newest.nummer == 2 and pages_of(newest) == [("drei", 0), ("eins", 90), ("vier", 0)]
    assert newest.bemerkung == f"Seiten 3, 1r, {other.position}:1, aus Fassung 1"
    assert len(pages_of(dokument.fassungen.get(nummer=1))) == 3
    row = Job.objects.get(kind="akten.seiten.arrange")
    assert set(row.args) == {"auftrag", "vertretung"}
    Job.objects.filter(pk=row.pk).update(finished_at=None)
    run_job(office.town.tenant.pk, row.pk)
    assert dokument.fassungen.count() == 2


def test_pages_become_a_dokument_of_their_own_seen_by_nobody_more(office):
    datei = make_pdf(office, "eins", "zwei")
    original = datei.fassung.dokument
    actions.change_zugriff(
        office.amira(), original, choice=Choice.NUR, persons=[office.amira().person_id]
    )
    original.refresh_from_db()
    order(office, datei, folge="2", ziel="dokument", betreff="Seite zwei")
    made = Dokument.objects.get(betreff="Seite zwei")
    assert pages_of(made.fassungen.get()) == [("zwei", 0)]
    assert made.zone_id == original.zone_id
    assert Verweis.objects.get(from_id=made.pk).to_id == original.pk
    assert AuditEvent.objects.filter(subject_id=made.pk, name="akten.seiten.filed").exists()
    bytes_of = store.read(made.tenant, made.fassungen.get().dateien.get().blob.sha256)
    assert b"eins" not in bytes_of


def test_pages_of_what_other_people_see_are_not_offered_and_not_taken(office):
    datei, secret = make_pdf(office, "eins"), make_pdf(office, "geheim", betreff="Geheimes")
    actions.change_zugriff(
        office.amira(),
        secret.fassung.dokument,
        choice=Choice.NUR,
        persons=[office.amira().person_id],
    )
    number = secret.fassung.dokument.position
    answer = order(office, datei, folge=f"1, {number}:1", ziel="fassung")
    page = answer.content.decode()
    assert answer.status_code == 422 and f"Aus Dokument {number} lassen sich" in page
    assert "Geheimes" not in page


def test_steps_without_a_script_lead_from_order_to_order(office):
    datei = make_pdf(office, "eins", "zwei", "drei")
    other = make_pdf(office, "vier", betreff="Anderes").fassung.dokument
    browser, address = office.browser(), office.at(f"dateien/{datei.pk}/seitenfolge/")
    page = browser.get(address).content.decode()
    assert page.count('name="seite"') == 3 and "Anderes" in page
    turned = browser.get(address, {"folge": "1-3", "seite": ["1"], "tun": "rechts"}, follow=True)
    shown = turned.content.decode()
    assert 'value="1, 2r, 3"' in shown and "nach rechts gedreht" in shown
    joined = browser.get(
        address, {"folge": "1-2", "aus": other.position, "tun": "anhaengen"}, follow=True
    )
    assert f'value="1-2, {other.position}:1"' in joined.content.decode()
    none_left = browser.get(
        address, {"folge": "1", "seite": ["0"], "tun": "weg"}, follow=True
    ).content.decode()
    assert 'value="1"' in none_left
    wrong = browser.get(address, {"folge": "1, x"})
    assert wrong.status_code == 422 and 'value="1, x"' in wrong.content.decode()


def test_a_signed_file_is_warned_about_and_a_closed_vorgang_refused(office):
    datei = make_pdf(office, "eins", "zwei")
    type(datei).objects.filter(pk=datei.pk).update(
        hinweise=["Die Datei ist elektronisch signiert."]
    )
    address = office.at(f"dateien/{datei.pk}/seitenfolge/")
    assert "gelten Signaturen nicht mehr" in office.browser().get(address).content.decode()
    assert order(office, datei, folge="1", ziel="dokument", betreff="").status_code == 422
    day = timezone.localdate()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    assert order(office, datei, folge="1", ziel="fassung").status_code == 422


def test_the_page_asks_the_same_number_of_queries(office, django_assert_max_num_queries):
    browser = office.browser()
    for lines in (["eins"], ["Seite"] * 30):
        datei = make_pdf(office, *lines)
        address = office.at(f"dateien/{datei.pk}/seitenfolge/")
        browser.get(address)
        with django_assert_max_num_queries(22):
            browser.get(address)
