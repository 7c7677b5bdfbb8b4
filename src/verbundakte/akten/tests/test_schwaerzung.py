"""Schwärzung from the page of a Dokument to the proven copy: who may, where it lies, what is told."""

import pypdfium2
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import Choice
from verbundakte.akten.forms_schwaerzung import read_area
from verbundakte.akten.models import Datei, Dokument, Muster, Schwaerzung, Verweis
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.support import office
from verbundakte.akten.tidying import forget_unfinished, purge_papierkorb
from verbundakte.core.blobs import store
from verbundakte.core.converters.places import PATTERNS
from verbundakte.core.converters.tests import samples
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job

__all__ = ["office"]
CHOICE = {"betreff": "Bescheid (geschwärzt)", "grund": "vwvfg", "begruendung": "Nachbar"}


def make_pdf(office, *lines, **more) -> Datei:
    """Return the file of a Dokument with one page for each line."""
    dokument = make_dokument(
        office.amira,
        vorgang=office.vorgang,
        name="Bescheid.pdf",
        content=samples.pdf(*lines),
        **more,
    )
    datei = dokument.fassungen.get().dateien.get()
    Datei.objects.filter(pk=datei.pk).update(media_type="application/pdf", pages=len(lines))
    return datei


def work(office) -> None:
    """Run what waits of Schwärzungen."""
    for row in Job.objects.waiting().filter(kind__startswith="akten.schwaerzung"):
        run_job(office.town.tenant.pk, row.pk)


def begin(office, datei, **asked) -> Schwaerzung:
    """Look for something as the clerk."""
    answer = office.browser().post(office.at(f"dateien/{datei.pk}/schwaerzung/"), asked)
    assert answer.status_code == 302, answer.content.decode()
    work(office)
    return Schwaerzung.objects.get(datei=datei, done_at=None)


def blacken(office, row, **chosen):
    """Have the copy made of what is chosen; return it."""
    answer = office.browser().post(office.at(f"schwaerzungen/{row.pk}/"), {**CHOICE, **chosen})
    assert answer.status_code == 302, answer.content.decode()
    work(office)
    row.refresh_from_db()
    return row.ergebnis


def text_of(dokument: Dokument) -> str:
    """Return the text of the PDF of a Dokument."""
    datei = dokument.fassungen.get().dateien.get()
    document = pypdfium2.PdfDocument(store.read(dokument.tenant, datei.blob.sha256))
    return " ".join(page.get_textpage().get_text_range() for page in document)


def test_a_copy_is_filed_with_reason_and_verweis_and_the_original_stays(office):
    pages = ["Frau Eva Mueller wohnt hier", *["Seite ohne Namen"] * 8, "bei Mueller zu Hause"]
    datei = make_pdf(office, *pages, betreff="Widerspruch Müller")
    digest = datei.blob.sha256
    row = begin(office, datei, begriffe="Müller")
    assert [stelle["page"] for stelle in row.stellen] == [1, 10]
    page = office.browser().get(office.at(f"schwaerzungen/{row.pk}/")).content.decode()
    assert "<mark>Mueller</mark>" in page and "Widerspruch … (geschwärzt)" in page
    copy = blacken(office, row, stelle=["0", "1"])
    assert row.problem == "" and copy.vorgang_id == office.vorgang.pk
    assert "Mueller" not in text_of(copy) and "ohne Namen" in text_of(copy)
    assert copy.betreff == "Bescheid (geschwärzt)"
    assert "§§ 29, 30 VwVfG" in copy.bemerkung and "Nachbar" in copy.bemerkung
    verweis = Verweis.objects.get(from_id=copy.pk)
    assert (verweis.art, verweis.to_id) == ("schwaerzung", datei.fassung.dokument_id)
    filed = AuditEvent.objects.get(subject_id=copy.pk, name="akten.schwaerzung.filed")
    assert filed.actor_id == str(office.amira().person_id)
    assert AuditEvent.objects.filter(
        subject_id=datei.fassung.dokument_id, name="akten.schwaerzung.made"
    ).exists()
    datei.refresh_from_db()
    assert datei.blob.sha256 == digest
    assert (row.begriffe, row.stellen, row.bereiche) == ([], [], [])
    done = office.browser().get(office.at(f"schwaerzungen/{row.pk}/")).content.decode()
    assert "Geschwärzt und geprüft" in done


def test_a_place_can_be_left_out_and_an_area_given_by_numbers(office):
    datei = make_pdf(office, "Eva Mueller", "Eva Mueller")
    row = begin(office, datei, begriffe="Mueller")
    browser, address = office.browser(), office.at(f"schwaerzungen/{row.pk}/")
    numbers = {"seite": 2, "links": 0, "oben": 10, "rechts": 100, "unten": 30}
    page = browser.post(f"{address}bereiche/", {**CHOICE, "stelle": ["0"], **numbers})
    shown = page.content.decode()
    assert page.status_code == 200 and 'value="2:0.0,100.0,1000.0,300.0" checked' in shown
    assert 'value="Bescheid (geschwärzt)"' in shown
    wrong = browser.post(f"{address}bereiche/", {**CHOICE, **numbers, "unten": 5})
    assert wrong.status_code == 422 and "von oben nach unten" in wrong.content.decode()
    copy = blacken(office, row, stelle=["0"], bereich=["2:0.0,100.0,1000.0,300.0"])
    assert "Eva" in text_of(copy) and "Mueller" not in text_of(copy)


