"""Letters per second and core, a long letter, and what our own rules say of PDF/A and PDF/UA.

Laid out in the converter sandbox, by one worker, as the product does it (in parts of ten).
"""

import argparse
import time

from verbundakte.core.converters import pdfua
from verbundakte.core.converters.errors import ConversionFailed
from verbundakte.core.converters.pdfa import gate
from verbundakte.core.converters.pool import Converters
from verbundakte.schriftverkehr.brief import Block, Brief, Kopf, html_of

USUAL, PART, LONG = 120, 10, 200
KOPF = Kopf(
    "Stadt Musterstadt",
    "Der Bürgermeister",
    "Rathausplatz 1",
    "12345",
    "Musterstadt",
    telefon="01234 56-0",
    email="poststelle@musterstadt.example",
    sprechzeiten="Mo bis Fr 8 bis 12 Uhr",
    bankverbindung="Sparkasse Musterstadt\nDE02 1203 0000 0000 2020 51",
)
TEXT = (
    "über Ihren Antrag vom 3. November 2026 können wir noch nicht entscheiden, weil Unterlagen fehlen."
    " Reichen Sie uns die folgenden Unterlagen **bis zum 19. Dezember 2026** nach:"
)


def letter(no: int, paragraphs: int = 2) -> str:
    """Return the markup of letter `no`."""
    blocks = [
        Block("absatz", "Sehr geehrte Frau Beispiel,"),
        *(Block("absatz", TEXT) for _ in range(paragraphs)),
        Block("liste", "Lageplan mit Maßen\nStandsicherheitsnachweis\nZustimmung der Nachbarn"),
        Block("gruss", "Mit freundlichen Grüßen"),
    ]
    info = (("Aktenzeichen", f"632.20-2026/{no:04}"), ("Datum", "28. November 2026"))
    place = ("Frau", f"Erika Beispiel {no}", "Lindenweg 4", "12345 Musterstadt")
    return html_of(
        Brief(KOPF, "Ihr Antrag", tuple(blocks), anschrift=place, info=info, name="Ina Probe")
    )


def run(options: argparse.Namespace) -> dict:
    """Return the figures."""
    size = options.size or USUAL
    converters = Converters(workers=1)
    converters.letters(1, [letter(0)])
    begun, made = time.perf_counter(), []
    for first in range(0, size, PART):
        made += converters.letters(1, [letter(no) for no in range(first, min(size, first + PART))])
    seconds = time.perf_counter() - begun
    cpu = sum(one.cpu_seconds for one in made)
    verdict = gate.judge(made[-1].data)
    begun = time.perf_counter()
    try:
        pages = converters.letters(1, [letter(1, 15 * LONG)])[0].pages
        long = f"{pages} Seiten in {time.perf_counter() - begun:.1f} s"
    except ConversionFailed as failure:
        long = failure.message
    converters.close()
    return {
        "briefe": size,
        "briefe_je_sekunde": round(size / seconds, 1),
        "briefe_je_cpu_sekunde": round(size / cpu, 1),
        "seiten": made[-1].pages,
        "bytes": len(made[-1].data),
        "pdf_a": f"{verdict.result} (Teil {verdict.part}, Stufe {verdict.level})",
        "pdf_ua_verstoesse": [one.text for one in pdfua.judge(made[-1].data)],
        "langer_brief": long,
    }
