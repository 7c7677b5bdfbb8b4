"""`python -m verbundakte.cli.indexer`: feeds the search indexes of a machine that runs no jobs."""

import os
import signal
import threading

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "verbundakte.settings")
django.setup()

from verbundakte.core.search.indexer import tail_forever  # noqa: E402


def main() -> None:
    """Index until SIGTERM or SIGINT."""
    ended = threading.Event()
    for signum in (signal.SIGTERM, signal.SIGINT):
        signal.signal(signum, lambda *_: ended.set())
    tail_forever(ended, builds_here=True)


if __name__ == "__main__":
    main()
