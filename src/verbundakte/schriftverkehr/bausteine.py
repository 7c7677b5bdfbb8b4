"""Vorlagen, texts, heads and rules of signing are Bausteine; a release makes the row rooms read."""

import re
from collections.abc import Iterable, Iterator
from uuid import UUID

from verbundakte.core.bausteine import Item, Problem, Spec, baustein, free, items, slot
from verbundakte.schriftverkehr.begriffe import BEGRIFFE, OWN
from verbundakte.schriftverkehr.felder import AngabeInvalid, Brieffeld, parts_of
from verbundakte.schriftverkehr.gattung import Blockart, Feldart, Gattung, Zeichnungsform
from verbundakte.schriftverkehr.sprache import (
    SpracheInvalid,
    condition,
    paths_in,
    paths_of_condition,
    template,
)

BRIEFVORLAGE, TEXTBAUSTEIN = "schriftverkehr.briefvorlage", "schriftverkehr.textbaustein"
BRIEFKOPF, ZEICHNUNGSBEFUGNIS = "schriftverkehr.briefkopf", "schriftverkehr.zeichnungsbefugnis"
KUERZEL = re.compile(r"[a-z][a-z0-9-]{1,39}")
FELDNAME = re.compile(r"[a-zäöüß][a-z0-9äöüß_]{0,39}")
COLOUR = re.compile(r"#[0-9a-f]{6}")
MOST_TEXT, MOST_TEILE, MOST_FELDER = 6000, 60, 40
KUERZEL_RULE = (
    "Das Kürzel besteht aus 2 bis 40 Zeichen: kleine Buchstaben a bis z, Ziffern und Bindestrich, am"
    " Anfang ein Buchstabe."
)
LANGUAGE_HINT = (
    "Felder stehen in geschweiften Klammern: {{ empfaenger.anrede }}. Bedingungen: {{ wenn betrag > 500"
    " }} … {{ sonst }} … {{ ende }}. Wiederholung: {{ je posten }} … {{ ende }}. **Fett** zwischen je"
    " zwei Sternen."
)


