"""What a search finds as a table: the hits somebody sees at this moment, best first."""

from typing import BinaryIO
from uuid import UUID

from verbundakte.akten import queries
from verbundakte.akten.kinds import ObjectKind
from verbundakte.core.lists.tables import CSV_TYPE, write_csv
from verbundakte.core.search.service import Search, readable_hits

HEADS = ["Was", "Aktenzeichen", "Betreff", "Datum", "Angaben", "Datei", "Stand"]
NAMES = {ObjectKind.AKTE: "Akte", ObjectKind.VORGANG: "Vorgang", ObjectKind.DOKUMENT: "Dokument"}
FILE_NAME, MEDIA_TYPE = "Suchtreffer.csv", CSV_TYPE
MOST_HITS = 1000


def write_hits(actor, question: Search, out: BinaryIO) -> list[UUID]:
    """Write at most 1,000 hits of a search and return their ids; what is restricted stays out.

    Raises QueryError and IndexUnavailable.
    """
    found = readable_hits(actor, question, most=MOST_HITS)
    shown = _unrestricted(actor, [hit.id for hit in found if hit.kind == ObjectKind.DOKUMENT])
    hits = [hit for hit in found if hit.kind != ObjectKind.DOKUMENT or hit.id in shown]
    rows = [
        [
            NAMES.get(hit.kind, hit.kind),
            hit.aktenzeichen,
            hit.title,
            hit.dated_on,
            ", ".join(fact for fact in hit.facts if fact),
            hit.file_name,
            "zu den Akten" if hit.is_closed else "in Bearbeitung",
        ]
        for hit in hits
    ]
    write_csv(out, HEADS, rows)
    return [hit.id for hit in hits]


def _unrestricted(actor, ids: list[UUID]) -> set[UUID]:
    if not ids:
        return set()
    rows = queries.dokumente(actor).filter(pk__in=ids)
    return set(queries.without_restricted(actor, rows).values_list("pk", flat=True))
