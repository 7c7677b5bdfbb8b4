"""The Notfallliste: made in the night, opened by its password alone, complete, without any Betreff."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from verbundakte.akten import notfall
from verbundakte.akten.actions.notfall import set_notfallkennwort
from verbundakte.akten.kinds import JobKind
from verbundakte.akten.models import Notfallkennwort, Notfallliste
from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.akten.tests.support import office
from verbundakte.core.blobs import store
from verbundakte.core.clock import today
from verbundakte.core.converters.lock import locked
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import Job

__all__ = ["office"]
KENNWORT = "vier-blaue-Stempel"


def test_it_opens_with_the_password_only():
    empty = BytesIO()
    pikepdf.new().save(empty)
    content = locked(empty.getvalue(), KENNWORT)
    with pytest.raises(pikepdf.PasswordError):
        pikepdf.open(BytesIO(content))
    with pikepdf.open(BytesIO(content), password=KENNWORT) as document:
        assert document.encryption.R == 6
        assert document.user_password_matched and not document.owner_password_matched


def test_without_a_password_nothing_is_made_and_with_one_once_a_day(office, settle):
    notfall.make_once_a_day(today())
    assert not Job.objects.filter(kind=JobKind.NOTFALL).exists()
    set_notfallkennwort(office.town.leitung, None, kennwort=KENNWORT, at=timezone.now())
    assert KENNWORT not in Notfallkennwort.objects.get().sealed
    notfall.make_once_a_day(today())
    notfall.make_once_a_day(today())
    assert Job.objects.filter(kind=JobKind.NOTFALL).count() == 1


@pytest.mark.slow
def test_the_list_holds_all_running_vorgaenge_and_lies_outside(office, data_dir, settings):
    for number in range(3):
        make_vorgang(office.amira, akte=office.akte, betreff=f"Geheimer Betreff {number}")
    set_notfallkennwort(office.town.leitung, None, kennwort=KENNWORT, at=timezone.now())
    notfall.make_once_a_day(today())
    run_job(office.town.tenant.pk, Job.objects.get(kind=JobKind.NOTFALL).pk)
    assert Job.objects.get(kind=JobKind.NOTFALL).error == ""
    made = Notfallliste.objects.get()
    assert made.counts["vorgaenge"] == 4
    content = store.read(office.town.tenant.pk, made.blob.sha256)
    assert (data_dir / "notfall" / "musterstadt.pdf").read_bytes() == content
    with pikepdf.open(BytesIO(content), password=KENNWORT) as document:
        assert len(document.pages) == made.pages
    browser = office.browser("leitung")
    page = browser.get(office.at("notfallliste/")).content.decode()
    assert "4, jetzt laufen 4" in page
    answer = browser.get(office.at("notfallliste/datei"))
    assert b"".join(answer.streaming_content) == content
    assert notfall.check_notfallliste(False) == (1, [])
    long_ago = timezone.now() - timedelta(days=3)
    Notfallliste.objects.update(made_at=long_ago)
    Notfallkennwort.objects.update(set_at=long_ago)
    assert "älter als zwei Tage" in notfall.check_notfallliste(False)[1][0]


def test_the_page_says_what_is_missing_and_takes_a_password(office, django_assert_max_num_queries):
    browser = office.browser("leitung")
    assert "Noch kein Kennwort" in browser.get(office.at("notfallliste/")).content.decode()
    short = browser.post(office.at("notfallliste/kennwort/"), {"kennwort": "kurz"})
    assert short.status_code == 422
    assert (
        browser.post(office.at("notfallliste/kennwort/"), {"kennwort": KENNWORT}).status_code == 302
    )
    with django_assert_max_num_queries(14):
        assert browser.get(office.at("notfallliste/")).status_code == 200
    assert browser.get(office.at("notfallliste/datei")).status_code == 404
    assert office.browser().get(office.at("notfallliste/")).status_code == 404
