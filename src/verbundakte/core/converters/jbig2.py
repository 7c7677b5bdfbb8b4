"""JBIG2 streams: whether equal looking letters are stored once (symbol coding, ITU-T T.88). Pure.

Symbol coding may put a similar letter or figure in the place of the one that was scanned; TR-RESISCAN
(A.SC.12) forbids it where paper is to be destroyed.
"""

from collections.abc import Iterator

SYMBOL_DICTIONARY = 0
TEXT_REGIONS = (4, 6, 7)
UNKNOWN_LENGTH = 0xFFFFFFFF
FILE_HEADER = b"\x97JB2\r\n\x1a\n"
MOST_SEGMENTS = 10_000


def has_symbols(stream: bytes) -> bool:
    """Tell whether segments of a stream (as a PDF embeds it) are symbols or text made of them."""
    return any(kind in (SYMBOL_DICTIONARY, *TEXT_REGIONS) for kind in segment_kinds(stream))


def segment_kinds(stream: bytes) -> Iterator[int]:
    """Yield the kind of each segment (T.88, 7.2) until the stream ends or makes no sense."""
    at = len(FILE_HEADER) + 5 if stream.startswith(FILE_HEADER) else 0
    for _ in range(MOST_SEGMENTS):
        if at + 11 > len(stream):
            return
        number = int.from_bytes(stream[at : at + 4], "big")
        flags = stream[at + 4]
        yield flags & 0x3F
        count, at = _referred_to(stream, at + 5)
        reference = 1 if number <= 256 else 2 if number <= 65536 else 4
        at += count * reference + (4 if flags & 0x40 else 1)
        length = int.from_bytes(stream[at : at + 4], "big")
        if length == UNKNOWN_LENGTH:  # only the last region of a page may leave it open
            return
        at += 4 + length


def _referred_to(stream: bytes, at: int) -> tuple[int, int]:
    """Return to how many segments one refers, and where their numbers begin (T.88, 7.2.4)."""
    count = stream[at] >> 5
    if count < 7:
        return count, at + 1
    count = int.from_bytes(stream[at : at + 4], "big") & 0x1FFFFFFF
    return count, at + 4 + (count + 8) // 8
