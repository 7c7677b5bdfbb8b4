"""Experiments on the store: the disk fills up, S3 is away or lies, objects decay, the clock is moved.

Short in each test run; in full with `./verbundakte test tests/faults --long -n 0 -k versuch`.
"""

import contextlib
import hashlib
import json
import os
import random
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.faults.proxy import Proxy
from verbundakte.akten.models import Dokument
from verbundakte.akten.tests.factories import make_dokument
from verbundakte.akten.tests.test_views_upload import Sender
from verbundakte.cli.acknowledged import check_acknowledged
from verbundakte.core.blobs import places, s3_wire, store
from verbundakte.core.blobs.fixity import compare_files, compare_strangers, repair
from verbundakte.core.blobs.folder import Folder
from verbundakte.core.blobs.register import keep
from verbundakte.core.checks import check_chain
from verbundakte.core.models import Blob
from verbundakte.core.tenancy.context import current_tenant

MB = 1024**2


@pytest.fixture
def small_disk(data_dir, is_long):
    """A data folder on a disk of some MB, where this process may mount one; yields the megabytes."""
    size = 20 if is_long else 4
    if os.geteuid() != 0:
        pytest.skip("nur root kann eine kleine Platte einhängen")
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}m", "tmpfs", str(data_dir)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("hier lässt sich keine kleine Platte einhängen")
    for name in ("blobs", "tmp"):
        (data_dir / name).mkdir()
    yield size
    subprocess.run(["umount", "-l", str(data_dir)], check=True)


