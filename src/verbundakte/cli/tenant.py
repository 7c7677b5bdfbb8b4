"""`tenant create NAME --slug S --admin LOGIN`: a new municipality in this installation."""

import argparse
import json
from importlib import import_module

KINDS = ("gemeinde", "verbund", "system")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `create` with its options."""
    verbs = parser.add_subparsers(dest="verb", metavar="HANDLUNG", required=True)
    create = verbs.add_parser("create", help="Kommune anlegen", allow_abbrev=False)
    create.add_argument("name", metavar="NAME", help="Name, wie er auf den Seiten steht")
    create.add_argument("--slug", required=True, help="Kürzel in der Adresse, z. B. musterstadt")
    create.add_argument("--ags", default="", help="amtlicher Gemeindeschlüssel")
    create.add_argument(
        "--kind",
        default=KINDS[0],
        choices=KINDS,
        help="Art (sonst: gemeinde)",
    )
    create.add_argument(
        "--admin", required=True, metavar="LOGIN", help="Anmeldename der ersten Person"
    )
    create.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def run(options: argparse.Namespace) -> int:
    """Found the tenant, give a town the sample plan, print the first person's password, this once."""
    services = import_module("verbundakte.verbund.services")  # needs Django, which is set up by now
    clock = import_module("verbundakte.core.clock")
    founded = services.found_tenant(
        options.name,
        options.slug,
        admin_login=options.admin,
        ags=options.ags,
        kind=options.kind,
        on=clock.today(),
    )
    services.demand_own_password(founded.login)
    if options.kind == KINDS[0]:
        akten = import_module("verbundakte.akten.services")
        akten.bring_sample_plan(founded.tenant.pk, on=clock.today())
    print(json.dumps(_as_json(founded), ensure_ascii=False) if options.json else _as_text(founded))
    return 0


def _as_json(founded) -> dict:
    tenant = founded.tenant
    return {
        "tenant": tenant.slug,
        "name": tenant.name,
        "kind": tenant.kind,
        "ags": tenant.ags,
        "login": founded.login,
        "password": founded.password,
    }


def _as_text(founded) -> str:
    return (
        f"{founded.tenant.name} ist angelegt, Adresse /{founded.tenant.slug}/\n"
        f"Anmeldung: {founded.login}\n"
        f"Kennwort:  {founded.password}\n"
        "Das Kennwort wird nicht noch einmal gezeigt; ändern Sie es nach der ersten Anmeldung."
    )
