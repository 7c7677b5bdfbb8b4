"""How a scanned page lies: turned by quarters, and by how many degrees its lines are slanted. Pure."""

import math
import re
from typing import NamedTuple

from PIL import Image

LEAST_DEGREES, MOST_DEGREES = 0.3, 12.0
SURE = 4.0  # how far tesseract's best orientation is before the others
UPRIGHT_LINES = "2"


class Lage(NamedTuple):
    """What makes a page straight: quarters in degrees clockwise, then degrees counterclockwise."""

    turn: int = 0
    skew: float = 0.0


def lage_from(lines: str, orientation: str) -> Lage:
    """Return how a page lies by what tesseract says of its lines and of its orientation.

    Only a page on which both find text is straightened: a photograph stays as it is.
    """
    slant = re.search(r"WritingDirection: (\d)[\s\S]*Deskew angle: (-?[\d.]+)", lines)
    turn = re.search(r"Rotate: (\d+)", orientation)
    sure = re.search(r"Orientation confidence: ([\d.]+)", orientation)
    if slant is None or turn is None or sure is None:
        return Lage()
    degrees, skew = int(turn[1]) % 360, round(math.degrees(float(slant[2])), 1)
    goes_with_lines = (degrees % 180 == 90) == (slant[1] == UPRIGHT_LINES)
    if not goes_with_lines:
        return Lage()
    is_slanted = LEAST_DEGREES <= abs(skew) <= MOST_DEGREES
    return Lage(degrees if float(sure[1]) >= SURE else 0, skew if is_slanted else 0.0)


def straight(picture: Image.Image, lage: Lage) -> Image.Image:
    """Return a picture as it is to be read; white where there was no paper, nothing is cut off."""
    angle = lage.skew - lage.turn
    if not angle:
        return picture
    white = "white" if picture.mode == "RGB" else 255
    return picture.rotate(angle, Image.Resampling.BICUBIC, expand=True, fillcolor=white)


def laid_back(words: list[list], size: tuple[int, int], lage: Lage) -> list[list]:
    """Return words found on the straight picture with boxes on the picture as it lies (`size`)."""
    angle = math.radians(lage.skew - lage.turn)
    cos, sin = math.cos(angle), math.sin(angle)
    wide, high = size
    over, down = abs(wide * cos) + abs(high * sin), abs(high * cos) + abs(wide * sin)

    def corner(x: float, y: float) -> tuple[float, float]:
        right, below = (x / 1000 - 0.5) * over, (y / 1000 - 0.5) * down
        return (
            1000 * (0.5 + (right * cos - below * sin) / wide),
            1000 * (0.5 + (right * sin + below * cos) / high),
        )

    found = []
    for text, sure, left, top, width, height in words:
        corners = [corner(x, y) for x in (left, left + width) for y in (top, top + height)]
        xs, ys = (sorted(values) for values in zip(*corners, strict=True))
        box = (xs[0], ys[0], xs[-1] - xs[0], ys[-1] - ys[0])
        found.append([text, sure, *(round(value, 1) for value in box)])
    return found
