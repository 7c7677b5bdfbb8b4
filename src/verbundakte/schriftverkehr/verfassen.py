"""Puts a letter together: Vorlage, answers, changed blocks and values become a Brief. Pure.

What is missing or wrong is collected in sentences, so that it can be named before anything is written.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import sha256

from verbundakte.schriftverkehr.begriffe import label_of
from verbundakte.schriftverkehr.brief.auszeichnung import plain
from verbundakte.schriftverkehr.brief.brief import Block, Brief, Kopf
from verbundakte.schriftverkehr.felder import AngabeInvalid, Brieffeld
from verbundakte.schriftverkehr.gattung import Blockart, Feldart
from verbundakte.schriftverkehr.sprache import (
    Euro,
    SpracheInvalid,
    Values,
    condition,
    fill,
    holds,
    template,
)

MOST_BLOECKE = 80
MOST_CHARS = 60_000
TOO_LONG = "Ein Absatz hat höchstens 60.000 Zeichen. Legen Sie den Text als Anlage bei."


@dataclass(frozen=True)
class Rahmen:
    """What a letter is written within: Vorlage and texts as released, values of the files."""

    vorlage: Mapping
    texte: Mapping[str, Mapping]
    werte: Mapping[str, object]
    kopf: Kopf
    today: date


@dataclass(frozen=True)
class Zeile:
    """A block of the letter as the editor shows it. `vorlage` is what the Vorlage says there,
    `is_own` that somebody wrote her own text, `is_meant` that its condition holds."""

    teil: str
    bezeichnung: str
    art: str
    text: str
    vorlage: str = ""
    is_an: bool = True
    is_own: bool = False
    is_fest: bool = False
    is_wahl: bool = False
    is_meant: bool = True
    hint: str = ""


@dataclass
class Verfasst:
    """The text of a letter, what it lacks and what is wrong with it."""

    betreff: str = ""
    zeilen: list[Zeile] = field(default_factory=list)
    fehlt: list[str] = field(default_factory=list)
    fehler: list[str] = field(default_factory=list)
    cents: int = 0

    @property
    def bloecke(self) -> tuple[Block, ...]:
        """The blocks that stand in the letter."""
        return tuple(Block(one.art, one.text) for one in self.zeilen if one.is_an)


def felder_of(vorlage: Mapping) -> list[Brieffeld]:
    """Return the fields of a Vorlage (its JSON form) in their order."""
    rows = sorted(vorlage["felder"], key=lambda row: (row["reihenfolge"], row["id"]))
    return [Brieffeld.of(row) for row in rows]


def begin_angaben(vorlage: Mapping, today: date) -> dict[str, str]:
    """Return what stands in the fields before anybody typed."""
    return {feld.name: feld.begin(today) for feld in felder_of(vorlage)}


def verfasse(
    rahmen: Rahmen, *, angaben: Mapping[str, str], inhalt: list[dict], betreff: str = ""
) -> Verfasst:
    """Return the letter. `inhalt` are the blocks somebody changed, `betreff` one of her own."""
    done = Verfasst()
    felder = felder_of(rahmen.vorlage)
    own = _answers(felder, angaben, done)
    labels = {feld.name: feld.bezeichnung for feld in felder}
    values = Values({**rahmen.werte, **own})
    said = _filled(rahmen.vorlage["betreff"], values, "Betreff", labels, done)
    done.betreff = betreff or " ".join(plain(said).split())
    values = Values({**values.known, "brief.betreff": done.betreff})
    done.zeilen = _blocks(rahmen, values, inhalt, labels, done)
    amount = own.get(rahmen.vorlage.get("betragsfeld") or "")
    done.cents = amount.cents if isinstance(amount, Euro) else 0
    return done


def _answers(felder: list[Brieffeld], angaben: Mapping[str, str], done: Verfasst) -> dict:
    found: dict[str, object] = {}
    for feld in felder:
        empty: object = [] if feld.art == Feldart.LISTE else ""
        try:
            found[feld.name] = feld.read(str(angaben.get(feld.name, "")))
        except AngabeInvalid as invalid:
            done.fehler.append(str(invalid))
            found[feld.name] = empty
            continue
        if feld.is_pflicht and found[feld.name] in ("", []):
            done.fehlt.append(feld.bezeichnung)
    return found


def _filled(text: str, values: Values, where: str, labels: dict[str, str], done: Verfasst) -> str:
    try:
        filled = fill(template(text), values)
    except SpracheInvalid as invalid:
        done.fehler.append(f"{where}, {invalid}")
        return ""
    for path in filled.missing:
        name = label_of(path, labels)
        if name not in done.fehlt:
            done.fehlt.append(name)
    return filled.text


def _blocks(
    rahmen, values: Values, inhalt: list[dict], labels: dict, done: Verfasst
) -> list[Zeile]:
    """Return the blocks in the order of the letter: as kept, then what the Vorlage has besides."""
    teile = {
        row["id"]: row
        for row in sorted(rahmen.vorlage["teile"], key=lambda row: (row["reihenfolge"], row["id"]))
    }
    return [
        _of_teil(rahmen, teile[entry["teil"]], entry, values, labels, done)
        if entry["teil"]
        else _own(entry)
        for entry in _in_order(list(teile), inhalt)[: MOST_BLOECKE + len(teile)]
    ]


def _in_order(teile: list[str], inhalt: list[dict]) -> list[dict]:
    """Return what was kept, and every part of the Vorlage that is not in it after the one before."""
    found = [entry for entry in inhalt if not entry["teil"] or entry["teil"] in teile]
    for number, key in enumerate(teile):
        places = {entry["teil"]: place for place, entry in enumerate(found)}
        if key not in places:
            before = places.get(teile[number - 1], -1) if number else -1
            found.insert(before + 1, {"teil": key})
    return found


def _own(entry: dict) -> Zeile:
    label = "Eigener Absatz"
    return Zeile("", label, entry.get("art", "absatz"), entry.get("text") or "", is_own=True)


def _of_teil(rahmen, teil: Mapping, entry: dict, values: Values, labels, done: Verfasst) -> Zeile:
    """Return a block of the Vorlage. What is missing counts only if the block stands in the letter."""
    where = f"Teil „{teil['bezeichnung']}“"
    is_meant = _is_meant(teil, where, values, done)
    is_an = is_meant and (not teil["is_wahl"] or entry.get("an", False))
    noted = done if is_an and entry.get("text") is None else Verfasst()
    art, text, is_fest, hint = _source(rahmen, teil, where, noted)
    said = _filled(text, values, where, labels, noted).strip("\n")
    own = None if is_fest else entry.get("text")
    return Zeile(
        teil["id"],
        teil["bezeichnung"],
        art,
        said if own is None else own,
        said,
        is_an,
        own is not None,
        is_fest,
        teil["is_wahl"],
        is_meant,
        hint,
    )


def _is_meant(teil: Mapping, where: str, values: Values, done: Verfasst) -> bool:
    if not teil["nur_wenn"]:
        return True
    try:
        return holds(condition(teil["nur_wenn"]), values)
    except SpracheInvalid as invalid:
        done.fehler.append(f"{where}, Bedingung: {invalid}")
        return False


def _source(
    rahmen: Rahmen, teil: Mapping, where: str, done: Verfasst
) -> tuple[str, str, bool, str]:
    """Return art, text, whether it is fixed, and the legal basis of a part or its Textbaustein."""
    if not teil["textbaustein"]:
        return teil["art"], teil["text"], teil["is_fest"], ""
    found = rahmen.texte.get(teil["textbaustein"])
    if found is None:
        done.fehler.append(
            f"{where}: Der Textbaustein „{teil['textbaustein']}“ gilt heute nicht. Wer die Vorlagen"
            " pflegt, muss ihn freigeben."
        )
        return teil["art"], "", False, ""
    head = f"**{found['ueberschrift']}**\n\n" if found["ueberschrift"] else ""
    return (
        found["art"],
        head + found["text"],
        teil["is_fest"] or found["is_fest"],
        found["rechtsgrundlage"],
    )


def brief_of(verfasst: Verfasst, rahmen: Rahmen, um: Brief) -> Brief:
    """Return the letter within what stands around it (`um`: address, info block, signature)."""
    return replace(
        um,
        kopf=rahmen.kopf,
        betreff=verfasst.betreff,
        bloecke=verfasst.bloecke,
        gattung=rahmen.vorlage["gattung"],
    )


def seen_mark(text: str) -> str:
    """Return a short mark of a text, by which a posted editor tells whether it was changed."""
    plain_text = text.replace("\r\n", "\n").strip("\n")
    return sha256(plain_text.encode()).hexdigest()[:12]


def kept_of(zeilen: list[Zeile], posted: list[dict]) -> list[dict]:
    """Return what is kept of an edited letter: a text only where somebody changed it.

    `posted`: for each block in its order teil, art, text, whether it stands in the letter (`an`),
    the mark of what was seen, whether that was her own text, whether the Vorlage's is wanted again.
    Raises AngabeInvalid for too much.
    """
    known = {one.teil: one for one in zeilen if one.teil}
    found = []
    for entry in posted[:MOST_BLOECKE]:
        text = entry["text"].replace("\r\n", "\n").strip("\n")
        if len(text) > MOST_CHARS:
            raise AngabeInvalid(TOO_LONG)
        if not entry["teil"]:
            if text.strip():
                found.append({"teil": "", "art": str(Blockart(entry["art"])), "text": text})
        elif line := known.get(entry["teil"]):
            found.append(_kept(line, entry, text))
    return found


def _kept(line: Zeile, entry: dict, text: str) -> dict:
    kept = {"teil": line.teil} | ({"an": entry["an"]} if line.is_wahl else {})
    is_changed = seen_mark(text) != entry["gesehen"] or entry["eigen"]
    if line.is_fest or entry["zurueck"] or not is_changed or text == line.vorlage:
        return kept
    return kept | {"text": text}
