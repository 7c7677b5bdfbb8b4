"""A small typed client of the API of Verbundakte. Only the standard library is needed."""

from verbundakte_client.client import Verbundakte
from verbundakte_client.errors import (
    Changed,
    Forbidden,
    NotFound,
    Problem,
    Refused,
    Unauthorised,
    Unavailable,
    VerbundakteError,
)
from verbundakte_client.meldungen import Meldung, SignatureWrong, read_meldung
from verbundakte_client.models import Akte, Datei, Dokument, Fassung, Feld, Treffer, Vorgang

__all__ = [
    "Akte",
    "Changed",
    "Datei",
    "Dokument",
    "Fassung",
    "Feld",
    "Forbidden",
    "Meldung",
    "NotFound",
    "Problem",
    "Refused",
    "SignatureWrong",
    "Treffer",
    "Unauthorised",
    "Unavailable",
    "Verbundakte",
    "VerbundakteError",
    "Vorgang",
    "read_meldung",
]