def problems_of(
    text: str, known: Iterable[str], lists: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield what is wrong with a text: it cannot be read, or asks for a field that does not exist."""
    try:
        paths = list(paths_in(template(text)))
    except SpracheInvalid as invalid:
        yield str(invalid)
        return
    yield from _strangers(paths, known, lists)


def problems_of_condition(
    text: str, known: Iterable[str], lists: dict[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield what is wrong with a condition."""
    try:
        paths = list(paths_of_condition(condition(text)))
    except SpracheInvalid as invalid:
        yield str(invalid)
        return
    yield from _strangers(paths, known, lists)


def _strangers(paths, known, lists) -> Iterator[str]:
    columns = {f"{name}.{column}" for name, names in lists.items() for column in names}
    allowed = {*known, *columns}
    for path, line in paths:
        if path not in allowed and not path.startswith(OWN):
            yield f"Zeile {line}: Das Feld „{path}“ gibt es nicht."


def check_kuerzel(kuerzel: str) -> Iterator[Problem]:
    """Yield what is wrong with a short name."""
    if not KUERZEL.fullmatch(kuerzel):
        yield Problem("kuerzel", KUERZEL_RULE)


class FeldSpec(Item, label="Feld"):
    """What is asked when a letter is written from the Vorlage."""

    id: UUID
    name: str = free(
        "Name im Text",
        max_length=40,
        hint="So steht es in geschweiften Klammern, zum Beispiel: frist.",
    )
    bezeichnung: str = free(max_length=80)
    art: Feldart = free("Art", default=Feldart.TEXT)
    reihenfolge: int = free(default=0)
    is_pflicht: bool = free("Pflichtangabe", default=False)
    vorgabe: str = free(
        "Vorgabe", default="", max_length=500, hint="Bei einem Tag auch: heute + 14."
    )
    hinweis: str = free("Hinweis beim Ausfüllen", default="", max_length=300)
    optionen: str = free(
        "Auswahlmöglichkeiten", default="", max_length=1000, hint="Getrennt durch Strichpunkt."
    )
    spalten: str = free(
        "Spalten einer Liste",
        default="",
        max_length=200,
        hint="Getrennt durch Strichpunkt, zum Beispiel: bezeichnung; betrag. Was mit betrag beginnt,"
        " ist Geld.",
    )

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the field alone."""
        if not FELDNAME.fullmatch(self.name):
            yield Problem(
                "name",
                f"„{self.name}“: Der Name beginnt mit einem kleinen Buchstaben und hat keine"
                " Leerzeichen.",
            )
        if self.art == Feldart.AUSWAHL and not parts_of(self.optionen):
            yield Problem("optionen", f"„{self.bezeichnung}“: Die Auswahlmöglichkeiten fehlen.")
        if any(not FELDNAME.fullmatch(name) for name in parts_of(self.spalten)):
            yield Problem("spalten", f"„{self.bezeichnung}“: Spalten heißen wie Felder.")
        feld = Brieffeld.of(self.data())
        if self.vorgabe and not (self.art == Feldart.DATUM and feld.begin_is_day()):
            try:
                feld.read(self.vorgabe)
            except AngabeInvalid as invalid:
                yield Problem("vorgabe", f"Die Vorgabe passt nicht. {invalid}")


class TeilSpec(Item, label="Teil"):
    """A part of the letter: a paragraph, a heading, a list, a table, the greeting."""

    id: UUID
    bezeichnung: str = free("Bezeichnung", max_length=80)
    art: Blockart = free("Art", default=Blockart.ABSATZ)
    reihenfolge: int = free(default=0)
    text: str = free("Text", default="", max_length=MOST_TEXT, hint=LANGUAGE_HINT)
    textbaustein: str = free(
        "oder Textbaustein",
        default="",
        max_length=40,
        hint="Sein Kürzel; es gilt die Fassung, die beim Schreiben gilt.",
    )
    nur_wenn: str = free(
        "Nur wenn", default="", max_length=300, hint="Eine Bedingung, zum Beispiel: betrag > 500."
    )
    is_wahl: bool = free("Steht zunächst nicht im Brief, lässt sich dazunehmen", default=False)
    is_fest: bool = free("Darf im Brief nicht geändert werden", default=False)

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the part alone."""
        is_bare = self.art == Blockart.GRUSS and not self.text
        if bool(self.text) == bool(self.textbaustein) and not is_bare:
            yield Problem(
                "text", f"Teil „{self.bezeichnung}“: Schreiben Sie einen Text oder nennen Sie einen"
                " Textbaustein."
            )  # fmt: skip


@baustein(BRIEFVORLAGE)
class BriefvorlageSpec(Spec, label="Briefvorlage"):
    """From what a letter, a Bescheid or a Vermerk begins."""

    kuerzel: str = free("Kürzel", max_length=40, hint="Bleibt für immer, zum Beispiel: anhoerung.")
    bezeichnung: str = free(max_length=120)
    beschreibung: str = free("Wofür", default="", max_length=500)
    gattung: Gattung = free("Gattung", default=Gattung.BRIEF)
    dokumenttyp: str = free("Art des Dokuments (Kürzel)", default="schreiben", max_length=30)
    briefkopf: str = free(
        "Briefkopf (Kürzel)", default="", max_length=40, hint="Leer gilt der erste der Kommune."
    )
    betreff: str = free("Betreff", max_length=300, hint=LANGUAGE_HINT)
    zustellart: str = free(
        "Förmliche Zustellung",
        default="",
        max_length=24,
        hint="Leer, oder: pzu, uebergabe_einschreiben, rueckschein, empfangsbekenntnis, bote.",
    )
    betragsfeld: str = free(
        "Feld mit dem Betrag der Entscheidung",
        default="",
        max_length=40,
        hint="Nach ihm richtet sich die Zeichnungsbefugnis.",
    )
    reihenfolge: int = free("Platz in der Auswahl", default=100)
    felder: list[FeldSpec] = items(
        "Felder", order="reihenfolge", hint="Was beim Schreiben gefragt wird."
    )
    teile: list[TeilSpec] = items("Teile", order="reihenfolge", hint="Woraus der Brief besteht.")

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong with the Vorlage and between its parts and fields."""
        yield from check_kuerzel(self.kuerzel)
        if len(self.teile) > MOST_TEILE or len(self.felder) > MOST_FELDER:
            yield Problem(
                "teile", f"Eine Vorlage hat höchstens {MOST_TEILE} Teile und {MOST_FELDER} Felder."
            )
        names = [feld.name for feld in self.felder]
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem("felder", f"Den Namen „{name}“ haben zwei Felder.")
        if self.betragsfeld and self.betragsfeld not in names:
            yield Problem("betragsfeld", f"Das Feld „{self.betragsfeld}“ gibt es hier nicht.")
        yield from self._check_texts(names)

    def _check_texts(self, names: list[str]) -> Iterator[Problem]:
        lists = {
            feld.name: tuple(parts_of(feld.spalten)) or ("text",)
            for feld in self.felder
            if feld.art == Feldart.LISTE
        }
        known = {*BEGRIFFE, *names}
        for message in problems_of(self.betreff, known - {"brief.betreff"}, lists):
            yield Problem("betreff", f"Betreff, {message}")
        for teil in self.teile:
            where = f"Teil „{teil.bezeichnung}“, "
            for message in problems_of(teil.text, known, lists):
                yield Problem("teile", where + message)
            if teil.nur_wenn:
                for message in problems_of_condition(teil.nur_wenn, known, lists):
                    yield Problem("teile", f"{where}Bedingung: {message}")

    def check_release(self) -> Iterator[Problem]:
        """Yield what a Vorlage in force must have."""
        if not self.teile:
            yield Problem("teile", "Der Vorlage fehlen die Teile, aus denen der Brief besteht.")


@baustein(TEXTBAUSTEIN)
class TextbausteinSpec(Spec, label="Textbaustein"):
    """A text that stands in many letters, with the law it follows from."""

    kuerzel: str = free("Kürzel", max_length=40, hint="Bleibt für immer; Vorlagen nennen es.")
    bezeichnung: str = free(max_length=120)
    art: Blockart = free("Wird gesetzt als", default=Blockart.ABSATZ)
    ueberschrift: str = free("Überschrift", default="", max_length=120)
    text: str = free("Text", max_length=MOST_TEXT, hint=LANGUAGE_HINT)
    rechtsgrundlage: str = free(
        "Rechtsgrundlage", default="", max_length=300, hint="Zum Beispiel: § 70 VwGO."
    )
    land: str = free(
        "Gilt in", default="", max_length=60, hint="Leer für alle Länder, sonst das Land."
    )
    is_fest: bool = free("Darf im Brief nicht geändert werden", default=False)

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong: it may use no fields of a Vorlage."""
        yield from check_kuerzel(self.kuerzel)
        for message in problems_of(self.text, BEGRIFFE, {}):
            yield Problem("text", message)


@baustein(BRIEFKOPF)
class BriefkopfSpec(Spec, label="Briefkopf"):
    """How letters look: what stands around the text of each."""

    kuerzel: str = free("Kürzel", max_length=40, hint="Bleibt für immer; Vorlagen nennen es.")
    bezeichnung: str = free(max_length=120)
    kommune: str = slot(
        "Wie heißt die Kommune im Kopf, zum Beispiel Stadt Musterstadt?",
        label="Name im Kopf",
        max_length=120,
    )
    behoerde: str = free(
        "Zeile darunter", default="", max_length=120, hint="Zum Beispiel: Der Bürgermeister."
    )
    strasse: str = slot(
        "An welcher Straße liegt das Rathaus?", label="Straße und Hausnummer", max_length=120
    )
    plz: str = slot("Welche Postleitzahl hat das Rathaus?", label="PLZ", max_length=12)
    ort: str = slot("In welchem Ort liegt das Rathaus?", label="Ort", max_length=80)
    telefon: str = free("Telefon (Zentrale)", default="", max_length=60)
    email: str = free("E-Mail (Poststelle)", default="", max_length=120)
    internet: str = free("Internet", default="", max_length=120)
    sprechzeiten: str = free(
        "Sprechzeiten", default="", max_length=400, hint="Je Zeile eine Angabe."
    )
    bankverbindung: str = free("Bankverbindung", default="", max_length=400)
    hinweise: str = free("Weitere Zeilen im Fuß", default="", max_length=400)
    farbe: str = free("Farbe", default="#1f3a5f", max_length=20, hint="Zum Beispiel: #1f3a5f.")
    reihenfolge: int = free("Platz in der Auswahl", default=100)

    def check(self) -> Iterator[Problem]:
        """Yield what is wrong: a colour that cannot be read on paper."""
        yield from check_kuerzel(self.kuerzel)
        if not COLOUR.fullmatch(self.farbe):
            yield Problem("farbe", "Die Farbe besteht aus # und sechs Zeichen, wie #1f3a5f.")
        elif _lightness(self.farbe) > MOST_LIGHTNESS:
            yield Problem("farbe", "Die Farbe ist zu hell: Auf Papier ist der Kopf nicht zu lesen.")


MOST_LIGHTNESS = 0.18
"""Relative luminance at which text on white still has a contrast of 4.5:1 (WCAG 1.4.3)."""


def _lightness(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class BefugnisSpec(Item, label="Regel"):
    """Who signs what in which form. Empty conditions hold always; the first rule that fits counts."""

    id: UUID
    bezeichnung: str = free(max_length=120)
    reihenfolge: int = free(default=0)
    stelle: str = free(
        "Stelle heißt", default="", max_length=120, hint="Ein Teil der Bezeichnung, leer für jede."
    )
    is_leitung: bool = free("Nur wer die Einheit leitet", default=False)
    dokumenttypen: str = free(
        "Arten von Dokumenten",
        default="",
        max_length=300,
        hint="Kürzel, getrennt durch Strichpunkt.",
    )
    bis_betrag: int = free("Bis zu einem Betrag von (Euro)", default=0, hint="0: ohne Grenze.")
    form: Zeichnungsform = free("Zeichnet", default=Zeichnungsform.AUFTRAG)


@baustein(ZEICHNUNGSBEFUGNIS)
class ZeichnungsbefugnisSpec(Spec, label="Zeichnungsbefugnis"):
    """Who signs: alone, "In Vertretung", "Im Auftrag", up to which amount (GGO § 18)."""

    kuerzel: str = free("Kürzel", max_length=40, default="zeichnungsbefugnis")
    bezeichnung: str = free(max_length=120)
    regeln: list[BefugnisSpec] = items(
        "Regeln", order="reihenfolge", hint="Die erste, die zutrifft, gilt."
    )

    def check(self) -> Iterator[Problem]:
        """Yield what no rule can mean."""
        yield from check_kuerzel(self.kuerzel)
        if any(regel.bis_betrag < 0 for regel in self.regeln):
            yield Problem("regeln", "Ein Betrag ist nicht kleiner als 0.")
