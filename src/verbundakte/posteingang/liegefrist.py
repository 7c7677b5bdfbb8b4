"""How long post may lie before whoever leads the post room is told: a Baustein of the municipality."""

from collections.abc import Iterator

from verbundakte.core.bausteine import Problem, Spec, baustein, free

LIEGEFRIST = "posteingang.liegefrist"
LEAST_DAYS, MOST_DAYS = 1, 90


@baustein(LIEGEFRIST)
class LiegefristSpec(Spec, label="Liegefrist im Posteingang"):
    """After how many days what is not filed counts as lying too long; the shortest in force holds."""

    bezeichnung: str = free(max_length=120)
    tage: int = free(
        "Tage bis zum Hinweis",
        default=5,
        hint="So lange darf ein Eingang liegen. Danach steht er bei der Leitung der Poststelle.",
    )

    def check(self) -> Iterator[Problem]:
        """Yield numbers of days that make no sense."""
        if not LEAST_DAYS <= self.tage <= MOST_DAYS:
            yield Problem("tage", f"Die Liegefrist beträgt {LEAST_DAYS} bis {MOST_DAYS} Tage.")
