"""The container: a BagIt bag (RFC 8493) in one uncompressed tar, plain or sealed with a key file.

Its digest is that of the manifest, so it tells nothing but the content: not when or where it was made.
"""

import hashlib
import os
import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from verbundakte.core.backup.vessel import CHUNK, MAGIC, BackupProblem, Opener, Sealer

ROOT = "kommune/"
MANIFEST = "manifest-sha256.txt"
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
SEALED_NAME = "kommunenpaket"
ALLOWED = re.compile(
    r"kommune/(bagit\.txt|bag-info\.txt|manifest-sha256\.txt|data/kommune\.json"
    r"|data/anmeldungen\.jsonl|data/tabellen/[a-z_0-9]{1,80}\.jsonl"
    r"|data/dateien/[0-9a-f]{2}/[0-9a-f]{64})"
)
LINE = re.compile(r"([0-9a-f]{64})  (data/\S{1,200})")


class PackageRefused(BackupProblem):
    """The package is broken or not what it says; nothing of it was taken."""


class BagWriter:
    """Writes a bag to a file; `finish` returns its digest."""

    def __init__(self, target: BinaryIO):
        self.archive = tarfile.open(  # noqa: SIM115 (closed by finish)
            fileobj=target, mode="w|", format=tarfile.PAX_FORMAT
        )
        self.digests: dict[str, str] = {}
        self.size = 0
        self._tag("bagit.txt", BAGIT)

    def add(self, name: str, file: BinaryIO, size: int) -> str:
        """Add a file of the payload (`data/...`); return its digest."""
        summed = Summing(file)
        self.archive.addfile(_info(name, size), summed)
        self.digests[name] = summed.digest.hexdigest()
        self.size += size
        return self.digests[name]

    def finish(self, info: dict[str, str]) -> str:
        """Write manifest and description of the bag; return the digest of the package."""
        manifest = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.digests.items()))
        oxum = {"Payload-Oxum": f"{self.size}.{len(self.digests)}"}
        lines = "".join(f"{name}: {value}\n" for name, value in (info | oxum).items())
        self._tag("bag-info.txt", lines.encode())
        self._tag(MANIFEST, manifest.encode())
        self.archive.close()
        return hashlib.sha256(manifest.encode()).hexdigest()

    def _tag(self, name: str, content: bytes) -> None:
        self.archive.addfile(_info(name, len(content)), BytesIO(content))


class Summing:
    """A file whose bytes are summed while they are read."""

    def __init__(self, file: BinaryIO):
        self.file, self.digest, self.size = file, hashlib.sha256(), 0

    def read(self, size: int = -1) -> bytes:
        """Read and sum."""
        part = self.file.read(size)
        self.digest.update(part)
        self.size += len(part)
        return part


def _info(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(ROOT + name)
    info.size = size
    return info


@contextmanager
def writing(path: Path, key: bytes | None) -> Iterator[BinaryIO]:
    """Open the file of a package; it has its name only when the block ends without an error."""
    partial = path.with_name(path.name + ".teil")
    try:
        with open(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealer = Sealer(file, key, SEALED_NAME) if key else None
            yield sealer or file  # type: ignore[misc]
            if sealer:
                sealer.finish()
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def opening(path: Path, key: bytes | None) -> Iterator[BinaryIO]:
    """Open the file of a package. Raises BackupProblem."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupProblem(
            f"Die Datei {path} lässt sich nicht lesen; geben Sie den richtigen Ort an."
        ) from error
    with file:
        is_sealed = file.read(len(MAGIC)) == MAGIC
        file.seek(0)
        if is_sealed and key is None:
            raise BackupProblem(
                f"Das Paket {path} ist verschlüsselt; geben Sie mit --key die Schlüsseldatei an."
            )
        yield Opener(file, key, SEALED_NAME) if is_sealed and key else file  # type: ignore[misc]


def unpack(source: BinaryIO, folder: Path | None) -> tuple[str, dict[str, str]]:
    """Read a whole bag, compare every file with the manifest, write the payload into `folder`.

    Returns the digest of the package and the digests by name. Only names of our own shape and plain
    files are taken; the tar is not compressed, so nothing can grow. Raises PackageRefused.
    """
    found: dict[str, str] = {}
    manifest = b""
    try:
        with tarfile.open(fileobj=source, mode="r|") as archive:
            for member in archive:
                name = _checked(member, found)
                file = archive.extractfile(member)
                assert file is not None
                if name == MANIFEST:
                    manifest = file.read()
                    found[name] = ""
                else:
                    found[name] = _take(file, folder / name if folder else None)
    except tarfile.TarError as error:
        raise PackageRefused(
            "Die Datei ist kein vollständiges Paket einer Kommune; es wurde nichts übernommen."
        ) from error
    payload = {name: digest for name, digest in found.items() if name.startswith("data/")}
    if _read_manifest(manifest) != payload:
        raise PackageRefused(
            "Der Inhalt des Pakets stimmt nicht mit seinem Verzeichnis überein; es wurde nichts"
            " übernommen."
        )
    return hashlib.sha256(manifest).hexdigest(), payload


def _checked(member: tarfile.TarInfo, found: dict[str, str]) -> str:
    name = member.name.removeprefix(ROOT)
    is_plain = member.type in (tarfile.REGTYPE, tarfile.AREGTYPE) and not member.issparse()
    if not is_plain or not ALLOWED.fullmatch(member.name) or name in found:
        raise PackageRefused(
            "Im Paket liegt etwas, das nicht hineingehört; es wurde nichts übernommen."
        )
    return name


def _take(file, path: Path | None) -> str:
    digest = hashlib.sha256()
    if path:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(path or os.devnull, "wb") as target:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _read_manifest(content: bytes) -> dict[str, str]:
    found = {}
    for line in content.decode(errors="replace").splitlines():
        match = LINE.fullmatch(line)
        if match is None or match[2] in found:
            return {}
        found[match[2]] = match[1]
    return found
