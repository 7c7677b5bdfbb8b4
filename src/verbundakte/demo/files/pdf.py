"""A small PDF writer: standard fonts, WinAnsi text, lines and page images; no time stamps."""

import hashlib
import zlib
from datetime import date

from verbundakte.demo.files.widths import BOLD, REGULAR

A4 = (595, 842)


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width in points; characters outside WinAnsi raise UnicodeEncodeError."""
    widths = BOLD if bold else REGULAR
    return sum(widths[max(code, 32) - 32] for code in text.encode("cp1252")) * size / 1000


def wrap(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break the text into lines not wider than `width` points (long words stay whole)."""
    lines, line, used = [], [], 0.0
    space = text_width(" ", size, bold=bold)
    for word in text.split():
        word_width = text_width(word, size, bold=bold)
        if line and used + space + word_width > width:
            lines.append(" ".join(line))
            line, used = [], 0.0
        used += word_width + (space if line else 0)
        line.append(word)
    return [*lines, " ".join(line)] if line else lines


def _literal(text: str) -> bytes:
    raw = text.encode("cp1252")
    return b"(" + raw.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)") + b")"


class Page:
    """Collects drawing commands; the origin is the lower left corner, units are points."""

    def __init__(self):
        self.commands: list[bytes] = []

    def text(self, x: float, y: float, text: str, size: float = 10.5, *, bold: bool = False):
        font = b"F2" if bold else b"F1"
        self.commands.append(
            b"BT /%s %.2f Tf %.2f %.2f Td %s Tj ET" % (font, size, x, y, _literal(text))
        )

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = 0.5):
        self.commands.append(b"%.2f w %.2f %.2f m %.2f %.2f l S" % (width, x1, y1, x2, y2))

    def raw(self, command: str):
        self.commands.append(command.encode("ascii"))


class Pdf:
    """Assembles pages into a file; the same content gives the same bytes."""

    def __init__(self, title: str, author: str, created: date):
        self.title, self.author, self.created = title, author, created
        self.objects: list[bytes] = [b"", b"", b"", b"", b""]  # catalog, pages, info, fonts
        self.page_numbers: list[int] = []

    def _add(self, body: bytes) -> int:
        self.objects.append(body)
        return len(self.objects)

    def _stream(self, entries: bytes, data: bytes) -> int:
        head = b"<< %s /Length %d >>" % (entries, len(data))
        return self._add(head + b"\nstream\n" + data + b"\nendstream")

    def _page(self, content: int, resources: bytes) -> None:
        self.page_numbers.append(
            self._add(
                b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Resources << %s >>"
                b" /Contents %d 0 R >>" % (*A4, resources, content)
            )
        )

    def add_page(self, page: Page) -> None:
        data = zlib.compress(b"\n".join(page.commands), 6)
        content = self._stream(b"/Filter /FlateDecode", data)
        self._page(content, b"/Font << /F1 4 0 R /F2 5 0 R >>")

    def add_image(self, jpeg: bytes, width: int, height: int) -> None:
        """Add a page that is nothing but a grey JPEG."""
        image = self._stream(
            b"/Type /XObject /Subtype /Image /ColorSpace /DeviceGray /BitsPerComponent 8"
            b" /Filter /DCTDecode /Width %d /Height %d" % (width, height),
            jpeg,
        )
        content = self._stream(b"", b"q %d 0 0 %d 0 0 cm /I Do Q" % A4)
        self._page(content, b"/XObject << /I %d 0 R >>" % image)

    def to_bytes(self) -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in self.page_numbers)
        font = b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>"
        self.objects[0] = b"<< /Type /Catalog /Pages 2 0 R /Lang (de-DE) >>"
        self.objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (
            len(self.page_numbers),
            kids,
        )
        self.objects[2] = b"<< /Title %s /Author %s /CreationDate (D:%s090000Z) >>" % (
            _literal(self.title),
            _literal(self.author),
            self.created.strftime("%Y%m%d").encode("ascii"),
        )
        self.objects[3], self.objects[4] = font % b"Helvetica", font % b"Helvetica-Bold"
        return self._assemble()

    def _assemble(self) -> bytes:
        out, offsets = bytearray(b"%PDF-1.7\n%\xe4\xf6\xfc\xdf\n"), []
        for number, body in enumerate(self.objects, start=1):
            offsets.append(len(out))
            out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
        start, size = len(out), len(offsets) + 1
        file_id = hashlib.sha256(out).hexdigest()[:32].encode("ascii")
        out += b"xref\n0 %d\n0000000000 65535 f \n" % size
        out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        out += b"trailer\n<< /Size %d /Root 1 0 R /Info 3 0 R /ID [<%s> <%s>] >>\n" % (
            size,
            file_id,
            file_id,
        )
        return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)
