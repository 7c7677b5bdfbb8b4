"""What the demo shows of letters: the head of the town, letters of several kinds, some final."""

from datetime import date, timedelta

from django.db import transaction

from verbundakte.akten.models import Vorgang
from verbundakte.core.bausteine.actions import create_baustein, release
from verbundakte.core.clock import now, today
from verbundakte.core.models import BausteinVersion
from verbundakte.demo.seed_work import WorkSeed
from verbundakte.schriftverkehr import queries, services
from verbundakte.schriftverkehr.models import Briefkopf, Empfaenger, Empfaengerart
from verbundakte.verbund.services import SETUP

KIND = "schriftverkehr.briefkopf"
PLACE = {"strasse": "Rathausplatz 1", "plz": "12345", "telefon": "01234 56-0"}
ERIKA = (
    "Erika Beispiel",
    "Frau\nErika Beispiel\nLindenweg 4\n12345 Musterstadt",
    "Sehr geehrte Frau Beispiel",
)
AMT = (
    "Kreis Musterland, Untere Denkmalschutzbehörde",
    "Kreis Musterland\nUntere Denkmalschutzbehörde\nAm Wall 12\n12346 Kreisstadt",
    "Sehr geehrte Damen und Herren",
)


def _letters(day: date) -> tuple[tuple[str, dict[str, str], bool], ...]:
    """Return Kürzel of the Vorlage, answers, and whether the letter is final."""
    before, later = f"{day - timedelta(9):%d.%m.%Y}", f"{day + timedelta(21):%d.%m.%Y}"
    return (
        (
            "eingangsbestaetigung",
            {"gegenstand": "Carport mit Abstellraum", "eingang": before, "dauer": "vier Wochen"},
            True,
        ),
        (
            "nachforderung",
            {
                "antrag_vom": before,
                "unterlagen": "Lageplan mit Maßen\nStandsicherheitsnachweis\nZustimmung der Nachbarn",
                "frist": later,
            },
            True,
        ),
        (
            "anhoerung",
            {
                "sachverhalt": "Auf dem Grundstück Lindenweg 4 steht ein Carport näher als drei Meter an"
                " der Grenze. Eine Genehmigung liegt nicht vor.",
                "massnahme": "die Beseitigung des Carports bis zum Jahresende anzuordnen.",
                "grundlage": "die Landesbauordnung",
                "zwangsgeld": "500",
                "frist": later,
            },
            False,
        ),
        (
            "bescheid",
            {
                "tenor": "Die Genehmigung wird erteilt.\nDer Carport ist nach dem geprüften Lageplan zu"
                " errichten.\nDie Kosten des Verfahrens tragen Sie.",
                "sachverhalt": f"Mit Antrag vom {before} haben Sie die Genehmigung eines Carports"
                " beantragt.",
                "wuerdigung": "Dem Vorhaben stehen keine öffentlich-rechtlichen Vorschriften entgegen, die"
                " im Verfahren zu prüfen sind.",
                "gebuehr": "182,50",
                "gebuehr_grundlage": "der Verwaltungsgebührensatzung",
                "faellig": later,
                "rechtsbehelf": "Widerspruch",
            },
            False,
        ),
        (
            "vermerk",
            {
                "anlass": "Ortstermin",
                "beteiligte": "Frau Beispiel\nBauaufsicht",
                "inhalt": "Der Carport hält die Abstände ein, wenn er um 40 cm versetzt wird.",
                "ergebnis": "Frau Beispiel reicht einen neuen Lageplan ein.",
            },
            True,
        ),
    )


class LetterSeed:
    """Lets the clerk of the open town write letters."""

    def __init__(self, work: WorkSeed):
        self.work = work

    def seed(self) -> None:
        """Release the head, then write each letter; once."""
        name = self.work.town.name
        data = PLACE | {
            "kuerzel": "kommune",
            "bezeichnung": "Briefkopf der Kommune",
            "kommune": name,
            "behoerde": "Der Bürgermeister",
            "ort": name.rpartition(" ")[2],
            "email": f"poststelle@{self.work.town.slug}.example",
            "internet": f"www.{self.work.town.slug}.example",
            "sprechzeiten": "Mo bis Fr 8 bis 12 Uhr\nDo 14 bis 18 Uhr",
            "bankverbindung": "Sparkasse Musterland\nDE02 1203 0000 0000 2020 51",
        }
        with transaction.atomic():
            if Briefkopf.objects.exists() or not self.work.own:
                return
            made = create_baustein(SETUP, KIND, data=data, reason="Briefkopf der Kommune")
            release(SETUP, BausteinVersion.objects.get(baustein=made), valid_from=today())
        for kuerzel, angaben, is_final in _letters(today()):
            self._write(self.work.own[0], kuerzel, angaben, is_final=is_final)

    def _write(self, vorgang: Vorgang, kuerzel: str, angaben: dict, *, is_final: bool) -> None:
        with transaction.atomic():
            actor = self.work.clerk
            blatt = _blatt(actor, vorgang, kuerzel, angaben)
        services.write_letter(actor, blatt, at=now(), is_final=is_final)


def _blatt(actor, vorgang: Vorgang, kuerzel: str, angaben: dict) -> queries.Blatt:
    on = today()
    vorlage = queries.get_vorlage(actor, kuerzel, on=on)
    signers = queries.signers(actor, vorgang, on=on)
    chosen = queries.own_besetzung(actor, signers)
    signer = next(one for one in signers if one.pk == chosen)
    blatt = queries.Blatt(vorgang, vorlage, on, signer.person, signer.stelle, angaben=angaben)
    if kuerzel != "vermerk":
        blatt.empfaenger = [_empfaenger(1, ERIKA)]
        blatt.beilagen = {1: [(None, "Merkblatt")]}
    if kuerzel in ("bescheid", "nachforderung"):
        blatt.empfaenger.append(_empfaenger(2, AMT, Empfaengerart.NACHRICHTLICH))
    return blatt


def _empfaenger(position: int, who: tuple, art: str = Empfaengerart.ORIGINAL) -> Empfaenger:
    name, anschrift, anrede = who
    return Empfaenger(position=position, art=art, name=name, anschrift=anschrift, anrede=anrede)
