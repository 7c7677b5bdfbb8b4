"""The gate: opens a file, asks all rules of what it claims to be, and gives the verdict."""

from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO

import pikepdf

from verbundakte.core.converters.limits import MAX_PDFA_BYTES
from verbundakte.core.converters.pdfa import (
    annotations,
    attachments,
    catalog,
    colour,
    fonts,
    metadata,
    objects,
    pages,
    signatures,
    structure,
)
from verbundakte.core.converters.pdfa.paper import Paper, Unjudgeable
from verbundakte.core.converters.pdfa.verdict import FAILED, NONE, PASSED, UNKNOWN, Verdict
from verbundakte.core.converters.source import Source

MOST_PAGES = 3000
BROKEN = "Die Datei ist beschädigt und lässt sich nicht prüfen."
LOCKED = "Die Datei ist mit einem Kennwort geschützt und lässt sich nicht prüfen."
TOO_LARGE = "Die Datei ist für diese Prüfung zu groß."
OTHER_PART = "Die Datei nennt sich PDF/A-{part}; geprüft werden hier nur die Teile 1 bis 3."
NO_LEVEL = "Die Datei nennt keine gültige Konformitätsstufe."
STOPPED = "Die Prüfung ließ sich an dieser Datei nicht zu Ende führen ({reason})."
CHECKS: tuple[Callable[[Paper], None], ...] = (
    structure.check,
    catalog.check,
    colour.check_intents,
    objects.check,
    metadata.check,
    annotations.check_document,
    pages.check,
    fonts.check,
    signatures.check,
)


def judge(data: bytes, depth: int = 0) -> Verdict:
    """Return the verdict on a PDF file; it never raises for what stands in the file."""
    if len(data) > MAX_PDFA_BYTES:
        return Verdict(UNKNOWN, reason=TOO_LARGE)
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            return _judge(Paper(data, pdf, depth=depth))
    except pikepdf.PasswordError:
        return Verdict(UNKNOWN, reason=LOCKED)
    except pikepdf.PdfError:
        return Verdict(UNKNOWN, reason=BROKEN)


def _judge(paper: Paper) -> Verdict:
    try:
        paper.part, paper.level = metadata.claim(metadata.main_packet(paper))
    except pikepdf.PdfError:
        return Verdict(UNKNOWN, reason=BROKEN)
    if not paper.part:
        return Verdict(NONE)
    if paper.part not in metadata.PARTS:
        return Verdict(UNKNOWN, reason=OTHER_PART.format(part=paper.part))
    if len(paper.pdf.pages) > MOST_PAGES:
        return Verdict(UNKNOWN, paper.part, paper.level, reason=TOO_LARGE)
    _ask(paper)
    found = sorted(paper.findings.values(), key=lambda each: (each.clause, each.code))
    result = FAILED if found else UNKNOWN if paper.doubts else PASSED
    reason = paper.doubts[0] if result == UNKNOWN else ""
    return Verdict(result, paper.part, paper.level, found, reason)


def _ask(paper: Paper) -> None:
    """Ask all rules; what breaks a rule's reader is a doubt, and such a file never passes."""
    for check in (*CHECKS, _attachments):
        try:
            check(paper)
        except Unjudgeable as stopped:
            paper.doubt(stopped.args[0])
            return
        except RecursionError:
            paper.doubt(STOPPED.format(reason="zu tief verschachtelt"))
        except Exception as failure:  # foreign bytes may break any reader in any way
            paper.doubt(STOPPED.format(reason=type(failure).__name__))


def _attachments(paper: Paper) -> None:
    attachments.check(paper, judge)


def check(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: the verdict on a file, as a dictionary."""
    source.require_bytes()
    return verdict_on(source), []


def as_told(found: Verdict) -> dict:
    """Return a verdict as it is told to the application."""
    return asdict(found)


def verdict_on(source: Source) -> dict:
    """Return the verdict on a file as a dictionary; too much for the gate is a verdict as well."""
    if source.size > MAX_PDFA_BYTES:
        return asdict(Verdict(UNKNOWN, reason=TOO_LARGE))
    try:
        return as_told(judge(source.data))
    except MemoryError:
        return asdict(Verdict(UNKNOWN, reason=TOO_LARGE))
