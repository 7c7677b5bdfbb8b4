"""`python -m verbundakte.cli`: find the command, let it run, turn errors into one sentence."""

import argparse
import importlib
import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from verbundakte.cli.commands import Command, available
from verbundakte.cli.german import speak_german
from verbundakte.cli.problems import REFUSED, Problem

DATA_HELP = "Ordner mit allen Daten dieser Installation (sonst: ./data)"


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code: 0 done, 1 refused, 2 wrong usage."""
    speak_german()
    name = _chosen(arguments)
    parser, module = _parser(name)
    options, rest = parser.parse_known_args(arguments)
    options.arguments = rest
    if not options.command:
        parser.print_help()
        return 0
    if options.arguments and not available()[options.command].passes_on:
        parser.error(f"unbekannte Angabe: {' '.join(options.arguments)}")
    options.data = Path(os.path.abspath(options.data))
    try:
        return _perform(available()[options.command], module, options)
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        print(_sentence(error, options), file=sys.stderr)
        return getattr(error, "code", REFUSED) if isinstance(error, Problem) else REFUSED


def _chosen(arguments: list[str]) -> str:
    rest = iter(arguments)
    for argument in rest:
        if argument == "--data":
            next(rest, None)
        elif not argument.startswith("-"):
            return argument
    return ""


def _parser(chosen: str) -> tuple[argparse.ArgumentParser, object]:
    """The parser of all commands; only the chosen one's module is loaded."""
    parser = argparse.ArgumentParser(
        prog="./verbundakte",
        description="Verbundakte: gemeinsame E-Akte für kommunale Verbünde",
        allow_abbrev=False,
    )
    parser.add_argument("--data", metavar="ORDNER", default="data", help=DATA_HELP)
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", title="Befehle")
    module = None
    for name, command in available().items():
        has_help = command.module != "verbundakte.cli.manage"  # Django brings its own
        part = commands.add_parser(
            name,
            help=command.help,
            description=command.help,
            add_help=has_help,
            allow_abbrev=False,
        )
        part.add_argument("--data", metavar="ORDNER", default=argparse.SUPPRESS, help=DATA_HELP)
        if name == chosen:
            module = importlib.import_module(command.module)
            module.add_arguments(part)
    return parser, module


def _perform(command: Command, module, options: argparse.Namespace) -> int:
    if not command.uses_django:
        return module.run(options) or 0
    session = importlib.import_module("verbundakte.cli.session")
    with session.django_session(options.data):
        return module.run(options) or 0


def _sentence(error: Exception, options: argparse.Namespace) -> str:
    """The German sentence of an error; an unexpected one goes into the log with its traceback."""
    message = getattr(error, "message", None)
    if isinstance(message, str) and message:
        return message
    if isinstance(error, OSError) and error.errno == 28:
        return (
            f"Auf dem Datenträger von {options.data} ist kein Platz mehr; bitte Platz schaffen und"
            " den Befehl wiederholen."
        )
    log = options.data / "log" / "cli.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as file:
            file.write(f"{datetime.now(UTC).isoformat()} {options.command}\n")
            traceback.print_exception(error, file=file)
    except OSError:
        return f"Der Befehl ist an einem unerwarteten Fehler gescheitert: {error!r}"
    return f"Der Befehl ist an einem unerwarteten Fehler gescheitert; Näheres in {log}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