def test_versuch_3_the_disk_of_the_store_is_full(versuch, small_disk, settings, request):
    settings.UPLOAD_MIN_FREE_BYTES = 0
    found, chance = versuch(3, "Platte des Speichers voll"), random.Random(3)
    office = request.getfixturevalue("office")
    sender, contents, refused = Sender(office), {}, []
    for number in range(small_disk * 4):
        found.runs += 1
        content = chance.randbytes(MB // 2)
        answer = sender.begin(name=f"{number}.bin", size=len(content))
        if answer.status_code == 201:
            ticket = answer.json()
            answer = sender.part(ticket, content, 0, len(content))
            if answer.status_code == 200:
                answer = sender.finish(ticket)
        if answer.status_code == 201:
            found.confirm({"dokument": answer.json()["id"]})
            contents[hashlib.sha256(content).hexdigest()] = content
        else:
            assert answer.status_code == 507
            refused.append(answer.json()["detail"])
    assert refused and all("Speicherplatz" in text for text in refused)
    assert Dokument.objects.count() == len(found.acknowledged)
    for digest, content in contents.items():  # what was confirmed is read on
        assert store.read(current_tenant(), digest) == content
    assert compare_files(True).findings == []
    for path in store.spool_path("x").parent.iterdir():
        path.unlink()
    some = next(iter(contents))
    Folder(settings.DATA_DIR / "blobs").path(current_tenant(), some).unlink()  # room again
    assert sender.send(b"nachher", name="Nachher.txt").status_code == 201
    found.more |= {"abgewiesen": len(refused)}


@pytest.fixture
def proxy(s3_port, settings, monkeypatch, is_long):
    """New bytes go to S3 through a proxy that can be told what goes wrong."""
    from verbundakte.core.tests import s3_server

    if not is_long:
        monkeypatch.setattr(s3_wire, "ANSWER_SECONDS", 0.3)
        monkeypatch.setattr(s3_wire, "REST", 0.2)
    found = Proxy(s3_port)
    if not is_long:
        found.seconds = 1.0
    server = s3_server.new_bucket(s3_port)
    settings.S3 = replace(server, url=f"http://127.0.0.1:{found.port}")
    settings.SPEICHER = places.S3
    places.forget()
    yield found
    places.forget()
    found.close()


def put_many(found, contents: dict[str, bytes], seconds: float, chance: random.Random) -> int:
    """Store files for a while; those confirmed are kept in `contents`. Returns how many failed."""
    failed, until = 0, time.monotonic() + seconds
    while time.monotonic() < until:
        found.runs += 1
        content = chance.randbytes(chance.randrange(1, 200_000))
        try:
            stored = store.put_bytes(1, content)
        except store.StoreAway:
            failed += 1
            time.sleep(0.02)
            continue
        found.confirm({"sha256": stored.sha256})
        contents[stored.sha256] = content
    return failed


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.parametrize("mode", ["down", "slow", "cut", "flip", "etag"])
def test_versuch_5_s3_is_away_slow_cut_or_lies(versuch, proxy, mode, is_long):
    found, chance = versuch(5, f"S3: {mode}"), random.Random(mode)
    contents: dict[str, bytes] = {}
    assert put_many(found, contents, 5 if is_long else 0.3, chance) == 0
    with proxy.fault(mode):
        failed = put_many(found, contents, 60 if is_long else 0.8, chance)
        found.more["längste Seite ms"] = longest_page(next(iter(contents)))
    until = time.monotonic() + 30
    while put_many(found, contents, 0.1, chance) and time.monotonic() < until:
        pass  # the rest after the last failure
    found.more |= {"gescheitert": failed}
    if mode in ("down", "slow", "flip"):  # a cut answer is read on, and ETags are not believed
        assert failed
    lost = [digest for digest, content in contents.items() if store.read(1, digest) != content]
    found.lost += lost
    assert lost == []
    bucket = places.bucket_of(store.settings.S3)
    listed = {entry.name for entry in bucket.entries(1)}
    assert set(contents) <= listed
    for name in listed - set(contents):  # unconfirmed: whole or nothing, and nobody names them
        assert bucket.digest(1, name).sha256 == name


def longest_page(digest: str) -> int:
    """Let eight threads want files and pages at the same time; return the longest wait of a page."""
    waited = []

    def read() -> None:
        with contextlib.suppress(store.StoreAway, store.BytesMissing):
            store.read(1, digest)

    def page(asked: float) -> None:
        waited.append(time.monotonic() - asked)

    with ThreadPoolExecutor(8) as pool:  # as many threads as a web server has
        for _ in range(20):
            pool.submit(read)
            pool.submit(page, time.monotonic())
    most = s3_wire.ANSWER_SECONDS + s3_wire.WAIT_FOR_TURN + 2
    assert max(waited) < most, waited
    return round(max(waited) * 1000)


def test_versuch_10_decay_is_named_without_a_false_alarm(versuch, musterstadt, tmp_path, is_long):
    found, chance = versuch(10, "Verfall im Speicher"), random.Random(10)
    tenant = current_tenant()
    digests = [keep(chance.randbytes(1000)).sha256 for _ in range(5000 if is_long else 60)]
    copy = Folder(tmp_path / "kopie")
    subprocess.run(["cp", "-a", str(store.settings.DATA_DIR / "blobs"), str(copy.root)], check=True)
    chosen = chance.sample(digests, 15)
    flipped, deleted, swapped = chosen[:10], chosen[10:13], chosen[13:]
    for digest in flipped:
        path = writable(digest)
        content = bytearray(path.read_bytes())
        content[chance.randrange(1000)] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
    for digest in deleted:
        writable(digest).unlink()
    one, other = (writable(digest) for digest in swapped)
    first, second = one.read_bytes(), other.read_bytes()
    one.write_bytes(second)
    other.write_bytes(first)
    strangers = [hashlib.sha256(bytes([number])).hexdigest() for number in range(2)]
    for name in strangers:
        place = Folder(store.settings.DATA_DIR / "blobs").path(tenant, name)
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(b"fremd")
    began = time.monotonic()
    named = {finding.name for finding in compare_files(True).findings}
    named |= {finding.name for finding in compare_strangers(True).findings}
    rate = len(digests) / (time.monotonic() - began)
    found.runs = len(digests)
    found.acknowledged = [{"sha256": digest} for digest in digests]
    found.more |= {"genannt": len(named), "am Tag": f"{rate * 86400 / 1e6:.0f} Mio."}
    assert named == {*flipped, *deleted, *swapped, *strangers}
    assert len(named) == 17
    assert all(repair(digest, copy) for digest in chosen)
    assert compare_files(True).findings == []
    found.lost = []


def writable(digest: str):
    """Return the place of a file, made writable."""
    path = store.path_of(current_tenant(), digest)
    path.chmod(0o600)
    return path


MOMENTS = {
    "zwei Jahre vor": datetime(2028, 11, 28, 12, tzinfo=UTC),
    "einen Tag zurück": datetime(2026, 11, 27, 12, tzinfo=UTC),
    "29. Februar": datetime(2028, 2, 29, 23, 30, tzinfo=UTC),
    "Nacht zur Sommerzeit": datetime(2027, 3, 28, 0, 59, 59, tzinfo=UTC),
    "Nacht zur Winterzeit": datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
}


def test_versuch_13_the_clock_is_moved(versuch, office, settle, tmp_path, monkeypatch):
    found = versuch(13, "Uhr verstellt")
    from django.utils import timezone

    for name, moment in MOMENTS.items():
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        for step in (0, 1):
            found.runs += 1
            monkeypatch.setattr(
                timezone, "now", lambda at=moment - timedelta(seconds=step): at
            )  # backwards
            content = f"{name} {step}".encode()
            row = make_dokument(office.amira, vorgang=office.vorgang, content=content)
            found.confirm(
                {"tenant": "musterstadt", "dokument": str(row.pk),
                 "sha256": hashlib.sha256(content).hexdigest()}
            )  # fmt: skip
            settle()
        assert office.browser().get(office.at(f"vorgaenge/{office.vorgang.pk}/")).status_code == 200
    monkeypatch.undo()
    path = tmp_path / "bestaetigt.jsonl"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in found.acknowledged))
    found.lost = check_acknowledged(path, deep=True).problems
    assert found.lost == []
    checked, broken = check_chain(True)  # the order of the log is its sequence, never the clock
    assert (checked > len(MOMENTS) * 2, broken) == (True, [])
    assert Blob.objects.count() == len(found.acknowledged)
