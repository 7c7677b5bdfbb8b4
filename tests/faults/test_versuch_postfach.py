"""Mails are fetched while the worker is killed again and again: each becomes one Eingang, once.

Short in each test run; 1,000 mails with
`./verbundakte test tests/faults/test_versuch_postfach.py --long -n 0`.
"""

import hashlib
import random
import shutil
import tempfile
import time
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction

from verbundakte.akten.models import Datei
from verbundakte.core.tenancy.context import use_tenant
from verbundakte.posteingang.models import (
    Annahmehindernis,
    Eingang,
    Eingangskanal,
    Eingangsreferenz,
)
from verbundakte.posteingang.tests.mailservers import (
    DOVECOT,
    mail,
    start_dovecot,
    start_pymap,
)
from verbundakte.posteingang.tests.postfaecher import make_postfach

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
MOST_SECONDS = 1800


@pytest.fixture
def mailserver(is_long):
    """A real IMAP server; in the long run Dovecot where it is installed."""
    folder = Path(tempfile.mkdtemp())
    found = start_dovecot(folder) if is_long and DOVECOT else start_pymap(folder)
    yield found
    found.end()
    shutil.rmtree(folder, ignore_errors=True)


def test_versuch_mails_are_fetched_exactly_once_while_the_worker_is_killed(
    long_run, versuch, site, town, mailserver, is_long
):
    found = versuch(11, "Worker beim Abholen von E-Mails beendet")
    count, most_at_once = (1000, 100) if is_long else (40, 20)
    chance = random.Random(11)
    mails = [
        mail(number, body=f"Zeile {chance.random()}\r\n" * chance.randrange(1, 200))
        for number in range(count)
    ]
    mailserver.append(*mails)
    settings.OUTBOUND_ALLOWED = [f"imap://127.0.0.1:{mailserver.port}"]
    with use_tenant(town.tenant.pk), transaction.atomic():
        kanal = make_postfach(
            town.fachadministration, mailserver, danach="verschieben", zielordner="Uebernommen"
        )
    began, kills = time.monotonic(), 0
    worker = {"stalled": 30, "held": 8 if is_long else 3, "queues": ["default"]}
    worker["allowed"] = settings.OUTBOUND_ALLOWED
    site.start("worker", **worker)
    while not _is_done(town, kanal, count, mailserver):
        assert time.monotonic() - began < MOST_SECONDS
        wanted = _taken(town) + chance.randrange(1, most_at_once)
        while _taken(town) < min(wanted, count):
            assert time.monotonic() - began < MOST_SECONDS
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.2))
        if _taken(town) < count:
            site.kill("worker")
            site.start("worker", **worker)
            kills += 1
    found.runs, found.more = count, {"Abbrüche": kills}
    assert kills
    with use_tenant(town.tenant.pk), transaction.atomic():
        kept = Counter(Datei.objects.values_list("blob__sha256", flat=True))
        sent = Counter(hashlib.sha256(one).hexdigest() for one in mails)
        found.lost = sorted((sent - kept) + (kept - sent))
        assert found.lost == []
        numbers = sorted(Eingang.objects.values_list("nummer", flat=True))
        assert numbers == list(range(1, count + 1))
        assert Eingangsreferenz.objects.count() == count
        assert not Annahmehindernis.objects.exists()
    assert mailserver.lying() == 0 and mailserver.lying("Uebernommen") == count


def _taken(town) -> int:
    with use_tenant(town.tenant.pk), transaction.atomic():
        return Eingang.objects.count()


def _is_done(town, kanal, count: int, mailserver) -> bool:
    if _taken(town) < count:
        return False
    with use_tenant(town.tenant.pk), transaction.atomic():
        row = Eingangskanal.objects.get(pk=kanal.pk)
    return mailserver.lying() == 0 and row.last_success_at is not None
