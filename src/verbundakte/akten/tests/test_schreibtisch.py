"""The desk: everything in its order, with a fixed number of queries."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from verbundakte.akten import actions
from verbundakte.akten.actions import aktenantrag, papier
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.tests.factories import make_akte, make_dokument, make_vorgang
from verbundakte.core.tenancy.context import no_tenant

MOST_QUERIES = 20


def fill(office) -> None:
    """Lay something of each kind on the clerk's desk."""
    at, today = timezone.now(), timezone.localdate()
    clerk = office.amira()
    akte = make_akte(office.amira, betreff=f"Akte {Akte.objects.count()}")
    vorgang = make_vorgang(office.amira, akte=akte, betreff=f"Vorgang {akte.aktenzeichen}")
    Vorgang.objects.filter(pk=vorgang.pk).update(sachbearbeitung=clerk.person_id)
    draft = make_dokument(office.amira, vorgang=vorgang, is_entwurf=True)
    actions.lock_dokument(clerk, draft, until=at + timedelta(days=1), ends_with_fassung=True, at=at)
    for number, subject in enumerate((akte, vorgang, draft)):
        moment = at + timedelta(seconds=number)
        actions.toggle_favorit(office.amira(), subject, at=moment)
        actions.note_opened(office.amira(), subject, at=moment)
    lent = papier.lend(office.town.registratur, akte, an="Jonas", on=today, due_on=today)
    type(lent).objects.update(created_by=clerk.person_id)
    asked = aktenantrag.request_akte(office.amira(), office.unit, betreff="Gefragt", at=at)
    aktenantrag.confirm_akte(office.town.registratur, asked, at=at)


def real_queries(office, role="sachbearbeiterin") -> int:
    """Return how many queries the desk costs; savepoints exist in tests only."""
    browser = office.browser(role)
    with no_tenant():
        browser.get(office.at(""))
        with CaptureQueriesContext(connection) as found:
            assert browser.get(office.at("")).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in found.captured_queries)


def test_a_full_desk_costs_no_more_queries_than_one_of_each(office):
    fill(office)
    first = real_queries(office)
    for _ in range(3):
        fill(office)
    assert real_queries(office) == first <= MOST_QUERIES


def test_the_desk_keeps_its_order_and_its_content(office):
    fill(office)
    fill(office)
    page = office.browser().get(office.at(""))
    groups = {group.id: [item.kind for item in group.items] for group in page.context["groups"]}
    assert groups["heute"] == ["Ausleihe", "Ausleihe"]
    assert groups["ohne"] == ["Vorgang"] * 3 + ["Entwurf"] * 2 + ["Antrag"] * 2
    newest = Vorgang.objects.exclude(sachbearbeitung=None).order_by("-created_at").first()
    first = next(group for group in page.context["groups"] if group.id == "ohne").items[0]
    assert first.title == newest.betreff
    opened = [item.title for item in page.context["recent"]]
    assert opened[0] == Dokument.objects.order_by("-created_at").first().betreff
    assert len(page.context["favourites"]) == 6


@pytest.mark.parametrize("role", ["registratur", "leitung", "systemverwaltung", "archiv"])
def test_other_roles_pay_little_more(office, role):
    fill(office)
    assert real_queries(office, role) <= MOST_QUERIES + 4
