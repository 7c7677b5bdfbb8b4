"""Long work gives way, and so does what it starts."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from verbundakte.core import priority

WORK = """
import os, subprocess, sys
from verbundakte.core import priority
priority.give_way()
child = subprocess.Popen(["sleep", "30"], start_new_session=True)
priority.share_patience(child.pid)
print(os.nice(0), os.getpriority(os.PRIO_PROCESS, child.pid))
for pid in (os.getpid(), child.pid):
    print(open(f"/proc/{pid}/autogroup").read().split()[-1] if len(sys.argv) > 1 else "")
child.kill()
"""
HAS_GROUPS = Path("/proc/self/autogroup").exists()


@pytest.mark.parametrize("groups", [False, True])
def test_a_worker_and_what_it_starts_are_patient(groups):
    if groups and not HAS_GROUPS:
        pytest.skip("dieses System teilt nicht nach Sitzungen")
    options = ["groups"] if groups else []
    done = subprocess.run(
        [sys.executable, "-c", WORK, *options], text=True, capture_output=True, check=True,
        start_new_session=True, env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    wanted = str(min(os.nice(0) + priority.BEHIND, 19))
    own, child, *shares = done.stdout.split()
    assert (own, child) == (wanted, wanted)
    assert shares == ([wanted, wanted] if groups else [])
