"""Number patterns are Bausteine, edited as a list of blocks with an example, never as a code."""

from collections.abc import Iterator
from uuid import uuid4

from verbundakte.akten.nummern import (
    MOST_DIGITS,
    STANDARD,
    TEXTS,
    Block,
    Gegenstand,
    Kreis,
    Muster,
    Place,
    Teil,
    problems,
    render,
)
from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items
from verbundakte.core.clock import today

NUMMERNMUSTER = "akten.nummernmuster"
EXAMPLES = {
    Gegenstand.AKTE: 147,
    Gegenstand.TEILAKTE: 2,
    Gegenstand.VORGANG: 3,
    Gegenstand.TEILVORGANG: 1,
    Gegenstand.DOKUMENT: 14,
}


class BlockSpec(Item, label="Teil"):
    """One part of the number."""

    position: int = free("Nr.", default=0)
    teil: Teil = free("Teil")
    zeichen: str = free("Zeichen", default="", max_length=10)
    stellen: int | None = free("Stellen", default=None)

    @classmethod
    def name_of(cls, data: dict) -> str:
        """Return what kind of part it is."""
        return Teil(data["teil"]).label

    def check(self) -> Iterator[Problem]:
        """Yield what does not fit the kind of part."""
        if self.teil in TEXTS and not self.zeichen:
            yield Problem("zeichen", "Schreiben Sie, welche Zeichen hier stehen sollen.")
        if self.teil not in TEXTS and self.zeichen:
            yield Problem("zeichen", "Zeichen gehören nur zu Trennzeichen und festen Zeichen.")
        if self.stellen is not None and not 1 <= self.stellen <= MOST_DIGITS:
            yield Problem("stellen", f"Eine Nummer hat 1 bis {MOST_DIGITS} Stellen.")
        if self.stellen is not None and self.teil is not Teil.NUMMER:
            yield Problem("stellen", "Stellen gehören nur zur laufenden Nummer.")


@baustein(NUMMERNMUSTER)
class NummernmusterSpec(Spec, label="Nummernmuster"):
    """How something is numbered, and within what the numbers count on."""

    bezeichnung: str = free(max_length=200)
    gegenstand: Gegenstand = free("Für", default=Gegenstand.AKTE)
    kreis: Kreis = free(
        "Gezählt wird", default=Kreis.PLAN_JAHR, hint="In jedem Kreis beginnt die Zählung neu."
    )
    beginnt_bei: int = free("Beginnt bei", default=1)
    is_standard: bool = free(
        "Gilt überall, wo der Aktenplan kein anderes Muster nennt", default=True
    )
    is_lueckenlos: bool = free(
        "Lückenlos",
        default=False,
        hint="Nur wo eine Vorschrift es verlangt. Vergebene Nummern lassen sich dann nicht"
        " überspringen.",
    )
    rechtsgrund: str = free("Vorschrift", default="", max_length=200)
    bloecke: list[BlockSpec] = items(
        "Woraus die Nummer besteht",
        order="position",
        is_inline=True,
        hint="Von oben nach unten gelesen. „Zeichen“ nur bei Trennzeichen und festen Zeichen,"
        " „Stellen“ nur bei der laufenden Nummer: Auf so viele wird mit Nullen aufgefüllt.",
    )

    def check(self) -> Iterator[Problem]:
        """Yield what no draft may say."""
        if not 1 <= self.beginnt_bei < 10**MOST_DIGITS:
            yield Problem("beginnt_bei", "Die Zählung beginnt bei 1 oder einer größeren Zahl.")

    def check_release(self) -> Iterator[Problem]:
        """Yield why two things could get the same number, and what a gap-free circle needs."""
        for sentence in problems(self.muster()):
            yield Problem("bloecke", sentence)
        if self.is_lueckenlos and not self.rechtsgrund:
            yield Problem(
                "rechtsgrund", "Nennen Sie die Vorschrift, die lückenlose Nummern verlangt."
            )
        if self.is_lueckenlos and self.beginnt_bei != 1:
            yield Problem("beginnt_bei", "Eine lückenlose Zählung beginnt bei 1.")

    @classmethod
    def begin(cls) -> dict:
        """Return the blocks of the usual Aktenzeichen."""
        blocks = [
            {
                "id": str(uuid4()),
                "position": number,
                "teil": block.teil.value,
                "zeichen": block.zeichen,
                "stellen": block.stellen if block.teil is Teil.NUMMER else None,
            }
            for number, block in enumerate(STANDARD[Gegenstand.AKTE].blocks, 1)
        ]
        return {"bloecke": blocks}

    def muster(self) -> Muster:
        """Return the pattern."""
        blocks = tuple(
            Block(row.teil, row.zeichen, row.stellen or 1)
            for row in sorted(self.bloecke, key=lambda row: row.position)
        )
        return Muster(self.gegenstand, self.kreis, blocks, self.beginnt_bei)

    def example(self) -> str:
        """Return a number as it would look this year."""
        year = today().year
        akte = f"632.20-{year}/0147"
        place = Place(year, "632.20", "63.1", akte, f"{akte}-03")
        return render(self.muster(), place, EXAMPLES[self.gegenstand])
