"""litmus, the independent tester of WebDAV servers, against the real web server over real connections.

What of its suites does not apply, and why, stands in docs/betrieb/webdav.md.
"""

import os
import re
import shutil
import subprocess

import pytest

from verbundakte.dav.tests.support import key_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SUMMARY = re.compile(r"summary for `(\w+)': of (\d+) tests run: (\d+) passed, (\d+) failed")
NEEDED = shutil.which("litmus")


@pytest.mark.skipif(not NEEDED, reason="litmus ist nicht eingerichtet (apt-get install litmus)")
def test_litmus_passes_its_suites(long_run, url, towns, tmp_path):
    login, token = "sachbearbeiterin.musterstadt", key_of(towns["musterstadt"], "sachbearbeiterin")
    command = [NEEDED, "-k", f"{url}/dav/musterstadt/Ablage/", login, token]
    run = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"TESTS": "basic copymove locks http"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    found = {name: (int(ran), int(failed)) for name, ran, _, failed in SUMMARY.findall(run.stdout)}
    assert {name for name, (ran, failed) in found.items() if ran and not failed} == {
        "basic", "copymove", "locks", "http",
    }, run.stdout + run.stderr  # fmt: skip
