"""How long the desk takes with many open and finished steps of one unit.

`--size` is the number of finished steps (1,000,000); 5,000 are open. Works in one town of the
installation in --data and leaves its steps there (the next run uses them again): use a copy. Target:
20 ms p50, the same number of queries whatever there is. Beside the times stands the CPU of this process
(without the database) and what else the machine had to do (`load`).
"""

import argparse
from importlib import import_module

from verbundakte.cli.session import django_session


def run(options: argparse.Namespace) -> dict:
    """Return the figures."""
    with django_session(options.data):
        return import_module("schreibtisch").figures(options.size)
