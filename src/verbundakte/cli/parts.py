"""Which part of the product runs on this machine, when several share the work.

`VERBUNDAKTE_PART` is "web" (pages) or "jobs" (long work); without it everything runs here.
`VERBUNDAKTE_ADDRESS` is the address of this machine where the pages answer (127.0.0.1).
`VERBUNDAKTE_WEB` is how many processes answer pages (else: as many as cores, and as memory allows).
"""

import os

from verbundakte.cli.problems import Problem

PARTS = {"": ("web", "worker"), "web": ("web", "indexer"), "jobs": ("worker",)}
HERE = "127.0.0.1"
MEMORY_EACH = 2 * 1024**3  # bytes of the machine for each web process
MOST_WEB = 8


def own_part() -> tuple[str, ...]:
    """Return the processes of this machine. Raises Problem."""
    part = os.environ.get("VERBUNDAKTE_PART", "")
    if part not in PARTS:
        raise Problem(
            f"VERBUNDAKTE_PART ist {part!r}; möglich ist web (Seiten) oder jobs (Aufträge). Ohne"
            " die Angabe läuft alles auf diesem Rechner."
        )
    return PARTS[part]


def own_processes() -> list[tuple[str, str]]:
    """Return name and module of each process of this machine, in the order they start.

    Several web processes take requests from one socket: Python uses one core each. Raises Problem.
    """
    part = own_part()
    more = range(2, web_processes() + 1) if "web" in part else ()
    return [*((name, name) for name in part), *((f"web-{number}", "web") for number in more)]


def web_processes() -> int:
    """Return how many processes answer pages. Raises Problem."""
    asked = os.environ.get("VERBUNDAKTE_WEB", "")
    if asked and not (asked.isdecimal() and 1 <= int(asked) <= MOST_WEB):
        raise Problem(f"VERBUNDAKTE_WEB ist {asked!r}; möglich ist eine Zahl von 1 bis {MOST_WEB}.")
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    fitting = min(len(os.sched_getaffinity(0)), memory // MEMORY_EACH, MOST_WEB)
    return int(asked) if asked else max(1, fitting)


def own_address() -> str:
    """Return the address at which the pages of this machine answer."""
    return os.environ.get("VERBUNDAKTE_ADDRESS") or HERE
