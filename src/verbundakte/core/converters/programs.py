"""The system programs and libraries the converters call, and how to get them (Debian)."""

import ctypes
import functools
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from verbundakte.core.converters.errors import MissingProgram

VERSION_SECONDS = 10
SOFFICE = Path("/usr/lib/libreoffice/program/soffice.bin")


@dataclass(frozen=True)
class Requirement:
    """One program or library: where it is looked for, what it is good for, who delivers it."""

    name: str
    command: str
    packages: str
    purpose: str
    version_argument: str = "--version"
    library: str = ""
    is_required: bool = False


REQUIREMENTS = (
    Requirement(
        "libseccomp2",
        "",
        "libseccomp2",
        "Umwandlung ohne Netz",
        library="libseccomp.so.2",
        is_required=True,
    ),
    Requirement("bubblewrap", "bwrap", "bubblewrap", "zusätzliche Abschottung der Umwandlung"),
    Requirement("tesseract", "tesseract", "tesseract-ocr tesseract-ocr-deu", "Texterkennung"),
    Requirement(
        "libreoffice",
        str(SOFFICE),
        "libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui",
        "Lesefassung von Word, Excel, PowerPoint und OpenDocument",
    ),
    Requirement(
        "pango",
        "",
        "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
        "Lesefassung von Text, HTML und E-Mail; Briefe",
        library="libpangoft2-1.0.so.0",
        is_required=True,
    ),
    Requirement(
        "libarchive",
        "",
        "libarchive13",
        "Öffnen von 7z-, RAR- und CAB-Archiven",
        library="libarchive.so.13",
    ),
    Requirement(
        "libheif",
        "",
        "libheif1",
        "Ansicht von HEIC-Bildern (Fotos von Telefonen)",
        library="libheif.so.1",
    ),
    Requirement("ghostscript", "gs", "ghostscript", "PDF/A"),
    Requirement("qpdf", "qpdf", "qpdf", "Prüfen von PDF"),
    Requirement(
        "poppler",
        "pdftotext",
        "poppler-utils",
        "zweite Probe beim Nachweis der Schwärzung",
        version_argument="-v",
    ),
    Requirement(
        "fonts",
        "fc-list",
        "fontconfig fonts-liberation fonts-dejavu-core",
        "Schriften der Lesefassung",
        is_required=True,
    ),
)


@dataclass(frozen=True)
class Program:
    """What was found of a requirement; path and version are empty when it is missing."""

    name: str
    path: str
    version: str
    purpose: str
    packages: str
    is_required: bool

    @property
    def is_present(self) -> bool:
        return bool(self.path)

    @property
    def advice(self) -> str:
        """One German sentence: what is missing and how to get it; empty when present."""
        if self.is_present:
            return ""
        return f"{self.purpose}: nicht verfügbar. Abhilfe: apt-get install -y {self.packages}"


@functools.cache
def programs() -> tuple[Program, ...]:
    """Return every program and library with path and version; looked up once per process."""
    return tuple(_look_up(requirement) for requirement in REQUIREMENTS)


def apt_packages() -> list[str]:
    """Return all Debian packages the converters use."""
    return [name for requirement in REQUIREMENTS for name in requirement.packages.split()]


@functools.cache
def find(name: str) -> Program:
    """Return the program, present or not."""
    return _look_up(next(found for found in REQUIREMENTS if found.name == name))


def require(name: str) -> Program:
    """Return the program. Raises MissingProgram with the package and the command to install it."""
    program = find(name)
    if not program.is_present:
        raise MissingProgram(program.advice)
    return program


def _look_up(requirement: Requirement) -> Program:
    if requirement.library:
        path, version = _library(requirement.library), ""
    else:
        path = shutil.which(requirement.command) or ""
        version = _version(path, requirement.version_argument) if path else ""
    return Program(
        requirement.name,
        path,
        version,
        requirement.purpose,
        requirement.packages,
        requirement.is_required,
    )


def _library(name: str) -> str:
    try:
        ctypes.CDLL(name)
    except OSError:
        return ""
    return name


def _version(path: str, argument: str) -> str:
    with tempfile.TemporaryDirectory(prefix="va-") as home:
        try:
            done = subprocess.run(
                [path, argument],
                capture_output=True,
                timeout=VERSION_SECONDS,
                check=False,
                env={"HOME": home, "PATH": "/usr/bin:/bin"},
            )
        except (OSError, subprocess.TimeoutExpired):
            return ""
    found = re.search(rb"\d+(\.\d+)+", done.stdout + done.stderr)
    return found.group().decode() if found else ""
