"""The floors of the house (import-linter), and that an import upwards is really found."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BREACHES = {
    "core/ids.py": "from verbundakte.akten import rules\n",
    "organisation/permissions.py": "from verbundakte.verbund import permissions\n",
    "standards/__init__.py": "import django\n",
    "akten/rules.py": "from verbundakte.web import labels\n",
}


def lint(folder: Path) -> subprocess.CompletedProcess:
    """Run import-linter over a copy of the sources."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of the sources."""
    folder = tmp_path_factory.mktemp("house")
    shutil.copytree(
        ROOT / "src", folder / "src", ignore=shutil.ignore_patterns("__pycache__", "static")
    )
    return folder


@pytest.mark.slow
def test_the_floors_are_kept(copy):
    answer = lint(copy)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.slow
@pytest.mark.parametrize("below", BREACHES)
def test_an_import_that_breaks_them_is_found(copy, below):
    path = copy / "src" / "verbundakte" / below
    before = path.read_text()
    path.write_text(before + BREACHES[below])
    try:
        answer = lint(copy)
    finally:
        path.write_text(before)
    assert answer.returncode == 1
    assert "BROKEN" in answer.stdout
