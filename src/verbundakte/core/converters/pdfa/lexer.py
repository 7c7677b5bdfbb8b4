"""Tokens and operators of PDF as they stand in the file: qpdf would hide how they were written."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

SPACE = b"\0\t\n\f\r "
TOKEN = re.compile(
    rb"[\0\t\n\f\r ]+|%[^\r\n]*"
    rb"|(?P<number>[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?=[\0\t\n\f\r \[\]<>()/%{}]|\Z))"
    rb"|/(?P<name>[^\0\t\n\f\r \[\]<>()/%{}]*)"
    rb"|(?P<mark><<|>>|\[|\]|\{|\})"
    rb"|<(?P<hex>[^<>]*)>"
    rb"|\((?P<string>(?:[^\\()]|\\[\s\S])*)\)"
    rb"|(?P<word>[^\0\t\n\f\r \[\]<>()/%{}]+)"
)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
HEX_NAME = re.compile(rb"#([0-9A-Fa-f]{2})")
INLINE_END = re.compile(rb"[\0\t\n\f\r ]EI(?=[\0\t\n\f\r ]|\Z)")
OPENING = {b"[": b"]", b"<<": b">>"}


@dataclass(frozen=True)
class Spelled:
    """What is nothing but its spelling."""

    text: bytes


class Name(Spelled):
    """A name without its slash, escapes resolved."""


@dataclass(frozen=True)
class Text:
    """A string; `hex` keeps the digits of one that was written in hexadecimal."""

    value: bytes
    hex: bytes | None = None


class Word(Spelled):
    """An operator or keyword."""


class Mark(Spelled):
    """A bracket."""


@dataclass
class Operation:
    """One operator with its operands; `inline` is the dictionary of an inline image."""

    operator: bytes
    operands: list = field(default_factory=list)
    inline: dict | None = None


def tokens(
    data: bytes, start: int = 0, end: int | None = None
) -> Iterator[tuple[object, int, int]]:
    """Yield (token, start, end). A byte that fits nowhere comes as a Word."""
    at, end = start, len(data) if end is None else end
    while at < end:
        found = TOKEN.match(data, at, end)
        if found is None:
            token, after = _odd(data, at, end)
            yield token, at, after
            at = after
            continue
        after = found.end()
        kind = found.lastgroup
        if kind:
            yield _token(kind, found.group(kind)), at, after
        at = after


def _token(kind: str, raw: bytes) -> object:
    if kind == "number":
        return float(raw) if b"." in raw else int(raw)
    if kind == "name":
        return Name(HEX_NAME.sub(lambda found: bytes.fromhex(found[1].decode()), raw))
    if kind == "hex":
        return Text(_from_hex(raw), raw)
    if kind == "string":
        return Text(_unescaped(raw))
    return Mark(raw) if kind == "mark" else Word(raw)


def _odd(data: bytes, at: int, end: int) -> tuple[object, int]:
    """A string with brackets inside, or a byte that begins nothing."""
    if data[at] != ord("("):
        return Word(data[at : at + 1]), at + 1
    depth, place = 0, at
    while place < end:
        byte = data[place]
        if byte == ord("\\"):
            place += 1
        elif byte == ord("("):
            depth += 1
        elif byte == ord(")"):
            depth -= 1
            if not depth:
                return Text(_unescaped(data[at + 1 : place])), place + 1
        place += 1
    return Word(b"("), at + 1


def _from_hex(raw: bytes) -> bytes:
    digits = re.sub(rb"[^0-9A-Fa-f]", b"", raw).decode()
    return bytes.fromhex(digits + "0" * (len(digits) % 2))


def _unescaped(raw: bytes) -> bytes:
    if b"\\" not in raw:
        return raw

    def one(found: re.Match) -> bytes:
        what = found[1]
        if what[:1] in b"01234567":
            return bytes([int(what, 8) & 255])
        return b"" if what in (b"\r\n", b"\n", b"\r") else ESCAPED.get(what, what)

    return ESCAPE.sub(one, raw)


def operations(data: bytes) -> Iterator[Operation]:
    """Yield the operators of a content stream with their operands (numbers, Name, Text, list, dict)."""
    stack: list[tuple[bytes, list]] = []
    operands: list = []
    at = 0
    while at < len(data):
        for token, _, after in tokens(data, at):
            if isinstance(token, Mark):
                operands = _bracket(token.text, stack, operands)
            elif isinstance(token, Word) and token.text not in (b"true", b"false", b"null"):
                if token.text == b"BI":
                    image, at = _inline_image(data, after)
                    yield Operation(b"BI", [], image)
                else:
                    yield Operation(token.text, operands)
                    at = after
                operands, stack = [], []
                break
            else:
                operands.append(_plain(token))
        else:
            return


def _plain(token: object) -> object:
    if isinstance(token, Word):
        return {b"true": True, b"false": False}.get(token.text)
    return token


def _bracket(mark: bytes, stack: list, operands: list) -> list:
    if mark in OPENING:
        stack.append((mark, operands))
        return []
    if stack and OPENING[stack[-1][0]] == mark:
        opened, outer = stack.pop()
        outer.append(operands if opened == b"[" else as_dict(operands))
        return outer
    return operands


def as_dict(items: list) -> dict[bytes, object]:
    """Return keys and values that stand in turn as a dictionary."""
    return {
        key.text: value
        for key, value in zip(items[::2], items[1::2], strict=False)
        if isinstance(key, Name)
    }


def _inline_image(data: bytes, at: int) -> tuple[dict, int]:
    stack: list = []
    items: list = []
    for token, _, after in tokens(data, at):
        if isinstance(token, Word) and token.text == b"ID":
            found = INLINE_END.search(data, after)
            return as_dict(items), found.end() if found else len(data)
        if isinstance(token, Mark):
            items = _bracket(token.text, stack, items)
        else:
            items.append(_plain(token))
    return as_dict(items), len(data)
