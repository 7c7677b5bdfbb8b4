"""Tests of the memory of a process that answers pages."""

import platform
import subprocess
import sys
from pathlib import Path

import pytest

OFFERED = Path("/sys/kernel/mm/transparent_hugepage/enabled")
PROCESS = """
import gc, re, threading
from pathlib import Path
from verbundakte.core import memory

def kilobytes(name):
    return int(re.search(rf"^{name}: +(\\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.M)[1])

kept = [None] * 300_000
for number in range(300_000):
    kept[number] = [number]
wait = threading.Event()
for _ in range(10):
    threading.Thread(target=wait.wait, daemon=True).start()
before = kilobytes("Rss")
memory.settle_for_good()
print(kilobytes("AnonHugePages"), kilobytes("Rss") - before, gc.get_freeze_count())
assert sum(one[0] for one in kept) == 300_000 * 299_999 // 2
"""


def test_what_is_loaded_lies_in_large_pages_and_stacks_do_not():
    if not OFFERED.exists() or "[never]" in OFFERED.read_text():
        pytest.skip("this system offers no large pages")
    if tuple(map(int, platform.release().split(".")[:2])) < (6, 1):
        pytest.skip("this Linux gives large pages only after a while")
    answer = subprocess.run([sys.executable, "-c", PROCESS], capture_output=True, check=True)
    large, more, frozen = map(int, answer.stdout.split())
    assert frozen > 300_000
    assert large > 15_000
    assert more < 8_000
