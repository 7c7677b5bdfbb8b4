"""Does an address stand where the window of an envelope shows it (DIN 680, DIN 5008 form B)?

All measures in millimetres from the left and upper edge of the first page, which is A4. The window of a DIN
lang envelope (110 x 220) is 45 high and 90 wide, 20 from its left and 15 from its lower edge; the folded
sheet (105 x 210) can slip by 5 and 10. So a part is always seen, and a wider one sometimes. For C4 the
window lies as for the unfolded sheet of form B; the sheet can slip in the same range before it is turned.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDE, HIGH = 210.0, 297.0
TOLERANCE = 3.0  # other sizes of paper are refused; scanners and printers differ by less


@dataclass(frozen=True)
class Feld:
    """An area of the page."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, zeile: "Zeile") -> bool:
        """Tell whether a line lies in it as a whole."""
        return (
            self.left <= zeile.left
            and zeile.right <= self.right
            and self.top <= zeile.top
            and zeile.bottom <= self.bottom
        )

    def touches(self, zeile: "Zeile") -> bool:
        """Tell whether a part of a line lies in it."""
        return (
            zeile.left < self.right
            and self.left < zeile.right
            and zeile.top < self.bottom
            and self.top < zeile.bottom
        )


@dataclass(frozen=True)
class Zeile:
    """A line of text as it is printed."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


ALWAYS = Feld(20, 50, 100, 90)
SOMETIMES = Feld(10, 45, 110, 95)
ANSCHRIFT = Feld(20, 62.7, 110, 95)
"""Below the Zusatz- und Vermerkzone, in which sender and remarks may stand."""


def folded(text: str) -> str:
    """Return text for comparison: what is printed may have other blanks."""
    return "".join(text.split()).casefold()


def problem_of(zeilen: Sequence[Zeile], anschrift: Iterable[str], size: tuple[float, float]) -> str:
    """Return why a letter does not fit into a window envelope, as a German sentence; "" when it does.

    `zeilen`: the lines of the first page; `anschrift`: the lines of the address; `size` of the page.
    """
    if abs(size[0] - WIDE) > TOLERANCE or abs(size[1] - HIGH) > TOLERANCE:
        return "Die erste Seite ist nicht im Format A4."
    wanted = [folded(line) for line in anschrift if line.strip()]
    if not wanted:
        return "Es gibt keine Anschrift."
    shown = {folded(zeile.text) for zeile in zeilen if ALWAYS.holds(zeile)}
    missing = [line for line in anschrift if line.strip() and folded(line) not in shown]
    if missing:
        return f"„{missing[0]}“ steht nicht im Fenster."
    others = [
        zeile.text.strip()
        for zeile in zeilen
        if ANSCHRIFT.touches(zeile) and zeile.text.strip() and folded(zeile.text) not in wanted
    ]
    if others:
        return f"Im Fenster ist auch zu lesen: „{others[0][:60]}“."
    return ""
