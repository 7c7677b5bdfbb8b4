"""What every list of the API shares, and several things at once: Kontakte, plan, organisation."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext_lazy

from verbundakte.akten.actions import kontakt as steps
from verbundakte.akten.models import Akte, Dokument, Kontakt
from verbundakte.akten.tests.factories import make_dokument, make_planeinheit, make_vorgang
from verbundakte.api.tests.test_api import client_of
from verbundakte.api.tests.test_changes import call
from verbundakte.core.api.answers import as_json
from verbundakte.core.clock import now
from verbundakte.organisation.models import Organisationseinheit

PARTS = {
    "kontakte": "anschriften,kanaele,beteiligungen",
    "aktenplan": "pfad",
    "einheiten": "stellen",
    "personen": "stellen",
}
ONE_OF = {"kontakte": "kontakt", "aktenplan": "planeinheit", "einheiten": "einheit"}


@pytest.fixture
def office(towns, musterstadt):
    """The clerk's client, a Vorgang with a Dokument and a Kontakt that takes part in it."""
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    musterstadt.vorgang = vorgang
    musterstadt.dokument = make_dokument(lambda: musterstadt.sachbearbeiterin, vorgang=vorgang)
    musterstadt.planeinheit = vorgang.akte.planeinheit
    musterstadt.einheit = Organisationseinheit.objects.get(kennzeichen="63")
    musterstadt.kontakt = make_kontakt(musterstadt, "Erste")
    musterstadt.api = client_of(towns["musterstadt"], "sachbearbeiterin")
    return musterstadt


def make_kontakt(office, name: str) -> Kontakt:
    """Return a Kontakt with an address and a number that takes part in the Vorgang."""
    actor, at = office.sachbearbeiterin, now()
    values = {"art": "natuerlich", "vorname": "", "name": name}
    row = steps.create_kontakt_at(actor, office.vorgang, values=values, at=at)
    steps.add_anschrift(actor, row, values={"ort": "Musterstadt"}, at=at)
    steps.add_kanal(actor, row, art="telefon", wert="0123", at=at)
    steps.add_beteiligung(actor, office.vorgang, kontakt=row, rolle="nachbar", at=at)
    return row


@pytest.mark.parametrize("path", PARTS)
def test_a_list_takes_the_same_number_of_queries_whatever_its_length(office, path):
    call(office.api, "get", path)  # notes the use of the token
    counts = []
    for round_ in range(2):
        for include in ("", PARTS[path]):
            with CaptureQueriesContext(connection) as counted:
                answer = call(office.api, "get", f"{path}?include={include}")
            assert answer.status_code == 200
            counts.append(len(counted))
        for number in range(3 if not round_ else 0):
            make_kontakt(office, f"K{number}")
            make_planeinheit(f"63{number}.1")
    assert counts[:2] == counts[2:]


@pytest.mark.parametrize("path", PARTS)
def test_a_list_tells_what_is_asked_for_and_nothing_else(office, path):
    told = call(office.api, "get", f"{path}?fields=id&include={PARTS[path]}").json()
    rows = told if isinstance(told, list) else told["items"]
    assert rows and all(set(row) == {"id", *PARTS[path].split(",")} for row in rows)
    for wrong in ("fields=zone", "include=zone", "fields=tenant"):
        answer = call(office.api, "get", f"{path}?{wrong}")
        assert answer.status_code == 422 and "gibt es hier nicht" in answer.json()["detail"]


@pytest.mark.parametrize("path", ONE_OF)
def test_one_is_told_like_its_line_of_the_list(office, path):
    row = getattr(office, ONE_OF[path])
    key = row.item_id if path == "aktenplan" else row.pk
    parts = PARTS[path].split(",")
    told = call(office.api, "get", f"{path}?include={PARTS[path]}").json()
    rows = told if isinstance(told, list) else told["items"]
    [line] = [one for one in rows if one["id"] == str(key)]
    names = ",".join(line.keys() - set(parts))
    alone = call(office.api, "get", f"{path}/{key}?include={PARTS[path]}&fields={names}")
    assert alone.json() == line


@pytest.mark.parametrize(
    "path",
    ["vorgaenge/{v}/verweise", "vorgaenge/{v}/protokoll", "vorgaenge/{v}/beteiligte",
     "dokumente/{d}/fassungen", "auftraege"],
)  # fmt: skip
def test_other_lists_leave_out_what_is_not_asked_for(office, path):
    address = path.format(v=office.vorgang.pk, d=office.dokument.pk)
    assert call(office.api, "get", f"{address}?fields=gibtesnicht").status_code == 422
    name = "nummer" if "fassungen" in path else "subject" if "protokoll" in path else "id"
    told = call(office.api, "get", f"{address}?fields={name}").json()
    rows = told if isinstance(told, list) else told["items"]
    assert all(set(row) == {name} for row in rows)
    assert rows or "verweise" in path or path == "auftraege"


