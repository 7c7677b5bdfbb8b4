"""Reading of this room; the Dokument that is asked about was read by its own query."""

from verbundakte.signaturen.queries.form import (
    form_for,
    forms_of,
    vorgaben_for,
)
from verbundakte.signaturen.queries.pruefung import (
    get_pruefung,
    newest_pruefungen,
    pruefungen_of,
)
from verbundakte.signaturen.queries.signatur import (
    get_zertifikat,
    list_zertifikate,
    offene_auftraege,
    signaturen_of,
    zeitstempeldienste,
    zertifikate_for,
)

__all__ = [
    "form_for",
    "forms_of",
    "get_pruefung",
    "get_zertifikat",
    "list_zertifikate",
    "newest_pruefungen",
    "offene_auftraege",
    "pruefungen_of",
    "signaturen_of",
    "vorgaben_for",
    "zeitstempeldienste",
    "zertifikate_for",
]
