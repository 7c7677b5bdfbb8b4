"""Asking clamd: by the protocol against a server that speaks INSTREAM, and against a real one."""

import shutil
import socketserver
import struct
import subprocess
import threading
import time

import pytest

from verbundakte.core import virus
from verbundakte.core.virus import ScannerAway, VirusFound

BAIT = b"Verbundakte-Koeder-4711"
CLAMD = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")


class Instream(socketserver.StreamRequestHandler):
    """Answers as clamd(8) does: chunks with their length, a length of zero ends them."""

    def handle(self):
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            data += self.rfile.read(size)
        said = b"Koeder.Test FOUND" if BAIT in data else b"OK"
        if data == b"zu gross":
            said = b"INSTREAM size limit exceeded. ERROR"
        self.wfile.write(b"stream: " + said + b"\0")


@pytest.fixture
def speaking(settings):
    """A server that speaks the protocol."""
    with socketserver.TCPServer(("127.0.0.1", 0), Instream) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}).start()
        settings.CLAMD = f"127.0.0.1:{server.server_address[1]}"
        yield
        server.shutdown()


def scan(tmp_path, data: bytes) -> None:
    path = tmp_path / "datei"
    path.write_bytes(data)
    virus.scan(path)


def test_what_clamd_knows_is_named_and_the_rest_passes(speaking, tmp_path):
    scan(tmp_path, b"")
    scan(tmp_path, b"harmlos" * 200_000)
    with pytest.raises(VirusFound, match=r"Koeder\.Test") as found:
        scan(tmp_path, b"x" * (virus.CHUNK - 5) + BAIT)
    assert found.value.name == "Koeder.Test"


def test_a_scanner_that_cannot_look_or_is_away_lets_nothing_pass(speaking, settings, tmp_path):
    with pytest.raises(ScannerAway):
        scan(tmp_path, b"zu gross")
    settings.CLAMD = str(tmp_path / "fehlt.sock")
    with pytest.raises(ScannerAway):
        scan(tmp_path, b"x")


def test_without_a_scanner_files_pass(settings, tmp_path):
    settings.CLAMD = ""
    scan(tmp_path, BAIT)


@pytest.fixture
def clamd(settings, tmp_path):
    """A real clamd with one signature of our own, made for this test."""
    if CLAMD is None:
        pytest.skip("clamd is not installed (Debian: clamav-daemon)")
    base = tmp_path / "db"
    base.mkdir()
    (base / "eigen.ndb").write_text(f"Koeder.Eigen:0:*:{BAIT.hex()}\n")
    place = tmp_path / "clamd.sock"
    conf = tmp_path / "clamd.conf"
    conf.write_text(f"LocalSocket {place}\nDatabaseDirectory {base}\nForeground yes\n")
    server = subprocess.Popen([CLAMD, "-c", str(conf)], stdout=subprocess.DEVNULL)
    for _ in range(600):
        if place.exists():
            break
        time.sleep(0.05)
    settings.CLAMD = str(place)
    yield
    server.terminate()
    server.wait(20)


def test_a_real_clamd_finds_what_a_local_signature_names(clamd, tmp_path):
    scan(tmp_path, b"harmlos")
    with pytest.raises(VirusFound, match=r"Koeder\.Eigen"):
        scan(tmp_path, BAIT)
