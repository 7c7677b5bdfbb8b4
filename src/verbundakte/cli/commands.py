"""All commands of ./verbundakte. A new one is a line here and a module with two functions:

    def add_arguments(parser): ...          # argparse; --data is there already
    def run(options) -> int: ...            # exit code; refuse with problems.Problem

Commands that use Django find it set up, with the database running.
"""

from pathlib import Path
from typing import NamedTuple

SOURCE = Path(__file__).resolve().parents[2]


class Command(NamedTuple):
    """The module of a command, its German line in the help, and whether it needs Django."""

    module: str
    help: str
    uses_django: bool = True
    passes_on: bool = False  # arguments it does not know are handed over in `options.arguments`


COMMANDS = {
    "demo": Command(
        "verbundakte.demo.command", "Verbund zum Ausprobieren anlegen und starten", False
    ),
    "start": Command("verbundakte.cli.start", "Verbundakte starten", False),
    "stop": Command("verbundakte.cli.stop", "Verbundakte beenden", False),
    "status": Command("verbundakte.cli.status", "zeigen, ob und wie Verbundakte läuft", False),
    "tenant": Command("verbundakte.cli.tenant", "Kommunen anlegen, sichern und übernehmen"),
    "token": Command("verbundakte.cli.token", "Zugangsschlüssel für die Schnittstelle ausgeben"),
    "system": Command("verbundakte.cli.system", "Fachverfahren anbinden und Schlüssel ausgeben"),
    "oidc": Command("verbundakte.cli.oidc", "Anmeldedienst einer Kommune einrichten"),
    "saml": Command("verbundakte.cli.saml", "Anmeldedienst einer Kommune über SAML einrichten"),
    "import": Command("verbundakte.cli.import_files", "Dateien aus einem Ordner übernehmen"),
    "search": Command("verbundakte.cli.search", "in der E-Akte suchen"),
    "check": Command("verbundakte.cli.check", "prüfen, ob alles vollständig und unverändert ist"),
    "protokoll": Command(
        "verbundakte.cli.protokoll", "Angaben zu Personen im Protokoll finden und löschen"
    ),
    "store": Command("verbundakte.cli.store", "zeigen, wo die Dateien liegen, und sie umziehen"),
    "rebuild": Command("verbundakte.cli.rebuild", "Ableitungen neu herstellen"),
    "standards": Command("verbundakte.cli.standards", "amtliche Standarddateien einspielen"),
    "bench": Command("verbundakte.cli.bench", "Geschwindigkeit messen", False),
    "backup": Command("verbundakte.cli.backup", "die ganze Installation sichern"),
    "restore": Command("verbundakte.cli.restore", "eine Sicherung zurückspielen", False),
    "sbom": Command("verbundakte.cli.sbom", "Stückliste der Bibliotheken ausgeben", False),
    "manage": Command("verbundakte.cli.manage", "Befehle von Django ausführen", passes_on=True),
    "test": Command("verbundakte.cli.testing", "alle Prüfungen und Tests ausführen", False, True),
}


def available() -> dict[str, Command]:
    """The commands whose module exists (looked up as a file: nothing is imported for it)."""
    return {name: command for name, command in COMMANDS.items() if _file(command).exists()}


def _file(command: Command) -> Path:
    return SOURCE.joinpath(*command.module.split(".")).with_suffix(".py")
