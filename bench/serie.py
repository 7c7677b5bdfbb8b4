"""Serial letters as the product writes them: put together, laid out, filed, each with its event.

`--size` is how many letters (5,000), `--data` the installation; use a copy: the letters stay in its first
town. The process that writes is killed (SIGKILL) when half of them are there, and begun again; at the end
each addressee has exactly one letter. Target: 3 letters per second and core.
"""

import argparse
from importlib import import_module

from grossbestand.ergebnis import written

from verbundakte.cli.session import django_session

USUAL = 5_000


def run(options: argparse.Namespace) -> dict:
    """Return the figures."""
    with django_session(options.data):
        figures = import_module("briefserie.lauf").measure(options.data, options.size or USUAL)
    written("serie", figures)
    return figures
