"""Letters as a town hall writes them: sentences of the demo world, mixed anew, with own numbers."""

import re
from random import Random

from verbundakte import demo
from verbundakte.core.search import lexikon

SEED, SCALE = 7, 0.3
LENGTH, PAGE = 3000, 2200
_SENTENCE = re.compile(r"(?<=[.!?])\s+")
_LETTERS = re.compile(r"[^\W\d_]{4,}")


class Letters:
    """Makes titles and texts; the same random numbers make the same ones."""

    def __init__(self):
        sentences, titles = set(), set()
        for town in demo.build(SEED, SCALE).towns:
            for akte in town.akten:
                for vorgang in akte.vorgaenge:
                    for dokument in vorgang.dokumente:
                        titles.add(dokument.betreff)
                        sentences.update(_SENTENCE.split(dokument.text))
        self.sentences = sorted(one for one in sentences if 30 <= len(one) <= 300)
        self.titles = sorted(titles)
        self.stems = sorted(one for one in lexikon.load().stems if 4 <= len(one) <= 9)

    def compound(self, rng: Random) -> str:
        """Return a word that may stand nowhere else: vocabularies grow with what is written."""
        return f"{rng.choice(self.stems)}{rng.choice(self.stems)}".capitalize()

    def title(self, rng: Random) -> str:
        """Return a Betreff."""
        title = rng.choice(self.titles)
        return f"{title} {self.compound(rng)}" if rng.random() < 0.4 else title

    def pages(self, rng: Random) -> list[str]:
        """Return the pages of one letter of about 3 KB."""
        pieces, length = [], 0
        while length < LENGTH:
            sentence = rng.choice(self.sentences)
            if rng.random() < 0.15:
                number = f"{rng.randrange(100, 999)}.{rng.randrange(10, 99)}"
                sentence += f" Az. {number}-{rng.randrange(2015, 2027)}/{rng.randrange(9999):04d}."
            if rng.random() < 0.1:
                sentence += f" Das betrifft auch {self.compound(rng)}."
            pieces.append(sentence)
            length += len(sentence) + 1
        text = "\n".join(" ".join(pieces[at : at + 4]) for at in range(0, len(pieces), 4))
        cut = text.find("\n", PAGE)
        return [text] if cut < 0 else [text[:cut], text[cut + 1 :]]
