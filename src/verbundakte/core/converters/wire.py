"""How the application and a worker talk: length, JSON, parts. No pickle: a worker is not trusted.

The document itself travels as an open file descriptor, so that its bytes are never copied.
"""

import array
import json
import socket
import struct
import time

LENGTH = struct.Struct("!I")
MAX_HEADER = 64 << 20


class Closed(Exception):
    """The other side is gone."""


class Late(Exception):
    """The other side did not answer in time."""


class Oversized(Exception):
    """The answer is longer than allowed."""


def send_request(channel: socket.socket, request: dict, descriptor: int) -> None:
    """Send one request with the document's descriptor."""
    body = json.dumps(request).encode()
    rights = array.array("i", [descriptor])
    channel.sendmsg(
        [LENGTH.pack(len(body))], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, rights.tobytes())]
    )
    channel.sendall(body)


def receive_request(channel: socket.socket) -> tuple[dict, int]:
    """Return one request and the document's descriptor. Raises Closed at the end."""
    descriptors = array.array("i")
    size = descriptors.itemsize
    head, ancillary, _, _ = channel.recvmsg(LENGTH.size, socket.CMSG_LEN(size))
    if len(head) < LENGTH.size:
        raise Closed
    for _, _, data in ancillary:
        descriptors.frombytes(data[: len(data) - len(data) % size])
    body = _receive(channel, LENGTH.unpack(head)[0], deadline=None)
    return json.loads(body), descriptors[0]


def send_answer(channel: socket.socket, answer: dict, parts: list[bytes]) -> None:
    """Send one answer and its binary parts."""
    body = json.dumps({**answer, "parts": [len(part) for part in parts]}).encode()
    channel.sendall(LENGTH.pack(len(body)) + body)
    for part in parts:
        channel.sendall(part)


def receive_answer(
    channel: socket.socket, *, deadline: float, max_bytes: int
) -> tuple[dict, list[bytes]]:
    """Return one answer and its parts. Raises Closed, Late or Oversized.

    `deadline` is a reading of time.monotonic().
    """
    size = LENGTH.unpack(_receive(channel, LENGTH.size, deadline=deadline))[0]
    if size > min(MAX_HEADER, max_bytes):
        raise Oversized
    answer = json.loads(_receive(channel, size, deadline=deadline))
    sizes = answer.pop("parts")
    if size + sum(sizes) > max_bytes or any(part < 0 for part in sizes):
        raise Oversized
    return answer, [_receive(channel, part, deadline=deadline) for part in sizes]


def _receive(channel: socket.socket, size: int, *, deadline: float | None) -> bytes:
    buffer = bytearray(size)
    view, got = memoryview(buffer), 0
    while got < size:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise Late
            channel.settimeout(left)
        try:
            count = channel.recv_into(view[got:])
        except TimeoutError:
            raise Late from None
        except ConnectionError:
            raise Closed from None
        if not count:
            raise Closed
        got += count
    return bytes(buffer)
