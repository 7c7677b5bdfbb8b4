"""`oidc --tenant T --issuer URL --client-id ID --secret-file F`: the directory service of a town."""

import argparse
from importlib import import_module
from pathlib import Path

from verbundakte.cli.problems import Problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the town and what its service told."""
    parser.add_argument("--tenant", required=True, metavar="KÜRZEL", help="Kommune")
    parser.add_argument("--issuer", required=True, metavar="URL", help="Adresse des Dienstes")
    parser.add_argument("--client-id", required=True, metavar="KENNUNG", help="der Anwendung")
    parser.add_argument(
        "--secret-file", required=True, type=Path, metavar="DATEI", help="mit dem Geheimnis darin"
    )
    parser.add_argument(
        "--label", default="Mit dem Dienstkonto anmelden", help="Aufschrift auf der Anmeldeseite"
    )
    parser.add_argument(
        "--second-factor",
        action="store_true",
        help="der Dienst verlangt selbst einen zweiten Faktor",
    )


def run(options: argparse.Namespace) -> int:
    """Set the service up, or change it."""
    try:
        secret = options.secret_file.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(f"Die Datei {options.secret_file} lässt sich nicht lesen.") from error
    services = import_module("verbundakte.verbund.services")  # needs Django, which is set up by now
    services.set_directory(
        options.tenant,
        secret=secret,
        label=options.label,
        issuer=options.issuer,
        client_id=options.client_id,
        proves_second_factor=options.second_factor,
        is_active=True,
    )
    print(f"Der Anmeldedienst {options.issuer} gilt jetzt für {options.tenant}.")
    return 0
