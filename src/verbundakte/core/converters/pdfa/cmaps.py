"""CMaps: how the bytes of a string become codes, character identifiers or Unicode."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from verbundakte.core.converters.pdfa.lexer import Mark, Name, Text, Word, tokens
from verbundakte.core.converters.pdfa.paper import is_stream, name, named, stream_bytes, value

IDENTITY = ("Identity-H", "Identity-V")
LONGEST = 4
MOST = 70_000


@dataclass
class CMap:
    """`spaces`: (length, first, last); `ranges`: (length, first, last, target), sorted."""

    spaces: list[tuple[int, int, int]] = field(default_factory=list)
    ranges: list[tuple[int, int, int, int]] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    mode: int = 0
    title: str = ""
    is_known: bool = True

    def codes(self, data: bytes) -> Iterator[tuple[int, int]]:
        """Split a string into (code, length)."""
        at = 0
        while at < len(data):
            for length in range(1, LONGEST + 1):
                code = int.from_bytes(data[at : at + length])
                if any(size == length and low <= code <= high for size, low, high in self.spaces):
                    break
            else:
                length = min((size for size, _, _ in self.spaces), default=1)
                code = int.from_bytes(data[at : at + length])
            yield code, length
            at += length

    def target(self, code: int, length: int) -> int:
        """Return the character identifier of a code; 0 when there is none."""
        at = bisect_right(self.ranges, (length, code, 1 << 40, 0)) - 1
        for size, low, high, to in self.ranges[max(0, at) : at + 1]:
            if size == length and low <= code <= high:
                return to + code - low
        return 0


def identity(title: str) -> CMap:
    """Return Identity-H or Identity-V."""
    whole = (2, 0, 0xFFFF)
    return CMap([whole], [(*whole, 0)], mode=int(title.endswith("V")), title=title)


def read_encoding(found: object) -> CMap:
    """Return the CMap that is a Type 0 font's encoding; `is_known` is False when it cannot be read."""
    title = name(found)
    if title in IDENTITY:
        return identity(title)
    if not is_stream(found):
        return CMap(title=title or "", is_known=False)
    cmap = parse(stream_bytes(found) or b"")
    cmap.title = named(found, "/CMapName") or ""
    outer = value(found, "/UseCMap")
    if outer is not None:
        base = read_encoding(outer)
        cmap.is_known = base.is_known
        cmap.spaces += base.spaces
        cmap.ranges = sorted(cmap.ranges + base.ranges)
    return cmap


def parse(data: bytes) -> CMap:
    """Read a CMap program (Adobe technical note 5014)."""
    cmap, items = CMap(), []
    for token, _, _ in tokens(data):
        if isinstance(token, Word):
            _apply(cmap, token.text, items)
            if token.text.startswith((b"begin", b"end")) or token.text in (b"def", b"usecmap"):
                items = []
        else:
            items.append(token)
    cmap.ranges.sort()
    return cmap


def _apply(cmap: CMap, word: bytes, items: list) -> None:
    if word == b"def" and len(items) >= 2 and items[-2] == Name(b"WMode"):
        cmap.mode = items[-1] if isinstance(items[-1], int) else 0
    elif word == b"endcodespacerange":
        for low, high in zip(items[::2], items[1::2], strict=False):
            if isinstance(low, Text) and isinstance(high, Text):
                cmap.spaces.append((len(low.value), _code(low), _code(high)))
    elif word == b"endcidrange":
        for low, high, to in zip(items[::3], items[1::3], items[2::3], strict=False):
            cmap.ranges.append((len(low.value), _code(low), _code(high), to))
    elif word == b"endcidchar":
        for code, to in zip(items[::2], items[1::2], strict=False):
            cmap.ranges.append((len(code.value), _code(code), _code(code), to))
    elif word == b"endbfchar":
        for code, text in zip(items[::2], items[1::2], strict=False):
            cmap.texts[_code(code)] = _text(text)
    elif word == b"endbfrange":
        _text_ranges(cmap, items)


def _code(found: Text) -> int:
    return int.from_bytes(found.value)


def _text(found: object) -> str:
    if isinstance(found, Text):
        return (
            found.value.decode("utf-16-be", "surrogatepass")
            if len(found.value) > 1
            else (chr(found.value[0]) if found.value else "")
        )
    return ""


def _text_ranges(cmap: CMap, items: list) -> None:
    at = 0
    while at + 2 < len(items):
        low, high, to = items[at : at + 3]
        first, last = _code(low), min(_code(high), _code(low) + MOST)
        at += 3
        if isinstance(to, Text):
            text = _text(to)
            for code in range(first, last + 1):
                ending = chr(min(ord(text[-1]) + code - first, 0x10FFFF)) if text else ""
                cmap.texts[code] = text[:-1] + ending
            continue
        code = first
        while at < len(items) and not isinstance(items[at], Mark):
            cmap.texts[code] = _text(items[at])
            code, at = code + 1, at + 1
        at += 1
