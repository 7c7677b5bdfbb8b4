"""XJustiz message 0005005 (Übermittlung Schriftgutobjekte) as courts, bailiffs and authorities send it
through EGVP and beBPo: who writes, under which signs, which files belong to it. Read only.

Source: XJustiz 3.4.1 to 3.7 (BLK-AG IT-Standards in der Justiz), Grunddatensatz and 0005. The head was
built anew in 3.6; both forms are read. Code lists fix their versions per release, so codes are kept
as codes and only told where this project needs a word for them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

NAMESPACE = "http://www.xjustiz.de"
ROOT = f"{{{NAMESPACE}}}nachricht.gds.uebermittlungSchriftgutobjekte.0005005"
NS = {"x": NAMESPACE}
MOST_BYTES, MOST_FILES, MOST_TEXT, MOST_DEPTH = 16 * 1024 * 1024, 1_000, 500, 12
SIGNATUR = "003"
"""Bestandteiltyp of a file that only holds the signature of another one."""
PRIORITIES = {"001": "Eilt"}
BEREITSCHAFT = "Bereitschaftsdienst"
CLASSIFIED = "als Verschlusssache eingestuft"


class NotRead(Exception):
    """It is no such message; `message` is a German sentence."""

    def __init__(self, message: str):
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Schriftstueck:
    """A file the message names: its name beside the message, what it is called, what it is."""

    dateiname: str
    anzeigename: str = ""
    dokumentklasse: str = ""
    bestandteil: str = ""


@dataclass(frozen=True)
class Nachricht:
    """What a message says. `absender_zeichen` are the sender's signs, `unser_zeichen` those she
    believes to be ours. `eilt`: the words of a priority, "" for none; `vertraulich`: the reason why
    only some may read it, "" for none."""

    version: str
    nachrichten_id: str
    absender: str
    erstellt_at: datetime | None = None
    absender_zeichen: tuple[str, ...] = ()
    unser_zeichen: tuple[str, ...] = ()
    eilt: str = ""
    vertraulich: str = ""
    dateien: tuple[Schriftstueck, ...] = ()


def read_message(data: bytes) -> Nachricht:
    """Return what a message says, its files in the order of their numbers. Raises NotRead."""
    root = _root(data)
    kopf = root.find("x:nachrichtenkopf", NS)
    if kopf is None:
        raise NotRead("Der XJustiz-Nachricht fehlt ihr Nachrichtenkopf.")
    new = kopf.find("x:absender", NS) is not None
    fields = _since_36(kopf) if new else _before_36(kopf)
    return Nachricht(
        version=(kopf.get("xjustizVersion") or "")[:20],
        erstellt_at=_moment(_text(kopf, "x:erstellungszeitpunkt")),
        eilt=_priority(_text(kopf, "x:sendungsprioritaet/code")),
        vertraulich=_confidential(kopf),
        dateien=tuple(_files(root)),
        **fields,
    )


def _root(data: bytes) -> etree._Element:
    if len(data) > MOST_BYTES:
        raise NotRead("Die XJustiz-Nachricht ist größer als 16 MB.")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotRead("Die XJustiz-Nachricht enthält eine Dokumenttypdefinition; das ist verboten.")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise NotRead("Die XJustiz-Nachricht ist kein lesbares XML.") from None
    if root.tag != ROOT:
        raise NotRead("Das ist keine Nachricht „Übermittlung Schriftgutobjekte“ (0005005).")
    return root


def _since_36(kopf: etree._Element) -> dict:
    return {
        "absender": _partner(
            kopf.find("x:absender/x:informationen/x:auswahl_kommunikationspartner", NS)
        ),
        "nachrichten_id": _text(kopf, "x:absender/x:eigeneNachrichtenID"),
        "absender_zeichen": _texts(kopf, "x:absender/x:aktenzeichen"),
        "unser_zeichen": _texts(
            kopf, "x:empfaenger/x:auswahl_aktenzeichen/x:aktenzeichen.freitext"
        ),
    }


def _before_36(kopf: etree._Element) -> dict:
    return {
        "absender": _partner(kopf.find("x:auswahl_absender", NS)),
        "nachrichten_id": _text(kopf, "x:eigeneNachrichtenID"),
        "absender_zeichen": _texts(kopf, "x:aktenzeichen.absender"),
        "unser_zeichen": _texts(kopf, "x:aktenzeichen.empfaenger"),
    }


def _partner(choice: etree._Element | None) -> str:
    """Return the name of a sender, or the code that names a court or an authority."""
    for one in choice if choice is not None else ():
        if not isinstance(one.tag, str):
            continue
        name = etree.QName(one).localname
        code = _plain(one.findtext("code", ""))
        if code:
            return f"{'Gericht' if name.endswith('gericht') else 'Behörde'} {code}"
        if text := _plain(one.text or ""):
            return text
    return ""


def _priority(code: str) -> str:
    return PRIORITIES.get(code, BEREITSCHAFT) if code else ""


def _confidential(kopf: etree._Element) -> str:
    for path in (
        "x:auswahl_vertraulichkeit/x:vertraulichZuBehandelnGrund",
        "x:vertraulichkeit/x:vertraulichkeitsgrund",
    ):
        if reason := _text(kopf, path):
            return reason
    has_level = kopf.find("x:auswahl_vertraulichkeit", NS) is not None
    return CLASSIFIED if has_level else ""


def _files(root: etree._Element) -> Iterator[Schriftstueck]:
    documents = [
        (_number(one), place, one)
        for place, one in enumerate(root.iterfind("x:schriftgutobjekte//x:dokument", NS))
    ]
    count = 0
    for _, _, dokument in sorted(documents, key=lambda told: told[:2]):
        own = "x:xjustiz.fachspezifischeDaten"
        for datei in dokument.iterfind(f"{own}/x:datei", NS):
            name = _text(datei, "x:dateiname")
            if name:
                count += 1
                if count > MOST_FILES:
                    raise NotRead("Die XJustiz-Nachricht nennt mehr als 1.000 Dateien.")
                yield Schriftstueck(
                    name,
                    _text(dokument, f"{own}/x:anzeigename"),
                    _text(dokument, f"{own}/x:dokumentklasse/code"),
                    _text(datei, "x:bestandteil/code"),
                )


def _number(dokument: etree._Element) -> int:
    text = _text(dokument, "x:identifikation/x:nummerImUebergeordnetenContainer")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 10**9


def _text(place: etree._Element, path: str) -> str:
    return _plain(place.findtext(path, "", NS))


def _texts(place: etree._Element, path: str) -> tuple[str, ...]:
    found = (_plain(one.text or "") for one in place.iterfind(path, NS))
    return tuple(text for text in found if text)[:MOST_DEPTH]


def _plain(text: str) -> str:
    """Return text as one line without signs that nobody can print."""
    shown = "".join(sign if sign.isprintable() else " " for sign in text[: 4 * MOST_TEXT])
    return " ".join(shown.split())[:MOST_TEXT]


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
