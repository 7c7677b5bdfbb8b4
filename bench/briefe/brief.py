"""One letter: letterhead or mail, references or none, wordings, signature, and what OCR makes of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from briefe.welt import ART_OF_UNIT, NACHNAMEN, VORNAMEN, Partner, Sache, Welt

OTHERS = ("o0", "l1", "i1", "il", "ec", "nu", "s5", "B8", "S5", "tf", "hb", "ao")
OWN = "Stadt Musterstadt"
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
    "November", "Dezember",
)  # fmt: skip
FILLERS = (
    "Für Rückfragen stehe ich gern zur Verfügung.", "Vielen Dank im Voraus für Ihre Mühe.",
    "Ich bitte um Eingangsbestätigung.", "Wie telefonisch besprochen komme ich auf die Sache zurück.",
    "Die Anlagen sind beigefügt.", "Um zeitnahe Bearbeitung wird gebeten.", "",
)  # fmt: skip
TELLS, MISLEADS = 0.4, 0.06
"""How often a subject says what kind of letter it is, and how often it names another kind."""
NEUTRAL = (
    "Ihr Schreiben",
    "unser Telefonat",
    "Nachtrag",
    "Unterlagen",
    "meine Angelegenheit",
    "Schreiben an die Stadt",
    "Anlage",
)


@dataclass(frozen=True)
class Brief:
    """A letter as it arrives, and what is right about it."""

    text: str
    betreff: str
    absender: str
    on: date
    partner: str
    art: str
    einheit: str
    plan: str
    sache: str
    is_new: bool
    has_reference: bool
    datum: date
    eigenes: str
    fremdes: str
    tells: bool
    """Whether any word in it is about its matter: a noun, a sentence, its file number."""
    went_elsewhere: bool
    """Whether it went to another unit than that of its matter: bills, by lot."""


class Schreiber:
    """Writes letters of a world in one set of wordings."""

    def __init__(self, welt: Welt, kinds: dict, matters: dict, seed: int, *, astray: float = 0.0):
        self.welt, self.kinds, self.matters = welt, kinds, matters
        self.dice = Random(seed)
        self.astray = astray
        self._tells = False
        """Which share went to a unit that has nothing to do with it: so it is in what was filed, but a
        label drawn by lot is nothing to be measured against."""

    def write(self, partner: Partner, on: date, *, new: float = 0.0) -> Brief:
        """Return a letter of a correspondent in one of its matters, or in a new one."""
        dice = self.dice
        if dice.random() < new:
            partner.sachen.append(self.welt.sache(partner, dice.choice(partner.themen)))
            sache = partner.sachen[-1]
        else:
            sache = dice.choice(partner.sachen)
        sache.letters += 1
        is_new = sache.letters == 1
        art = self._art(partner, sache)
        einheit = self._einheit(art, sache)
        day = on - timedelta(days=dice.randint(1, 6))
        eigenes = sache.aktenzeichen if not is_new and dice.random() < 0.38 else ""
        fremdes = sache.fremd if sache.fremd and dice.random() < 0.55 else ""
        by_mail = bool(partner.mail) and dice.random() < 0.35
        self._tells = bool(eigenes)
        betreff = self._betreff(art, sache, eigenes if dice.random() < 0.4 else "")
        body = self._body(art, sache, on)
        text = (
            self._mail(partner, body, eigenes, fremdes)
            if by_mail
            else self._letter(partner, day, betreff, body, eigenes, fremdes)
        )
        if not by_mail and dice.random() < 0.6:
            text = self._scanned(text, dice.choice((0.004, 0.012, 0.025)))
        head = f"{partner.name} <{partner.mail}>" if by_mail else ""
        return Brief(
            text, betreff if by_mail else "", head, on, partner.key, art, einheit, sache.plan, sache.key,
            is_new, bool(eigenes or fremdes), day, eigenes, fremdes, self._tells,
            einheit != sache.einheit,
        )  # fmt: skip

    def _art(self, partner: Partner, sache: Sache) -> str:
        arten = partner.arten
        if sache.thema == "bewerbung":
            arten = ["antrag", "nachweis", "anfrage"]
        return self.dice.choice(arten)

    def _einheit(self, art: str, sache: Sache) -> str:
        """Return the unit that got it: that of the matter, or of the money; now and then another."""
        central, share = ART_OF_UNIT.get(art, ("", 0.0))
        if self.dice.random() < self.astray:
            return self.dice.choice([unit for unit, *_ in self.matters.values()])
        return central if self.dice.random() < share else sache.einheit

    def _filled(self, text: str, sache: Sache, on: date) -> str:
        dice = self.dice
        nouns = self.matters[sache.thema][2]
        noun = dice.choice(nouns) if dice.random() < 0.75 else "die oben genannte Angelegenheit"
        objekt = sache.objekt if dice.random() < 0.75 else "dem genannten Anwesen"
        amount = f"{dice.randint(20, 9000)},{dice.randint(0, 99):02d}"
        self._tells |= noun in nouns and "{sache}" in text
        return text.format(
            sache=noun, objekt=objekt, kfz=sache.kfz, person=sache.person, betrag=amount,
            datum=self._day(on + timedelta(days=dice.randint(10, 60))),
            nummer=f"{dice.randint(2024, 2026)}-{dice.randint(1000, 99999)}",
        )  # fmt: skip

    def _day(self, day: date) -> str:
        if self.dice.random() < 0.3:
            return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"
        return f"{day:%d.%m.%Y}"

    def _betreff(self, art: str, sache: Sache, eigenes: str) -> str:
        dice = self.dice
        said = dice.random()
        nouns = self.matters[sache.thema][2]
        self._tells |= 0.2 <= said < 0.8
        if said < 0.2:
            words = dice.choice(NEUTRAL)
        elif said < 0.6:
            words = f"{dice.choice(nouns)} {sache.objekt}"
        elif said < 0.8:
            words = dice.choice(nouns)
        else:
            words = f"{sache.person} ./. {OWN}" if sache.fremd else f"Angelegenheit {sache.objekt}"
        return f"{self._called(art)}{words}{f', Az. {eigenes}' if eigenes else ''}"

    def _called(self, art: str) -> str:
        """Return how a subject calls its letter: often not at all, sometimes as what it answers."""
        said = self.dice.random()
        if said < TELLS:
            return f"{self.dice.choice(self.kinds[art][0])} - "
        if said < TELLS + MISLEADS:
            return f"{self.dice.choice(self.kinds[self.dice.choice(list(self.kinds))][0])} - "
        return ""

    def _body(self, art: str, sache: Sache, on: date) -> str:
        dice = self.dice
        about = self._some(self.matters[sache.thema][3], dice.choice((1, 1, 2, 3)))
        if dice.random() < 0.08:
            about = []
        self._tells |= bool(about)
        if dice.random() < 0.12:  # a word about something else
            about.append(dice.choice(self.matters[dice.choice(list(self.matters))][3]))
        kind = self._some(self.kinds[art][1], dice.choice((1, 1, 2)))
        if dice.random() < 0.06:
            kind = []
        parts = [self._filled(one, sache, on) for one in (*kind, *about)]
        if dice.random() < 0.4:
            dice.shuffle(parts)
        return "\n".join((*parts, dice.choice(FILLERS)))

    def _some(self, sentences: list[str], most: int) -> list[str]:
        return self.dice.sample(sentences, min(most, len(sentences)))

    def _letter(
        self, partner: Partner, day: date, betreff: str, body: str, eigenes: str, fremdes: str
    ) -> str:
        dice = self.dice
        signer = (
            f"{dice.choice(VORNAMEN)} {dice.choice(NACHNAMEN)}"
            if partner.art != "buerger"
            else partner.name
        )
        contact = [f"Tel. {partner.telefon}"] * bool(partner.telefon) + [partner.mail] * bool(
            partner.mail and dice.random() < 0.6
        )
        head = [partner.name, f"{partner.strasse}, {partner.ort}", *contact]
        if dice.random() < 0.3:
            head = [f"{partner.name} · {partner.strasse} · {partner.ort}"]
        town = [
            OWN,
            *(["- Stadtverwaltung -"] * (dice.random() < 0.3)),
            "Marktplatz 1",
            "54321 Musterstadt",
        ]
        lines = [
            *head,
            "",
            *town,
            "",
            *self._references(day, eigenes, fremdes),
            "",
            betreff,
            "",
            "Sehr geehrte Damen und Herren,",
            "",
            body,
            "",
            "Mit freundlichen Grüßen",
            signer,
        ]
        if partner.art == "firma" and dice.random() < 0.5:
            chief = f"{dice.choice(VORNAMEN)} {dice.choice(NACHNAMEN)}"
            lines += ["", f"{partner.name} · Sitz {partner.ort} · Geschäftsführer {chief}"]
        return "\n".join(lines)

    def _references(self, day: date, eigenes: str, fremdes: str) -> list[str]:
        dice, told = self.dice, self._day(day)
        if (eigenes or fremdes) and dice.random() < 0.4:
            return [
                f"{'Ihr Zeichen':24}{'Unser Zeichen':22}Datum",
                f"{eigenes or '-':24}{fremdes or '-':22}{told}",
            ]
        lines = []
        if eigenes:
            lines.append(
                f"{dice.choice(('Ihr Zeichen:', 'Ihr Az.', 'Ihr Aktenzeichen'))} {eigenes}"
            )
        if fremdes:
            lines.append(
                f"{dice.choice(('Unser Zeichen:', 'Mein Zeichen', 'Unser Az.:', 'Geschäftszeichen:'))} {fremdes}"
            )
        return [
            *lines,
            told
            if dice.random() < 0.5
            else f"{dice.choice(('Datum:', 'Musterkreis, den'))} {told}",
        ]

    def _mail(self, partner: Partner, body: str, eigenes: str, fremdes: str) -> str:
        more = [f"Ihr Zeichen {eigenes}"] * bool(eigenes) + [f"Unser Zeichen {fremdes}"] * bool(
            fremdes
        )
        end = (
            [partner.name, partner.strasse, partner.ort]
            if self.dice.random() < 0.6
            else [partner.name.split()[0]]
        )
        return "\n".join((*more, "Guten Tag,", "", body, "", "Mit freundlichen Grüßen", *end))

    def _scanned(self, text: str, rate: float) -> str:
        dice, out = self.dice, []
        for char in text:
            if char != "\n" and dice.random() < rate:
                pairs = [pair[1] if pair[0] == char else pair[0] for pair in OTHERS if char in pair]
                out.append(dice.choice(pairs) if pairs else dice.choice(("", char, " ")))
            else:
                out.append(char)
        return "".join(out)
