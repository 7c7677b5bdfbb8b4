"""Recall and precision among the first ten, and the reciprocal rank of the first relevant hit."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from suchfragen.texte import Text
from suchfragen.wahrheit import Question, relevant

FIRST = 10


@dataclass(frozen=True)
class Measure:
    """The figures of one class; recall counts what ten places can hold (`min(10, relevant)`)."""

    klasse: str
    fragen: int
    recall: float
    precision: float
    mrr: float
    missed: tuple[str, ...] = ()


def _one(hits: list[str], wanted: set[str]) -> tuple[float, float, float]:
    good = [key in wanted for key in hits[:FIRST]]
    rank = good.index(True) + 1 if True in good else 0
    recall = sum(good) / min(FIRST, len(wanted))
    return recall, sum(good) / max(1, len(good)), 1 / rank if rank else 0.0


def measured(
    questions: Iterable[Question], texts: list[Text], ask: Callable[[str], list[str]]
) -> list[Measure]:
    """Return the figures per class. `ask(question)` gives keys, best first.

    Questions without a relevant text (the world has changed) are left out and not counted.
    """
    classes: dict[str, list[tuple[Question, tuple[float, float, float]]]] = {}
    for one in questions:
        wanted = relevant(one.wahr, texts)
        if wanted:
            classes.setdefault(one.klasse, []).append((one, _one(ask(one.frage), wanted)))
    return [
        Measure(
            klasse=name,
            fragen=len(rows),
            recall=_mean(rows, 0),
            precision=_mean(rows, 1),
            mrr=_mean(rows, 2),
            missed=tuple(one.frage for one, figures in rows if figures[0] < 1),
        )
        for name, rows in classes.items()
    ]


def _mean(rows: list, place: int) -> float:
    return round(sum(figures[place] for _, figures in rows) / len(rows), 3)
