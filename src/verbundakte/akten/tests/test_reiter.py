"""Rooms above add tabs to what is known about a Vorgang or Dokument, and a notice above all tabs."""

import pytest

from verbundakte.akten.tests.factories import make_dokument, make_vorgang
from verbundakte.core.registry import SubjectTab, registry
from verbundakte.core.tenancy.context import no_tenant


@pytest.fixture
def tab(monkeypatch):
    """A tab of a room above on every Dokument."""
    made = SubjectTab(
        "probe",
        "Probereiter",
        "ui/_chip.html",
        lambda request, subject, fassung: {"label": "Inhalt"},
        count=lambda actor, subject: 3,
        notice=lambda request, subject, fassung: {"no": fassung.nummer},
        notice_template="ui/_still_pages.html",
    )
    monkeypatch.setitem(registry.subject_tabs, "akten.dokument", [made])
    return made


def test_a_dokument_shows_the_tab_and_the_notice_of_a_room_above(office, tab):
    vorgang = make_vorgang(office.amira)
    make_dokument(office.amira, vorgang=vorgang)
    with no_tenant():
        browser = office.browser()
        page = browser.get(office.at(f"vorgaenge/{vorgang.pk}/"))
        shown = page.context["inspector"]
        assert [one["label"] for one in shown["tabs"]][-1] == "Probereiter"
        assert shown["tabs"][-1]["count"] == 3
        assert shown["notices"][0]["part"] == {"no": 1}
        assert shown["above"] is None
        page = browser.get(office.at(f"vorgaenge/{vorgang.pk}/?ansicht=probe"))
    assert page.context["inspector"]["above"]["part"] == {"label": "Inhalt"}
