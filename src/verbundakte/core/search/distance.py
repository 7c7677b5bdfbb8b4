"""Bounded edit distance, for typing and OCR errors."""


def within(first: str, second: str, limit: int) -> int | None:
    """Return the number of edits from `first` to `second`, None when there are more than `limit`.

    An edit inserts, drops or replaces a letter or swaps two neighbours.
    """
    if abs(len(first) - len(second)) > limit:
        return None
    if len(set(first) ^ set(second)) > 2 * limit:
        return None  # an edit changes two letters at most
    before: list[int] = []
    previous = list(range(len(second) + 1))
    for i, char in enumerate(first, 1):
        current = [i]
        for j, other in enumerate(second, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (char != other))
            if i > 1 and j > 1 and char == second[j - 2] and first[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        if min(current) > limit:
            return None
        before, previous = previous, current
    return previous[-1] if previous[-1] <= limit else None


def allowed(word: str) -> int:
    """Return how many errors a word of this length may have."""
    return 1 if len(word) <= 5 else 2
