"""Classes of scanned documents are Bausteine: how much protection they need, and what follows.

TR-RESISCAN (BSI TR-03138): whether paper may be replaced is decided by law for each class; the measures
follow from the Schutzbedarf.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from verbundakte.core.bausteine import Problem, Spec, baustein, free

SCANKLASSE = "posteingang.scanklasse"
KUERZEL = re.compile(r"[a-z][a-z0-9-]{1,29}")
LEAST_DAYS, MOST_DAYS = 1, 3650


class _Named(StrEnum):
    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its German label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Schutzbedarf(_Named):
    """How much would be lost if a scan were not right."""

    NORMAL = "normal", "normal"
    HOCH = "hoch", "hoch"
    SEHR_HOCH = "sehr_hoch", "sehr hoch"


class Pruefart(_Named):
    """How scans are looked at before their paper may go."""

    VOLL = "voll", "jeder Scan"
    STICHPROBE = "stichprobe", "Stichprobe"


class Massnahme(NamedTuple):
    """A measure of the guideline: its mark there, what is done here, whether it is done already."""

    kennung: str
    text: str
    is_met: bool = True


ALWAYS = (
    Massnahme("A.NB.3", "Die Seiten werden gezählt und mit der Zählung des Papiers verglichen."),
    Massnahme(
        "A.NB.4", "Jeder Scan bekommt einen Transfervermerk, gebunden an die Prüfsumme der Datei."
    ),
    Massnahme("A.SC.12", "Scans mit Symbolkodierung (JBIG2) ersetzen kein Papier."),
    Massnahme(
        "A.NB.1", "Nur die Lesefassung wird gerade gestellt; der Scan selbst bleibt unverändert."
    ),
    Massnahme("A.IS.1", "Datei, Transfervermerk und Protokoll sichert eine Kette von Prüfsummen."),
)
HIGH = (
    Massnahme("A.IS.1", "Qualifiziertes Siegel oder Signatur je Scan.", is_met=False),
    Massnahme("A.SC.11", "Änderungen der Einrichtung und alle Schritte werden protokolliert."),
    Massnahme("A.AM.G.3", "Ein Prüfbericht mindestens alle drei Jahre."),
)
HIGHEST = (
    Massnahme("A.IS.1", "Qualifizierter Zeitstempel je Scan.", is_met=False),
    Massnahme("A.SC.8", "Zwei Personen prüfen unabhängig voneinander.", is_met=False),
)
MOBILE = Massnahme(
    "Abschnitt 5", "Aufnahmen mit Telefon oder Tablet sind eine eigene Klasse und kenntlich."
)


@baustein(SCANKLASSE)
class ScanklasseSpec(Spec, label="Scanklasse"):
    """A class of scanned documents: Schutzbedarf, control, what becomes of the paper."""

    kuerzel: str = free(
        "Kürzel", max_length=30, hint="Bleibt für immer, zum Beispiel: eingangspost."
    )
    bezeichnung: str = free(max_length=80)
    beschreibung: str = free("Was dazu gehört", default="", max_length=500)
    schutzbedarf: Schutzbedarf = free("Schutzbedarf", default=Schutzbedarf.NORMAL)
    is_ersetzend: bool = free("Das Papier darf vernichtet werden", default=False)
    ausschluss: str = free(
        "Warum das Papier bleibt",
        default="",
        max_length=300,
        hint="Zum Beispiel: Urkunden beweisen nur im Original. Wer hier etwas einträgt, schließt die"
        " Vernichtung aus.",
    )
    pruefung: Pruefart = free("Geprüft wird", default=Pruefart.VOLL)
    prozent: int = free("Stichprobe in Prozent", default=3)
    mindestens: int = free("Stichprobe mindestens (Scans)", default=5)
    wartezeit_tage: int = free("Tage von der Freigabe bis zur Vernichtung", default=42)
    is_mobil: bool = free("Mit Telefon oder Tablet gescannt", default=False)

    def check(self) -> Iterator[Problem]:
        """Yield what the guideline does not allow."""
        if not KUERZEL.fullmatch(self.kuerzel):
            yield Problem(
                "kuerzel",
                "Das Kürzel besteht aus 2 bis 30 Zeichen: kleine Buchstaben a bis z, Ziffern und"
                " Bindestrich, am Anfang ein Buchstabe.",
            )
        if self.pruefung == Pruefart.STICHPROBE and self.schutzbedarf != Schutzbedarf.NORMAL:
            yield Problem(
                "pruefung",
                "Eine Stichprobe genügt nur bei normalem Schutzbedarf (TR-RESISCAN, A.NB.2). Wählen Sie"
                " „jeder Scan“.",
            )
        if not 1 <= self.prozent <= 100:
            yield Problem("prozent", "Die Stichprobe umfasst 1 bis 100 Prozent.")
        if not 1 <= self.mindestens <= 10_000:
            yield Problem("mindestens", "Mindestens geprüft werden 1 bis 10.000 Scans.")
        if not LEAST_DAYS <= self.wartezeit_tage <= MOST_DAYS:
            yield Problem("wartezeit_tage", f"Die Wartezeit beträgt 1 bis {MOST_DAYS} Tage.")
        if self.ausschluss and self.is_ersetzend:
            yield Problem(
                "is_ersetzend",
                "Das Papier kann nicht zugleich bleiben und vernichtet werden. Nehmen Sie das Häkchen"
                " heraus oder leeren Sie „Warum das Papier bleibt“.",
            )


def why_kept(klasse) -> str:
    """Return why paper of a class (a Spec or its row) is not destroyed; "" where it may be.

    Without qualified seals only "normal" may be (A.IS.1; praxis: blocked until they exist).
    """
    if klasse.ausschluss:
        return f"Das Papier bleibt: {klasse.ausschluss}"
    if not klasse.is_ersetzend:
        return "Das Papier bleibt: Für diese Klasse ist ersetzendes Scannen nicht zugelassen."
    if klasse.schutzbedarf == Schutzbedarf.HOCH:
        return (
            "Das Papier bleibt: Bei hohem Schutzbedarf braucht der Scan ein qualifiziertes Siegel, und"
            " das gibt es hier noch nicht."
        )
    if klasse.schutzbedarf == Schutzbedarf.SEHR_HOCH:
        return (
            "Das Papier bleibt: Bei sehr hohem Schutzbedarf braucht der Scan einen qualifizierten"
            " Zeitstempel und vier Augen, und das gibt es hier noch nicht."
        )
    return ""


def massnahmen(klasse) -> list[Massnahme]:
    """Return the measures that follow for a class, as the guideline names them."""
    found = [_control(klasse), *ALWAYS]
    if klasse.schutzbedarf != Schutzbedarf.NORMAL:
        found += HIGH
    if klasse.schutzbedarf == Schutzbedarf.SEHR_HOCH:
        found += HIGHEST
    return [*found, MOBILE] if klasse.is_mobil else found


def _control(klasse) -> Massnahme:
    text = "Jeder Scan wird Seite für Seite angesehen."
    if klasse.pruefung == Pruefart.STICHPROBE:
        text = (
            f"Geprüft wird eine Stichprobe von {klasse.prozent} %, mindestens {klasse.mindestens} Scans,"
            " verteilt auf Scanner und Stapel, nie nach Personen. Wird ein Scan beanstandet, wird sein"
            " ganzer Stapel geprüft."
        )
    return Massnahme("A.SC.8, A.NB.2", text)
