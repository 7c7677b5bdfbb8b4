"""Words of the room that Bausteine, forms and pages share."""

from enum import StrEnum


class _Named(StrEnum):
    label: str

    def __new__(cls, value: str, label: str):
        """Return the member with its German label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Gattung(_Named):
    """What is written."""

    BRIEF = "brief", "Brief"
    BESCHEID = "bescheid", "Bescheid"
    VERMERK = "vermerk", "Vermerk"


class Blockart(_Named):
    """How a part of a letter is laid out."""

    ABSATZ = "absatz", "Absatz"
    UEBERSCHRIFT = "ueberschrift", "Überschrift"
    LISTE = "liste", "Aufzählung"
    NUMMERN = "nummern", "nummerierte Liste"
    TABELLE = "tabelle", "Tabelle"
    GRUSS = "gruss", "Gruß und Unterschrift"


class Feldart(_Named):
    """What an answer is."""

    TEXT = "text", "Text"
    LANG = "lang", "mehrzeiliger Text"
    DATUM = "datum", "Tag"
    BETRAG = "betrag", "Betrag in Euro"
    ZAHL = "zahl", "ganze Zahl"
    JA_NEIN = "ja_nein", "ja oder nein"
    AUSWAHL = "auswahl", "Auswahl"
    LISTE = "liste", "Liste (je Zeile ein Eintrag)"


class Zeichnungsform(_Named):
    """In which form somebody signs (GGO § 18): the head without addition."""

    OHNE = "ohne", "ohne Zusatz"
    VERTRETUNG = "vertretung", "In Vertretung"
    AUFTRAG = "auftrag", "Im Auftrag"
