"""Experiments on the running service: processes and connections are killed while clerks work.

Short in each test run; in full with `./verbundakte test tests/faults --long -n 0 -k versuch`.
"""

import asyncio
import hashlib
import http.client
import io
import itertools
import json
import os
import random
import time
import zipfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app

from tests.faults.site import Growing, again_and_again, end_sessions, letter
from verbundakte.akten.models import Akte, Datei, Dokument, Seitentext
from verbundakte.cli.acknowledged import check_acknowledged
from verbundakte.core.blobs.fixity import compare_files
from verbundakte.core.checks import check_chain
from verbundakte.core.jobs.tasks import return_stalled
from verbundakte.core.models import Job
from verbundakte.core.tenancy.context import use_tenant

FILES = int(os.environ.get("VERBUNDAKTE_IMPORT_FILES", 10_000))
JOBS = int(os.environ.get("VERBUNDAKTE_JOB_COUNT", 1000))
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def look_for_losses(found, town, tmp_path) -> None:
    """Compare what was confirmed with database, log, store and index; nothing may be lost or double."""
    path = tmp_path / "bestaetigt.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in found.acknowledged))
    found.lost = check_acknowledged(path, deep=True).problems
    with use_tenant(town.tenant.pk):
        files = compare_files(True)
        with transaction.atomic():
            keys = Counter(Dokument.objects.values_list("pk", flat=True))
            _, broken = check_chain(True)
    assert found.lost == []
    assert [str(finding) for finding in files.findings] == []
    assert broken == []
    confirmed = [one["dokument"] for one in found.acknowledged]
    assert len(set(confirmed)) == len(confirmed)
    assert {str(key) for key in keys} >= set(confirmed)
    found.more["unbestätigt da"] = len(keys) - len(confirmed)


def upload_many(found, browsers, vorgang, count: int, *, most: int = 60_000) -> None:
    """Let clerks upload files at the same time; each notes what was confirmed."""

    hands = len(browsers)

    def work(number: int) -> None:
        chance, browser = random.Random(number), browsers[number]
        for index in range(number, count, hands):
            content = letter(chance, index, most)
            said = browser.upload(vorgang, f"Schreiben {index}.txt", content)
            found.confirm(said)
            with found.lock:
                found.runs += 1
                found.more["Fehlversuche"] = found.more.get("Fehlversuche", 0) + browser.errors
                browser.errors = 0

    with ThreadPoolExecutor(hands) as pool:
        list(pool.map(work, range(hands)))


def test_versuch_1_web_is_killed_during_uploads(
    versuch, site, clerk, open_office, town, tmp_path, is_long
):
    found = versuch(1, "Webserver beim Hochladen beendet")

    def kill() -> None:
        site.kill("web")
        site.start("web")

    browsers = [clerk() for _ in range(4)]
    with again_and_again(kill, every=0.3, after=Growing(found.acknowledged)) as kills:
        upload_many(found, browsers, open_office.vorgang.pk, 500 if is_long else 10)
    found.more["Abbrüche"] = len(kills)
    assert kills
    look_for_losses(found, town, tmp_path)
    assert found.more["unbestätigt da"] == 0


