"""How Python looks after its memory in a process that answers pages."""

import gc

RUBBISH = 20_000
"""So many new objects before Python looks for those nobody needs; 700 are less than one page."""


def settle() -> None:
    """Let what is loaded stay: nobody looks through it again with every page."""
    gc.freeze()
    gc.set_threshold(RUBBISH, 20, 20)