def test_nothing_chosen_or_no_reason_is_refused(office):
    row = begin(office, make_pdf(office, "Eva Mueller"), begriffe="Mueller")
    browser, address = office.browser(), office.at(f"schwaerzungen/{row.pk}/")
    nothing = browser.post(address, CHOICE)
    assert nothing.status_code == 422 and "nichts geschwärzt" in nothing.content.decode()
    no_reason = browser.post(address, {**CHOICE, "stelle": ["0"], "grund": ""})
    assert no_reason.status_code == 422
    other = browser.post(address, {**CHOICE, "stelle": ["0"], "grund": "sonstiger",
                                   "begruendung": ""})  # fmt: skip
    assert "Nennen Sie den anderen Grund" in other.content.decode()


def test_who_sees_only_named_persons_originals_makes_no_wider_copy_unless_said(office):
    datei = make_pdf(office, "Eva Mueller")
    original = datei.fassung.dokument
    actions.change_zugriff(
        office.amira(), original, choice=Choice.NUR, persons=[office.amira().person_id]
    )
    original.refresh_from_db()
    row = begin(office, datei, begriffe="Mueller")
    page = office.browser().get(office.at(f"schwaerzungen/{row.pk}/")).content.decode()
    assert "nur genannte Personen" in page
    assert blacken(office, row, stelle=["0"]).zone_id == original.zone_id
    row = begin(office, datei, begriffe="Mueller")
    wide = blacken(office, row, stelle=["0"], zugriff="weit")
    assert wide.zone_id == office.vorgang.zone_id != original.zone_id


def test_a_copy_is_made_only_of_what_one_reads_what_has_pages_and_where_one_may_file(office):
    datei = make_pdf(office, "Eva Mueller")
    address = office.at(f"dateien/{datei.pk}/schwaerzung/")
    assert office.browser("datenschutz").get(address).status_code == 404
    dokument = make_dokument(office.amira, vorgang=office.vorgang)
    none = office.at(f"dateien/{dokument.fassungen.get().dateien.get().pk}/schwaerzung/")
    assert "keine Lesefassung" in office.browser().get(none).content.decode()
    day = timezone.localdate()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    closed = office.browser().post(address, {"begriffe": "Eva"})
    assert closed.status_code == 422 and not Schwaerzung.objects.exists()


def test_nobody_else_sees_what_was_found(office):
    row = begin(office, make_pdf(office, "Eva Mueller"), begriffe="Mueller")
    for role in ("leitung", "registratur"):
        assert office.browser(role).get(office.at(f"schwaerzungen/{row.pk}/")).status_code == 404


def test_when_the_proof_fails_nothing_is_stored_and_the_reason_is_told(office, monkeypatch):
    row = begin(office, make_pdf(office, "Eva Mueller"), begriffe="Mueller")
    monkeypatch.setattr("verbundakte.akten.schwaerzung._of", lambda of, pages: {})
    count = Dokument.objects.count()
    assert blacken(office, row, stelle=["0"]) is None
    assert Dokument.objects.count() == count and row.ordered_at is None
    page = office.browser().get(office.at(f"schwaerzungen/{row.pk}/")).content.decode()
    assert "deshalb ist nichts gespeichert" in page


def test_the_page_of_a_schwaerzung_asks_the_same_number_of_queries(
    office, django_assert_max_num_queries
):
    browser = office.browser()
    for lines in (["Eva Mueller"], ["Eva Mueller und Eva Mueller"] * 9):
        row = begin(office, make_pdf(office, *lines), begriffe="Mueller\nEva")
        browser.get(office.at(f"schwaerzungen/{row.pk}/"))
        with django_assert_max_num_queries(24):
            browser.get(office.at(f"schwaerzungen/{row.pk}/"))


def test_what_was_begun_is_forgotten_after_a_week_and_with_the_dokument(office):
    row = begin(office, make_pdf(office, "Eva Mueller"), begriffe="Mueller")
    Schwaerzung.objects.filter(pk=row.pk).update(
        created_at=timezone.now() - timezone.timedelta(days=9)
    )
    assert forget_unfinished(timezone.localdate()) == 1
    datei = make_pdf(office, "Eva Mueller", is_entwurf=True)
    begin(office, datei, begriffe="Mueller")
    actions.trash_dokument(office.amira(), datei.fassung.dokument, at=timezone.now())
    later = timezone.localdate() + timezone.timedelta(days=60)
    assert purge_papierkorb(later) == 1 and not Schwaerzung.objects.exists()


def test_areas_and_patterns_are_what_they_say():
    assert read_area("3:100,200,300,250", 3) == [3, 100.0, 200.0, 300.0, 250.0]
    for wrong in ("4:0,0,1,1", "1:0,0,1", "1:5,0,1,1", "x", "1:0,0,nan,1", "1:-1,0,2,2"):
        assert read_area(wrong, 3) is None
    assert set(Muster.values) == set(PATTERNS)
