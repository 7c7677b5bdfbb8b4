"""What is handed over to a Gremium, about a Vorgang that the clerk alone may see."""

from django.utils import timezone

from tests.leaks.row import AMIRA, UNIT, get, post
from verbundakte.geschaeftsgang import actions
from verbundakte.geschaeftsgang.models import SchrittArt

READ = UNIT | {"sachbearbeiter_ordnung", "rechnungspruefung"}
STEP = "geschaeftsgang/schritte/{vfg_beschluss}/"


def prepare(world):
    """Let a Gremium be asked, and hand its Vorlage over."""
    case, amira, at = world.cases["n"], world.amira(), timezone.now()
    zeile = actions.Zeile(SchrittArt.BESCHLUSS, actions.Ziel(aussen="Hauptausschuss"))
    rahmen = actions.Rahmen(dokument=case.dokument)
    made = actions.create_verfuegung(amira, case.vorgang, zeilen=[zeile], at=at, rahmen=rahmen)
    schritt = made.schritte.get()
    uebergabe = actions.Uebergabe("2026/1", [case.dokument])
    actions.hand_over_vorlage(amira, schritt, uebergabe=uebergabe, at=at)
    return {"vfg_beschluss": schritt.pk}


def _again(world, case):
    """Hand the same Dokument over once more."""
    dokument = str(world.cases["n"].dokument.pk)
    return {"nummer": "2026/1", "oeffentlich": "ja", "dokumente": [dokument]}


ROWS = [
    get("geschaeftsgang:beschluesse", "geschaeftsgang/beschluesse/", READ),
    get("geschaeftsgang:sitzungsvorlage", f"{STEP}sitzungsvorlage/", AMIRA),
    post("geschaeftsgang:sitzungsvorlage", f"{STEP}sitzungsvorlage/", AMIRA, _again),
    get("geschaeftsgang:sitzungspaket", f"{STEP}sitzungspaket", AMIRA),
]
