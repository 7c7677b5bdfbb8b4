"""`stop`: end every process of the installation, also when some of them were killed before."""

import argparse
import signal

from verbundakte.cli.installation import Installation
from verbundakte.cli.state import read_state
from verbundakte.cli.supervisor import GRACE, end_leftovers
from verbundakte.core.embedded import processes

PATIENCE = GRACE + 75.0  # seconds: jobs that have begun, then the database


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing beside --data."""


def run(options: argparse.Namespace) -> int:
    """End it; an installation that does not run is no error."""
    installation = Installation(options.data)
    state = read_state(installation.run)
    ended = False
    if state is not None and state.supervisor.is_alive():
        processes.send(state.supervisor.pid, signal.SIGTERM)
        if not processes.wait_until(lambda: not state.supervisor.is_alive(), PATIENCE):
            processes.send(state.supervisor.pid, signal.SIGKILL)
            processes.wait_until(lambda: not state.supervisor.is_alive(), 5)
        ended = True
    ended = bool(end_leftovers(installation)) or ended
    database = installation.cluster
    if database is not None and database.is_running():
        database.stop()
        ended = True
    print("Verbundakte ist beendet." if ended else "Verbundakte läuft nicht.")
    return 0
