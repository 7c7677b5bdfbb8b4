"""How Akten, Vorgänge and Dokumente are told: names and paths, and what `include` adds.

Each part costs a fixed number of queries, whatever the number of objects.
"""

from uuid import UUID

from verbundakte.akten import queries
from verbundakte.akten.api.schemas import DateiOut, FassungOut, FeldOut
from verbundakte.akten.models import Fassung
from verbundakte.core.api.answers import Shape


def felder_of(actor, rows: list) -> dict[UUID, list]:
    """Return the own fields of objects that were read, as they are told."""
    found = queries.with_angaben(actor, rows)
    return {
        key: [FeldOut.of(angabe).model_dump(mode="json") for angabe in angaben]
        for key, angaben in found.items()
    }


def _felder_of_vorgaenge(actor, ids: list[UUID]) -> dict[UUID, list]:
    return felder_of(actor, list(queries.vorgaenge(actor).filter(pk__in=ids)))


def _felder_of_dokumente(actor, ids: list[UUID]) -> dict[UUID, list]:
    return felder_of(actor, list(queries.dokumente(actor).filter(pk__in=ids)))


def fassung_told(fassung: Fassung) -> dict:
    """Return a Fassung with its files (read with `queries.fassungen_of`)."""
    dateien = [
        DateiOut(
            id=datei.pk,
            file_name=datei.file_name,
            size=datei.size,
            sha256=datei.blob.sha256,
            media_type=datei.media_type,
            pages=datei.pages,
            hinweise=datei.hinweise,
        )
        for datei in fassung.dateien.all()
    ]
    one = FassungOut(
        nummer=fassung.nummer,
        bemerkung=fassung.bemerkung,
        created_at=fassung.created_at,
        is_withdrawn=fassung.withdrawn_at is not None,
        dateien=dateien,
    )
    return one.model_dump(mode="json")


def _fassungen_of_dokumente(actor, ids: list[UUID]) -> dict[UUID, list]:
    found = queries.fassungen_of(actor, ids)
    return {key: [fassung_told(one) for one in rows] for key, rows in found.items()}


def _beteiligte(kind: str):
    def load(actor, ids: list[UUID]) -> dict[UUID, list]:
        found = queries.beteiligte_in(actor, kind, ids)
        return {key: [beteiligung_told(row) for row in rows] for key, rows in found.items()}

    return load


def beteiligung_told(row) -> dict:
    """Return how a Kontakt takes part."""
    return {"id": row.pk, "rolle": row.rolle, "kontakt": row.kontakt_id, "name": str(row.kontakt)}


AKTE = Shape(
    {
        "id": "pk",
        "aktenzeichen": "aktenzeichen",
        "betreff": "betreff",
        "planeinheit": "planeinheit__kennzeichen",
        "federfuehrung": "federfuehrung__kennzeichen",
        "laufzeit_from": "laufzeit_from",
        "laufzeit_to": "laufzeit_to",
        "bemerkung": "bemerkung",
        "is_closed": "is_closed",
        "is_vorlaeufig": "is_vorlaeufig",
        "revision": "revision",
        "created_at": "created_at",
    },
    {"beteiligte": _beteiligte("akte")},
)
VORGANG = Shape(
    {
        "id": "pk",
        "aktenzeichen": "aktenzeichen",
        "betreff": "betreff",
        "akte": "akte_id",
        "federfuehrung": "federfuehrung__kennzeichen",
        "sachbearbeitung": "sachbearbeitung_id",
        "vorgangstyp": "vorgangstyp__kuerzel",
        "fremdes_geschaeftszeichen": "fremdes_geschaeftszeichen",
        "bemerkung": "bemerkung",
        "is_closed": "is_closed",
        "revision": "revision",
        "created_at": "created_at",
    },
    {"felder": _felder_of_vorgaenge, "beteiligte": _beteiligte("vorgang")},
)
DOKUMENT = Shape(
    {
        "id": "pk",
        "nummer": "position",
        "kennzeichen": "kennzeichen",
        "betreff": "betreff",
        "dokumenttyp": "dokumenttyp__kuerzel",
        "vorgang": "vorgang_id",
        "akte": "akte_id",
        "datum_des_schreibens": "datum_des_schreibens",
        "posteingangsdatum": "posteingangsdatum",
        "postausgangsdatum": "postausgangsdatum",
        "fremdes_geschaeftszeichen": "fremdes_geschaeftszeichen",
        "absender": "absender",
        "bemerkung": "bemerkung",
        "is_entwurf": "is_entwurf",
        "revision": "revision",
        "created_at": "created_at",
    },
    {
        "felder": _felder_of_dokumente,
        "fassungen": _fassungen_of_dokumente,
        "beteiligte": _beteiligte("dokument"),
    },
)
