"""A server of waitress in a thread of the test."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from waitress.server import create_server


@contextmanager
def serving(application, prepare=None, **options) -> Iterator:
    """Serve until the end of the block; give the server. `prepare(server)` changes it before."""
    sockets: dict = {}
    server = create_server(application, map=sockets, **options)
    if prepare:
        prepare(server)
    ended = threading.Event()

    def run() -> None:
        while not ended.is_set():
            server.asyncore.loop(timeout=0.05, map=sockets, count=1)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        thread.join()
        server.task_dispatcher.shutdown()
        server.asyncore.close_all(sockets)
