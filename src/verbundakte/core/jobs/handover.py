"""What somebody leaves goes to another, piece by piece."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from verbundakte.core.actions import Refusal

Row = TypeVar("Row")


def hand_over_each(progress, rows: Sequence[Row], hand_over: Callable[[Row], object]) -> dict:
    """Hand over one after the other, each in the transaction of its action; return how many went and
    how many are left. Who started this sees how many failed and why, not which."""
    progress.begin(len(rows))
    left = 0
    for number, row in enumerate(rows, 1):
        try:
            hand_over(row)
        except Refusal as refusal:
            left += 1
            progress.step(error=refusal.message, item=f"Nummer {number} von {len(rows)}")
        else:
            progress.step()
    return {"handed_over": len(rows) - left, "left": left}