def test_versuch_6_connections_are_cut_while_files_get_their_numbers(
    versuch, site, clerk, open_office, databases, town, tmp_path, is_long
):
    found = versuch(6, "Datenbankverbindungen gekappt")
    until = time.monotonic() + (300 if is_long else 5)
    unit, numbered = open_office.unit, []
    federfuehrung = unit.federfuehrung_id

    browsers, writers = [clerk(), clerk()], [clerk() for _ in range(3)]

    def create(hand: int) -> int:
        browser, count = writers[hand], 0
        while time.monotonic() < until:
            count += 1
            if address := browser.new_akte(unit.pk, federfuehrung, f"Akte {hand}-{count}"):
                numbered.append(address)
        return browser.errors

    end_sessions(databases.name)  # skips where it is not allowed
    connection.close()  # our own was cut too
    with ThreadPoolExecutor(3) as pool:
        hands = [pool.submit(create, hand) for hand in range(3)]
        with again_and_again(lambda: end_sessions(databases.name), every=2.0) as cuts:
            count = 600 if is_long else 6
            upload_many(found, browsers, open_office.vorgang.pk, count)
            errors = sum(hand.result() for hand in hands)
    last = cuts[-1] if cuts else 0.0
    connection.close()  # our own was cut too
    writers[0].get("")
    found.more |= {"gekappt": len(cuts), "Fehler Akten": errors, "Akten": len(numbered)}
    assert cuts
    assert time.monotonic() - last < 12
    with use_tenant(town.tenant.pk), transaction.atomic():
        names = Akte.objects.filter(planeinheit=unit).values_list("aktenzeichen", flat=True)
        numbers = sorted(int(name.rpartition("/")[2]) for name in names)
    assert numbers == list(range(1, len(numbers) + 1))  # none twice, no gap
    keys = {address.rstrip("/").split("/")[-1] for address in numbered}
    with use_tenant(town.tenant.pk), transaction.atomic():
        assert Akte.objects.filter(pk__in=keys).count() == len(keys)
    look_for_losses(found, town, tmp_path)


def give_back() -> None:
    """Give the jobs of a dead worker back at once, as the product does after half a minute."""

    async def run() -> None:
        with_worker = app.with_connector(app.connector.get_worker_connector())
        async with with_worker.open_async():
            await return_stalled(with_worker, 0)

    with ThreadPoolExecutor(1) as aside:  # a browser test before may have left a loop here
        aside.submit(asyncio.run, run()).result()


def test_versuch_8_the_worker_is_killed_while_jobs_run(
    versuch, site, clerk, open_office, town, tmp_path, is_long
):
    found = versuch(8, "Auftragsbearbeitung beendet")
    count = JOBS if is_long else 12
    upload_many(found, [clerk(), clerk()], open_office.vorgang.pk, count, most=400)
    tenant, kills = town.tenant.pk, 0
    with use_tenant(tenant):
        with transaction.atomic():
            found.runs = Job.objects.count()
        site.start("worker")
        until, before = time.monotonic() + (3600 if is_long else 90), found.runs
        while (left := open_jobs()) and time.monotonic() < until:
            if kills < (40 if is_long else 1) and left < before:  # it got on since the last time
                time.sleep(random.Random(kills).random() * (3 if is_long else 0.05))
                site.kill("worker")
                kills, before = kills + 1, open_jobs()
                give_back()
                site.start("worker")
            time.sleep(0.5 if is_long else 0.02)
        site.kill("worker")
        assert not left  # since then the clock may have ordered something
        with transaction.atomic():
            assert list(Job.objects.failed().values_list("label", "error")) == []
            files = Datei.objects.count()
            texts = Counter(Seitentext.objects.values_list("datei", "page"))
    found.more |= {"Abbrüche": kills, "Dateien": files}
    assert kills
    assert set(texts.values()) == {1} and len(texts) >= files  # each was read once, none twice
    look_for_losses(found, town, tmp_path)


def open_jobs() -> int:
    """Return how many jobs of the open town have not ended."""
    with transaction.atomic():
        return Job.objects.open().count()


