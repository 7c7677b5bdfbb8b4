"""A file in a watched folder becomes a batch, and the batch Eingänge: all of it, each once."""

import errno
import os
import time

import pytest
from django.utils import timezone

from verbundakte.akten.tests.factories import make_vorgang
from verbundakte.core import virus
from verbundakte.core.audit import tenant_uuid
from verbundakte.core.blobs import store
from verbundakte.core.converters.tests import test_scans as sheets
from verbundakte.core.jobs.run import run_job
from verbundakte.core.models import AuditEvent, Job
from verbundakte.core.tenancy.context import current_tenant
from verbundakte.organisation.models import Organisationseinheit
from verbundakte.posteingang import actions
from verbundakte.posteingang.models import (
    Eingang,
    Eingangskanal,
    Quarantaene,
    Scanstapel,
    TrennblattArt,
)
from verbundakte.posteingang.scan import wecken
from verbundakte.posteingang.scan.blaetter import code_of, read_code
from verbundakte.posteingang.scan.kinds import ScanJob
from verbundakte.posteingang.scan.ordner import Gesehen
from verbundakte.posteingang.scan.wache import Wache, _look
from verbundakte.posteingang.tests.factories import install_scanklassen


@pytest.fixture
def folder(musterstadt, data_dir, settings, monkeypatch):
    """A watched folder of the post room; two looks are three seconds apart without waiting."""
    settings.EINGANG_ORDNER = data_dir / "eingang"
    path = settings.EINGANG_ORDNER / "musterstadt" / "scanner-1"
    path.mkdir(parents=True)
    install_scanklassen()
    unit = Organisationseinheit.objects.get(kennzeichen="63")
    Eingangskanal.objects.create(
        art="scan",
        bezeichnung="Scanner 1",
        einheit=unit,
        einstellungen={"ordner": "scanner-1", "scanklasse": "eingangspost"},
        created_at=timezone.now(),
    )
    clock = [100.0]
    monkeypatch.setattr(wecken, "WACHE", Wache(_look))
    monkeypatch.setattr(wecken, "moment", lambda: clock[0])
    return Place(path, clock)


class Place:
    def __init__(self, path, clock):
        self.path, self.clock = path, clock

    def look(self) -> int:
        """Let one look be made and followed; return how many jobs it started."""
        wecken.wake()
        for _ in range(200):
            stand = next(iter(wecken.WACHE._known.values()), None)
            if stand is None or stand.thread is None or not stand.thread.is_alive():
                break
            time.sleep(0.01)
        started = wecken.wake()
        self.clock[0] += 6
        return started

    def work(self) -> None:
        """Look twice, and run every job that follows."""
        self.look()
        self.look()
        run_all()


def run_all() -> None:
    kinds = [ScanJob.TAKE, ScanJob.DIVIDE]
    while (
        found := Job.objects.filter(kind__in=kinds, finished_at=None).order_by("created_at").first()
    ):
        run_job(current_tenant(), found.pk)


def scan(*texts: str) -> bytes:
    return sheets.scanned(*(sheets.written(text) if text else sheets.page() for text in texts))


def test_a_file_arrives_whole_and_once(folder):
    (folder.path / "Brief.pdf").write_bytes(content := scan("Antrag"))
    assert folder.look() == 0
    assert folder.look() == 1
    run_all()
    stapel = Scanstapel.objects.get()
    eingang = Eingang.objects.get()
    assert (stapel.seiten, stapel.klasse.kuerzel, stapel.problem) == (1, "eingangspost", "")
    assert eingang.dokument.fassungen.get().dateien.get().blob == stapel.blob
    assert store.read(current_tenant(), stapel.blob.sha256) == content
    assert os.listdir(folder.path) == ["erledigt"]
    assert stapel.produkte.get().seiten == [1]
    names = {event.name for event in AuditEvent.objects.about(stapel)}
    assert names == {"posteingang.stapel.taken", "posteingang.stapel.divided"}
    folder.work()
    assert Eingang.objects.count() == 1


def test_killed_between_record_and_putting_away_it_is_not_taken_twice(folder, monkeypatch):
    path = folder.path / "Brief.pdf"
    path.write_bytes(scan("Antrag"))
    told = path.stat()
    folder.work()
    (folder.path / "erledigt" / "Brief.pdf").rename(path)  # as if the move had never happened
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
    folder.clock[0] += 60
    folder.work()
    assert (Scanstapel.objects.count(), Eingang.objects.count()) == (1, 1)
    assert not path.exists()


