"""The Transfervermerk of a scan as XML (BSI TR-03138 TR-RESISCAN V1.5, A.NB.4 a to f).

The guideline prescribes what it says, not its form; the names follow its text. The same statement gives
the same bytes, so that its digest can be kept.
"""

from base64 import b64encode
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from hashlib import sha256
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

END = b"</Transfervermerk>"
OFFICE = ZoneInfo("Europe/Berlin")
NAMESPACE = "urn:verbundakte:transfervermerk:1"
GUIDELINE = "BSI TR-03138 (TR-RESISCAN), A.NB.4"
SAME = (
    "Das Scanprodukt stimmt mit dem Papier in Bild und Inhalt überein, soweit unter den"
    " Auffälligkeiten nichts anderes steht."
)


@dataclass(frozen=True)
class Vermerk:
    """The statement. Moments as ISO 8601; `leere_seiten` are those left out of a copy."""

    datei: str
    sha256: str
    seiten: int
    stapel: str
    position: str
    original_sha256: str
    leere_seiten: str
    ersteller: str
    organisation: str
    einheit: str
    geraet: str
    system: str
    verfahren: str
    scanklasse: str
    schutzbedarf: str
    auffaelligkeiten: str
    gescannt_at: str
    uebernommen_at: str
    geprueft_at: str
    erklaert_at: str
    pruefung: str
    ergebnis: str
    vollstaendigkeit: str
    erklaerung: str = SAME

    def data(self) -> dict:
        """Return it as JSON knows it."""
        return asdict(self)


GROUPS = {
    "Scanprodukt": ("datei", "sha256", "seiten", "stapel", "position", "original_sha256", "leere_seiten"),
    "Ersteller": ("ersteller", "organisation", "einheit"),
    "Umgebung": ("geraet", "system", "verfahren", "scanklasse", "schutzbedarf"),
    "Auffaelligkeiten": ("auffaelligkeiten",),
    "Zeitpunkte": ("gescannt_at", "uebernommen_at", "geprueft_at", "erklaert_at"),
    "Qualitaetskontrolle": ("pruefung", "ergebnis", "vollstaendigkeit"),
    "Erklaerung": ("erklaerung",),
}  # fmt: skip
LABELS = {
    "datei": "Datei", "sha256": "SHA-256", "seiten": "Seiten", "stapel": "Stapel",
    "position": "Seiten des Stapels", "original_sha256": "SHA-256 des Stapels",
    "leere_seiten": "Leere Seiten weggelassen", "ersteller": "Person (Pseudonym)",
    "organisation": "Kommune", "einheit": "Einheit", "geraet": "Scanner", "system": "Programm",
    "verfahren": "Verfahrensdokumentation", "scanklasse": "Scanklasse",
    "schutzbedarf": "Schutzbedarf", "auffaelligkeiten": "Auffälligkeiten",
    "gescannt_at": "Gescannt", "uebernommen_at": "Übernommen", "geprueft_at": "Geprüft",
    "erklaert_at": "Erklärt", "pruefung": "Umfang", "ergebnis": "Ergebnis",
    "vollstaendigkeit": "Vollständigkeit", "erklaerung": "Erklärung",
}  # fmt: skip
TITLES = {
    "Scanprodukt": "Scanprodukt", "Ersteller": "Erstellt von", "Umgebung": "Umgebung",
    "Auffaelligkeiten": "Auffälligkeiten", "Zeitpunkte": "Zeitpunkte",
    "Qualitaetskontrolle": "Qualitätskontrolle", "Erklaerung": "Erklärung",
}  # fmt: skip


def read_vermerk(data: dict) -> Vermerk:
    """Return the statement that was kept as JSON."""
    names = {one.name for one in fields(Vermerk)}
    return Vermerk(**{name: value for name, value in data.items() if name in names})


def as_xml(vermerk: Vermerk) -> bytes:
    """Return the statement as XML, always the same bytes."""
    root = ElementTree.Element("Transfervermerk", xmlns=NAMESPACE, richtlinie=GUIDELINE)
    values = vermerk.data()
    for group, names in GROUPS.items():
        part = ElementTree.SubElement(root, group)
        for name in names:
            ElementTree.SubElement(part, _element(name)).text = _clean(str(values[name]))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def sealed_xml(vermerk: Vermerk, signatur: bytes, inhaber: str, zeitstempel: str) -> bytes:
    """Return the statement with its seal (CAdES, Base64) as a last line `Siegel` before the end.

    Without that line the bytes are those of `as_xml`: what was sealed.
    """
    seal = ElementTree.Element(
        "Siegel", form="CAdES", inhaber=_clean(inhaber), zeitstempel=zeitstempel
    )
    seal.text = b64encode(signatur).decode()
    line = b"  " + ElementTree.tostring(seal, encoding="utf-8") + b"\n"
    start, end = as_xml(vermerk).split(END)
    return start + line + END + end


def digest(vermerk: Vermerk) -> str:
    """Return the SHA-256 of the XML form."""
    return sha256(as_xml(vermerk)).hexdigest()


def groups(vermerk: Vermerk) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what people read: titles, each with pairs (label, value)."""
    values = vermerk.data()
    return [
        (TITLES[group], [(LABELS[name], _shown(name, values[name])) for name in names])
        for group, names in GROUPS.items()
    ]


def _shown(name: str, value: object) -> str:
    """Return a value as people read it: moments by the clock of the office."""
    if name not in GROUPS["Zeitpunkte"]:
        return str(value)
    return f"{datetime.fromisoformat(str(value)).astimezone(OFFICE):%d.%m.%Y, %H:%M:%S} Uhr"


def _element(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def _clean(text: str) -> str:
    """Leave out characters that XML 1.0 does not know (control characters in names of files)."""
    return "".join(char for char in text if char in "\t\n\r" or ord(char) >= 32)