def test_versuch_9_an_import_is_killed_and_taken_up_again(
    versuch, site, open_office, town, tmp_path, is_long
):
    found, chance = versuch(9, "Übernahme abgebrochen"), random.Random(9)
    folder, output = tmp_path / "eingang", tmp_path / "zeilen"
    folder.mkdir()
    output.touch()
    count, breaks = (FILES, 20) if is_long else (30, 2)
    expected = set()
    for number in range(count):
        content = letter(chance, number, most=3000)
        (folder / f"{number:05}.txt").write_bytes(content)
        expected.add(hashlib.sha256(content).hexdigest())
    login = "sachbearbeiterin.musterstadt"
    order = {"folder": str(folder), "output": str(output), "tenant": "musterstadt", "login": login}
    for index in range(breaks):
        site.start("import", **order)
        goal = (index + 1) * count // (breaks + 1)
        until = time.monotonic() + 300
        while registered(output) < goal and time.monotonic() < until:
            time.sleep(0.005)
        site.kill("import")
        found.runs += 1
    assert site.wait(site.start("import", **order)) == 0
    before = registered(output)
    assert site.wait(site.start("import", **order)) == 0
    site.pids.pop("import")
    assert registered(output) == before  # the second run adds nothing
    with use_tenant(town.tenant.pk), transaction.atomic():
        rows = Datei.objects.values_list("fassung__dokument", "blob__sha256")
        there = Counter(digest for _, digest in rows)
        for dokument, digest in rows:
            found.confirm({"tenant": "musterstadt", "dokument": str(dokument), "sha256": digest})
    assert set(there) == expected
    assert set(there.values()) == {1}
    look_for_losses(found, town, tmp_path)


def registered(output) -> int:
    """Return how many files an import has told to have taken."""
    return output.read_text().count('"result": "registered"')


def bombs(is_long: bool) -> dict[str, bytes]:
    """Return files that want more than their size: archives that burst, a PDF of many pages."""
    box = io.BytesIO()
    with zipfile.ZipFile(box, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", bytes((20 if is_long else 2) * 1024**2))
    nested = io.BytesIO()
    with zipfile.ZipFile(nested, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(50):
            archive.writestr(f"{number}.zip", box.getvalue())
    pages = pikepdf.new()
    for _ in range(10_000 if is_long else 100):
        pages.add_blank_page()
    document = io.BytesIO()
    pages.save(document)
    return {"a.zip": box.getvalue(), "b.zip": nested.getvalue(), "c.pdf": document.getvalue()}


def memory_of(pid: int) -> int:
    """Return the megabytes a process holds."""
    with open(f"/proc/{pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024**2


def test_versuch_15_a_crowd_and_bombs_beside_normal_clerks(
    versuch, site, clerk, open_office, town, tmp_path, is_long
):
    found = versuch(15, "Überlast und Bomben")
    until = time.monotonic() + (60 if is_long else 3)
    crowd = [clerk() for _ in range(50 if is_long else 6)]
    normal = [clerk(), clerk()]
    pages = ["", f"vorgaenge/{open_office.vorgang.pk}/", "akten/", "suche/?q=Schreiben"]
    statuses: Counter = Counter()
    if is_long:
        site.start("web 2")  # as an installation does on two cores
    site.start("worker")

    def rush(browser) -> None:
        for number in itertools.count():
            if time.monotonic() > until:
                return
            try:
                status, _, _ = browser.ask("GET", f"/musterstadt/{pages[number % 4]}")
            except (OSError, http.client.HTTPException):
                status = 0
            with found.lock:
                statuses[status] += 1

    def work(browser) -> None:
        browser.times.clear()
        for number in itertools.count():
            if time.monotonic() > until:
                return
            browser.get(pages[number % 3])
            time.sleep(0.3)

    with ThreadPoolExecutor(len(crowd) + 4) as pool:
        running = [pool.submit(rush, one) for one in crowd] + [
            pool.submit(work, one) for one in normal
        ]
        for name, content in bombs(is_long).items():
            found.confirm(normal[0].upload(open_office.vorgang.pk, name, content))
        upload_many(
            found, [clerk(), clerk()], open_office.vorgang.pk, 40 if is_long else 4, most=400
        )
        for one in running:
            one.result()
    times = sorted(itertools.chain.from_iterable(one.times for one in normal))
    p95 = times[int(len(times) * 0.95)]
    held = max(memory_of(pid) for name, pid in site.pids.items() if name.startswith("web"))
    found.more |= {"Menge": dict(statuses), "p95 der anderen ms": round(p95 * 1000), "Web MB": held}
    site.kill("worker")
    assert set(statuses) <= {200, 302, 429, 503}
    assert held < 1024
    if is_long:
        assert p95 < 2
    look_for_losses(found, town, tmp_path)
