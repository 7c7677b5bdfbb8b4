"""Reading of this room; the Dokument that is asked about was read by its own query."""

from verbundakte.signaturen.queries.befund import befund_of
from verbundakte.signaturen.queries.form import (
    form_for,
    forms_of,
    vorgaben_for,
)
from verbundakte.signaturen.queries.pruefung import (
    find_content,
    get_pruefung,
    newest_pruefungen,
    outdated_dateien,
    pruefungen_of,
    signatures_beside,
)
from verbundakte.signaturen.queries.signatur import (
    expired_zertifikat,
    get_zertifikat,
    list_zertifikate,
    offene_auftraege,
    siegel_of_town,
    signaturen_of,
    zeitstempeldienste,
    zertifikate_for,
)

__all__ = [
    "befund_of",
    "expired_zertifikat",
    "find_content",
    "form_for",
    "forms_of",
    "get_pruefung",
    "get_zertifikat",
    "list_zertifikate",
    "newest_pruefungen",
    "offene_auftraege",
    "outdated_dateien",
    "pruefungen_of",
    "siegel_of_town",
    "signaturen_of",
    "signatures_beside",
    "vorgaben_for",
    "zeitstempeldienste",
    "zertifikate_for",
]
