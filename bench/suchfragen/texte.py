"""The texts that are asked: the demo world of another seed, and law texts where they are present."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from verbundakte import demo

SEED = 411
TODAY = demo.TODAY
_TITLE = re.compile(r"^# (.*)", re.MULTILINE)


@dataclass(frozen=True)
class Text:
    """One document as it is registered."""

    key: str
    title: str
    text: str
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    dated_on: date | None = None

    @cached_property
    def all(self) -> str:
        """Everything that can be found of it."""
        return "\n".join((self.title, self.text, *self.numbers, *self.names))

    @cached_property
    def lowered(self) -> str:
        """The same in small letters."""
        return self.all.lower()


def demo_texts(seed: int = SEED, scale: float = 1.0) -> list[Text]:
    """Return the documents of a demo world, without its installation."""
    found = []
    for town in demo.build(seed, scale).towns:
        for akte in town.akten:
            for vorgang in akte.vorgaenge:
                found += [_of_demo(vorgang.aktenzeichen, one) for one in vorgang.dokumente]
    return found


def _of_demo(number: str, dokument) -> Text:
    people = (dokument.absender, *dokument.empfaenger)
    return Text(
        key=dokument.key,
        title=dokument.betreff,
        text=dokument.text,
        numbers=tuple(filter(None, (number, dokument.fremdes_geschaeftszeichen))),
        names=tuple(person.name for person in people),
        dated_on=dokument.datum_des_schreibens,
    )


def law_texts(folder: Path) -> list[Text]:
    """Return the law texts (`*.md`) of a folder."""
    return [_law(path) for path in sorted(folder.glob("*.md"))]


def _law(path: Path) -> Text:
    text = path.read_text(encoding="utf-8")
    title = _TITLE.search(text)
    return Text(path.stem, title[1] if title else path.stem, text)
