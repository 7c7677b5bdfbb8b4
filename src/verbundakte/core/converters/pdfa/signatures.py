"""Electronic signatures in the file (6.4.3 of parts 2 and 3)."""

from collections.abc import Iterator
from typing import Any

import pikepdf

from verbundakte.core.converters.pdfa.paper import Paper, is_dict, items, named, value

SEQUENCE, SET, CONTEXT_0 = 0x30, 0x31, 0xA0
PKCS7 = ("adbe.pkcs7.detached", "adbe.pkcs7.sha1", "ETSI.CAdES.detached", "ETSI.RFC3161")
LONG_FORM = 0x80


def check(paper: Paper) -> None:
    """Check each signature: it covers the whole file, has one signer and its certificate."""
    if paper.is_first:
        return
    for signature in paper.memory.get("signatures", []):
        _covers(paper, signature)
        contents = value(signature, "/Contents")
        if named(signature, "/SubFilter") not in PKCS7 or contents is None:
            continue
        try:
            signers, has_certificates = _read(bytes(contents))
        except (IndexError, ValueError):
            paper.fail("signatur-form", "Signatur")
            continue
        paper.check(signers == 1, "signatur-eine", "Signatur")
        paper.check(has_certificates, "signatur-zertifikat", "Signatur")


def note(paper: Paper, found: Any) -> None:
    """Remember a signature dictionary."""
    if is_dict(found) and "/ByteRange" in found and "/Contents" in found:
        paper.memory.setdefault("signatures", []).append(found)


def _covers(paper: Paper, signature: pikepdf.Dictionary) -> None:
    """The signed parts are everything up to an end of file but the signature itself."""
    parts = [int(each) for each in items(value(signature, "/ByteRange")) if isinstance(each, int)]
    if len(parts) != 4 or parts[0] != 0:
        paper.fail("signatur-umfang", "Signatur")
        return
    hole, end = parts[0] + parts[1], parts[2] + parts[3]
    data = paper.data
    is_hole = data[hole : hole + 1] == b"<" and data[parts[2] - 1 : parts[2]] == b">"
    is_whole = data[:end].rstrip(b"\r\n").endswith(b"%%EOF")
    paper.check(is_hole and is_whole, "signatur-umfang", "Signatur")


def _read(data: bytes) -> tuple[int, bool]:
    """Return how many signers a CMS object has, and whether certificates are in it (RFC 5652)."""
    content_info = _first(data)
    explicit = next(body for tag, body in _elements(content_info) if tag == CONTEXT_0)
    signed = _first(explicit)
    parts = list(_elements(signed))
    sets = [body for tag, body in parts if tag == SET]
    signers = sum(tag == SEQUENCE for tag, _ in _elements(sets[-1])) if len(sets) > 1 else 0
    return signers, any(tag == CONTEXT_0 and body for tag, body in parts)


def _first(data: bytes) -> bytes:
    tag, body = next(_elements(data), (0, b""))
    if tag != SEQUENCE:
        raise ValueError("no sequence")
    return body


def _elements(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 2 <= len(data) and data[at]:
        tag, length, at = data[at], data[at + 1], at + 2
        if length & LONG_FORM:
            size = length & ~LONG_FORM
            if not size:
                raise ValueError("indefinite length")
            length, at = int.from_bytes(data[at : at + size]), at + size
        if at + length > len(data):
            raise ValueError("too short")
        yield tag, data[at : at + length]
        at += length
