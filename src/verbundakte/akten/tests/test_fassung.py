"""A Fassung that was filed by mistake: withdrawn with a reason, back again, never gone."""

import pytest
from django.utils import timezone

from verbundakte.akten import actions, queries
from verbundakte.akten.actions.filing import Arrived
from verbundakte.akten.models import Datei, Fassung
from verbundakte.akten.queries.objects import with_newest
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.treffer import newest_dateien, read_dokumente
from verbundakte.core.blobs import store
from verbundakte.core.blobs.store import put_bytes
from verbundakte.core.tenancy.context import current_tenant

REASON = "Falsche Datei abgelegt"


@pytest.fixture
def dokument(office):
    """A Dokument with two Fassungen."""
    made = make_dokument(office.amira, vorgang=office.vorgang, name="richtig.txt", content=b"eins")
    stored = put_bytes(current_tenant(), b"zwei")
    arrived = Arrived(stored, "falsch.txt")
    actions.add_fassung(office.amira(), made, arrived=arrived, at=timezone.now())
    return made


def names(office, dokument) -> set[str]:
    """Which file counts, wherever the newest is asked for."""
    [row] = with_newest(queries.dokumente(office.amira()).filter(pk=dokument.pk), 1)
    [hit] = newest_dateien([dokument.pk])[dokument.pk]
    found = read_dokumente(office.amira(), [dokument.pk])[dokument.pk]
    return {row.newest_datei.file_name, hit.file_name, found.file_name}


def test_the_fassung_before_counts_again_and_the_bytes_stay(office, dokument):
    assert names(office, dokument) == {"falsch.txt"}
    fassung, browser = dokument.fassungen.get(nummer=2), office.browser()
    address = office.at(f"vorgaenge/{office.vorgang.pk}/?dokument={dokument.pk}")
    form = office.at(f"fassungen/{fassung.pk}/ruecknahme/")
    assert form in browser.get(address).content.decode()
    assert browser.post(form, {"grund": " "}).status_code == 422
    assert browser.post(form, {"grund": REASON}).status_code == 302
    assert names(office, dokument) == {"richtig.txt"}
    page = browser.get(address).content.decode()
    assert "Fassung 2, zurückgezogen" in page and REASON in page and "zurückziehen" not in page
    shown = browser.get(f"{address}&fassung=2").content.decode()
    assert "Diese Fassung ist zurückgezogen" in shown and "falsch.txt" in shown
    datei = Datei.objects.get(fassung=fassung)
    assert store.read(current_tenant(), datei.blob.sha256) == b"zwei"
    history = browser.get(office.at(f"dokumente/{dokument.pk}/verlauf/")).content.decode()
    assert "hat eine Fassung zurückgezogen" in history and REASON in history
    assert "schon zurückgezogen" in browser.post(form, {"grund": REASON}).content.decode()
    browser.post(office.at(f"fassungen/{fassung.pk}/wiederkehr/"))
    assert names(office, dokument) == {"falsch.txt"}
    assert Fassung.objects.get(pk=fassung.pk).withdrawn_because == ""


def test_the_last_fassung_that_counts_and_one_of_a_closed_vorgang_stay(office, dokument):
    first, second = dokument.fassungen.order_by("nummer")
    told = {"because": REASON, "at": timezone.now()}
    actions.withdraw_fassung(office.amira(), dokument, fassung=first, **told)
    with pytest.raises(actions.OnlyFassung):
        actions.withdraw_fassung(office.amira(), dokument, fassung=second, **told)
    day = timezone.localdate()
    actions.close_vorgang(office.amira(), office.vorgang, on=day, at=timezone.now())
    with pytest.raises(actions.VorgangClosed):
        actions.restore_fassung(office.amira(), dokument, fassung=first)
