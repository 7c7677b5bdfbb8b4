"""What a new Personalakte begins with: the matters of its Grundakte, and the parts beside it."""

from verbundakte.akten.models import Personalteil

GRUNDAKTE = (
    "Bewerbung und Einstellung",
    "Arbeitsvertrag oder Ernennung, Laufbahn",
    "Beurteilungen und Zeugnisse",
    "Fortbildung",
    "Familienstand und persönliche Angaben",
)
TEILE: dict[str, tuple[Personalteil, str]] = {
    "bezuege": (Personalteil.TEILAKTE, "Bezüge"),
    "abwesenheit": (Personalteil.TEILAKTE, "Urlaub und Erkrankungen"),
    "dienststelle": (Personalteil.NEBENAKTE, "Unterlagen der Dienststelle"),
    "beihilfe": (Personalteil.BEIHILFE, "Beihilfe"),
}
USUAL = ("bezuege", "abwesenheit")
