"""`python -m verbundakte.cli`: find the command, let it run, turn errors into one sentence."""

import argparse
import importlib
import os
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

from verbundakte.cli.commands import available
from verbundakte.cli.german import speak_german
from verbundakte.cli.problems import REFUSED, Problem

DATA_HELP = "Ordner mit allen Daten dieser Installation (sonst: ./data)"
OTHER_TABLES = {"42P01", "42703"}  # PostgreSQL: undefined table, undefined column


def main(arguments: list[str]) -> int:
    """Run one command; returns its exit code: 0 done, 1 refused, 2 wrong usage."""
    speak_german()
    name, data = _chosen(arguments)
    command = available().get(name)
    try:
        if command is None or not command.uses_django:
            return _perform(*_parse(name, arguments))
        return _perform_with_django(name, data, arguments)
    except KeyboardInterrupt:
        print("Abgebrochen.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as error:
        print(_sentence(error, name, data), file=sys.stderr)
        return error.code if isinstance(error, Problem) else REFUSED


def _data_first(arguments: list[str]) -> list[str]:
    """Put `--data ORDNER` in front, so that it holds wherever it was written."""
    found: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for argument in waiting:
        if argument == "--data":
            found = [argument, *([value] if (value := next(waiting, "")) else [])]
        elif argument.startswith("--data="):
            found = [argument]
        else:
            rest.append(argument)
    return [*found, *rest]


def _chosen(arguments: list[str]) -> tuple[str, Path]:
    """The command's name (or nothing) and the data folder, before anything is loaded."""
    name, data, rest = "", "data", iter(arguments)
    for argument in rest:
        if argument == "--data":
            data = next(rest, data)
        elif argument.startswith("--data="):
            data = argument.partition("=")[2]
        elif not name and not argument.startswith("-"):
            name = argument
    return name, Path(os.path.abspath(data))


def _perform(module: ModuleType | None, options: argparse.Namespace) -> int:
    return (module.run(options) or 0) if module else 0


def _perform_with_django(name: str, data: Path, arguments: list[str]) -> int:
    """The command's module is loaded when Django is set up, so that it may import models."""
    session = importlib.import_module("verbundakte.cli.session")
    if {"-h", "--help"} & set(arguments) or not session.exists(data):
        session.set_up_without_installation(data)
        _parse(name, arguments)  # help and wrong usage end here
        session.require(data)
    with session.django_session(data):
        return _perform(*_parse(name, arguments))


def _parse(name: str, arguments: list[str]) -> tuple[ModuleType | None, argparse.Namespace]:
    """The module of the chosen command and its options; without a command the help is shown."""
    parser = argparse.ArgumentParser(
        prog="./verbundakte",
        description="Verbundakte: gemeinsame E-Akte für kommunale Verbünde",
        allow_abbrev=False,
    )
    parser.add_argument("--data", metavar="ORDNER", default="data", help=DATA_HELP)
    commands = parser.add_subparsers(dest="command", metavar="BEFEHL", title="Befehle")
    module = None
    for known, command in available().items():
        part = commands.add_parser(
            known,
            help=command.help,
            description=command.help,
            add_help=known != "manage",  # Django brings its own
            allow_abbrev=False,
        )
        part.add_argument("--data", metavar="ORDNER", default=argparse.SUPPRESS, help=DATA_HELP)
        if known == name:
            module = importlib.import_module(command.module)
            module.add_arguments(part)
    options, rest = parser.parse_known_args(_data_first(arguments))
    if not options.command:
        parser.print_help()
    elif rest and not available()[options.command].passes_on:
        parser.error(f"unbekannte Angabe: {' '.join(rest)}")
    options.arguments = rest
    options.data = Path(os.path.abspath(options.data))
    return module, options


def _sentence(error: Exception, name: str, data: Path) -> str:
    """The German sentence of an error; an unexpected one goes into the log with its traceback."""
    message = getattr(error, "message", None)
    if isinstance(message, str) and message:
        return message
    if isinstance(error, OSError) and error.errno == 28:
        return (
            f"Auf dem Datenträger von {data} ist kein Platz mehr; bitte Platz schaffen und"
            " den Befehl wiederholen."
        )
    if getattr(error.__cause__ or error, "sqlstate", None) in OTHER_TABLES:
        return (
            f"Die Daten in {data} sind von einer anderen Fassung von Verbundakte; `./verbundakte start`"
            " bringt sie auf den Stand dieser Fassung."
        )
    log = data / "log" / "cli.log"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as file:
            file.write(f"{datetime.now(UTC).isoformat()} {name}\n")
            traceback.print_exception(error, file=file)
    except OSError:
        return f"Der Befehl ist an einem unerwarteten Fehler gescheitert: {error!r}"
    return f"Der Befehl ist an einem unerwarteten Fehler gescheitert; Näheres in {log}."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
