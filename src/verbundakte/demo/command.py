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


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What `start` takes, and how much is made."""
    start.add_arguments(parser)
    parser.add_argument(
        "--part",
        type=_part,
        default=1.0,
        metavar="TEIL",
        help="nur diesen Teil der Akten anlegen, z. B. 0.2 (sonst: 1, alle)",
    )


def _part(text: str) -> float:
    """Return a number above 0 and up to 1. Raises ArgumentTypeError."""
    try:
        part = float(text.replace(",", "."))
    except ValueError:
        part = 0.0
    if not 0 < part <= 1:
        raise argparse.ArgumentTypeError(f"„{text}“ ist keine Zahl über 0 bis 1, wie 0.2")
    return part


def run(options: argparse.Namespace) -> int:
    """Fill the installation if that has not been done, then become `start`."""
    installation = Installation(options.data)
    installation.prepare()
    is_complete = read_note(options.data).get("complete", False)
    if start.is_to_be_started(options) and not is_complete:
        with django_session(options.data, make=True):
            fill(options.data, scale=options.part)
    start.hand_over(options)


def read_note(data: Path) -> dict:
    """What is known about the demo in this folder; nothing before the first filling."""
    try:
        return json.loads((data / NOTE).read_text())
    except (OSError, ValueError):
        return {}


def fill(data: Path, *, scale: float = 1.0) -> DemoWorld:
    """Fill the installation (Django is set up). An interrupted filling goes on where it stopped.

    The world depends on the day and the part, so those of the first attempt are noted and used again.
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
    note = note or {"today": clock.today().isoformat(), "part": scale, "complete": False}
    _write(data / NOTE, note)
    world = build(scale=note.get("part", 1.0), today=date.fromisoformat(note["today"]))
    seed.fill(world)
    _write(data / "demo_logins.json", demo_logins(world))
    _write(data / NOTE, note | {"complete": True})
    return world


def _write(path: Path, content: object) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1))
    fresh.replace(path)
