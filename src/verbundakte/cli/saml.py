"""`saml --tenant T --metadata FILE --own-address URL`: the directory service of a town by SAML."""

import argparse
from importlib import import_module
from pathlib import Path

from verbundakte.cli.problems import Problem
from verbundakte.standards.saml_metadata import MOST_BYTES


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the town and what its service told."""
    parser.add_argument("--tenant", required=True, metavar="KÜRZEL", help="Kommune")
    parser.add_argument(
        "--metadata", type=Path, metavar="DATEI", help="Metadaten des Dienstes (XML)"
    )
    parser.add_argument(
        "--own-address",
        required=True,
        metavar="URL",
        help="Adresse von Verbundakte mit dem Kürzel der Kommune",
    )
    parser.add_argument(
        "--attribute", default="", metavar="NAME", help="Merkmal mit der Kennung, sonst die NameID"
    )
    parser.add_argument(
        "--label", default="Mit dem Dienstkonto anmelden", help="Aufschrift auf der Anmeldeseite"
    )
    parser.add_argument(
        "--second-factor",
        action="store_true",
        help="der Dienst verlangt selbst einen zweiten Faktor",
    )


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Problem(f"Die Datei {path} lässt sich nicht lesen.") from error
    if len(content) > MOST_BYTES:
        raise Problem(f"Die Datei {path} ist größer als 512 KB. Metadaten sind viel kleiner.")
    return content


def run(options: argparse.Namespace) -> int:
    """Set the service up, or change it; without --metadata its present ones stay."""
    if not options.own_address.startswith("https://"):
        raise Problem(
            "Die Adresse von Verbundakte beginnt mit https://, sonst meldet sich niemand an."
        )
    metadata = _read(options.metadata) if options.metadata else b""
    services = import_module("verbundakte.verbund.services")  # needs Django, which is set up by now
    service = services.set_saml_directory(
        options.tenant,
        metadata=metadata,
        label=options.label,
        own_address=options.own_address.rstrip("/"),
        attribute=options.attribute,
        proves_second_factor=options.second_factor,
        is_active=True,
    )
    print(f"Der Anmeldedienst {service.issuer} gilt jetzt für {options.tenant}.")
    return 0
