"""Ask clamd about bytes before they are filed (protocol INSTREAM). Optional: without it, files pass.

The address comes from VERBUNDAKTE_CLAMD: a socket's path or host:port on this machine.
"""

import logging
import socket
import struct
from pathlib import Path

from django.conf import settings

from verbundakte.core.actions import Refusal

logger = logging.getLogger("verbundakte.virus")
CHUNK = 256 * 1024
SECONDS = 60


class VirusFound(Refusal):
    """clamd knows the content as harmful; `name` is what it calls it."""

    def __init__(self, name: str):
        self.name = name
        super().__init__(
            f"Die Virenprüfung hat „{name}“ gefunden. Die Datei wird nicht angenommen."
        )


class ScannerAway(Refusal):
    """clamd is configured but does not answer."""

    message = "Die Virenprüfung antwortet nicht. Versuchen Sie es in einigen Minuten noch einmal."


def is_configured() -> bool:
    """Tell whether files are checked for viruses."""
    return bool(settings.CLAMD)


def _connect() -> socket.socket:
    address = settings.CLAMD
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        target: str | tuple[str, int] = address
    else:
        host, _, port = address.rpartition(":")
        connection = socket.socket(socket.AF_INET)
        target = (host or "127.0.0.1", int(port))
    connection.settimeout(SECONDS)
    connection.connect(target)
    return connection


def scan(path: Path) -> None:
    """Let clamd look at a spooled file. Raises VirusFound or ScannerAway; nothing without clamd."""
    if not is_configured():
        return
    try:
        with _connect() as connection, open(path, "rb") as file:
            connection.sendall(b"zINSTREAM\0")
            while chunk := file.read(CHUNK):
                connection.sendall(struct.pack(">I", len(chunk)) + chunk)
            connection.sendall(struct.pack(">I", 0))
            answer = connection.makefile("rb").read().rstrip(b"\0").decode("utf-8", "replace")
    except OSError as error:
        logger.error("clamd away", extra={"reason": type(error).__name__})
        raise ScannerAway from error
    if answer.endswith("FOUND"):
        raise VirusFound(answer.removeprefix("stream: ").removesuffix(" FOUND"))
    if not answer.endswith("OK"):
        logger.error("clamd could not look", extra={"reason": answer[:80]})
        raise ScannerAway
