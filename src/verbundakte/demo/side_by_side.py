"""Independent pieces of filling, each in a process of its own, with one progress for all."""

import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection, wait

from django.db import connections

from verbundakte.cli.progress import Progress
from verbundakte.core.embedded.processes import dies_with_parent

Step = Callable[[int], None]
Work = Callable[[Step], None]


class PieceFailed(Exception):
    """A piece ended before it was done; the others have been ended too."""


def side_by_side(pieces: Sequence[Work], progress: Progress) -> None:
    """Run all pieces; each tells by its argument how many more are done. Raises PieceFailed.

    A single piece runs in this process.
    """
    if len(pieces) == 1:
        pieces[0](lambda count: progress.to(progress.done + count))
        return
    connections.close_all()  # a connection belongs to one process
    context = multiprocessing.get_context("fork")
    running: dict[Connection, multiprocessing.process.BaseProcess] = {}
    for piece in pieces:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(
            target=_run, args=(dies_with_parent(), piece, theirs), daemon=True
        )
        process.start()
        theirs.close()
        running[ours] = process
    try:
        _follow(running, progress)
    finally:
        for process in running.values():
            process.terminate()
            process.join()


def _run(obey: Callable[[], None], piece: Work, told: Connection) -> None:
    obey()
    piece(told.send)
    told.send(None)


def _follow(running: dict, progress: Progress) -> None:
    while running:
        for told in wait(list(running)):
            try:
                count = told.recv()
            except EOFError as error:
                raise PieceFailed from error
            if count is None:
                running.pop(told).join()
            else:
                progress.to(progress.done + count)
