"""A proof of delivery that comes in on paper finds what it proves: by the number printed on it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from verbundakte.akten.models import Datei, Seitentext
from verbundakte.akten.queries.zeichen import named_in
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.schriftverkehr.actions import ausgang as actions
from verbundakte.schriftverkehr.models import Zustellnachweis
from verbundakte.schriftverkehr.queries.nachweis import proofs_found
from verbundakte.schriftverkehr.queries.versand import get_versand
from verbundakte.schriftverkehr.tests.ausgang import make_letter, send
from verbundakte.schriftverkehr.versand_rules import numbers_in, proven_day

NOW = timezone.now()
TODAY = timezone.localdate()
PZU = "Zustellungsurkunde\nGeschäftsnummer VA-V: {number}\nIch habe das Schriftstück am {day} übergeben"


@pytest.fixture
def sent(musterstadt):
    """A letter that went out three days ago."""
    letter = make_letter(lambda: musterstadt.sachbearbeiterin)
    row = send(musterstadt.sachbearbeiterin, letter)
    actions.dispatch_versand(
        musterstadt.sachbearbeiterin, row, on=TODAY - timedelta(days=3), at=NOW
    )
    return row


def scanned(town, row, text: str):
    """File a scan of which this was recognised in the Vorgang of a Versand."""
    scan = make_dokument(
        lambda: town.sachbearbeiterin, vorgang=row.vorgang, name="scan.pdf", betreff="Urkunde"
    )
    datei = Datei.objects.get(fassung__dokument=scan)
    Seitentext.objects.update_or_create(datei=datei, page=1, defaults={"text": text})
    return scan


def test_a_scan_that_names_the_number_is_taken_as_proof_with_one_key(musterstadt, sent):
    day = TODAY - timedelta(days=1)
    scan = scanned(musterstadt, sent, PZU.format(number=sent.number, day=f"{day:%d.%m.%Y}"))
    scanned(musterstadt, sent, f"Rechnung {sent.number} vom {day:%d.%m.%Y}")
    client, page = musterstadt.client("sachbearbeiterin"), f"/musterstadt/postausgang/{sent.pk}/"
    (found,) = client.get(page).context["funde"]
    assert (found.dokument, found.am) == (scan, day)
    shown = client.get(page).content.decode()
    assert f"Zustellung am {day:%d.%m.%Y} vermerken" in shown and 'data-key="n"' in shown
    told = {"am": f"{day:%Y-%m-%d}", "nachweis": str(scan.pk)}
    assert client.post(f"{page}zustellung/", told).status_code == 302
    proof = Zustellnachweis.objects.get()
    assert (proof.versand, proof.dokument, proof.am) == (sent, scan, day)
    assert client.get(page).context["funde"] == []


def test_where_the_day_is_not_clear_a_person_reads_it(musterstadt, sent):
    scan = scanned(musterstadt, sent, PZU.format(number=sent.number, day="(siehe unten)"))
    client, page = musterstadt.client("sachbearbeiterin"), f"/musterstadt/postausgang/{sent.pk}/"
    shown = client.get(page).content.decode()
    assert f"zustellung/?nachweis={scan.pk}" in shown
    form = client.get(f"{page}zustellung/?nachweis={scan.pk}").context["form"]
    assert form["nachweis"].value() == str(scan.pk)


def test_the_number_leads_the_post_room_to_the_vorgang_of_whoever_may_read_it(musterstadt, sent):
    code = f"VA-V:{sent.number}"
    (named,) = named_in(musterstadt.sachbearbeiterin, [code, sent.number])
    assert (named.zeichen, named.gemeint, named.als) == (code, sent.vorgang, "die Sendung")
    assert named_in(musterstadt.sachbearbeiter_ordnung, [code]) == []


def test_who_may_not_read_the_scan_is_not_told_of_it(musterstadt, sent):
    scanned(musterstadt, sent, PZU.format(number=sent.number, day=""))
    row = get_versand(musterstadt.sachbearbeiterin, sent.pk)
    assert proofs_found(musterstadt.sachbearbeiterin, row, until=TODAY)
    assert not proofs_found(musterstadt.sachbearbeiter_ordnung, row, until=TODAY)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("VA-V:2026/00417", {(2026, 417)}),
        ("VA - V: 2026/417 und VA-V:2025/1", {(2026, 417), (2025, 1)}),
        ("Rechnung 2026/00417, VA-E:2026/00417", set()),
    ],
)
def test_only_what_is_printed_as_our_number_is_one(text, numbers):
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("am 4.3.2026 zugestellt", date(2026, 3, 4)),
        ("am 04.03.2026, Schreiben vom 01.02.2026", date(2026, 3, 4)),
        ("am 04.03.2026 oder 05.03.2026", None),
        ("am 31.02.2026", None),
        ("am 04.04.2026", None),
    ],
)
def test_a_day_is_offered_only_where_it_is_the_only_one(text, day):
    assert proven_day(text, since=date(2026, 3, 1), until=date(2026, 3, 31)) == day
