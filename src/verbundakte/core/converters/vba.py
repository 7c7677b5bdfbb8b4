"""Macros of office files: which modules there are and what starts by itself (MS-OVBA).

The code is only looked at for names; nothing of it is run.
"""

import re

import olefile

CODE_START = b"\x00Attribut"
MAX_CODE = 1 << 20
MAX_MODULES = 50
STARTERS = re.compile(
    rb"\bSub\s+(Auto_?Open|Auto_?Exec|Auto_?Close|Auto_?New|Document_(?:Open|New|Close)"
    rb"|Workbook_(?:Open|Activate|BeforeClose))\b",
    re.IGNORECASE,
)


def modules(document: olefile.OleFileIO) -> tuple[list[str], list[str]]:
    """Return the names of the modules with code, and of the procedures that start by themselves."""
    names, starters = [], {}
    for path in document.listdir(streams=True)[:2000]:
        if len(path) < 2 or path[-2].upper() != "VBA" or len(names) >= MAX_MODULES:
            continue
        code = source_of(document.openstream(path).read(MAX_CODE))
        if code:
            names.append(path[-1])
            starters |= dict.fromkeys(found.decode() for found in STARTERS.findall(code))
    return names, list(starters)


def source_of(stream: bytes) -> bytes:
    """Return the source text in a module stream, empty where there is none.

    The compressed container begins three bytes before its first literal, which is always the
    beginning of "Attribute VB_Name" (MS-OVBA 2.3.4.3).
    """
    at = stream.find(CODE_START)
    return _unpacked(stream[at - 3 :]) if at >= 3 else b""


def _unpacked(container: bytes) -> bytes:
    """Decompress (MS-OVBA 2.4.1.3.1); what is broken ends early."""
    out, at = bytearray(), 1
    while at + 2 <= len(container) and len(out) < MAX_CODE:
        header = int.from_bytes(container[at : at + 2], "little")
        end = min(len(container), at + (header & 0x0FFF) + 3)
        if header & 0x8000:
            _chunk(container, at + 2, end, out)
        else:
            out += container[at + 2 : end]
        at = end
    return bytes(out)


def _chunk(container: bytes, at: int, end: int, out: bytearray) -> None:
    start = len(out)
    while at < end:
        flags, at = container[at], at + 1
        for bit in range(8):
            if at >= end:
                return
            if not flags >> bit & 1:
                out.append(container[at])
                at += 1
                continue
            token = int.from_bytes(container[at : at + 2], "little")
            at += 2
            bits = max(4, (len(out) - start - 1).bit_length())
            offset = (token >> (16 - bits)) + 1
            if offset > len(out) - start:
                return
            for _ in range((token & 0xFFFF >> bits) + 3):
                out.append(out[-offset])
