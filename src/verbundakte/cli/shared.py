"""A few bytes that the web processes of a machine share."""

import mmap
import os
from pathlib import Path


def shared_bytes(file: Path | None, size: int) -> mmap.mmap:
    """Return so many bytes of a file, made when it is missing; zeros of the own process without one."""
    if file is None:
        return mmap.mmap(-1, size)
    number = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.ftruncate(number, size)
        return mmap.mmap(number, size)
    finally:
        os.close(number)
