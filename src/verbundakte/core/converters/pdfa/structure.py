"""How the file is written: header, trailer, cross-reference, objects, streams (6.1)."""

import re
from collections.abc import Iterator

import pikepdf

from verbundakte.core.converters.pdfa.lexer import Mark, Name, Text, Word, tokens
from verbundakte.core.converters.pdfa.paper import Paper, items, stream_bytes, value

HEADER = re.compile(rb"%PDF-1\.[0-7](\r\n|\r|\n)(.{5})", re.DOTALL)
END = re.compile(rb"%%EOF(\r\n|\r|\n)?\Z")
TABLE = re.compile(rb"xref(\r\n|\r|\n)(\d+) (\d+) ?(\r\n|\r|\n)")
TABLES = re.compile(rb"(?:^|[\r\n])(xref)[\0\t\n\f\r ]+\d")
TRAILER = re.compile(rb"[\r\n ]trailer[\0\t\n\f\r ]*<<")
SUBSECTION = re.compile(rb"(\d+)([\0\t\n\f\r ]+)(\d+)[ ]*(?:\r\n|\r|\n)")
OBJECT = re.compile(
    rb"(\d+)([\0\t\n\f\r ]+)(\d+)([\0\t\n\f\r ]+)obj([\0\t\n\f\r ]*)",
)
STREAM = re.compile(rb"stream(\r\n|\n)")
ENDSTREAM = re.compile(rb"(\r\n|\n|\r)endstream")
ENDSTREAM_ANYWHERE = re.compile(rb"[\0\t\n\f\r ]*endstream")
EOL = (ord("\r"), ord("\n"))
HEX = frozenset(b"0123456789ABCDEFabcdef")
WHITE = b"\0\t\n\f\r "
TABLE_ENTRY, STREAM_ENTRY = 1, 2
REPAIRED = re.compile(r"reconstruct|file is damaged|can't find|not found")
AMBIGUOUS = "Die Datei nennt eine Angabe zweimal."
MAX_OBJECTS = 8_388_607


def check(paper: Paper) -> None:
    """Check what only the bytes show."""
    _header(paper)
    _trailers(paper)
    _tables(paper)
    _objects(paper)


def _header(paper: Paper) -> None:
    found = HEADER.match(paper.data)
    paper.check(found, "kopf")
    if found:
        comment = found[2]
        is_binary = comment[:1] == b"%" and all(byte > 127 for byte in comment[1:])
        paper.check(is_binary, "kopf-kommentar")


def _trailers(paper: Paper) -> None:
    data = paper.data
    trailers = [_dictionary(data, found.end() - 2) for found in TRAILER.finditer(data)]
    for trailer in trailers:
        paper.check(b"Encrypt" not in trailer, "verschluesselt")
        _strings(paper, (token for inner in trailer.values() for token in inner), "Trailer")
    paper.check(not paper.pdf.is_encrypted, "verschluesselt")
    paper.check(END.search(data), "nach-dem-ende")
    identified = value(paper.pdf.trailer, "/ID")
    halves = items(identified)
    is_filled = all(isinstance(each, pikepdf.String) and bytes(each) for each in halves)
    paper.check(len(halves) == 2 and (is_filled or paper.is_first), "kennung")
    is_linearized = b"/Linearized" in data[:1024] and paper.pdf.is_linearized
    if is_linearized and len(trailers) > 1 and b"ID" in trailers[-1] and b"ID" in trailers[0]:
        paper.check(trailers[0][b"ID"] == trailers[-1][b"ID"], "kennung-gleich")


def _dictionary(data: bytes, at: int) -> dict[bytes, list]:
    """The keys of a dictionary at `at`, each with the tokens of its value."""
    found: dict[bytes, list] = {}
    depth, key = 0, None
    for token, _, _ in tokens(data, at, min(len(data), at + 65536)):
        if isinstance(token, Mark):
            depth += {b"<<": 1, b"[": 1, b">>": -1, b"]": -1}.get(token.text, 0)
            if not depth:
                break
        elif depth == 1 and isinstance(token, Name) and (key is None or found[key]):
            key = token.text
            found[key] = []
            continue
        if key is not None:
            found[key].append(token)
    return found


def written_keys(paper: Paper, objgen: tuple[int, int]) -> set[bytes]:
    """Return the keys of a dictionary as they stand in the file.

    qpdf hands down what a page inherits; only the file itself tells what it has of its own.
    """
    entry = paper.pdf.get_xref_table().get(objgen)
    kind, offset, holder = _entry(entry) if entry else (0, 0, 0)
    data, at = paper.data, offset
    if kind == STREAM_ENTRY:
        data, at = _packed(paper, holder, objgen[0])
    start = data.find(b"<<", at)
    return set(_dictionary(data, start)) if kind and start >= 0 else set()


def _packed(paper: Paper, holder: int, number: int) -> tuple[bytes, int]:
    """Return the bytes of an object stream and where an object begins in it."""
    stream = paper.pdf.get_object((holder, 0))
    data = stream_bytes(stream) or b""
    first = int(value(stream, "/First") or 0)
    head = data[:first].split()
    for known, offset in zip(head[::2], head[1::2], strict=False):
        if int(known) == number:
            return data, first + int(offset)
    return data, len(data)


