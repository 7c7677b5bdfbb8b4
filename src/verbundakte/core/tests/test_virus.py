"""Asking clamd: by the protocol against a server that speaks INSTREAM, and against a real one."""

import socketserver
import struct
import threading

import pytest

from verbundakte.core import virus
from verbundakte.core.tests.clamd import BAIT, NAME, running_clamd
from verbundakte.core.virus import ScannerAway, VirusFound


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


def test_a_real_clamd_finds_what_a_local_signature_names(settings, tmp_path):
    with running_clamd() as settings.CLAMD:
        scan(tmp_path, b"harmlos")
        with pytest.raises(VirusFound, match=NAME):
            scan(tmp_path, BAIT)
