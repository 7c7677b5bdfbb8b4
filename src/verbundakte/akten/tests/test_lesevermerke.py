"""Every way of reading a secret leaves its Lesevermerk; what is not secret leaves none."""

import pytest
from django.utils import timezone

from verbundakte.akten.actions.ausgabe import export_file
from verbundakte.akten.ausgaben.gesamt import _piece
from verbundakte.akten.ausgaben.inhalt import Eintrag
from verbundakte.akten.models import Datei, Seitentext
from verbundakte.akten.search import read_dokumente
from verbundakte.akten.tests.factories import (
    make_akte,
    make_dokument,
    make_planeinheit,
    make_vorgang,
)
from verbundakte.akten.tests.test_ausgaben import pdf
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job, Lesevermerk
from verbundakte.organisation.actions import create_token
from verbundakte.organisation.models import Person
from verbundakte.verbund.services import SETUP


def file_in(office, vorgang):
    """File a PDF and return its Dokument and file."""
    row = make_dokument(office.amira, vorgang=vorgang, name="Bescheid.pdf", content=pdf())
    Datei.objects.filter(fassung__dokument=row).update(media_type="application/pdf", pages=1)
    datei = row.fassungen.get().dateien.get()
    Seitentext.objects.create(datei=datei, page=1, text="Steuer")
    return row, datei


@pytest.fixture
def secret(office):
    """A Vorgang of a Geheimnisklasse with one Dokument and its file."""
    plan = make_planeinheit("922.52", geheimnisklasse="steuer")
    vorgang = make_vorgang(office.amira, akte=make_akte(office.amira, planeinheit=plan))
    return vorgang, *file_in(office, vorgang)


def told() -> set[tuple]:
    """Return what the Lesevermerke say: kind of object and way."""
    return set(Lesevermerk.objects.values_list("subject_kind", "art"))


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("akten/{akte}/", {("akten.akte", "lesen")}),
        ("vorgaenge/{vorgang}/", {("akten.vorgang", "lesen"), ("akten.dokument", "lesen")}),
        ("dokumente/{dokument}/ansicht/", {("akten.dokument", "lesen")}),
        ("dateien/{datei}/text", {("akten.dokument", "lesen")}),
        ("dateien/{datei}/lesefassung", {("akten.dokument", "lesen")}),
        ("dateien/{datei}/lesefassung?laden", {("akten.dokument", "ausgabe")}),
        ("dateien/{datei}/original", {("akten.dokument", "ausgabe")}),
        ("dateien/{datei}/seiten/1.webp", {("akten.dokument", "lesen")}),
        ("dokumente/{dokument}/verlauf/", {("akten.dokument", "lesen")}),
    ],
)
def test_a_page_of_a_secret_is_recorded_and_another_is_not(office, secret, address, expected):
    vorgang, dokument, datei = secret
    names = {"akte": vorgang.akte_id, "vorgang": vorgang.pk}
    browser = office.browser()
    ordinary, file = file_in(office, office.vorgang)
    plain = {"akte": office.akte.pk, "vorgang": office.vorgang.pk}
    answer = browser.get(office.at(address.format(**plain, dokument=ordinary.pk, datei=file.pk)))
    assert answer.status_code == 200 and told() == set()
    answer = browser.get(office.at(address.format(**names, dokument=dokument.pk, datei=datei.pk)))
    assert answer.status_code == 200 and told() == expected


def test_programs_packages_and_searches_leave_their_record_too(office, secret):
    _, dokument, datei = secret
    person = Person.objects.get(pk=office.town.persons["sachbearbeiterin"])
    token = create_token(SETUP, person, name="Programm")
    headers = {"authorization": f"Bearer {token}"}
    office.town.client("archiv").get(office.at(f"api/v1/dokumente/{dokument.pk}"), headers=headers)
    assert told() == {("akten.dokument", "lesen")}
    office.town.client("archiv").get(
        office.at(f"api/v1/dateien/{datei.pk}/original"), headers=headers
    )
    assert ("akten.dokument", "ausgabe") in told()


def test_what_a_complete_pdf_takes_up_is_recorded(office, secret):
    _, dokument, datei = secret
    assert _piece(office.amira(), Eintrag(dokument, "1"), datei.pk).pages == 1
    assert told() == {("akten.dokument", "ausgabe")}


def test_a_package_is_recorded_for_whoever_asked(office, secret):
    vorgang, dokument, _ = secret
    export_file(office.amira(), vorgang, art="zip", at=timezone.now())
    run_job(office.town.tenant.pk, Job.objects.get(kind="akten.akte.export").pk)
    row = Lesevermerk.objects.get()
    assert (row.art, row.subject_id) == ("ausgabe", dokument.pk)
    assert row.person_id == office.town.persons["sachbearbeiterin"]


def test_the_passage_a_search_shows_is_read(office, secret):
    dokument = secret[1]
    hit = read_dokumente(office.amira(), [dokument.pk])[dokument.pk]
    assert told() == set()
    assert list(hit.pages()) == [(1, "Steuer")]
    assert told() == {("akten.dokument", "lesen")}
