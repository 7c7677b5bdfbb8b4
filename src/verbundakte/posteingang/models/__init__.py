"""Models of the room `posteingang`."""

from verbundakte.posteingang.models.eingang import (
    Ablage,
    Eingang,
    Eingangsreferenz,
    Verschluss,
    Weg,
    Zuleitung,
    ZuleitungArt,
)
from verbundakte.posteingang.models.frist import (
    Eingangsfrist,
    FristArt,
)
from verbundakte.posteingang.models.kanal import (
    Eingangskanal,
    KanalArt,
)
from verbundakte.posteingang.models.lernen import (
    Erkennung,
    LernArt,
    Lernbeispiel,
    Lernguete,
    Lernschluessel,
    Lernstand,
    Lernzahl,
)
from verbundakte.posteingang.models.liegefrist import Liegefrist
from verbundakte.posteingang.models.mailadresse import (
    Mailadresse,
)
from verbundakte.posteingang.models.nachweis import (
    Medienbruch,
    MedienbruchArt,
    Pruefprotokoll,
)
from verbundakte.posteingang.models.postfach import (
    Annahmehindernis,
    Postfachstand,
)
from verbundakte.posteingang.models.quarantaene import (
    Quarantaene,
)
from verbundakte.posteingang.models.regel import (
    Eingangsregel,
)
from verbundakte.posteingang.models.resiscan import (
    Mangel,
    Scanpseudonym,
    Sichtpruefung,
    Stichprobe,
    Stichprobenlos,
    Transfervermerk,
    Verfahrensdokumentation,
    Vermerksiegel,
    Vernichtung,
)
from verbundakte.posteingang.models.scan import (
    Scanklasse,
    Scanprodukt,
    Scanstapel,
    Trennblatt,
    TrennblattArt,
)
from verbundakte.posteingang.models.sichtvermerk import (
    Sichtvermerk,
    VermerkArt,
)
from verbundakte.posteingang.models.stueckelung import (
    Trennteil,
    Zusammenlegung,
)

__all__ = [
    "Ablage",
    "Annahmehindernis",
    "Eingang",
    "Eingangsfrist",
    "Eingangskanal",
    "Eingangsreferenz",
    "Eingangsregel",
    "Erkennung",
    "FristArt",
    "KanalArt",
    "LernArt",
    "Lernbeispiel",
    "Lernguete",
    "Lernschluessel",
    "Lernstand",
    "Lernzahl",
    "Liegefrist",
    "Mailadresse",
    "Mangel",
    "Medienbruch",
    "MedienbruchArt",
    "Postfachstand",
    "Pruefprotokoll",
    "Quarantaene",
    "Scanklasse",
    "Scanprodukt",
    "Scanpseudonym",
    "Scanstapel",
    "Sichtpruefung",
    "Sichtvermerk",
    "Stichprobe",
    "Stichprobenlos",
    "Transfervermerk",
    "Trennblatt",
    "TrennblattArt",
    "Trennteil",
    "Verfahrensdokumentation",
    "VermerkArt",
    "Vermerksiegel",
    "Vernichtung",
    "Verschluss",
    "Weg",
    "Zuleitung",
    "ZuleitungArt",
    "Zusammenlegung",
]
