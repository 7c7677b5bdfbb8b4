"""Akteneinsicht, Verweise, paper and what is kept for others."""

import io
from datetime import date, timedelta

import pikepdf
import pytest
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import papier as steps
from verbundakte.akten.actions.kontakt import add_beteiligung, create_kontakt_at
from verbundakte.akten.actions.verweis import add_verweis
from verbundakte.akten.desk import loans, own_desk
from verbundakte.akten.models import Akteneinsicht, Ausleihe, Datei, Verwahrstueck, Verweis
from verbundakte.akten.queries.papier import open_requests
from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.conversion import converters
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job

TODAY = date.today()


def pdf() -> bytes:
    """Return a PDF of one page."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()


def file_pdf(office, betreff: str):
    """File a PDF as the job that looks into it would leave it."""
    row = make_dokument(
        office.amira, vorgang=office.vorgang, name="a.pdf", content=pdf(), betreff=betreff
    )
    Datei.objects.filter(fassung__dokument=row).update(media_type="application/pdf", pages=1)
    return row


@pytest.mark.slow
def test_an_akteneinsicht_leaves_out_with_a_reason_and_records_who_got_it(office):
    shown, hidden = file_pdf(office, "Antrag"), file_pdf(office, "Anzeige eines Nachbarn")
    browser, place = (
        office.browser(),
        office.at(f"vorgaenge/{office.vorgang.pk}/akteneinsichten/neu/"),
    )
    values = {"empfaenger": "Kanzlei Recht", "rechtsgrund": "vwvfg", "zeigen": str(shown.pk)}
    assert "Nennen Sie für jedes" in browser.post(place, values).content.decode()
    assert browser.post(place, values | {"zeigen": []}).status_code == 422
    answer = browser.post(place, values | {f"grund-{hidden.pk}": "Schutz des Hinweisgebers"})
    einsicht = Akteneinsicht.objects.get()
    assert answer.url == office.at(f"akteneinsichten/{einsicht.pk}/")
    job = Job.objects.get(kind="akten.einsicht.export")
    run_job(office.town.tenant.pk, job.pk)
    job.refresh_from_db()
    file = browser.get(office.at(f"auftraege/ausgaben/{job.result['ausgabe']}"))
    content = b"".join(file.streaming_content)
    told = converters().extract_text(1, content, "a.pdf")
    assert len(told) == 2 and "Seite 2 von 2" in told[1]
    assert "Schutz des Hinweisgebers" in told[0] and "Kanzlei Recht" in told[0]
    assert "Verlauf" not in told[0]
    later = {"on": TODAY + timedelta(days=1), "how": "papier"}
    assert browser.post(answer.url, later).status_code == 422
    assert browser.post(answer.url, {"on": TODAY, "how": "papier"}).status_code == 302
    assert browser.post(answer.url, {"on": TODAY, "how": "papier"}).status_code == 422
    einsicht.refresh_from_db()
    assert einsicht.handed_on == TODAY and einsicht.handed_by == office.amira().person_id
    assert office.browser("sachbearbeiter_ordnung").get(answer.url).status_code == 404


def test_an_akteneinsicht_warns_of_an_auskunftssperre(office):
    file_pdf(office, "Antrag")
    place = office.at(f"vorgaenge/{office.vorgang.pk}/akteneinsichten/neu/")
    assert "Auskunftssperre" not in office.browser().get(place).content.decode()
    values = {"art": "natuerlich", "name": "Entwurf", "is_gesperrt": True}
    row = create_kontakt_at(office.amira(), office.vorgang, values=values, at=timezone.now())
    add_beteiligung(office.amira(), office.vorgang, kontakt=row, rolle="nachbar", at=timezone.now())
    assert "Auskunftssperre" in office.browser().get(place).content.decode()


def test_a_verweis_shows_only_ends_one_may_see(office):
    hidden = make_vorgang(office.amira, akte=office.akte, betreff="Verborgener Widerspruch")
    actions.change_zugriff(
        office.amira(), hidden, choice=actions.Choice.NUR, persons=[office.amira().person_id]
    )
    add_verweis(office.amira(), hidden, to=office.vorgang, art="rechtsbehelf", at=timezone.now())
    place = office.at(f"verweise/vorgang/{office.vorgang.pk}/")
    own = office.browser().get(place).content.decode()
    assert "angegriffen durch" in own and "Verborgener" in own
    assert "Verborgener" not in office.browser("leitung").get(place).content.decode()
    boss = office.browser("leitung")
    for ziel in (hidden.aktenzeichen, office.at(f"vorgaenge/{hidden.pk}/"), "x\x00y"):
        assert boss.post(place, {"art": "siehe", "ziel": ziel}).status_code == 422
    assert boss.post(place, {"art": "siehe", "ziel": office.akte.aktenzeichen}).status_code == 302
    assert boss.post(place, {"art": "siehe", "ziel": office.akte.aktenzeichen}).status_code == 422
    foreign = Verweis.objects.get(from_id=hidden.pk)
    assert boss.post(office.at(f"verweise/{foreign.pk}/ende/")).status_code == 404


def test_paper_is_lent_once_and_the_desk_reminds(office):
    keeper = office.browser("registratur")
    place = office.at(f"akten/{office.akte.pk}/papier/")
    assert (
        keeper.post(
            place, {"standort": "Keller, Regal 4", "papier_until": "2024-12-31"}
        ).status_code
        == 302
    )
    due = {"an": "Amt 63", "due_on": TODAY + timedelta(days=2)}
    for _ in range(2):
        keeper.post(f"{place}ausleihen/", due)
    row = Ausleihe.objects.get()
    page = keeper.get(place).content.decode()
    assert "Keller, Regal 4" in page and "schon ausgeliehen" in page
    assert office.akte.betreff in keeper.get(office.at("")).content.decode()
    assert "Amt 63" in keeper.get(office.at(f"ausleihen/{row.pk}/fehlblatt/")).content.decode()
    assert office.browser().post(place, {"standort": "x"}).status_code == 403
    keeper.post(office.at(f"ausleihen/{row.pk}/rueckgabe/"))
    assert loans(own_desk(office.town.registratur)) == []


def test_the_altregistratur_sees_what_is_asked_of_it(office):
    browser, place = office.browser(), office.at(f"akten/{office.akte.pk}/papier/")
    assert browser.post(f"{place}aushebungen/", {"wunsch": ""}).status_code == 302
    browser.post(f"{place}aushebungen/", {"wunsch": "Band 2, als Scan"})
    page = office.browser("registratur").get(office.at("")).content.decode()
    assert "Band 2, als Scan" in page
    assert open_requests(office.amira()) == []
    row = office.akte.aushebungen.get()
    done = office.at(f"aushebungen/{row.pk}/erledigung/")
    assert browser.post(done, {"ergebnis": "gescannt"}).status_code == 403
    office.browser("registratur").post(done, {"ergebnis": "gescannt"})
    assert open_requests(office.town.registratur) == []


def test_an_original_to_return_keeps_the_vorgang_open(office):
    browser, place = office.browser(), office.at(f"vorgaenge/{office.vorgang.pk}/verwahrung/")
    values = {
        "art": "original", "bezeichnung": "Bürgschaft", "von": "Mia Entwurf",
        "standort": "Tresor", "received_on": TODAY,
    }  # fmt: skip
    assert browser.post(place, values | {"bezeichnung": ""}).status_code == 422
    assert browser.post(place, values).status_code == 302
    with pytest.raises(steps.StillKept):
        actions.close_vorgang(office.amira(), office.vorgang, on=TODAY, at=timezone.now())
    row = Verwahrstueck.objects.get()
    end = office.at(f"verwahrung/{row.pk}/rueckgabe/")
    browser.post(end, {"to": ""})
    row.refresh_from_db()
    assert row.returned_on is None
    browser.post(end, {"to": "Mia Entwurf"})
    actions.close_vorgang(office.amira(), office.vorgang, on=TODAY, at=timezone.now())
