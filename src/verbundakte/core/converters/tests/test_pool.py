"""The workers: one tenant each, replaced after a crash, a late answer, or enough documents."""

import os
import signal
import tempfile
import threading
from pathlib import Path

import pytest

from verbundakte.core.converters import sandbox
from verbundakte.core.converters.errors import ConversionFailed, TooLarge
from verbundakte.core.converters.limits import MIB, Limits
from verbundakte.core.converters.pool import Converters
from verbundakte.core.converters.tests import samples


@pytest.fixture
def scratch():
    with tempfile.TemporaryDirectory(prefix="va-") as folder:
        yield Path(folder)


@pytest.fixture
def converters(scratch):
    pool = Converters(workers=2, scratch=scratch, limits=Limits(documents_per_worker=3))
    yield pool
    pool.close()


def worker_ids(pool: Converters) -> list[int]:
    return [process.child.pid for process in pool._idle]


def test_a_worker_takes_one_document_after_the_other(converters):
    converters.identify(1, samples.pdf("a"))
    first = worker_ids(converters)
    converters.identify(1, samples.pdf("b"))
    assert worker_ids(converters) == first


def test_a_worker_is_not_as_large_as_who_started_it(converters, monkeypatch):
    monkeypatch.setattr(sandbox, "namespace_wrapper", lambda: "")
    large = b"1" * (converters.limits.resident_per_worker + 32 * MIB)
    converters.identify(1, samples.pdf("a"))
    assert len(worker_ids(converters)) == 1
    assert large


def test_a_worker_never_serves_a_second_tenant(converters):
    converters.identify(1, samples.pdf("a"))
    first = worker_ids(converters)
    converters.identify(2, samples.pdf("a"))
    assert not set(first) & set(worker_ids(converters))
    assert not Path(f"/proc/{first[0]}/exe").exists()


def test_a_worker_is_replaced_after_enough_documents(converters, scratch):
    for _ in range(3):
        converters.identify(1, b"Text")
    assert worker_ids(converters) == []
    assert list(scratch.iterdir()) == []


def test_a_killed_worker_gives_a_german_reason_and_is_replaced(converters):
    converters.identify(1, b"Text")
    os.killpg(worker_ids(converters)[0], signal.SIGKILL)
    with pytest.raises(ConversionFailed, match="abgestürzt"):
        converters.identify(1, b"Text")
    assert converters.identify(1, b"Text").kind == "text"


def test_a_converter_cannot_outlive_its_time(scratch):
    pool = Converters(workers=1, scratch=scratch, limits=Limits(wall_seconds=1, cpu_seconds=60))
    with pytest.raises(TooLarge, match="länger als 1 Sekunden"):
        pool.to_pdf(1, b"Zeile\n" * 100_000, "lang.txt", kind="text")
    assert list(scratch.iterdir()) == []
    pool.close()


def test_a_converter_cannot_burn_more_processor_time_than_allowed(scratch):
    pool = Converters(workers=1, scratch=scratch, limits=Limits(cpu_seconds=1))
    with pytest.raises(ConversionFailed, match="Rechenzeit"):
        pool.to_pdf(1, b"Zeile\n" * 100_000, "lang.txt", kind="text")
    pool.close()


def test_too_little_memory_is_a_refusal_and_no_crash(scratch):
    pool = Converters(workers=1, scratch=scratch, limits=Limits(memory=100 * MIB))
    with pytest.raises(ConversionFailed) as failure:
        pool.page_image(1, samples.picture((6000, 6000)), "gross.png")
    assert failure.value.message.endswith(".")
    assert pool.identify(1, b"Text").kind == "text"
    pool.close()


def test_threads_share_the_pool_without_mixing_up_answers(converters):
    seen = {}

    def convert(tenant: int) -> None:
        for number in range(2):
            pages = converters.ingest(tenant, samples.pdf(f"tenant {tenant} {number}")).pages
            seen[tenant, number] = pages[0].strip()

    threads = [threading.Thread(target=convert, args=(tenant,)) for tenant in (1, 2, 3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {(t, n): f"tenant {t} {n}" for t in (1, 2, 3) for n in range(2)}


def test_a_document_may_be_a_path_bytes_or_a_descriptor(converters, tmp_path):
    path = tmp_path / "blob"
    path.write_bytes(samples.pdf("a"))
    with path.open("rb") as stream:
        found = [
            converters.identify(1, source).media_type
            for source in (path, path.read_bytes(), stream.fileno())
        ]
    assert found == ["application/pdf"] * 3


@pytest.mark.slow
@pytest.mark.parametrize("wrapper", ["", "unshare", "bubblewrap"])
def test_every_converter_works_with_and_without_namespaces(scratch, monkeypatch, wrapper):
    if wrapper and sandbox.namespace_wrapper() not in (wrapper, "bubblewrap"):
        pytest.skip(f"{wrapper} geht auf diesem Rechner nicht")
    monkeypatch.setattr(sandbox, "namespace_wrapper", lambda: wrapper)
    pool = Converters(workers=1, scratch=scratch)
    office = pool.to_pdf(1, samples.docx(), "x.docx", kind="office")
    mail = pool.to_pdf(1, samples.eml(), "x.eml", kind="mail")
    recognised = pool.ocr_page(1, samples.picture(text="Antrag auf Wohngeld"))
    pool.close()
    assert office.data.startswith(b"%PDF-") and mail.data.startswith(b"%PDF-")
    assert recognised.text == "Antrag auf Wohngeld"
    assert list(scratch.iterdir()) == []
