"""Backups in a bucket of an S3 server: sent while they are made, there only when all was sent.

The access is one of its own (VERBUNDAKTE_SICHERUNG_S3_...): whoever holds that of the store cannot
delete backups with it.
"""

import hashlib
import io
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import BinaryIO
from urllib.parse import urlsplit

from verbundakte.core.backup.vessel import BackupProblem
from verbundakte.core.blobs import s3_objects
from verbundakte.core.blobs.errors import BytesMissing, StoreAway, Stored, StoreFull
from verbundakte.core.blobs.s3_access import server_named

SCHEME = "s3://"
ACCESS = "VERBUNDAKTE_SICHERUNG_S3"
GROWING = 1000  # parts, after which they become larger: at most 10,000 make an object


class S3Place:
    """What lies in a bucket below a prefix: `s3://bucket/prefix`."""

    def __init__(self, where: str):
        parts = urlsplit(where)
        self.where, prefix = where, parts.path.strip("/")
        self.prefix = f"{prefix}/" if prefix else ""
        try:
            server = server_named(ACCESS, parts.netloc)
        except OSError as error:
            raise BackupProblem(
                f"Die Datei in {ACCESS}_KEY_FILE lässt sich nicht lesen; sie enthält zwei Zeilen:"
                " Zugangsschlüssel und Geheimnis."
            ) from error
        if server is None or not parts.netloc:
            raise BackupProblem(
                f"Für {where} fehlt der Server; setzen Sie {ACCESS}_URL und {ACCESS}_KEY_FILE, und"
                " geben Sie das Ziel als s3://BUCKET/ORDNER an."
            )
        self.objects = s3_objects.Objects(server)
        with self._asking():
            next(self.objects.entries(self.prefix), None)  # a wrong access is told at once

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file; nothing is left after an error."""
        with ExitStack() as stack:
            file = _Sending(self, name, stack)
            yield file  # type: ignore[misc]
            file.finish()

    def open(self, name: str) -> BinaryIO:
        """Open for reading. Raises BackupProblem."""
        with self._asking():
            found = self.objects.head(self.prefix + name)
        if found is None:
            raise BackupProblem(
                f"Die Datei {name} der Sicherung fehlt; verwenden Sie eine andere Sicherung."
            )
        return _Reading(self._asking, self.objects.open(found))  # type: ignore[return-value]

    def names(self) -> list[str]:
        """Return the names of all whole files."""
        with self._asking():
            found = self.objects.entries(self.prefix)
            return sorted(one.name.removeprefix(self.prefix) for one in found)

    def remove_set(self, name: str) -> None:
        """Delete everything of a set, its register first: a part of it never looks whole."""
        with self._asking():
            self.objects.remove(f"{self.prefix}{name}/verzeichnis")
            for one in self.objects.entries(f"{self.prefix}{name}/"):
                self.objects.remove(one.name)

    def drop_partials(self) -> None:
        """Give up what an interrupted run had begun to send."""
        with self._asking():
            self.objects.drop_uploads(self.prefix)

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except StoreFull as error:
            raise BackupProblem(
                f"In {self.where} ist kein Platz mehr; schaffen Sie Platz, und sichern Sie noch"
                " einmal. Frühere Sicherungen sind unversehrt."
            ) from error
        except (StoreAway, BytesMissing) as error:
            raise BackupProblem(
                f"Der S3-Speicher antwortet nicht oder weist den Zugang zu {self.where} ab; prüfen Sie"
                f" {ACCESS}_URL, Schlüssel und Bucket, und versuchen Sie es noch einmal."
            ) from error


class _Sending(io.RawIOBase):
    """Collects one part at a time and sends it. Only `finish` makes the object."""

    def __init__(self, place: S3Place, name: str, stack: ExitStack):
        self._place, self._key, self._stack = place, place.prefix + name, stack
        self._waiting, self._sent = bytearray(), 0
        self._upload: s3_objects.Upload | None = None

    def writable(self) -> bool:
        """It is."""
        return True

    def write(self, content) -> int:
        """Take bytes; a full part is sent."""
        self._waiting += content
        while len(self._waiting) > (size := s3_objects.PART * (1 + self._sent // GROWING)):
            self._send(bytes(self._waiting[:size]))
            del self._waiting[:size]
        return len(content)

    def finish(self) -> None:
        """Send the rest; from here on the object is there."""
        rest = bytes(self._waiting)
        with self._place._asking():
            if self._upload is None:
                stored = Stored(hashlib.sha256(rest).hexdigest(), len(rest))
                self._place.objects.put(self._key, io.BytesIO(rest), stored, {})
                return
            self._send(rest)
            s3_objects.require(self._upload.finish({}), 200)

    def _send(self, part: bytes) -> None:
        with self._place._asking():
            if self._upload is None:
                self._upload = self._stack.enter_context(self._place.objects.begin(self._key))
            self._upload.send(lambda: iter([part]), len(part))
            self._sent += 1


class _Reading(io.RawIOBase):
    """An object that is read; what the server does wrong is told as a BackupProblem."""

    def __init__(self, asking, file: BinaryIO):
        self._asking, self._file = asking, file

    def readable(self) -> bool:
        """It is."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Read as much as is asked for."""
        with self._asking():
            return self._file.read(size)

    def close(self) -> None:
        """Let go of the connection."""
        self._file.close()
        super().close()
