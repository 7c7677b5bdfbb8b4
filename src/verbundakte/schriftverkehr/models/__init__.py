"""Models of the room `schriftverkehr`."""

from verbundakte.schriftverkehr.models.dateivorlage import Dateivorlage
from verbundakte.schriftverkehr.models.druckauftrag import Druckauftrag
from verbundakte.schriftverkehr.models.mailkonto import Mailkonto, Mailversand
from verbundakte.schriftverkehr.models.schreiben import (
    Beilage,
    Empfaenger,
    Empfaengerart,
    Exemplar,
    Form,
    Reinschrift,
    Schreiben,
    Weg,
    Zustellart,
)
from verbundakte.schriftverkehr.models.serie import Briefserie, Serienliste, Serienposten
from verbundakte.schriftverkehr.models.versand import (
    Ruecklauf,
    Ruecklaufgrund,
    Versand,
    Versandstueck,
    Zustellnachweis,
)
from verbundakte.schriftverkehr.models.vorlage import (
    Briefkopf,
    Briefvorlage,
    Textbaustein,
    Vorgabe,
    Zeichnungsbefugnis,
)

__all__ = [
    "Beilage",
    "Briefkopf",
    "Briefserie",
    "Briefvorlage",
    "Dateivorlage",
    "Druckauftrag",
    "Empfaenger",
    "Empfaengerart",
    "Exemplar",
    "Form",
    "Mailkonto",
    "Mailversand",
    "Reinschrift",
    "Ruecklauf",
    "Ruecklaufgrund",
    "Schreiben",
    "Serienliste",
    "Serienposten",
    "Textbaustein",
    "Versand",
    "Versandstueck",
    "Vorgabe",
    "Weg",
    "Zeichnungsbefugnis",
    "Zustellart",
    "Zustellnachweis",
]
