"""What a person should know about a file: a code for programs, a German sentence."""

from verbundakte.core.converters.errors import Encrypted
from verbundakte.core.converters.results import Notice

NOTICES = {
    "encrypted": "Die Datei ist verschlüsselt.",
    "damaged": "Die Datei ist beschädigt.",
    "empty": "Die Datei ist leer.",
    "macros": "Die Datei enthält Makros. Sie werden nicht ausgeführt.",
    "active": "Die Datei enthält aktive Inhalte. Sie werden nicht ausgeführt.",
    "external": "Die Datei verweist auf fremde Inhalte. Sie werden nicht geladen.",
    "signed": "Die Datei ist elektronisch signiert.",
    "attachments": "Die Datei enthält weitere Dateien.",
    "form": "Die Datei enthält Formularfelder.",
    "name_mismatch": "Die Endung des Dateinamens passt nicht zum Inhalt.",
    "program": "Die Datei ist ein ausführbares Programm.",
    "bomb": "Das Archiv ist entpackt ungewöhnlich groß. Es wird nicht entpackt.",
    "nested": "Das Archiv enthält weitere Archive.",
    "unsafe_names": "Das Archiv enthält Namen oder Verweise, die nach außen zeigen.",
    "crowded": "Das Archiv enthält ungewöhnlich viele Einträge.",
    "too_large": "Die Datei überschreitet eine Grenze und wurde nicht ausgewertet.",
    "protected": "Die Datei hat einen Schutz gegen Ändern oder Drucken.",
    "truncated": "Nur ein Teil der Datei wurde ausgewertet.",
    "portfolio": "Die Datei ist eine Sammlung: Ihr Inhalt liegt in eingebetteten Dateien.",
    "xfa": "Das Formular ist ein XFA-Formular. Hier ist nur sein fester Teil zu sehen.",
    "repaired": "Die Datei ist beschädigt. Die Lesefassung ist ein reparierter Nachbau.",
}


def notice(code: str) -> Notice:
    """Return the notice with its German sentence."""
    return Notice(code, NOTICES[code])


def encrypted() -> Encrypted:
    """Return the refusal of a file nobody can read without its password."""
    return Encrypted(NOTICES["encrypted"])
