"""What an installation uses while nobody works: CPU of all its processes over some minutes.

`--size` is how many seconds it is watched (300), `--data` the installation; it is started for it
when it does not run. Before, it may finish what waits. Target: below 1 % of one core.
"""

import argparse

from grossbestand.ergebnis import written
from laufend import cpu_by_part, rest, running, settled, used

from verbundakte.cli.session import require

TARGET = 1.0  # per cent of one core
PAUSE = 200.0  # seconds after the last job: by then the indexes nobody asks are closed


def run(options: argparse.Namespace) -> dict:
    """Return the share of one core, in all and for each part."""
    require(options.data)
    with running(options.data) as state:
        is_quiet = settled(options.data)
        rest(PAUSE)
        before = cpu_by_part(options.data, state)
        seconds = rest(options.size or 300)
        found = used(options.data, state, before)
    percent = 100 * sum(found.values()) / seconds
    figures = {
        "seconds": round(seconds),
        "was_quiet": is_quiet,
        "percent_of_one_core": round(percent, 2),
        "target": f"unter {TARGET:g} %: {'erreicht' if percent < TARGET else 'verfehlt'}",
        "parts": [
            {"part": name, "cpu_seconds": round(cpu, 2), "percent": round(100 * cpu / seconds, 2)}
            for name, cpu in found.items()
        ],
    }
    written("ruhe", figures)
    return figures