def test_addresses_under_an_auskunftssperre_are_in_no_list(office, towns):
    steps.change_kontakt(
        office.sachbearbeiterin, office.kontakt, seen_revision=office.kontakt.revision,
        values={"art": "natuerlich", "anrede": "", "vorname": "", "name": "Erste", "bemerkung": "",
                "geboren_on": None, "is_allgemein": True, "is_gesperrt": True,
                "gesperrt_until": None},
    )  # fmt: skip
    other = client_of(towns["musterstadt"], "assistenz")
    [line] = call(other, "get", f"kontakte?include={PARTS['kontakte']}").json()["items"]
    assert (line["is_gesperrt"], line["anschriften"], line["kanaele"]) == (True, [], [])
    assert [one["subject"] for one in line["beteiligungen"]] == [str(office.vorgang.pk)]
    [own] = call(office.api, "get", "kontakte?include=anschriften").json()["items"]
    assert [one["ort"] for one in own["anschriften"]] == ["Musterstadt"]


def test_the_plan_is_walked_by_key(office):
    for number in range(4):
        make_planeinheit(f"63{number}.1")
    seen, after = [], ""
    while True:
        page = call(office.api, "get", f"aktenplan?limit=2&fields=id,kennzeichen&after={after}")
        seen += [one["kennzeichen"] for one in page.json()["items"]]
        after = page.json()["after"]
        if not after:
            break
    assert seen == sorted(set(seen)) and len(seen) >= 5
    assert (
        call(office.api, "get", "aktenplan?after=unsinn").json()["items"][0]["kennzeichen"]
        == (seen[0])
    )


def test_several_kontakte_and_akten_at_once_have_a_result_each(office):
    unit, foreign = (
        str(office.einheit.pk),
        str(Organisationseinheit.objects.get(kennzeichen="32").pk),
    )
    items = [{"einheit": unit, "name": "Zweite"}, {"einheit": foreign, "name": "Fremd"},
             {"einheit": unit, "name": "Dritte", "art": "tier"}]  # fmt: skip
    told = call(office.api, "post", "kontakte/stapel", {"items": items}).json()
    assert [one["status"] for one in told["items"]] == [201, 404, 422] and told["created"] == 1
    before = Kontakt.objects.count()
    whole = call(office.api, "post", "kontakte/stapel", {"items": items, "is_whole": True})
    assert whole.status_code == 422 and Kontakt.objects.count() == before
    nothing = call(office.api, "post", "kontakte/stapel", {"items": items[1:2]})
    assert nothing.status_code == 404
    plan = str(office.planeinheit.item_id)
    akten = [{"planeinheit": plan, "betreff": name} for name in ("A", "B")]
    made = call(office.api, "post", "akten/stapel", {"items": akten}, idempotency_key="x")
    again = call(office.api, "post", "akten/stapel", {"items": akten}, idempotency_key="x")
    assert made.json()["created"] == 2 and again.content == made.content
    assert Akte.objects.filter(betreff__in=["A", "B"]).count() == 2


def test_several_dokumente_are_changed_at_once(office):
    other = make_dokument(lambda: office.sachbearbeiterin, vorgang=office.vorgang)
    items = [
        {"id": str(office.dokument.pk), "revision": office.dokument.revision, "betreff": "Eins"},
        {"id": str(other.pk), "revision": other.revision + 5, "betreff": "Zwei"},
    ]
    told = call(office.api, "patch", "dokumente", {"items": items}).json()
    assert [one["status"] for one in told["items"]] == [200, 412] and told["changed"] == 1
    items[1]["revision"] = other.revision
    whole = call(office.api, "patch", "dokumente", {"items": items, "is_whole": True})
    assert whole.status_code == 422
    assert [one["status"] for one in whole.json()["items"]] == [412, 424]
    names = set(Dokument.objects.values_list("betreff", flat=True))
    assert "Eins" in names and "Zwei" not in names


def test_moments_days_and_numbers_are_written_as_programs_read_them():
    on = datetime(2025, 3, 1, 9, 30, tzinfo=UTC)
    written = {
        "moment": on,
        "here": on.replace(microsecond=120_000).astimezone(ZoneInfo("Europe/Berlin")),
        "day": on.date(),
        "id": UUID(int=7),
        "amount": Decimal("1.50"),
        "lazy": gettext_lazy("Straße"),
    }
    assert json.loads(as_json(written)) == {
        "moment": "2025-03-01T09:30:00Z",
        "here": "2025-03-01T10:30:00.120000+01:00",
        "day": "2025-03-01",
        "id": "00000000-0000-0000-0000-000000000007",
        "amount": "1.50",
        "lazy": "Straße",
    }
