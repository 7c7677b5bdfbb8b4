"""The file under test: what the rules read, and where they write down what they find."""

import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pikepdf

from verbundakte.core.converters.pdfa.catalogue import rule
from verbundakte.core.converters.pdfa.verdict import Finding

SECONDS = 25.0
TOO_LONG = "Die Datei ist für diese Prüfung zu umfangreich."


class Unjudgeable(Exception):
    """The file cannot be judged to the end; `args[0]` is the German reason."""


@dataclass
class Profile:
    """An ICC profile as its header tells it."""

    device_class: str
    colours: str
    version: float


@dataclass
class Paper:
    """One file, opened; `output` is the ICC profile of its PDF/A output intent."""

    data: bytes
    pdf: pikepdf.Pdf
    part: int = 0
    level: str = ""
    output: Profile | None = None
    findings: dict[str, Finding] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    memory: dict = field(default_factory=dict)
    depth: int = 0
    until: float = field(default_factory=lambda: time.process_time() + SECONDS)

    @property
    def root(self) -> Any:
        """The catalog."""
        return self.pdf.Root

    @property
    def is_first(self) -> bool:
        """Whether the file is judged by part 1, which allows least."""
        return self.part == 1

    def fail(self, code: str, place: str = "") -> None:
        """Note a broken rule, when it is a rule of this part of the standard at all."""
        clause, text = rule(code, self.part)
        if clause:
            self.findings.setdefault(code, Finding(code, clause, text)).note(place)

    def check(self, is_kept: object, code: str, place: str = "") -> None:
        """Note a broken rule unless it is kept."""
        if not is_kept:
            self.fail(code, place)

    def doubt(self, reason: str) -> None:
        """Note that something could not be judged: such a file never passes."""
        if reason not in self.doubts:
            self.doubts.append(reason)

    def pace(self) -> None:
        """Raise Unjudgeable when the check takes too long."""
        if time.process_time() > self.until:
            raise Unjudgeable(TOO_LONG)


def words(text: str) -> frozenset[str]:
    """Return the words of a text as a set: how the tables of these rules are written."""
    return frozenset(text.split())


def value(holder: object, key: str) -> Any:
    """Return what stands at `key`, or None (also for a holder that is no dictionary)."""
    if not isinstance(holder, pikepdf.Dictionary | pikepdf.Stream):
        return None
    try:
        return holder.get(key)
    except (ValueError, TypeError, KeyError, pikepdf.PdfError):
        return None


def name(found: object) -> str | None:
    """Return a name without its slash, or None."""
    return str(found)[1:] if isinstance(found, pikepdf.Name) else None


def named(holder: object, key: str) -> str | None:
    """Return the name at `key`, or None."""
    return name(value(holder, key))


def number(found: object) -> float | None:
    """Return a number as float, or None."""
    if isinstance(found, bool) or not isinstance(found, int | float | Decimal):
        return None
    return float(found)


def numbers(found: object) -> list[float]:
    """Return the numbers of an array."""
    if not isinstance(found, pikepdf.Array):
        return []
    return [each for each in map(number, found) if each is not None]


def items(found: object) -> list:
    """Return what an array holds; [] for anything else."""
    return list(found) if isinstance(found, pikepdf.Array) else []


def entries(found: object) -> list[tuple[str, object]]:
    """Return the entries of a dictionary with names that have no slash."""
    if not isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
        return []
    return [(key[1:], value(found, key)) for key in found.keys()]  # noqa: SIM118


def is_dict(found: object) -> bool:
    """Whether it is a dictionary (no stream)."""
    return isinstance(found, pikepdf.Dictionary) and not isinstance(found, pikepdf.Stream)


def is_stream(found: object) -> bool:
    """Whether it is a stream."""
    return isinstance(found, pikepdf.Stream)


def key_of(found: Any) -> object:
    """Return something that is the same for the same object."""
    return found.objgen if found.is_indirect else found.unparse()


def stream_bytes(found: Any) -> bytes | None:
    """Return the decoded bytes of a stream, or None when they cannot be decoded."""
    try:
        return found.read_bytes()
    except (pikepdf.PdfError, AttributeError, NotImplementedError, ValueError):
        return None