def _tables(paper: Paper) -> None:
    for found in TABLES.finditer(paper.data):
        at = found.start(1)
        table = TABLE.match(paper.data, at)
        paper.check(table, "querverweise-form")
        if not table:
            continue
        place = table.end()
        count = int(table[3])
        while True:
            place = _after_entries(paper.data, place, count)
            more = SUBSECTION.match(paper.data, place)
            if not more:
                break
            paper.check(more[2] == b" ", "querverweise-abstand")
            place, count = more.end(), int(more[3])
    for warning in map(str, paper.pdf.get_warnings()):
        paper.check(not REPAIRED.search(warning), "querverweise-form")
        if "duplicated key" in warning:
            paper.doubt(AMBIGUOUS)


def _after_entries(data: bytes, at: int, count: int) -> int:
    entry = re.compile(rb"\d{10} \d{5} [nf](?: \r| \n|\r\n|\n|\r)")
    for _ in range(count):
        found = entry.match(data, at)
        if not found:
            return at
        at = found.end()
    return at


def _objects(paper: Paper) -> None:
    table = paper.pdf.get_xref_table()
    paper.check(len(table) <= MAX_OBJECTS, "grenze-objekte")
    holders = set()
    for (number, generation), entry in table.items():
        kind, offset, holder = _entry(entry)
        if kind == STREAM_ENTRY:
            holders.add(holder)
        elif kind == TABLE_ENTRY:
            _object(paper, number, generation, offset)
        paper.pace()
    for holder in sorted(holders):
        packed = stream_bytes(paper.pdf.get_object((holder, 0)))
        if packed:
            _strings(paper, (token for token, _, _ in tokens(packed)), f"Objekt {holder}")


def _entry(entry) -> tuple[int, int, int]:
    """Kind, offset and holding object stream of an entry of the cross-reference."""
    if isinstance(entry, dict):
        return entry["type"], entry.get("offset", 0), entry.get("stream", 0)
    kind = getattr(entry, "type", 0)
    return kind, getattr(entry, "offset", 0), getattr(entry, "obj_stream_number", 0)


def _object(paper: Paper, number: int, generation: int, offset: int) -> None:
    data, place = paper.data, f"Objekt {number}"
    found = OBJECT.match(data, offset)
    if not found or int(found[1]) != number:
        paper.fail("objekt-form", place)
        return
    is_alone = len(found[2]) == 1 and len(found[4]) == 1
    before = offset == 0 or data[offset - 1] in EOL
    after = found[5][:1] in (b"\r", b"\n")
    paper.check(is_alone and before and after, "objekt-form", place)
    _strings(paper, _body(paper, found.end(), number, generation), place)


def _body(paper: Paper, start: int, number: int, generation: int) -> Iterator[object]:
    """Yield the tokens of an object; look at how its stream and its end are written."""
    data, place = paper.data, f"Objekt {number}"
    for token, at, after in tokens(data, start):
        if not isinstance(token, Word):
            yield token
        elif token.text.startswith(b"stream"):
            _stream(paper, at, number, generation)
            return
        elif token.text.startswith(b"endobj"):
            _end(paper, at, after, place)
            return


def _end(paper: Paper, at: int, after: int, place: str) -> None:
    data = paper.data
    is_apart = data[at - 1] in EOL and data[at:after] == b"endobj" and data[after] in EOL
    paper.check(is_apart, "objekt-form", place)


def _stream(paper: Paper, at: int, number: int, generation: int) -> None:
    data, place = paper.data, f"Objekt {number}"
    begun = STREAM.match(data, at)
    paper.check(begun, "strom-zeile", place)
    start = begun.end() if begun else at + len(b"stream")
    length = _length(paper, number, generation)
    ended = ENDSTREAM.match(data, start + length) if length is not None else None
    if ended is None:
        found = data.find(b"endstream", start)
        if found < 0:
            paper.fail("strom-laenge", place)
            return
        has_line = data[found - 1] in EOL
        paper.check(has_line, "strom-zeile", place)
        paper.fail("strom-laenge" if has_line else "strom-zeile", place)
        end = found + len(b"endstream")
    else:
        end = ended.end()
    for token, begin, after in tokens(data, end, min(len(data), end + 200)):
        if isinstance(token, Word):
            _end(paper, begin, after, place)
        break


def _length(paper: Paper, number: int, generation: int) -> int | None:
    try:
        found = paper.pdf.get_object((number, generation))
        return int(value(found, "/Length"))
    except (TypeError, ValueError, pikepdf.PdfError):
        return None


def _strings(paper: Paper, found: Iterator[object], place: str) -> None:
    for token in found:
        if isinstance(token, Text) and token.hex is not None:
            check_hex(paper, token.hex, place)


def check_hex(paper: Paper, digits: bytes, place: str) -> None:
    """Check the digits of a string written in hexadecimal."""
    solid = digits.translate(None, WHITE)
    paper.check(len(solid) % 2 == 0, "hex-gerade", place)
    paper.check(set(solid) <= HEX, "hex-ziffern", place)
