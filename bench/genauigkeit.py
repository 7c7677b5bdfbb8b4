"""How right the text of scans is read: letters of our own, printed, scanned with noise, skew and specks.

`--size` is how many pages (6). Target: at least 98 % of the characters.
"""

import argparse
import io
import os
import random

from grossbestand.ergebnis import written
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from verbundakte.core.converters.pool import Converters
from verbundakte.core.embedded.processes import cpu_seconds, descendants

TARGET, PAGES, SEED = 98.0, 6, 4711
WIDE, TALL, LEFT, TOP, LINE = 2480, 3508, 280, 320, 62
FONTS = (
    "DejaVuSans.ttf",
    "DejaVuSerif.ttf",
    "LiberationSans-Regular.ttf",
    "LiberationSerif-Regular.ttf",
)
WORDS = [
    "Antrag",
    "Bescheid",
    "Grundstück",
    "Müllabfuhr",
    "Straße",
    "Gebühr",
    "prüfen",
    "gemäß",
    "Hundesteuer",
    "Widerspruch",
    "Frist",
    "Monat",
    "Bekanntgabe",
    "Gemeinde",
    "Bauamt",
    "Nachweis",
    "beigefügt",
    "Befreiung",
    "Abgabe",
    "Eigentümer",
    "Überweisung",
    "betrifft",
    "Schreiben",
    "vom",
    "Januar",
    "größer",
    "möglich",
    "zuständig",
    "Änderung",
    "Öffnung",
    "Ämter",
    "beträgt",
    "und",
    "der",
    "die",
    "das",
    "ist",
    "nicht",
    "wird",
    "hiermit",
    "bitte",
    "Rückmeldung",
    "bis",
    "zum",
    "Aktenzeichen",
    "632.20",
    "2026",
    "147",
    "12,50",
    "Euro",
]


def run(options: argparse.Namespace) -> dict:
    """Return the share of characters that were read right, for each page and in all."""
    figures = measured(options.size or PAGES)
    written("genauigkeit", figures)
    return figures


def measured(pages: int) -> dict:
    """Return what came out, and how many pages one core reads in a minute."""
    chance, pool, rows = random.Random(SEED), Converters(workers=1), []
    try:
        for number in range(pages):
            text = _letter(chance)
            found = pool.ocr_page(1, _scanned(text, chance, number), page=1).text
            rows.append((len(_plain(text)), _distance(_plain(text), _plain(found))))
        seconds = sum(map(cpu_seconds, descendants(os.getpid())))
    finally:
        pool.close()
    characters, wrong = (sum(column) for column in zip(*rows, strict=True))
    share = round(100 * (1 - wrong / characters), 2)
    return {
        "pages": len(rows),
        "characters": characters,
        "right_percent": share,
        "worst_page_percent": round(min(100 * (1 - bad / count) for count, bad in rows), 2),
        "cpu_seconds": round(seconds, 1),
        "pages_per_minute_and_core": round(60 * len(rows) / seconds, 1) if seconds else None,
        "target": f"mindestens {TARGET:g} %: {'erreicht' if share >= TARGET else 'verfehlt'}",
    }


def _letter(chance: random.Random) -> str:
    lines = []
    for _ in range(34):
        lines.append(" ".join(chance.choice(WORDS) for _ in range(chance.randrange(5, 8))))
    return "\n".join(lines)


def _scanned(text: str, chance: random.Random, number: int) -> bytes:
    """Return a page as a scanner gives it: grey, grainy, slightly askew, with specks, at 300 dpi."""
    page = Image.new("L", (WIDE, TALL), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.truetype(FONTS[number % len(FONTS)], 42)
    for at, line in enumerate(text.split("\n")):
        draw.text((LEFT, TOP + at * LINE), line, fill=25, font=font)
    page = page.rotate(chance.uniform(-0.8, 0.8), Image.Resampling.BICUBIC, fillcolor=250)
    page = page.filter(ImageFilter.GaussianBlur(0.8))
    for _ in range(900):
        x, y = chance.randrange(WIDE), chance.randrange(TALL)
        ImageDraw.Draw(page).rectangle((x, y, x + 1, y + 1), fill=chance.randrange(60, 200))
    page = Image.blend(page, Image.effect_noise((WIDE, TALL), 60), 0.22)
    stream = io.BytesIO()
    page.save(stream, "PNG", dpi=(300, 300), compress_level=1)
    return stream.getvalue()


def _plain(text: str) -> str:
    return " ".join(text.split())


def _distance(left: str, right: str) -> int:
    """Return how many characters have to change (Levenshtein)."""
    before = list(range(len(right) + 1))
    for row, one in enumerate(left, 1):
        now = [row]
        for column, other in enumerate(right, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (one != other)))
        before = now
    return before[-1]
