"""`system connect|list|secret|token|end`: Fachverfahren of a town; secrets alone on standard output."""

import argparse
import json
from importlib import import_module


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what can be done with Fachverfahren."""
    kinds = parser.add_subparsers(dest="act", required=True, metavar="WAS")
    for name, text in (
        ("connect", "ein Fachverfahren anbinden"),
        ("list", "zeigen, was angebunden ist"),
        ("secret", "ein Geheimnis ausstellen (höchstens zwei gelten zugleich)"),
        ("token", "einen langen Zugangsschlüssel ausstellen"),
        ("end", "die Anbindung beenden"),
    ):
        one = kinds.add_parser(name, help=text, description=text)
        one.add_argument("--tenant", required=True, metavar="KÜRZEL", help="Kommune")
        if name == "list":
            one.add_argument("--json", action="store_true", help="als JSON")
            continue
        one.add_argument("name", metavar="BEZEICHNUNG", help="wie das Fachverfahren hier heißt")
        if name == "connect":
            one.add_argument("--einheit", required=True, metavar="KENNZEICHEN")
            one.add_argument("--rolle", required=True, metavar="BEZEICHNUNG")
            one.add_argument("--zweck", default="", help="was es hier liest und ablegt")
        if name in ("connect", "token"):
            add_scope(one)
        if name in ("secret", "token"):
            one.add_argument("--days", type=int, default=366, metavar="TAGE", help="wie lange")


def add_scope(parser: argparse.ArgumentParser) -> None:
    """Declare the scopes of a token."""
    parser.add_argument(
        "--scope",
        action="append",
        default=[],
        metavar="UMFANG",
        help="zum Beispiel akten:lesen; mehrfach; ohne Angabe alles, was die Rechte erlauben",
    )


def run(options: argparse.Namespace) -> int:
    """Do it and print what came of it."""
    systems = import_module("verbundakte.verbund.systems")  # needs Django, which is set up by now
    if options.act == "connect":
        values = {"einheit": options.einheit, "rolle": options.rolle, "zweck": options.zweck}
        row = systems.connect(options.tenant, options.name, scopes=options.scope, **values)
        print(row.person_id)
    elif options.act == "list":
        found = systems.connected(options.tenant)
        if options.json:
            print(json.dumps(found, ensure_ascii=False))
        for one in [] if options.json else found:
            print("{client_id}  {bezeichnung}  {rollen}  {zustand}".format(**one))
    elif options.act == "secret":
        print(systems.new_secret(options.tenant, options.name, days=options.days))
    elif options.act == "token":
        days, scopes = options.days, options.scope
        print(systems.new_token(options.tenant, options.name, days=days, scopes=scopes))
    else:
        systems.end(options.tenant, options.name)
        print(f"Die Anbindung von {options.name} ist beendet.")
    return 0
