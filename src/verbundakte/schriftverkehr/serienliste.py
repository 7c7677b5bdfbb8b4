"""The list of the final letters of a Briefserie: one Dokument that stands for all of them.

It names every letter with its SHA-256, then shows samples. Whoever signs it has the samples before her and
binds all letters: the digest of the list covers the digest of each.
"""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from django.template.loader import render_to_string

from verbundakte.core.ausgaben import scratch_file
from verbundakte.core.blobs import store
from verbundakte.core.conversion import converters
from verbundakte.core.tenancy.context import current_tenant

ROWS, SAMPLES = 1_000, 3


@dataclass(frozen=True)
class Zeile:
    """One letter: its place in the series, to whom, and the SHA-256 of its file."""

    position: int
    name: str
    sha256: str


def digest_of(zeilen: Sequence[Zeile]) -> str:
    """Return the SHA-256 over place and SHA-256 of each letter, a line each, in their order."""
    text = "".join(f"{one.position} {one.sha256}\n" for one in zeilen)
    return sha256(text.encode()).hexdigest()


def samples_of(zeilen: Sequence[Zeile]) -> list[Zeile]:
    """Return the letters to be looked at: the first, the last, and one that nobody chose (it follows
    from the digest)."""
    chosen = int(digest_of(zeilen), 16) % len(zeilen)
    places = sorted({0, chosen, len(zeilen) - 1})[:SAMPLES]
    return [zeilen[place] for place in places]


def list_pdf(title: str, zeilen: Sequence[Zeile]) -> bytes:
    """Return the list with its samples as PDF. Raises ConversionFailed, OSError."""
    tenant, samples = current_tenant(), samples_of(zeilen)
    told = {"title": title, "count": len(zeilen), "digest": digest_of(zeilen), "samples": samples}
    sheets = [
        converters().sheet(tenant, _markup(told, zeilen[first : first + ROWS], first))
        for first in range(0, len(zeilen), ROWS)
    ]
    with scratch_file() as box:
        names = [f"liste-{no}.pdf" for no in range(len(sheets))]
        parts = [f"{one}.pdf" for one in dict.fromkeys(one.sha256 for one in samples)]
        with zipfile.ZipFile(box, "w") as packed:
            for name, sheet in zip(names, sheets, strict=True):
                packed.writestr(name, sheet.data)
            for part in parts:
                packed.write(store.path_of(tenant, part.removesuffix(".pdf")), part)
        box.flush()
        whole = [{"parts": list(range(len(names) + len(parts))), "code": "", "label": ""}]
        options = {"names": [*names, *parts], "letters": whole, "is_duplex": False}
        _, made, _ = converters().run(tenant, "print_job", box.fileno(), **options)
    return made[0]


def _markup(told: dict, zeilen: Sequence[Zeile], first: int) -> str:
    context = {**told, "zeilen": zeilen, "is_first": first == 0}
    return render_to_string("schriftverkehr/druck/serienliste.html", context)
