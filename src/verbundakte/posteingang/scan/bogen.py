"""A sheet of paper with a large QR code and a few lines, as PDF; made at once, of our own words only.

Written by hand (ISO 32000-1): one page of the standard font and filled squares, so that no converter is
asked for. The code has the highest error correction and is 60 mm wide: scanners at 100 dpi read it.
"""

import segno

WIDE, TALL = 595, 842
CODE_SIZE, LEFT, TOP = 170, 60, 760
BREAK_AFTER = 62


def sheets(pages: list[tuple[str, list[str], str]]) -> bytes:
    """Return a PDF with one page for each (title, lines, code)."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", _font("Helvetica-Bold"), _font("Helvetica")]
    kids = []
    for title, lines, code in pages:
        drawn = _drawn(title, lines, code)
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE} {TALL}] /Contents {len(objects) + 2} 0 R"
            " /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> >>"
        )
        length = len(drawn.encode("cp1252"))
        objects.append(f"<< /Length {length} >>\nstream\n{drawn}\nendstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    return _file(objects)


def _font(name: str) -> str:
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


def _drawn(title: str, lines: list[str], code: str) -> str:
    made = segno.make(code, error="h", micro=False)
    rows = list(made.matrix)
    step = CODE_SIZE / len(rows)
    bottom = TOP - 60 - CODE_SIZE
    squares = [
        f"{LEFT + x * step:.2f} {bottom + (len(rows) - 1 - y) * step:.2f} {step:.2f} {step:.2f} re"
        for y, row in enumerate(rows)
        for x, dark in enumerate(row)
        if dark
    ]
    texts = [_text("F1", 24, TOP, title)]
    at = bottom - 40
    for line in (part for text in lines for part in _broken(text)):
        texts.append(_text("F2", 13, at, line))
        at -= 20
    return "\n".join([*texts, *squares, "f"])


def _text(font: str, size: int, at: float, text: str) -> str:
    return f"BT /{font} {size} Tf {LEFT} {at:.0f} Td ({_escaped(text)}) Tj ET"


def _broken(text: str) -> list[str]:
    """Return a text in lines that fit."""
    found, line = [], ""
    for word in text.split():
        while len(word) > BREAK_AFTER:
            found, word = (
                [*found, *([line] if line else []), word[:BREAK_AFTER]],
                word[BREAK_AFTER:],
            )
            line = ""
        if len(line) + len(word) + 1 > BREAK_AFTER:
            found, line = [*found, line], word
        else:
            line = f"{line} {word}".strip()
    return [*found, line]


def _escaped(text: str) -> str:
    known = text.encode("cp1252", "replace").decode("cp1252")
    return "".join(f"\\{char}" if char in "()\\" else char for char in known if ord(char) >= 32)


def _file(objects: list[str]) -> bytes:
    body, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    tail = f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return body + (head + tail).encode()
