"""Names under which the room `akten` is known to core: its jobs and its kinds of objects."""

from enum import StrEnum


class JobKind(StrEnum):
    """Jobs of the room."""

    INGEST = "akten.datei.ingest"
    RENDER = "akten.datei.render"
    UNPACK = "akten.datei.unpack"
    STAPEL = "akten.stapel.run"
    STAPEL_UNDO = "akten.stapel.undo"
    ORDNER_UNDO = "akten.ordner.undo"
    RENEW = "akten.datei.renew"
    ARCHIVE = "akten.datei.archive"
    RECOGNISE = "akten.datei.recognise"
    HAND_OVER_VORGAENGE = "akten.vorgang.hand_over"
    LEAD_ELSEWHERE = "akten.federfuehrung.pass"
    HAND_OVER_ENTWUERFE = "akten.entwurf.hand_over"
    EXPORT_LIST = "akten.liste.export"
    EXPORT_FILE = "akten.akte.export"
    NAME_SUCCESSOR = "akten.nachbenennung.run"
    SPREAD = "akten.zugriff.spread"
    EXPORT_EINSICHT = "akten.einsicht.export"
    FIND_PLACES = "akten.schwaerzung.search"
    BLACKEN = "akten.schwaerzung.burn"
    ARRANGE = "akten.seiten.arrange"
    NOTFALL = "akten.notfallliste.make"


class ObjectKind(StrEnum):
    """Objects that can be searched, starred and linked to."""

    AKTE = "akte"
    VORGANG = "vorgang"
    DOKUMENT = "dokument"


KONTAKT = "kontakt"
"""Found by the beginning of a name only: who may see one is decided by files, not by a zone."""
