"""One worker process as the application sees it: start, ask, measure, kill."""

import contextlib
import dataclasses
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

from verbundakte.core import priority
from verbundakte.core.converters import sandbox, wire
from verbundakte.core.converters.errors import (
    ConversionFailed,
    TookTooMuch,
    TooLarge,
    from_code,
)
from verbundakte.core.converters.limits import Limits

MODULE = "verbundakte.core.converters.worker"
START_SECONDS = 60
LONGEST_SOCKET_FOLDER = 60
CLOSED_OFF = (
    "Die Umwandlung ist abgeschaltet: Auf diesem Rechner lässt sich der geschützte Bereich nicht "
    "einrichten. Bitte libseccomp2 installieren und einen Kernel mit Landlock verwenden."
)
NOT_STARTED = "Der Umwandlungsdienst ließ sich nicht starten."
CRASHED = "Die Umwandlung ist abgestürzt oder hat zu viel Rechenzeit verbraucht."
TOO_SLOW = "Die Umwandlung dauerte länger als {seconds} Sekunden und wurde abgebrochen."
TOO_BIG = "Das Ergebnis der Umwandlung ist zu groß."


class Process:
    """A long-lived worker for one tenant. After any doubt `is_usable` is False."""

    def __init__(self, tenant: int, profile: str, *, scratch: Path, limits: Limits):
        if not sandbox.is_closed():
            raise ConversionFailed(CLOSED_OFF)
        self.tenant, self.profile, self.limits = tenant, profile, limits
        self.documents, self.resident = 0, 0
        self.is_usable = True
        self.started_at = time.time()
        self.idle_since = time.monotonic()
        self.temp = Path(tempfile.mkdtemp(prefix="va-", dir=scratch_folder(scratch)))
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        self.channel, theirs = socket.socketpair()
        with theirs:
            given = json.dumps(dataclasses.asdict(self.limits))
            python = [sys.executable, "-m", MODULE, str(theirs.fileno()), self.profile, given]
            self.child = subprocess.Popen(
                sandbox.wrap(python, self.temp),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=sandbox.environment(self.temp),
                cwd=self.temp,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        priority.share_patience(self.child.pid)
        try:
            hello, _ = wire.receive_answer(
                self.channel, deadline=time.monotonic() + START_SECONDS, max_bytes=4096
            )
        except (wire.Closed, wire.Late, wire.Oversized):
            raise ConversionFailed(NOT_STARTED) from None
        self.layers = hello["layers"]

    def ask(self, request: dict, descriptor: int, seconds: int) -> tuple[dict, list[bytes]]:
        """Return answer and parts. Raises ConversionFailed; the worker may be unusable after."""
        try:
            self.channel.settimeout(seconds)
            wire.send_request(self.channel, request, descriptor)
            answer, parts = wire.receive_answer(
                self.channel,
                deadline=time.monotonic() + seconds,
                max_bytes=self.limits.result_bytes,
            )
        except (wire.Late, TimeoutError):
            raise self._broken(TookTooMuch(TOO_SLOW.format(seconds=seconds))) from None
        except wire.Oversized:
            raise self._broken(TooLarge(TOO_BIG)) from None
        except (wire.Closed, OSError, ValueError, KeyError, TypeError):
            raise self._broken(ConversionFailed(CRASHED)) from None
        self._note(answer)
        if "error" in answer:
            raise from_code(answer["error"], answer["message"])
        return answer, parts

    def _broken(self, failure: ConversionFailed) -> ConversionFailed:
        self.is_usable = False
        return failure

    def _note(self, answer: dict) -> None:
        self.documents += 1
        self.resident = answer.get("resident", 0)
        self.idle_since = time.monotonic()
        used_up = (
            self.profile == "office"
            or self.documents >= self.limits.documents_per_worker
            or self.resident > self.limits.resident_per_worker
        )
        if used_up or answer.get("error") in (TooLarge.code, TookTooMuch.code):
            self.is_usable = False

    def close(self) -> None:
        """Kill the whole process group and delete the temporary folder."""
        self.is_usable = False
        if hasattr(self, "channel"):
            self.channel.close()
        if hasattr(self, "child"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()
        shutil.rmtree(self.temp, ignore_errors=True)
        if self.profile == "office":
            sandbox.sweep_sockets(self.started_at)


def scratch_folder(wanted: Path | None) -> Path | None:
    """Return `wanted`, or None (the system's) where a socket path below it would be too long."""
    if wanted is None or len(str(wanted)) > LONGEST_SOCKET_FOLDER:
        return None
    wanted.mkdir(parents=True, exist_ok=True)
    return wanted