def test_the_same_name_and_the_same_content_again_are_other_arrivals(folder):
    for _ in range(2):
        (folder.path / "Scan0001.pdf").write_bytes(scan("Antrag"))
        folder.work()
    assert (Scanstapel.objects.count(), Eingang.objects.count()) == (2, 2)
    assert sorted(os.listdir(folder.path / "erledigt")) == ["Scan0001 (2).pdf", "Scan0001.pdf"]


def test_a_slow_writer_is_waited_for(folder):
    path = folder.path / "langsam.pdf"
    content = scan("eins", "zwei")
    with path.open("wb") as file:
        for begin in range(0, len(content), len(content) // 4 + 1):
            file.write(content[begin : begin + len(content) // 4 + 1])
            file.flush()
            folder.look()
            run_all()
            assert not Scanstapel.objects.exists()
        folder.look()
        run_all()  # it looks settled, but somebody still has it open
        assert not Scanstapel.objects.exists()
    folder.clock[0] += 60
    folder.work()
    assert Scanstapel.objects.get().seiten == 2


def test_a_full_disk_in_the_middle_loses_nothing_and_is_told(folder, monkeypatch):
    for name in ("a.pdf", "b.pdf"):
        (folder.path / name).write_bytes(scan(name))
    real, calls = store.put_file, []

    def full(*args):
        calls.append(args)
        if len(calls) == 2:
            raise store.reason_of(OSError(errno.ENOSPC, "full"))
        return real(*args)

    monkeypatch.setattr(store, "put_file", full)
    folder.work()
    kanal = Eingangskanal.objects.get()
    assert "Speicherplatz ist erschöpft" in kanal.failure
    assert kanal.failing_since
    assert Scanstapel.objects.count() == 1
    folder.clock[0] += 60
    folder.work()
    kanal.refresh_from_db()
    assert (kanal.failure, kanal.failing_since) == ("", None)
    assert Scanstapel.objects.count() == Eingang.objects.count() == 2


def test_a_missing_folder_is_told_until_it_is_there_again(folder):
    folder.path.rename(folder.path.with_name("weg"))
    folder.look()
    kanal = Eingangskanal.objects.get()
    assert kanal.failure == (
        "Den Ordner „musterstadt/scanner-1“ gibt es nicht. Der Betrieb legt ihn an oder bindet ihn ein."
    )
    folder.path.mkdir()
    folder.look()
    kanal.refresh_from_db()
    assert kanal.failing_since is None


def test_a_program_is_refused_and_put_aside(folder):
    (folder.path / "rechnung.exe").write_bytes(b"MZ\x90\x00")
    folder.work()
    stapel = Scanstapel.objects.get()
    assert stapel.blob is None
    assert stapel.problem
    assert os.listdir(folder.path / "abgewiesen") == ["rechnung.exe"]
    assert not Eingang.objects.exists()


def test_a_scan_with_a_virus_is_held_back_and_released_with_a_reason(
    folder, musterstadt, monkeypatch
):
    def found(path):
        raise virus.VirusFound("Eicar")

    (folder.path / "brief.txt").write_bytes(b"Ein Brief")
    with monkeypatch.context() as patched:
        patched.setattr(virus, "scan", found)
        folder.work()
    stapel, eingang, held = (
        Scanstapel.objects.get(), Eingang.objects.get(), Quarantaene.objects.get(),
    )  # fmt: skip
    assert os.listdir(folder.path / "quarantaene") == ["brief.txt"]
    assert (stapel.blob, eingang.dokument, held.eingang) == (None, None, eingang)
    assert "Eicar" in stapel.problem and eingang.number in stapel.problem
    (folder.path / "quarantaene" / "brief.txt").rename(folder.path / "brief.txt")
    folder.work()
    assert (Eingang.objects.count(), Quarantaene.objects.count()) == (1, 1)
    actions.release_file(
        musterstadt.registratur, eingang, quarantaene=held, grund="Fehlalarm", at=timezone.now()
    )
    assert Eingang.objects.get().dokument is not None


def test_a_broken_scan_arrives_as_it_is(folder):
    (folder.path / "kaputt.pdf").write_bytes(b"%PDF-1.4\n" + b"x" * 200)
    folder.work()
    assert "beschädigt" in Scanstapel.objects.get().problem
    assert Eingang.objects.count() == 1


def test_a_batch_is_divided_by_its_sheets_and_blank_pages_stay_behind(folder, musterstadt):
    unit = Organisationseinheit.objects.get(kennzeichen="32")
    registratur, at = musterstadt.registratur, timezone.now()
    new = actions.print_trennblatt(registratur, None, art=TrennblattArt.EINGANG, at=at)
    other = actions.print_trennblatt(registratur, unit, art=TrennblattArt.EINHEIT, at=at)
    town = tenant_uuid(current_tenant())
    content = sheets.scanned(
        sheets.written("Brief eins"),
        sheets.page(),
        sheets.with_code(code_of(town, new.pk)),
        sheets.written("Brief zwei"),
        sheets.with_code(code_of(town, other.pk), turned=2),
        sheets.written("Brief drei"),
    )
    (folder.path / "stapel.pdf").write_bytes(content)
    folder.work()
    stapel = Scanstapel.objects.get()
    assert stapel.befunde == {"seiten": 6, "leer": [2], "blaetter": [3, 5], "has_symbols": False}
    found = list(Eingang.objects.order_by("nummer"))
    assert [row.einheit.kennzeichen for row in found] == ["63", "63", "32"]
    assert [list(row.seiten) for row in stapel.produkte.order_by("position")] == [[1], [4], [6]]
    assert store.read(current_tenant(), stapel.blob.sha256) == content
    event = AuditEvent.objects.about(stapel).get(name="posteingang.stapel.divided")
    told = {row.name: row.new for row in event.details.all()}
    assert told["Leere Seiten weggelassen"] == "2"


def covered(town, sheet, text="Nachgereicht") -> bytes:
    return sheets.scanned(sheets.with_code(code_of(town, sheet.pk)), sheets.written(text))


def test_a_cover_sheet_brings_the_scan_into_its_vorgang(folder, musterstadt):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    sheet = actions.print_deckblatt(musterstadt.sachbearbeiterin, vorgang, at=timezone.now())
    content = covered(tenant_uuid(current_tenant()), sheet)
    (folder.path / "deckblatt.pdf").write_bytes(content)
    folder.work()
    eingang = Eingang.objects.get()
    assert eingang.dokument.vorgang == vorgang
    assert eingang.ablagen.get().vorgang == vorgang
    assert eingang.done_at


@pytest.mark.parametrize("case", ["foreign", "forged", "expired", "not_allowed"])
def test_a_sheet_that_does_not_hold_files_nowhere(folder, musterstadt, beispielhausen, case):
    vorgang = make_vorgang(lambda: musterstadt.sachbearbeiterin)
    sheet = actions.print_deckblatt(musterstadt.sachbearbeiterin, vorgang, at=timezone.now())
    town = tenant_uuid(current_tenant())
    content = covered(town, sheet)
    if case == "foreign":
        content = covered(tenant_uuid(beispielhausen.tenant.pk), sheet)
    elif case == "forged":
        code = code_of(town, sheet.pk)
        content = sheets.scanned(sheets.with_code(code[:-1] + ("A" if code[-1] != "A" else "B")))
    elif case == "expired":
        sheet.gilt_bis = timezone.localdate() - timezone.timedelta(days=1)
        sheet.save()
    else:
        sheet.created_by = musterstadt.sachbearbeiter_ordnung.person_id
        sheet.save()
    (folder.path / "deckblatt.pdf").write_bytes(content)
    folder.work()
    eingang = Eingang.objects.get()
    assert eingang.dokument.vorgang is None
    assert eingang.einheit.kennzeichen == "63"
    if case in ("expired", "not_allowed"):
        assert "Deckblatt galt nicht" in eingang.angaben["hinweis"]
    else:
        assert Scanstapel.objects.get().befunde["blaetter"] == []


def test_codes_are_read_in_their_own_town_only(musterstadt, beispielhausen):
    home, other = (tenant_uuid(town.tenant.pk) for town in (musterstadt, beispielhausen))
    sheet = home  # any UUID
    assert read_code(home, code_of(home, sheet)) == sheet
    assert read_code(other, code_of(home, sheet)) is None
    for text in ("", "VA1:", "VA1:A:B", "VA1:" + "A" * 26, code_of(home, sheet)[4:], "VA1:ä:ö"):
        assert read_code(home, text) is None


def test_a_file_that_fails_is_tried_again_after_a_while_only():
    seen = Gesehen("a.pdf", 1, 1)
    wache = Wache(lambda place: [seen])

    def ask(at):
        wache.ask(1, [], 3, at)
        time.sleep(0.02)
        return wache.ask(1, [], 3, at)

    assert [ask(at).files for at in (10, 20, 30, 90)] == [(), (seen,), (), (seen,)]
