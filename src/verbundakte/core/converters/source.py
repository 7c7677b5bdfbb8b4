"""The document a worker was handed: an open descriptor, never a path of the store."""

import io
import os
from functools import cached_property
from pathlib import Path

from verbundakte.core.converters.errors import Damaged, TooLarge
from verbundakte.core.converters.limits import MAX_SOURCE_BYTES

IN_MEMORY = 256 << 20
COPY_CHUNK = 1 << 20
TOO_LARGE = (
    "Für Ansicht und Text ist die Datei zu groß (höchstens {}). Sie liegt unverändert in der Akte"
    " und lässt sich herunterladen."
)


class Source:
    """Bytes, their claimed name, and a folder for what the conversion needs on disk."""

    def __init__(self, descriptor: int, name: str, folder: Path):
        self.descriptor = descriptor
        self.name = name
        self.folder = folder
        self.size = os.fstat(descriptor).st_size
        if self.size > MAX_SOURCE_BYTES:
            raise TooLarge(TOO_LARGE.format("1 GB"))

    @cached_property
    def head(self) -> bytes:
        """The first 64 KiB."""
        return os.pread(self.descriptor, 65536, 0)

    @cached_property
    def data(self) -> bytes:
        """All bytes; refused above 256 MiB."""
        if self.size > IN_MEMORY:
            raise TooLarge(TOO_LARGE.format("256 MB"))
        with self.open() as stream:
            return stream.read()

    def open(self) -> io.BufferedReader:
        """Return a fresh stream at the beginning."""
        stream = os.fdopen(os.dup(self.descriptor), "rb")
        stream.seek(0)
        return stream

    def copy(self, suffix: str) -> Path:
        """Write the bytes to a file of our own name and return its path."""
        path = self.folder / f"input{suffix}"
        with self.open() as stream, path.open("wb") as target:
            while chunk := stream.read(COPY_CHUNK):
                target.write(chunk)
        return path

    def require_bytes(self) -> None:
        """Raise Damaged for an empty file."""
        if not self.size:
            raise Damaged("Die Datei ist leer.")
