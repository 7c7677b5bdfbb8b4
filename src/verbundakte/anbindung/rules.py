"""When a message is tried again, when it is given up, and when a receiver rests. Pure."""

from datetime import datetime, timedelta

# After the first failure, the second ...; then the last one again and again.
WAITS = tuple(
    timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1800, 3600, 2 * 3600, 4 * 3600)
)
LONGEST_WISH = timedelta(hours=4)
REFUSED_TRIES = 5
GONE = 410
PATIENT = (408, 425, 429)
KEPT = timedelta(days=30)
SECRET_OVERLAP = timedelta(days=2)


def wait_after(failures: int, wish: int | None = None) -> timedelta:
    """Return how long to wait after so many failures in a row; `wish` is Retry-After in seconds."""
    usual = WAITS[min(max(failures, 1), len(WAITS)) - 1]
    if wish is None:
        return usual
    return max(usual, min(timedelta(seconds=wish), LONGEST_WISH))


def is_delivered(status: int) -> bool:
    """Tell whether an answer means that the message was taken."""
    return 200 <= status < 300


def is_refused_for_good(status: int, tries: int) -> bool:
    """Tell whether the receiver will never take this one message, so that others need not wait."""
    return 400 <= status < 500 and status not in PATIENT and tries >= REFUSED_TRIES


def is_to_pause(failing_since: datetime | None, at: datetime, days: int) -> bool:
    """Tell whether a receiver failed for so long that it gets no more until somebody looks."""
    return failing_since is not None and at - failing_since >= timedelta(days=days)
