"""The demo world: three invented municipalities with people, files and real documents."""

from dataclasses import replace
from datetime import date
from random import Random

from verbundakte.demo.matters import SCANS_PER_TOWN, Writer, write_akten
from verbundakte.demo.search_words import SEARCH_WORDS
from verbundakte.demo.towns import staffed_towns
from verbundakte.demo.world import VERBUND_NAME, DemoWorld

AKTEN_PER_TOWN = 50
TODAY = date(2026, 11, 23)


def build(seed: int = 1, scale: float = 1.0, today: date = TODAY) -> DemoWorld:
    """Return the demo world; the same arguments always give the same world and bytes.

    `scale` 1 gives about 150 Akten, 600 Vorgänge and 2,500 documents; the number of scans stays.
    """
    words = list(SEARCH_WORDS)
    Random(f"{seed}/words").shuffle(words)
    seen: set[str] = set()
    towns = []
    for index, town in enumerate(staffed_towns()):
        own_words = words[index * SCANS_PER_TOWN : (index + 1) * SCANS_PER_TOWN]
        writer = Writer(town, today, str(seed), own_words, seen)
        akten = write_akten(writer, max(1, round(AKTEN_PER_TOWN * scale)))
        towns.append(replace(town, akten=akten))
    return DemoWorld(seed, today, VERBUND_NAME, tuple(towns))
