"""Many sign at the same moment what came from one Vorlage, while the web server is killed.

Each Mitzeichnung is asked for by two clerks at once. Afterwards every step was done exactly once, every
confirmed one is there, and of each Verfügung the next step has begun.

Short in each test run; 1,000 Zeichnungen with
`./verbundakte test tests/faults/test_versuch_zeichnung.py --long -n 0`.
"""

import http.client
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlencode
from uuid import UUID, uuid5

import pytest
from django.db import transaction
from django.utils import timezone

from tests.faults.site import COME_AGAIN, PAUSE, Growing, again_and_again
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.core.checks import check_chain
from verbundakte.core.models import AuditEvent
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.actions.lauf import IsOver
from verbundakte.geschaeftsgang.bausteine import VERFUEGUNGSVORLAGE
from verbundakte.geschaeftsgang.checks import check_schritte, check_zeichnungen
from verbundakte.geschaeftsgang.events import Event
from verbundakte.geschaeftsgang.models import (
    Erledigung,
    Schritt,
    SchrittArt,
    Verfuegungsvorlage,
    Zeichnung,
)
from verbundakte.geschaeftsgang.tests.factories import standing
from verbundakte.organisation.tests.cast import install_silently

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KEY = UUID("6f1b7c52-3d0e-4b7e-9f55-7d1a0c4e2b12")
SIDE_BY_SIDE, HANDS = 4, 8
ROLES = ("sachbearbeiterin", "leitung")


def vorlage() -> Verfuegungsvorlage:
    """Return the one Vorlage: some sign side by side, then it goes out."""
    arten = ["mitzeichnung"] * SIDE_BY_SIDE + ["versand"]
    zeilen = [
        {
            "id": str(uuid5(KEY, str(number))),
            "reihenfolge": number,
            "art": art,
            "an": "federfuehrung",
            "ist_parallel": 1 < number <= SIDE_BY_SIDE,
        }
        for number, art in enumerate(arten, 1)
    ]
    told = {"bezeichnung": "Viele zeichnen mit", "beschreibung": "", "zeilen": zeilen}
    install_silently(VERFUEGUNGSVORLAGE, KEY, told)
    return Verfuegungsvorlage.objects.get(key=KEY)


def begin(town, count: int) -> list[tuple[str, str]]:
    """Put `count` Verfügungen from the Vorlage into the Geschäftsgang; return (step, Fassung)."""
    route, found = vorlage(), []
    for _ in range(count):
        dokument = make_dokument(lambda: town.sachbearbeiterin)
        made = actions.create_verfuegung(
            town.sachbearbeiterin,
            dokument.vorgang,
            zeilen=actions.lines_of(route),
            rahmen=actions.frame_of(route, dokument),
            at=timezone.now(),
        )
        seen = str(standing(dokument))
        rows = made.schritte.filter(art=SchrittArt.MITZEICHNUNG).order_by("position")
        found += [(str(row.pk), seen) for row in rows]
    return found


def sign(browser, step: str, seen: str, found) -> None:
    """Agree once, as the one key does it; a broken answer is asked again. Notes what was confirmed."""
    path = f"/{browser.town}/geschaeftsgang/schritte/{step}/erledigung/"
    form = urlencode({"antwort": "ja", "fassung": seen})
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Va-Part": "meldung"}
    while True:
        try:
            status, body, _ = browser.ask("POST", path, form, **kind)
        except (OSError, http.client.HTTPException):
            status, body = 0, b""
        if status == 200:
            found.confirm({"schritt": step})
            return
        if status == 422 and IsOver.message in body.decode():
            return
        assert status == 0 or status in COME_AGAIN, (status, body[:300])
        with found.lock:
            found.more["Fehlversuche"] = found.more.get("Fehlversuche", 0) + 1
        time.sleep(PAUSE)


def test_versuch_17_the_same_steps_are_signed_by_many_while_web_is_killed(
    versuch, site, clerk, town, is_long
):
    found = versuch(17, "Mitzeichnungen beim Beenden des Webservers")
    with use_tenant(town.tenant.pk), transaction.atomic():
        wanted = begin(town, 250 if is_long else 3)
    found.runs = len(wanted)
    asked = [one for one in wanted for _ in range(2)]  # by two clerks at once
    browsers = [clerk(ROLES[hand % 2]) for hand in range(HANDS)]

    def kill() -> None:
        site.kill("web")
        site.start("web")

    def work(hand: int) -> None:
        for step, seen in asked[hand::HANDS]:
            sign(browsers[hand], step, seen, found)

    every = 1.0 if is_long else 0.3
    with (
        again_and_again(kill, every=every, after=Growing(found.acknowledged)) as kills,
        ThreadPoolExecutor(HANDS) as pool,
    ):
        list(pool.map(work, range(HANDS)))
    found.more["Abbrüche"] = len(kills)
    assert kills
    look_for_losses(found, town, {step for step, _ in wanted})


def look_for_losses(found, town, wanted: set[str]) -> None:
    """Compare what was confirmed with what stands there: nothing lost, nothing double."""
    confirmed = Counter(one["schritt"] for one in found.acknowledged)
    assert max(confirmed.values()) == 1
    with use_tenant(town.tenant.pk), transaction.atomic():
        done = Counter(map(str, Erledigung.objects.values_list("schritt_id", flat=True)))
        signed = Counter(
            map(str, Zeichnung.objects.values_list("erledigung__schritt_id", flat=True))
        )
        told = AuditEvent.objects.filter(name=Event.SCHRITT_AGREED).count()
        late = Schritt.objects.filter(art=SchrittArt.VERSAND, begun_at=None).count()
        again = Schritt.objects.exclude(vorgaenger=None).count()
        wrong = [*check_zeichnungen(True)[1], *check_schritte(True)[1], *check_chain(True)[1]]
    found.lost = sorted(set(confirmed) - set(done))
    found.more["unbestätigt da"] = len(done) - len(confirmed)
    assert done == signed == Counter(dict.fromkeys(wanted, 1))
    assert (found.lost, told, late, again, wrong) == ([], len(wanted), 0, 0, [])
