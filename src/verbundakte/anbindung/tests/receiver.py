"""A real receiver in a process of its own: it writes down what it gets and answers as told.

`python receiver.py FOLDER`: prints its port; each request becomes a file in FOLDER; FOLDER/antwort
holds status, seconds to wait before answering, and headers (JSON).
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Receiver(BaseHTTPRequestHandler):
    """Keeps requests in the order in which they came."""

    folder: Path
    count = 0

    def do_POST(self):
        """Write the request down, then answer as told."""
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kept = {"path": self.path, "headers": dict(self.headers.items()), "body": body.decode()}
        Receiver.count += 1
        made = self.folder / f"{Receiver.count:05}.part"
        made.write_text(json.dumps(kept))
        made.rename(made.with_suffix(".json"))
        told = json.loads((self.folder / "antwort").read_text())
        time.sleep(told.get("wait", 0))
        self.send_response(told["status"])
        for name, value in told.get("headers", {}).items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


if __name__ == "__main__":
    Receiver.folder = Path(sys.argv[1])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    print(server.server_port, flush=True)
    server.serve_forever()
