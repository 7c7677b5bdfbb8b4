"""How a process that answers pages looks after its memory."""

import ctypes
import gc
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Timer

RUBBISH = 20_000
"""So many new objects before Python looks for those nobody needs; 700 are less than one page."""
WARM = 30.0  # seconds after which nearly all that pages need is loaded
LARGE = 2 * 1024**2  # bytes of a large page
_MAPPING = re.compile(
    r"^([0-9a-f]+)-([0-9a-f]+) (\S+) \S+ \S+ (\d+).*\nSize: +(\d+) kB\n(?:\w+: .*\n)*?Rss: +(\d+) kB$",
    re.MULTILINE,
)
_FOR_LARGE, _AT_ONCE = 14, 25  # MADV_HUGEPAGE, MADV_COLLAPSE (madvise(2), since Linux 6.1)


def settle() -> None:
    """Let what is loaded stay: nobody looks through it again with every page."""
    gc.freeze()
    gc.set_threshold(RUBBISH, 20, 20)


def settle_for_good() -> None:
    """Settle what is there now, and lay it into large pages."""
    settle()
    _use_large_pages()


def settle_when_warm() -> None:
    """Settle now, and once more when pages have been answered for a while."""
    settle()
    later = Timer(WARM, settle_for_good)
    later.daemon = True
    later.start()


def _use_large_pages() -> None:
    """Ask Linux to keep the objects of this process in pages of 2 MB instead of 4 KB.

    A page of ours touches objects all over the memory; looking up the place of each small page takes 6 %
    of it, more where other machines share the processor. What a system does not offer stays as it is.
    """
    try:
        advise = ctypes.CDLL(None).madvise
        mappings = list(_full_mappings())
    except (OSError, AttributeError):
        return  # no Linux
    advise.argtypes = (ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int)
    for start, end in mappings:
        advise(start, end - start, _FOR_LARGE)
        advise(start, end - start, _AT_ONCE)


def _full_mappings() -> Iterator[tuple[int, int]]:
    """Yield the large pages that fit into own memory of which most is used; stacks are nearly empty."""
    for mapping in _MAPPING.finditer(Path("/proc/self/smaps").read_text()):
        first, last, rights, inode, size, used = mapping.groups()
        start, end = -(-int(first, 16) // LARGE) * LARGE, int(last, 16) // LARGE * LARGE
        if (rights, inode) == ("rw-p", "0") and start < end and 2 * int(used) > int(size):
            yield start, end
