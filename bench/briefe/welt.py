"""The correspondents of a town and their matters. Many look alike; most have several matters."""

from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from zlib import crc32

HERE = Path(__file__).parent


def _read(path: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in path.read_text().splitlines():
        if line.startswith("["):
            lines = found.setdefault(line.strip("[]"), [])
        elif line.strip():
            lines.append(line.strip())
    return found


def _names(of: str) -> list[str]:
    return _read(HERE / "namen.txt")[of]


VORNAMEN = _names("vornamen")
NACHNAMEN = _names("nachnamen")
STRASSEN = _names("strassen")
ORTE = (
    "54321 Musterkreis",
    "54322 Beispielhausen",
    "54323 Neudorf",
    "54324 Altstadt am Fluss",
    "54325 Oberberg",
)
KUERZEL = ["ab", "mk", "pz", "st", "wg", "fh", "tr", "be", "lo", "sd"]
ART_OF_UNIT = {"rechnung": ("Finanzabteilung", 0.35), "mahnung": ("Finanzabteilung", 0.5)}
FIRMS = {
    "bau": (
        "Bau GmbH",
        "Hoch- und Tiefbau GmbH & Co. KG",
        "Bauunternehmung",
        "Baustoffe GmbH",
        "Straßenbau AG",
    ),
    "haus": (
        "Gebäudereinigung GmbH",
        "Gebäudedienste",
        "Elektrotechnik GmbH",
        "Energie AG",
        "Systemhaus GmbH",
    ),
}
KINDS = {
    "buerger": (
        0.46,
        "bauantrag strassenbeitrag winterdienst kanal beleuchtung hundesteuer grundsteuer laerm verkehr"
        " bussgeld wohngeld grundsicherung kita schule baum abfall gewaesser pacht grundstueck urkunde"
        " friedhof bewerbung gewerbe versicherung rat",
        "antrag widerspruch anfrage beschwerde nachweis mitteilung kuendigung",
    ),
    "firma": (
        0.2,
        "bauantrag gewerbe gewerbesteuer verkehr beleuchtung kanal strom reinigung itbeschaffung"
        " grundstueck winterdienst",
        "rechnung mahnung angebot antrag mitteilung anfrage nachweis kuendigung",
    ),
    "behoerde": (
        0.14,
        "bauantrag denkmal bebauungsplan gewaesser grundsteuer gewerbesteuer klage grundsicherung"
        " wohngeld schule baum verkehr",
        "stellungnahme bescheid anfrage mitteilung",
    ),
    "kanzlei": (
        0.12,
        "strassenbeitrag kanal bauantrag klage versicherung grundsteuer bussgeld gewerbe grundstueck laerm",
        "widerspruch anfrage nachweis mitteilung antrag",
    ),
    "versicherung": (
        0.08,
        "versicherung winterdienst baum kanal verkehr",
        "anfrage mitteilung nachweis rechnung",
    ),
}
BEHOERDEN = (
    "Finanzamt",
    "Amtsgericht",
    "Verwaltungsgericht",
    "Kreisverwaltung",
    "Landesamt für Umwelt",
    "Landesbetrieb Mobilität",
    "Denkmalfachbehörde",
    "Struktur- und Genehmigungsdirektion",
)


SETS = ("lernen", "pruefung", "lernen", "entwicklung", "lernen")
"""How wordings are dealt out, in an order that only their checksum tells: nobody chose which are asked."""


def sets(name: str) -> tuple[dict, dict]:
    """Return the wordings of one of SETS; no wording is in two.

    Of kinds of letters: (words for a subject, sentences); of matters: (unit, plan, nouns, sentences).
    """
    kinds, matters = {}, {}
    for head, lines in _read(HERE / "arten.txt").items():
        key, words = head.split("|")
        kinds[key] = (_dealt(words.split(","), name), _dealt(lines, name))
    for head, lines in _read(HERE / "sachen.txt").items():
        key, unit, plan, nouns = head.split("|")
        matters[key] = (unit, plan, _dealt(nouns.split(","), name), _dealt(lines, name))
    return kinds, matters


def _dealt(texts: list[str], name: str) -> list[str]:
    ordered = sorted(texts, key=lambda text: crc32(text.encode()))
    return [one for number, one in enumerate(ordered) if SETS[number % len(SETS)] == name]


@dataclass
class Sache:
    """A matter: its subject, its object, the two references, and what was written in it."""

    key: str
    thema: str
    einheit: str
    plan: str
    aktenzeichen: str
    fremd: str
    objekt: str
    kfz: str
    person: str
    letters: int = 0


@dataclass
class Partner:
    """A correspondent. Some give no address for mails, no telephone, or write by hand."""

    key: str
    art: str
    name: str
    strasse: str
    ort: str
    mail: str
    telefon: str
    themen: list[str]
    arten: list[str]
    sachen: list[Sache] = field(default_factory=list)


class Welt:
    """All correspondents; `sets` gives the wordings, which say what units there are."""

    def __init__(self, seed: int, partners: int, matters: dict):
        self.random = Random(seed)
        self.matters = matters
        self._numbers: dict[str, int] = {}
        self.partners = [self._partner(number) for number in range(partners)]

    def _partner(self, number: int) -> Partner:
        dice = self.random
        art = dice.choices(list(KINDS), [share for share, _, _ in KINDS.values()])[0]
        name = self._name(art)
        domain = "".join(char for char in name.lower() if char.isascii() and char.isalpha())[:18]
        free = art == "buerger" or dice.random() < 0.25
        mail = (
            f"{name.split()[-1].lower()}{number % 97}@{dice.choice(('gmx.de', 'web.de', 'gmail.com'))}"
            if free
            else f"info@{domain}.example"
        )
        _, themen, arten = KINDS[art]
        several = dice.choice((1, 1, 2, 3)) if art == "buerger" else dice.randint(2, 7)
        phone = f"0{dice.randint(2000, 9999)}/{dice.randint(10000, 999999)}"
        partner = Partner(
            f"p{number}", art, name, self.place(), dice.choice(ORTE),
            mail if dice.random() < 0.6 else "", phone if dice.random() < 0.6 else "",
            dice.sample(themen.split(), min(several, len(themen.split()))), arten.split(),
        )  # fmt: skip
        for thema in dice.choices(partner.themen, k=several):
            partner.sachen.append(self.sache(partner, thema))
        return partner

    def _name(self, art: str) -> str:
        dice = self.random
        family = dice.choice(NACHNAMEN)
        if art == "buerger":
            return f"{dice.choice(VORNAMEN)} {family}"
        if art == "firma":
            return f"{family} {dice.choice(FIRMS[dice.choice(('bau', 'haus'))])}"
        if art == "behoerde":
            return f"{dice.choice(BEHOERDEN)} {dice.choice(ORTE).split(' ', 1)[1]}"
        if art == "kanzlei":
            return f"Rechtsanwälte {family} & {dice.choice(NACHNAMEN)}"
        return f"{family} {dice.choice(('Versicherung AG', 'Allgemeine Versicherungs-AG', 'Haftpflichtkasse'))}"

    def place(self) -> str:
        """Return a street and number."""
        return f"{self.random.choice(STRASSEN).replace('_', ' ')} {self.random.randint(1, 140)}"

    def sache(self, partner: Partner, thema: str) -> Sache:
        """Return a new matter of a correspondent."""
        dice = self.random
        einheit, plan, _, _ = self.matters[thema]
        number = self._numbers[plan] = self._numbers.get(plan, 0) + 1
        objekt = (
            partner.strasse if partner.art == "buerger" and dice.random() < 0.6 else self.place()
        )
        if thema in ("bauantrag", "grundstueck", "bebauungsplan") and dice.random() < 0.4:
            objekt = f"Flur {dice.randint(1, 30)}, Flurstück {dice.randint(10, 900)}/{dice.randint(1, 9)}"
        fremd = (
            f"{dice.randint(100, 9999)}/{dice.randint(20, 26)} {dice.choice(KUERZEL)}"
            if partner.art in ("kanzlei", "versicherung", "behoerde", "firma")
            else ""
        )
        year = dice.choice((2024, 2025, 2025, 2026))
        return Sache(
            f"{partner.key}-{thema}-{number}", thema, einheit, plan,
            f"{plan}-{year}/{number:04d}-{dice.randint(1, 3):02d}", fremd, objekt,
            f"MK-{dice.choice('ABCDEFG')}{dice.choice('KLMN')} {dice.randint(10, 999)}",
            f"{dice.choice(VORNAMEN)} {dice.choice(NACHNAMEN)}",
        )  # fmt: skip
