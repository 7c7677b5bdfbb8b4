"""`token LOGIN --tenant T`: an API token for a person; the token alone on standard output."""

import argparse
from importlib import import_module

from verbundakte.cli.system import add_scope


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare whose token, in which town, for how long."""
    parser.add_argument("login", metavar="LOGIN", help="Anmeldename der Person")
    parser.add_argument("--tenant", required=True, metavar="KÜRZEL", help="Kommune")
    parser.add_argument("--name", default="Kommandozeile", help="wofür der Schlüssel ist")
    parser.add_argument("--days", type=int, default=366, metavar="TAGE", help="wie lange er gilt")
    add_scope(parser)


def run(options: argparse.Namespace) -> int:
    """Print the token."""
    services = import_module("verbundakte.verbund.services")  # needs Django, which is set up by now
    values = {"name": options.name, "days": options.days, "scopes": options.scope}
    print(services.issue_token(options.login, options.tenant, **values))
    return 0
