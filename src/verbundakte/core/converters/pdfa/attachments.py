"""Embedded files: none in part 1, only PDF/A in part 2, any with their relation in part 3 (6.8)."""

import re
from collections.abc import Callable

import pikepdf

from verbundakte.core.converters.pdfa.paper import (
    Paper,
    entries,
    is_dict,
    is_stream,
    items,
    key_of,
    named,
    stream_bytes,
    value,
    words,
)
from verbundakte.core.converters.pdfa.verdict import PASSED, Verdict

MIME = re.compile(r"[-\w+.]+/[-\w+.]+")
RELATIONS = words("Source Data Alternative Supplement Unspecified EncryptedPayload")
DEEPEST = 3
TOO_DEEP = "Die Datei enthält PDF-Dateien, die wiederum PDF-Dateien enthalten."


def check(paper: Paper, judge: Callable[[bytes, int], Verdict]) -> None:
    """Check embedded files; `judge` gives the verdict on one that is itself a PDF."""
    names = value(value(paper.root, "/Names"), "/EmbeddedFiles")
    paper.check(names is None, "anlagen-verboten", "Dokument")
    associated = paper.memory.get("associated", set())
    for found in paper.memory.get("files", []):
        place = f"Anlage {value(found, '/UF') or value(found, '/F') or ''}".strip()
        paper.fail("anlagen-verboten", place)
        paper.check("/F" in found and "/UF" in found, "anlagen-name", place)
        if paper.part == 2:
            _embedded_pdf(paper, found, judge, place)
        if paper.part == 3:
            relation = named(found, "/AFRelationship")
            paper.check(relation is not None, "anlagen-beziehung", place)
            paper.check(key_of(found) in associated, "anlagen-zuordnung", place)
            for _, stream in entries(value(found, "/EF")):
                kind = named(stream, "/Subtype")
                paper.check(kind and MIME.fullmatch(kind), "anlagen-art", place)


def _embedded_pdf(
    paper: Paper, found: pikepdf.Dictionary, judge: Callable[[bytes, int], Verdict], place: str
) -> None:
    for _, stream in entries(value(found, "/EF")):
        if paper.depth >= DEEPEST:
            paper.doubt(TOO_DEEP)
            continue
        data = stream_bytes(stream) if is_stream(stream) else None
        verdict = judge(data or b"", paper.depth + 1)
        is_allowed = verdict.result == PASSED and verdict.part in (1, 2)
        paper.check(is_allowed, "anlagen-kein-pdfa", place)


def note(paper: Paper, found: object) -> None:
    """Remember a file specification, and what is associated with something (`AF`)."""
    if is_dict(found) and is_dict(value(found, "/EF")):
        paper.memory.setdefault("files", []).append(found)
    linked = value(found, "/AF")
    for each in items(linked) if isinstance(linked, pikepdf.Array) else [linked]:
        if is_dict(each):
            paper.memory.setdefault("associated", set()).add(key_of(each))
