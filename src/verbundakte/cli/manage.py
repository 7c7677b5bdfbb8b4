"""`manage ...`: Django's own commands, on the database of this installation."""

import argparse
import os

from django.core.management import execute_from_command_line

AS_OWNER = ("migrate", "sqlmigrate", "sqlflush", "showmigrations", "dbshell")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Everything after the command goes to Django."""


def run(options: argparse.Namespace) -> int:
    """Run Django's command; those about the schema under the owner's role."""
    arguments = options.arguments or ["help"]
    chosen = any(argument.startswith("--database") for argument in arguments)
    if arguments[0] in AS_OWNER and not chosen and os.environ.get("DATABASE_OWNER_URL"):
        arguments = [*arguments, "--database", "owner"]
    execute_from_command_line(["./verbundakte manage", *arguments])
    return 0
