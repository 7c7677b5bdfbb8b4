"""Which of several web processes takes a new connection: the one that has the fewest.

All of them wait on one socket, and whoever wakes first would have it. A browser then stays with its
process for minutes, so that one could have all the work while the others wait.
"""

import struct
import time
from pathlib import Path

from verbundakte.cli.shared import shared_bytes

FILE = "verbindungen"
COUNT = struct.Struct("I")  # open connections and one more; 0 where no process runs
MOST = 64
PATIENCE = 0.003  # seconds in which one with fewer may come first


class Shares:
    """How many connections each web process of a machine has; `number` is the own one, from 0."""

    def __init__(self, file: Path | None, number: int):
        self._place = number % MOST * COUNT.size
        self._kept = shared_bytes(file, MOST * COUNT.size)
        self.tell(0)

    def tell(self, count: int) -> None:
        """Say how many connections the own process has."""
        COUNT.pack_into(self._kept, self._place, count + 1)

    def end(self) -> None:
        """Say that the own process takes no more."""
        COUNT.pack_into(self._kept, self._place, 0)

    def has_fewest(self) -> bool:
        """Tell whether no other running process has fewer."""
        [own] = COUNT.unpack_from(self._kept, self._place)
        return all(not count or count >= own for [count] in COUNT.iter_unpack(self._kept[:]))


def number_of(name: str) -> int:
    """Return the number of a web process by its name: 0 for "web", 1 for "web-2"."""
    return int(name.partition("-")[2] or 1) - 1


def share_connections(server, shares: Shares) -> None:
    """Let a server of waitress leave a new connection to another process that has fewer."""
    accept, readable = server.handle_accept, server.readable

    def accept_in_turn() -> None:
        shares.tell(len(server.active_channels))
        if not shares.has_fewest():
            time.sleep(PATIENCE)
        accept()  # nothing happens when another one has taken it meanwhile
        shares.tell(len(server.active_channels))

    def told_and_readable() -> bool:
        shares.tell(len(server.active_channels))
        return readable()

    server.handle_accept, server.readable = accept_in_turn, told_and_readable
