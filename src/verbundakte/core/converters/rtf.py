"""RTF to plain text, and the packed RTF of Outlook (MS-OXRTFCP)."""

import re
import struct

from verbundakte.core.converters.limits import MAX_TEXT_CHARS, MAX_UNPACKED_BYTES

TOOL = "verbundakte-rtf 1"
TOKEN = re.compile(
    rb"\\([A-Za-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^A-Za-z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
SILENT = frozenset(
    b"fonttbl colortbl stylesheet info pict object themedata datastore listtable listoverridetable "
    b"revtbl rsidtbl generator fldinst xmlnstbl latentstyles colorschememapping mmathPr filetbl "
    b"bkmkstart bkmkend nonshppict objdata listtext".split()
)
CHARACTERS = {
    b"par": "\n", b"line": "\n", b"sect": "\n", b"page": "\n", b"row": "\n", b"tab": "\t",
    b"cell": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•",
}  # fmt: skip
SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\n": "\n", b"\r": "\n"}
CHARSETS = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250",
}  # fmt: skip
PACKED = 0x75465A4C
PREBUFFER = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def to_text(data: bytes) -> str:
    """Return the visible text; groups a reader does not show are left out."""
    return _Reader().read(data)


class _Reader:
    """State of the reading: groups, fonts, pending bytes of the current code page."""

    def __init__(self):
        self.out: list[str] = []
        self.pending = bytearray()
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.table_font = 0
        # one entry per open group: silent, in font table, font, fallback characters
        self.stack = [(False, False, None, 1)]
        self.to_skip, self.starred = 0, False
        self.binary_until = 0

    def read(self, data: bytes) -> str:
        size = 0
        for found in TOKEN.finditer(data):
            if found.start() < self.binary_until:
                continue
            word, number, hexa, symbol, brace, text = found.groups()
            if brace:
                self._brace(brace)
            elif word:
                self._word(word, int(number) if number else None, found.end())
            elif hexa:
                self._bytes(bytes.fromhex(hexa.decode()))
            elif symbol:
                self._symbol(symbol)
            elif text:
                self._bytes(text)
                size += len(text)
            if size > MAX_TEXT_CHARS:
                break
        self._flush()
        text = "".join(self.out).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        return re.sub(r"\n{3,}", "\n\n", text.replace("\0", "")).strip()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.to_skip = 0
        if brace == b"{":
            if len(self.stack) < 10_000:
                self.stack.append(self.stack[-1])
        elif len(self.stack) > 1:
            self.stack.pop()
        self.starred = False

    def _set(self, *, silent=None, table=None, font=None, fallback=None) -> None:
        new = (silent, table, font, fallback)
        old = self.stack[-1]
        self.stack[-1] = tuple(old[i] if new[i] is None else new[i] for i in range(4))

    def _word(self, word: bytes, number: int | None, end: int) -> None:
        if word == b"fonttbl":
            self._set(silent=True, table=True)
        elif word in SILENT or (self.starred and word not in (b"htmltag", b"shptxt")):
            self._set(silent=True)
        elif word == b"bin" and number:
            self.binary_until = end + number
        elif word == b"u" and number is not None:
            self._flush()
            self._put(chr(number % 65536))
            self.to_skip = self.stack[-1][3]
        elif word == b"uc" and number is not None:
            self._set(fallback=number)
        elif word == b"ansicpg" and number:
            self.codec = f"cp{number}"
        elif word in (b"f", b"fcharset"):
            self._font(word, number or 0)
        elif word in CHARACTERS:
            self._flush()
            self._put(CHARACTERS[word])
        self.starred = False

    def _font(self, word: bytes, number: int) -> None:
        self._flush()
        if not self.stack[-1][1]:
            self._set(font=number)
        elif word == b"f":
            self.table_font = number
        elif number in CHARSETS and number:
            self.fonts[self.table_font] = CHARSETS[number]

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.starred = True
            return
        self._flush()
        self._put(SYMBOLS.get(symbol, ""))

    def _bytes(self, data: bytes) -> None:
        skipped = min(self.to_skip, len(data))
        self.to_skip -= skipped
        if not self.stack[-1][0]:
            self.pending += data[skipped:]
        self.starred = False

    def _put(self, text: str) -> None:
        if not self.stack[-1][0]:
            self.out.append(text)

    def _flush(self) -> None:
        if not self.pending:
            return
        codec = self.fonts.get(self.stack[-1][2], self.codec)
        try:
            self.out.append(self.pending.decode(codec, "replace"))
        except LookupError:
            self.out.append(self.pending.decode("cp1252", "replace"))
        self.pending.clear()


def unpack(data: bytes) -> bytes:
    """Return the RTF of a packed Outlook body; empty when it is broken."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<II", data, 4)
    if kind != PACKED or size > MAX_UNPACKED_BYTES:
        return data[16 : 16 + size]
    window = bytearray(PREBUFFER) + bytearray(4096 - len(PREBUFFER))
    return _lz(data, window, len(PREBUFFER), size)


def _lz(data: bytes, window: bytearray, write: int, size: int) -> bytes:
    out, position = bytearray(), 16
    while position < len(data) and len(out) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if position >= len(data) or len(out) >= size:
                break
            if not control >> bit & 1:
                piece = data[position : position + 1]
                position += 1
            else:
                token = int.from_bytes(data[position : position + 2], "big")
                position += 2
                offset, length = token >> 4, (token & 15) + 2
                if offset == write:
                    return bytes(out)
                piece = bytes(_from_window(window, offset, length, write))
            for value in piece:
                window[write] = value
                write = (write + 1) % 4096
            out += piece
    return bytes(out)


def _from_window(window: bytearray, offset: int, length: int, write: int) -> list[int]:
    """A reference may reach into what it is itself writing."""
    piece: list[int] = []
    distance = (write - offset) % 4096
    for index in range(length):
        if index < distance:
            piece.append(window[(offset + index) % 4096])
        else:
            piece.append(piece[index - distance])
    return piece
