"""`tenant create`, `export`, `import`: a municipality begins here, or comes and goes as a package."""

import argparse
import json
from importlib import import_module

KINDS = ("gemeinde", "verbund", "system")
PACKAGES, LEAVING = "verbundakte.cli.packages", "verbundakte.cli.leaving"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verbs with their options."""
    verbs = parser.add_subparsers(dest="verb", metavar="HANDLUNG", required=True)
    _add_create(verbs)
    leaving = verbs.add_parser("export", help="Kommune als Paket ausgeben", allow_abbrev=False)
    leaving.add_argument("file", metavar="DATEI", help="Paket, das geschrieben wird")
    leaving.add_argument("--tenant", required=True, metavar="KÜRZEL", help="welche Kommune")
    coming = verbs.add_parser(
        "import", help="Kommune aus einem Paket übernehmen", allow_abbrev=False
    )
    coming.add_argument("file", metavar="DATEI", help="Paket einer Kommune")
    coming.add_argument("--slug", metavar="KÜRZEL", help="Kürzel in der Adresse")
    coming.add_argument("--digest", metavar="PRÜFSUMME", help="nur dieses Paket, sonst keines")
    coming.add_argument(
        "--replace",
        action="store_true",
        help="die Kommune gibt es hier schon: an ihre Stelle setzen; der alte Stand wird aufgehoben",
    )
    out = verbs.add_parser("leave", help="Auszug einer Kommune", allow_abbrev=False)
    out.add_argument("--tenant", required=True, metavar="KÜRZEL", help="welche Kommune")
    out.add_argument("--as", dest="login", metavar="LOGIN", help="wer aus der Kommune das tut")
    out.add_argument("--confirm", action="store_true", help="als zweite Person bestätigen")
    out.add_argument("--withdraw", action="store_true", help="zurücknehmen")
    out.add_argument("--finish", metavar="DATEI", help="Paket schreiben, Kommune löschen, Nachweis")
    out.add_argument("--key", metavar="DATEI", help="Schlüsseldatei (verschlüsseltes Paket)")
    proof = verbs.add_parser("proof", help="Nachweis eines Auszugs prüfen", allow_abbrev=False)
    proof.add_argument("file", metavar="DATEI", help="Datei .nachweis.json")
    for verb in (leaving, coming):
        verb.add_argument("--key", metavar="DATEI", help="Schlüsseldatei (verschlüsseltes Paket)")
        verb.add_argument("--json", action="store_true", help="Ausgabe als JSON")


def _add_create(verbs) -> None:
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
    """Do it. `create`: found the tenant, give a town the sample plan, print the first person's password, this once."""
    if options.verb != "create":
        module = PACKAGES if options.verb in ("export", "import") else LEAVING
        return import_module(module).run(options)
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
