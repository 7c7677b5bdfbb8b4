"""`demo`: an installation with three municipalities, filled once and then only started."""

import argparse
import json
from datetime import date
from importlib import import_module
from pathlib import Path

from verbundakte.cli import start
from verbundakte.cli.installation import Installation
from verbundakte.cli.problems import Problem
from verbundakte.cli.session import django_session
from verbundakte.demo import build
from verbundakte.demo.logins import demo_logins
from verbundakte.demo.world import DemoWorld

NOTE = "demo.json"
add_arguments = start.add_arguments


def run(options: argparse.Namespace) -> int:
    """Fill the installation if that has not been done, then become `start`."""
    installation = Installation(options.data)
    installation.prepare()
    is_complete = read_note(options.data).get("complete", False)
    if start.is_to_be_started(options) and not is_complete:
        with django_session(options.data, make=True):
            fill(options.data)
    start.hand_over(options)


def read_note(data: Path) -> dict:
    """What is known about the demo in this folder; nothing before the first filling."""
    try:
        return json.loads((data / NOTE).read_text())
    except (OSError, ValueError):
        return {}


def fill(data: Path, *, scale: float = 1.0) -> DemoWorld:
    """Fill the installation (Django is set up). An interrupted filling goes on where it stopped.

    The world depends on the day, so the day of the first attempt is noted and used again.
    Raises Problem when there are towns that are not of a demo.
    """
    seed = import_module("verbundakte.demo.seed")  # needs Django, which is set up by now
    clock = import_module("verbundakte.core.clock")
    note = read_note(data)
    if not note and seed.has_towns():
        raise Problem(
            f"In {data} gibt es schon Kommunen, die nicht zur Demo gehören; bitte mit --data einen"
            " anderen Ordner angeben."
        )
    note = note or {"today": clock.today().isoformat(), "complete": False}
    _write(data / NOTE, note)
    world = build(scale=scale, today=date.fromisoformat(note["today"]))
    seed.fill(world)
    _write(data / "demo_logins.json", demo_logins(world))
    _write(data / NOTE, note | {"complete": True})
    return world


def _write(path: Path, content: object) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    fresh.replace(path)
