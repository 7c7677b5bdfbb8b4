"""`python -m verbundakte.cli.web --socket N`: the pages, on a socket the supervisor holds open.

Several such processes may answer on one socket. Because it stays open when one of them ends, nobody is
refused while it starts again.
"""

import argparse
import os
import signal
import socket
import sys
from pathlib import Path

from waitress.server import create_server

from verbundakte.cli import shares, turns
from verbundakte.core import memory, metrics
from verbundakte.wsgi import application

THREADS = 8
LARGEST_REQUEST = 4 * 1024**3  # bytes; the product's own limit for a file lies below it
BEHIND_PROXY = {
    "trusted_proxy": os.environ.get("VERBUNDAKTE_PROXY", "127.0.0.1"),
    "trusted_proxy_count": 1,
    "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-host", "x-forwarded-proto"},
}


def main() -> None:
    """Serve until SIGTERM or SIGINT; requests that have begun are answered."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--data", type=Path)
    parser.add_argument("--socket", type=int, required=True)
    parser.add_argument("--name", default="web")
    options = parser.parse_args()
    run = options.data / "run" if options.data else None
    if run:
        metrics.shared.begin(run / metrics.FOLDER, options.name)
    behind_proxy = BEHIND_PROXY if os.environ.get("VERBUNDAKTE_HTTPS") == "1" else {}
    memory.settle_when_warm()
    server = create_server(
        application,
        sockets=[socket.socket(fileno=options.socket)],
        _dispatcher=turns.Dispatcher(turns.Pauses(run and run / turns.FILE), THREADS),
        max_request_body_size=LARGEST_REQUEST,
        connection_limit=500,
        channel_timeout=120,
        asyncore_use_poll=True,
        ident=None,
        clear_untrusted_proxy_headers=True,
        **behind_proxy,
    )
    own = shares.Shares(run and run / shares.FILE, shares.number_of(options.name))
    shares.share_connections(server, own)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        server.run()
    finally:
        own.end()


if __name__ == "__main__":
    main()
