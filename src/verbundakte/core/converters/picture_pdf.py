"""The Lesefassung (PDF/A) of pictures: a JPEG goes in as it is, the rest lossless."""

import io

import img2pdf
from PIL import Image

from verbundakte.core.converters import archival, images
from verbundakte.core.converters.source import Source

A4_POINTS = (595.28, 841.89)
TOOL = f"img2pdf {img2pdf.__version__}, {archival.TOOL}, {images.TOOL}"
ORIENTATION = 0x0112


def picture_to_pdf(source: Source) -> tuple[dict, list[bytes]]:
    """Operation: one A4 page for each page of the picture."""
    source.require_bytes()
    picture = images.opened(source)
    layout = img2pdf.get_layout_fun(
        pagesize=A4_POINTS, fit=img2pdf.FitMode.shrink, auto_orient=True
    )
    pages = [source.data] if _fits_as_it_is(picture) else _lossless(source)
    data = archival.archive(img2pdf.convert(pages, layout_fun=layout))
    return {"tool": TOOL, "notices": []}, [data]


def _fits_as_it_is(picture: Image.Image) -> bool:
    upright = picture.getexif().get(ORIENTATION, 1) == 1
    return picture.format == "JPEG" and picture.mode in ("RGB", "L") and upright


def _lossless(source: Source) -> list[bytes]:
    pages = []
    for frame in images.upright_frames(source):
        stream = io.BytesIO()
        frame.save(stream, "PNG", compress_level=1)
        pages.append(stream.getvalue())
    return pages
