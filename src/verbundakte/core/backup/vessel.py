"""The sealed file of a backup: AES-256-GCM in chunks, so that any size streams through.

Layout: 8 bytes MAGIC, 8 bytes key id, 32 bytes salt, then chunks of 1 MiB, each with its 16 bytes
tag; the last one is shorter than a chunk. The key of a file is HKDF-SHA-256(key, salt); the nonce is
the number of the chunk and a flag for the last one (the STREAM construction), so that chunks can
neither be exchanged nor cut off; the name of the file is authenticated with each chunk.
"""

import base64
import hashlib
import io
import os
import secrets
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"VASICH1\n"
CHUNK = 1024 * 1024
TAG = 16
KEY_LINE = "verbundakte-schluessel-1:"


class BackupProblem(Exception):
    """A backup cannot be made or used; `message` is one German sentence."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


def key_line(key: bytes) -> str:
    """Return a key as the line of a key file."""
    return KEY_LINE + base64.b64encode(key).decode()


def make_key(path: Path) -> None:
    """Write a new key file, readable by its owner only. Raises BackupProblem when it exists."""
    line = key_line(secrets.token_bytes(32)) + "\n"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError as error:
        raise BackupProblem(f"Die Schlüsseldatei {path} gibt es schon; sie bleibt.") from error
    except OSError as error:
        raise BackupProblem(
            f"Die Schlüsseldatei {path} lässt sich nicht schreiben; geben Sie einen anderen Ort an."
        ) from error


def read_key(path: Path) -> bytes:
    """Return the key of a key file. Raises BackupProblem."""
    try:
        line = path.read_text().strip()
        key = base64.b64decode(line.removeprefix(KEY_LINE), validate=True)
    except (OSError, ValueError) as error:
        raise BackupProblem(
            f"Die Schlüsseldatei {path} lässt sich nicht lesen; geben Sie mit --key die Datei an,"
            " die ./verbundakte backup --new-key angelegt hat."
        ) from error
    if not line.startswith(KEY_LINE) or len(key) != 32:
        raise BackupProblem(f"{path} ist keine Schlüsseldatei von Verbundakte.")
    return key


def _derived(key: bytes, salt: bytes, purpose: bytes, length: int = 32) -> bytes:
    return HKDF(SHA256(), length, salt, b"verbundakte.sicherung." + purpose).derive(key)


def key_id(key: bytes) -> bytes:
    """Return what names a key without telling it (8 bytes)."""
    return _derived(key, b"", b"name", 8)


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(8, "big") + b"\0\0\0" + bytes([is_last])


class Sealer(io.RawIOBase):
    """Writes a sealed file to `target`. Only `finish` makes it whole; closing alone does not."""

    def __init__(self, target: BinaryIO, key: bytes, name: str):
        salt = secrets.token_bytes(32)
        self.target, self.number, self.size = target, 0, 0
        self.box = AESGCM(_derived(key, salt, b"datei"))
        header = MAGIC + key_id(key) + salt
        self.bound = header + name.encode()
        self.digest = hashlib.sha256()
        self.waiting = bytearray()
        target.write(header)

    def writable(self) -> bool:
        """Tell that it can be written."""
        return True

    def write(self, content) -> int:
        """Take plain bytes."""
        self.digest.update(content)
        self.size += len(content)
        self.waiting += content
        begin = 0
        while len(self.waiting) - begin >= CHUNK:
            self._seal(bytes(self.waiting[begin : begin + CHUNK]), is_last=False)
            begin += CHUNK
        del self.waiting[:begin]
        return len(content)

    def finish(self) -> dict:
        """Write the last chunk; return digest and size of the plain content."""
        self._seal(bytes(self.waiting), is_last=True)
        return {"sha256": self.digest.hexdigest(), "size": self.size}

    def _seal(self, chunk: bytes, *, is_last: bool) -> None:
        nonce = _nonce(self.number, is_last)
        self.target.write(self.box.encrypt(nonce, chunk, self.bound))
        self.number += 1


class Opener(io.RawIOBase):
    """Reads a sealed file; every byte it gives is authenticated. Raises BackupProblem."""

    def __init__(self, source: BinaryIO, key: bytes, name: str):
        header = source.read(len(MAGIC) + 40)
        self.source, self.name, self.number = source, name, 0
        if len(header) != len(MAGIC) + 40 or not header.startswith(MAGIC):
            raise self._damaged()
        if header[8:16] != key_id(key):
            raise BackupProblem(
                "Der Schlüssel passt nicht zu dieser Sicherung; geben Sie mit --key die Datei an, mit"
                " der sie geschrieben wurde."
            )
        self.box = AESGCM(_derived(key, header[16:48], b"datei"))
        self.bound = header + name.encode()
        self.ready, self.is_over = b"", False
        self.digest, self.size = hashlib.sha256(), 0

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def readinto(self, buffer) -> int:
        """Fill `buffer` with plain bytes."""
        while not self.ready and not self.is_over:
            self._open_next()
        part = self.ready[: len(buffer)]
        buffer[: len(part)] = part
        self.ready = self.ready[len(part) :]
        return len(part)

    def check(self) -> dict:
        """Read all that is left; return digest and size of the plain content."""
        while self.read(CHUNK):
            pass
        return {"sha256": self.digest.hexdigest(), "size": self.size}

    def _open_next(self) -> None:
        sealed = self.source.read(CHUNK + TAG)
        self.is_over = len(sealed) < CHUNK + TAG
        try:
            self.ready = self.box.decrypt(_nonce(self.number, self.is_over), sealed, self.bound)
        except InvalidTag as error:
            raise self._damaged() from error
        self.number += 1
        self.digest.update(self.ready)
        self.size += len(self.ready)

    def _damaged(self) -> BackupProblem:
        return BackupProblem(
            f"Die Datei {self.name} der Sicherung ist beschädigt oder unvollständig; verwenden Sie"
            " eine andere Sicherung."
        )
