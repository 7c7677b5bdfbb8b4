"""Which part of the product runs on this machine, when several share the work.

`VERBUNDAKTE_PART` is "web" (pages) or "jobs" (long work); without it everything runs here.
`VERBUNDAKTE_ADDRESS` is the address of this machine where the pages answer (127.0.0.1).
"""

import os

from verbundakte.cli.problems import Problem

PARTS = {"": ("web", "worker"), "web": ("web", "indexer"), "jobs": ("worker",)}
HERE = "127.0.0.1"


def own_part() -> tuple[str, ...]:
    """Return the processes of this machine. Raises Problem."""
    part = os.environ.get("VERBUNDAKTE_PART", "")
    if part not in PARTS:
        raise Problem(
            f"VERBUNDAKTE_PART ist {part!r}; möglich ist web (Seiten) oder jobs (Aufträge). Ohne"
            " die Angabe läuft alles auf diesem Rechner."
        )
    return PARTS[part]


def own_address() -> str:
    """Return the address at which the pages of this machine answer."""
    return os.environ.get("VERBUNDAKTE_ADDRESS") or HERE
