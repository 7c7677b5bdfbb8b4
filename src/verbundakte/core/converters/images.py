"""Pictures: open within limits, turn upright, bring to RGB, scale, encode."""

import io
import warnings

import PIL
from PIL import Image, ImageOps, ImageSequence

from verbundakte.core.converters import heif
from verbundakte.core.converters.errors import Damaged, TooLarge, Unsupported
from verbundakte.core.converters.limits import MAX_IMAGE_FRAMES, MAX_PIXELS
from verbundakte.core.converters.revision import stamped
from verbundakte.core.converters.source import Source

TOOL = stamped("picture", f"Pillow {PIL.__version__}")
FORMATS = {"webp": "image/webp", "jpeg": "image/jpeg", "png": "image/png"}
OPENABLE = ["JPEG", "PNG", "TIFF", "GIF", "BMP", "WEBP", "JPEG2000", "AVIF"]
TOO_MANY_PIXELS = f"Das Bild hat mehr als {MAX_PIXELS // 1_000_000} Millionen Bildpunkte."

Image.MAX_IMAGE_PIXELS = MAX_PIXELS
warnings.simplefilter("error", Image.DecompressionBombWarning)


def opened(source: Source) -> Image.Image:
    """Open the picture without decoding it. Raises TooLarge, Damaged, MissingProgram (HEIC)."""
    if heif.is_heif(source.head):
        return heif.opened(source)
    try:
        picture = Image.open(source.open(), formats=OPENABLE)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise TooLarge(TOO_MANY_PIXELS) from None
    except (OSError, ValueError, SyntaxError):
        raise Damaged("Das Bild ist beschädigt und lässt sich nicht öffnen.") from None
    if picture.width * picture.height > MAX_PIXELS:
        raise TooLarge(TOO_MANY_PIXELS)
    return picture


def frame_count(picture: Image.Image) -> int:
    """Return the number of pages of a TIFF; an animation counts as one."""
    if picture.format != "TIFF":
        return 1
    return min(getattr(picture, "n_frames", 1), MAX_IMAGE_FRAMES)


def frame(source: Source, number: int) -> Image.Image:
    """Return page `number` (from 1) upright in RGB."""
    picture = opened(source)
    if not 1 <= number <= frame_count(picture):
        raise Damaged("Diese Seite gibt es in dem Bild nicht.")
    picture.seek(number - 1)
    if picture.width * picture.height > MAX_PIXELS:
        raise TooLarge(TOO_MANY_PIXELS)
    return flatten(picture)


def flatten(picture: Image.Image) -> Image.Image:
    """Return the decoded picture upright, in RGB, transparency on white."""
    try:
        picture = ImageOps.exif_transpose(picture)
        if picture.mode in ("I;16", "I;16B", "I", "F"):
            picture = picture.convert("F").point(lambda value: value / 257).convert("L")
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            layer = picture.convert("RGBA")
            white = Image.new("RGBA", layer.size, "white")
            picture = Image.alpha_composite(white, layer)
        return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, IndexError):
        raise Damaged("Das Bild ist beschädigt.") from None


def shrink(source: Source, number: int, width: int) -> Image.Image:
    """Return page `number` at most `width` pixels wide; large JPEG are decoded small."""
    picture = opened(source)
    if picture.format == "JPEG":
        picture.draft(None, (2 * width, 2 * width))
        picture = flatten(picture)
    else:
        picture = frame(source, number)
    if picture.width > width:
        height = max(1, round(picture.height * width / picture.width))
        picture = picture.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return picture


def encode(picture: Image.Image, image_format: str) -> tuple[dict, bytes]:
    """Return the description of a PageImage and its bytes."""
    if image_format not in FORMATS:
        raise Unsupported("Dieses Bildformat wird nicht erzeugt.")
    options = {"webp": {"quality": 75, "method": 2}, "jpeg": {"quality": 80}, "png": {}}
    stream = io.BytesIO()
    picture.save(stream, image_format.upper(), **options[image_format])
    found = {
        "media_type": FORMATS[image_format],
        "width": picture.width,
        "height": picture.height,
        "tool": TOOL,
    }
    return found, stream.getvalue()


def upright_frames(source: Source) -> list[Image.Image]:
    """Return all pages of a TIFF, or the one picture."""
    picture = opened(source)
    if frame_count(picture) == 1:
        return [flatten(picture)]
    frames = []
    for number, found in enumerate(ImageSequence.Iterator(picture)):
        if number >= MAX_IMAGE_FRAMES or found.width * found.height > MAX_PIXELS:
            raise TooLarge(TOO_MANY_PIXELS)
        frames.append(flatten(found.copy()))
    return frames
