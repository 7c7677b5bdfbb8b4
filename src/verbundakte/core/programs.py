"""System programs the product calls or loads. Without them it runs on; what is missing is shown.

Standard library only: the start script reads this file before anything is installed.
"""

import ctypes
import shutil
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Program:
    """A Debian package, what it is needed for (German), and how its presence is seen.

    `sign` is a program's name, a shared library (`lib*.so*`) or a pattern of files below `/`.
    """

    package: str
    purpose: str
    sign: str
    for_tests: bool = False

    def is_present(self) -> bool:
        """Whether the package's sign is found on this machine."""
        if self.sign.startswith("/"):
            return any(Path("/").glob(self.sign[1:]))
        if ".so" in self.sign:
            return _loads(self.sign)
        return shutil.which(self.sign) is not None


OFFICE = "die PDF-Ansicht von Office-Dateien"
LETTERS = "Briefe und Bescheide als PDF"
OCR = "die Texterkennung"
ARCHIVES = "das Öffnen von 7z-, RAR- und CAB-Archiven"
PHOTOS = "die Ansicht von HEIC-Bildern"
REDACTION = "die zweite Probe beim Nachweis der Schwärzung"
SANDBOX = "die Abschottung fremder Dateien"

PROGRAMS = (
    Program("tesseract-ocr", OCR, "tesseract"),
    Program("tesseract-ocr-deu", OCR, "/usr/share/tesseract-ocr/*/tessdata/deu.traineddata"),
    Program("libreoffice-writer-nogui", OFFICE, "/usr/lib/libreoffice/program/libswlo.so"),
    Program("libreoffice-calc-nogui", OFFICE, "/usr/lib/libreoffice/program/libsclo.so"),
    Program("libreoffice-impress-nogui", OFFICE, "/usr/lib/libreoffice/program/libsdlo.so"),
    Program("libarchive13", ARCHIVES, "libarchive.so.13"),
    Program("libheif1", PHOTOS, "libheif.so.1"),
    Program("poppler-utils", REDACTION, "pdftotext"),
    Program("bubblewrap", SANDBOX, "bwrap"),
    Program("libseccomp2", SANDBOX, "libseccomp.so.2"),
    Program("libpango-1.0-0", LETTERS, "libpango-1.0.so.0"),
    Program("libpangoft2-1.0-0", LETTERS, "libpangoft2-1.0.so.0"),
    Program("libharfbuzz-subset0", LETTERS, "libharfbuzz-subset.so.0"),
    Program("fonts-liberation", LETTERS, "/usr/share/fonts/truetype/liberation*"),
    Program("fonts-dejavu-core", LETTERS, "/usr/share/fonts/truetype/dejavu"),
    Program("chromium", "die Tests im Browser", "chromium", for_tests=True),
    Program("libatomic1", "die Tests im Browser", "libatomic.so.1", for_tests=True),
)


def missing(*, for_tests: bool = False) -> list[Program]:
    """The programs this machine lacks; those of the tests only when asked for."""
    wanted = (program for program in PROGRAMS if for_tests or not program.for_tests)
    return [program for program in wanted if not program.is_present()]


def sentence(lacking: list[Program]) -> str:
    """One German sentence: what does not work without them, and the command that helps."""
    purposes = ", ".join(dict.fromkeys(program.purpose for program in lacking))
    packages = " ".join(program.package for program in lacking)
    return (
        f"Auf diesem System fehlen Programme für {purposes}; alles Übrige läuft, nachzuholen mit:"
        f" `apt-get install {packages}`"
    )


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
