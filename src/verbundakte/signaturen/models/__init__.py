"""Models of the room `signaturen`."""

from verbundakte.signaturen.models.konzept import (
    Signaturkonzept,
    Zeitstempeldienst,
)
from verbundakte.signaturen.models.pruefung import (
    Signaturformat,
    Signaturpruefung,
    Urteil,
)
from verbundakte.signaturen.models.signatur import (
    Organisationszertifikat,
    Signatur,
    Signaturauftrag,
    Werk,
    ZertifikatArt,
)

__all__ = [
    "Organisationszertifikat",
    "Signatur",
    "Signaturauftrag",
    "Signaturformat",
    "Signaturkonzept",
    "Signaturpruefung",
    "Urteil",
    "Werk",
    "Zeitstempeldienst",
    "ZertifikatArt",
]
