"""What stands between a scan and its release, between its paper and the shredder. Pure.

Each rule returns a German sentence, "" where nothing is in the way.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from verbundakte.posteingang.scan.klassen import Schutzbedarf, why_kept

SYMBOLS = (
    "Die Datei ist mit Symbolkodierung (JBIG2) verkleinert; dabei können ähnliche Zeichen vertauscht"
    " werden. Der Scan ersetzt kein Papier. Schalten Sie das am Scanner ab und scannen Sie neu."
)


@dataclass(frozen=True)
class Lage:
    """How a scan stands: its batch was counted, and fits; it was looked at, objected to, released."""

    klasse: object | None
    is_counted: bool
    has_all_pages: bool
    has_remark: bool
    has_symbols: bool
    is_checked: bool
    is_objected: bool
    is_replaced: bool
    released_on: date | None


def why_not_released(lage: Lage, *, has_verfahren: bool, is_spoken_for: bool = False) -> str:
    """Return why a scan gets no Transfervermerk yet. `is_spoken_for`: by a sample that is through."""
    if lage.released_on:
        return "Der Transfervermerk ist erteilt."
    if lage.klasse is None:
        return "Der Scan hat keine Scanklasse. Wählen Sie eine."
    if lage.is_replaced:
        return "Ein neuer Scan ersetzt diesen."
    if lage.is_objected:
        return "Der Scan ist beanstandet. Scannen Sie neu und ersetzen Sie ihn."
    if not lage.is_counted:
        return "Die Seiten des Stapels sind noch nicht gezählt."
    if not lage.has_all_pages and not lage.has_remark:
        return "Gezählte und gefundene Seiten stimmen nicht überein."
    if lage.has_symbols and lage.klasse.is_ersetzend:
        return SYMBOLS
    if not (lage.is_checked or is_spoken_for):
        return "Der Scan ist noch nicht geprüft."
    if lage.klasse.is_ersetzend and not has_verfahren:
        return "Es gibt noch keine Verfahrensdokumentation. Erstellen Sie sie zuerst."
    return ""


def why_not_destroyed(scans: Iterable[Lage], today: date) -> str:
    """Return why the paper of a batch stays: all its scans released, the time over, the class fit."""
    found = list(scans)
    if not found:
        return "Aus dem Stapel ist kein Scan entstanden."
    for lage in found:
        if lage.has_symbols:
            return SYMBOLS
        if lage.klasse is None:
            return "Das Papier bleibt: Ein Scan des Stapels hat keine Scanklasse."
        if reason := why_kept(lage.klasse):
            return reason
    if any(lage.released_on is None and not lage.is_replaced for lage in found):
        return "Das Papier bleibt, bis jeder Scan des Stapels geprüft und freigegeben ist."
    until = max(
        (lage.released_on + timedelta(days=lage.klasse.wartezeit_tage) for lage in found if lage.released_on),
        default=None,
    )  # fmt: skip
    if until is None:
        return "Das Papier bleibt: Kein Scan des Stapels ist freigegeben."
    if until > today:
        return f"Das Papier bleibt bis zum {until:%d.%m.%Y} (Wartezeit der Scanklasse)."
    return ""


def told_protection(schutzbedarf: str) -> str:
    """Return the German word of a Schutzbedarf."""
    return Schutzbedarf(schutzbedarf).label
