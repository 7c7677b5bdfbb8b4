"""The pages: setting messages up, seeing how they were delivered, sending them again."""

import re

import pytest
from django.utils import timezone

from verbundakte.anbindung.models import Abonnement, Anlass, Meldung

LIST = "anbindung/meldungen/"


@pytest.fixture
def admin(office):
    """The browser of who looks after the connected systems."""
    return office.browser("fachadministration")


def new(office, admin, **values):
    """Fill in the form."""
    given = {
        "bezeichnung": "Gewerberegister",
        "url": "https://example.org/hier",
        "anlaesse": [Anlass.VORGANG_CREATED],
        "person": str(office.town.persons["sachbearbeiterin"]),
    }
    return admin.post(office.at(f"{LIST}neu/"), given | values)


def test_a_secret_is_shown_once_and_lies_sealed(office, admin):
    answer = new(office, admin)
    secret = re.search(r"whsec_[\w+/=]+", answer.content.decode()).group()
    row = Abonnement.objects.get()
    assert secret not in row.secret
    assert "no-store" in answer["Cache-Control"]
    page = admin.get(office.at(f"{LIST}{row.pk}/")).content.decode()
    assert "Gewerberegister" in page and "whsec_" not in page
    assert "Vorgang angelegt" in page


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("http://example.org/", "Erlaubt ist nur https://"),
        ("ftp://example.org/", "muss mit https:// beginnen"),
        ("irgendwas", "keine Adresse im Netz"),
    ],
)
def test_bad_addresses_are_named_on_the_form(office, admin, url, sentence):
    answer = new(office, admin, url=url)
    assert answer.status_code == 422 and sentence in answer.content.decode()
    assert not Abonnement.objects.exists()


def test_the_page_takes_the_same_queries_for_one_message_and_for_many(
    office, admin, settle, django_assert_max_num_queries
):
    new(office, admin)
    row = Abonnement.objects.get()
    counts = []
    for number in (1, 60):
        Meldung.objects.all().delete()
        Meldung.objects.bulk_create(
            Meldung(
                abonnement=row,
                event_id=row.pk.__class__(int=count),
                seq=count,
                anlass=Anlass.VORGANG_CREATED,
                subject_kind="akten.vorgang",
                subject_id=row.pk,
                at=timezone.now(),
            )
            for count in range(number)
        )
        with django_assert_max_num_queries(30) as asked:
            page = admin.get(office.at(f"{LIST}{row.pk}/"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
    assert "?ab=10" in page.content.decode()
    rest = admin.get(office.at(f"{LIST}{row.pk}/?ab=10")).content.decode()
    assert rest.count("Vorgang angelegt") == 11


def test_a_period_that_ends_before_it_begins_is_refused(office, admin):
    new(office, admin)
    row = Abonnement.objects.get()
    body = {"from_at": "2026-11-02T10:00", "to_at": "2026-11-02T09:00"}
    answer = admin.post(office.at(f"{LIST}{row.pk}/wiederholung/"), body)
    assert answer.status_code == 422 and "endet vor seinem Anfang" in answer.content.decode()
