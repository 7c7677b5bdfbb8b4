"""Long work gives way to the pages: whoever looks at a page does not wait for text recognition.

Where the system shares its time between sessions first (autogroup), a process is as patient as its
session; every part of an installation is one of its own.
"""

import os
from contextlib import suppress
from pathlib import Path

BEHIND = 7
"""As niceness: of a core that both want, a page gets five sixths."""


def give_way() -> None:
    """Let this process, and what it starts from now on, work when the pages leave time."""
    os.nice(BEHIND)
    if os.getsid(0) == os.getpid():
        share_patience(os.getpid())


def share_patience(leader: int) -> None:
    """Let a session, named by the process that leads it, be as patient as this process."""
    with suppress(OSError):  # no such system, or not allowed there
        Path(f"/proc/{leader}/autogroup").write_text(str(os.nice(0)))
