"""A TCP proxy of our own in front of the S3 server: lets through, refuses, delays, cuts, lies."""

import contextlib
import re
import socket
import threading
import time

READ = 64 * 1024
ETAG = re.compile(rb'(?i)(etag: ")[^"]*(")')


class Proxy:
    """Passes everything on to a port; `mode` says what goes wrong with connections and answers.

    down: nobody listens; slow: each answer comes `seconds` later; cut: an answer ends after `bytes`;
    flip: a byte in the middle of large answers is another one; etag: the server's ETag is wrong.
    """

    def __init__(self, target: int):
        self.target, self.mode = target, "pass"
        self.seconds, self.bytes = 30.0, 1000
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @contextlib.contextmanager
    def fault(self, mode: str):
        """Let something go wrong for a while; connections that are open end at its begin and end."""
        self.mode = mode
        self._end_all()
        try:
            yield
        finally:
            self.mode = "pass"
            self._end_all()

    def close(self) -> None:
        """End."""
        self._listener.close()
        self._end_all()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            if self.mode == "down":
                client.close()
                continue
            server = socket.create_connection(("127.0.0.1", self.target))
            self._open |= {client, server}
            for one, other, is_answer in ((client, server, False), (server, client, True)):
                threading.Thread(
                    target=self._pass, args=(one, other, is_answer), daemon=True
                ).start()

    def _pass(self, source: socket.socket, sink: socket.socket, is_answer: bool) -> None:
        passed = 0
        with contextlib.suppress(OSError):
            while data := source.recv(READ):
                if is_answer:
                    data = self._spoiled(data, passed)
                passed += len(data)
                sink.sendall(data)
                if is_answer and self.mode == "cut" and passed >= self.bytes:
                    break
        self._end(source, sink)

    def _spoiled(self, data: bytes, passed: int) -> bytes:
        if self.mode == "slow":
            time.sleep(self.seconds)
        if self.mode == "cut":
            return data[: max(0, self.bytes - passed)]
        if self.mode == "etag":
            return ETAG.sub(rb"\g<1>00000000000000000000000000000000\g<2>", data)
        if self.mode == "flip" and len(data) > 2000:
            middle = len(data) - 500
            return data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
        return data

    def _end_all(self) -> None:
        self._end(*list(self._open))

    def _end(self, *sockets: socket.socket) -> None:
        for one in sockets:
            self._open.discard(one)
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
