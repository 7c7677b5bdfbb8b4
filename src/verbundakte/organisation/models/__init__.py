"""Who works here: units, Stellen, persons, roles."""

from verbundakte.organisation.models.anmeldedienst import (
    AeussereKennung,
    Anmeldeantwort,
    Anmeldedienst,
    DienstArt,
)
from verbundakte.organisation.models.einheit import Organisationseinheit
from verbundakte.organisation.models.einheitsstand import ALWAYS, Einheitsstand
from verbundakte.organisation.models.einspielung import Einspielung
from verbundakte.organisation.models.fachverfahren import Fachverfahren
from verbundakte.organisation.models.nachfolge import Nachfolge, present_einheit
from verbundakte.organisation.models.person import Austritt, Person
from verbundakte.organisation.models.pruefauftrag import Pruefauftrag
from verbundakte.organisation.models.rolle import Rolle, Rollenzuweisung
from verbundakte.organisation.models.stelle import Stelle, Stellenbesetzung
from verbundakte.organisation.models.ueberleitung import Ueberleitung
from verbundakte.organisation.models.vertretung import Vertretung, VertretungArt

__all__ = [
    "ALWAYS",
    "AeussereKennung",
    "Anmeldeantwort",
    "Anmeldedienst",
    "Austritt",
    "DienstArt",
    "Einheitsstand",
    "Einspielung",
    "Fachverfahren",
    "Nachfolge",
    "Organisationseinheit",
    "Person",
    "Pruefauftrag",
    "Rolle",
    "Rollenzuweisung",
    "Stelle",
    "Stellenbesetzung",
    "Ueberleitung",
    "Vertretung",
    "VertretungArt",
    "present_einheit",
]
