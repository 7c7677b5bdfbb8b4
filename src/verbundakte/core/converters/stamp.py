"""A stamp burnt into a copy of a PDF: a frame with one or two lines in a corner of its pages."""

import pikepdf

from verbundakte.core.converters.frames import page_frame
from verbundakte.core.converters.source import Source
from verbundakte.core.converters.volume import calm, opened

TOOL = f"pikepdf {pikepdf.__version__}"
FONT = pikepdf.Name("/VaStempel")
SIZE, WIDE, LEADING, PAD, EDGE = 13, 0.6, 17, 8, 24
INK = "0.12 0.2 0.55"


def stamp(
    source: Source, *, lines: list[str], corner: str, is_on_all: bool
) -> tuple[dict, list[bytes]]:
    """Operation: the PDF with the stamp on its first page, or on all.

    `corner` names the edges as the page is shown: "top" or "bottom", "left" or "right". Raises
    Encrypted or Damaged.
    """
    path = source.folder / "stamped.pdf"
    with source.open() as stream, opened(stream) as document:
        font = document.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name("/Courier-Bold"),
                Encoding=pikepdf.Name.WinAnsiEncoding,
            )
        )
        for number, page in enumerate(document.pages):
            calm(page)
            if is_on_all or number == 0:
                page.add_resource(font, pikepdf.Name.Font, FONT)
                page.contents_add(b"q\n", prepend=True)
                page.contents_add(_drawn(page, lines, corner))
        for key in ("/OpenAction", "/AA"):
            if key in document.Root:
                del document.Root[key]
        document.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        count = len(document.pages)
    return {"pages": count, "tool": TOOL}, [path.read_bytes()]


def _drawn(page: pikepdf.Page, lines: list[str], corner: str) -> bytes:
    """What draws the stamp upright, however the page is turned."""
    (wide, tall), shown = page_frame(page)
    width = max(len(line) for line in lines) * SIZE * WIDE + 2 * PAD
    height = len(lines) * LEADING + 2 * PAD - (LEADING - SIZE)
    shrunk = min(1.0, (wide - 2 * EDGE) / width)
    x = EDGE if "left" in corner else wide - EDGE - width * shrunk
    y = EDGE if "bottom" in corner else tall - EDGE - height * shrunk
    place = " ".join(f"{value:.2f}" for value in shown)
    parts = [
        f"\nQ q {place} cm {shrunk:.3f} 0 0 {shrunk:.3f} {x:.2f} {y:.2f} cm",
        f"{INK} RG {INK} rg 1.5 w 0 0 {width:.2f} {height:.2f} re S",
    ]
    for number, line in enumerate(lines):
        base = height - PAD - SIZE * 0.8 - number * LEADING
        inset = (width - len(line) * SIZE * WIDE) / 2
        text = line.encode("cp1252", "replace").hex()
        parts.append(f"BT {FONT} {SIZE} Tf {inset:.2f} {base:.2f} Td <{text}> Tj ET")
    return (" ".join(parts) + " Q\n").encode()
