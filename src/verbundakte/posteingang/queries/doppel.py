"""What may be there already: one set of rules for the chip in the queue, for the page and for uploads.

Only what the viewer may see is shown: an Eingang, or a Dokument of the files.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import dokumente
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.queries.eingang import eingaenge

MOST = 10
NEAR = timedelta(days=14)
SAME_BYTES = "dieselbe Datei"
SAME_MAIL = "dieselbe E-Mail"
SAME_LETTER = "gleicher Absender, gleiches Zeichen, gleiches Datum"
SIMILAR = "gleicher Absender und Betreff innerhalb von zwei Wochen"


@dataclass(frozen=True)
class Doppel:
    """Something like an Eingang: another one, or a Dokument of the files, and why."""

    grund: str
    eingang: Eingang | None = None
    dokument: Dokument | None = None

    @property
    def key(self) -> UUID:
        """Return what it is about, so that it is shown once."""
        if self.dokument is not None:
            return self.dokument.pk
        return self.eingang.dokument_id or self.eingang.pk


def twins_among(actor, dateien: dict[UUID, Datei]) -> dict[UUID, list[Eingang]]:
    """Return for each Eingang the others the actor may see that brought the same bytes (two queries)."""
    blobs = defaultdict(list)
    for key, datei in dateien.items():
        blobs[datei.blob_id].append(key)
    places = defaultdict(set)
    for blob, dokument in _holders(blobs):
        places[dokument].add(blob)
    found: dict[UUID, list[Eingang]] = defaultdict(list)
    for row in eingaenge(actor).filter(dokument__in=list(places)).order_by("erfasst_at", "pk"):
        for blob in places[row.dokument_id]:
            for key in blobs[blob]:
                if key != row.pk and len(found[key]) < MOST:
                    found[key].append(row)
    return found


def _holders(blobs: Iterable[UUID]):
    """Return (blob, Dokument) for all files with these bytes, whoever may see them."""
    same = Datei.objects.filter(blob__in=list(blobs))
    return same.values_list("blob", "fassung__dokument")


def doppel(actor, eingang: Eingang, dateien: dict[UUID, Datei]) -> list[Doppel]:
    """Return what looks like this Eingang, each once, the surest reason first (at most six queries).

    `dateien`: its newest file, from `files_of_rows`.
    """
    twins = twins_among(actor, dateien).get(eingang.pk, [])
    found = [
        *(Doppel(SAME_BYTES, eingang=row) for row in twins),
        *(Doppel(SAME_BYTES, dokument=row) for row in _in_files(actor, eingang, dateien)),
        *(Doppel(SAME_MAIL, eingang=row) for row in _same_mail(actor, eingang)),
        *(Doppel(SAME_LETTER, eingang=row) for row in _same_letter(actor, eingang)),
        *(Doppel(SIMILAR, eingang=row) for row in _similar(actor, eingang)),
    ]
    once: dict[UUID, Doppel] = {}
    for one in found:
        once.setdefault(one.key, one)
    return list(once.values())[:MOST]


def _in_files(actor, eingang: Eingang, dateien: dict[UUID, Datei]) -> list[Dokument]:
    datei = dateien.get(eingang.pk)
    if datei is None or AktenPermission.DOKUMENT_READ not in actor.permissions:
        return []
    holding = [dokument for _, dokument in _holders([datei.blob_id])]
    own = Q(pk=eingang.dokument_id) | Q(parent=eingang.dokument_id)
    rows = dokumente(actor).filter(pk__in=holding).exclude(own)
    return list(rows.select_related("vorgang").order_by("pk")[:MOST])


def _others(actor, eingang: Eingang, **same) -> list[Eingang]:
    rows = eingaenge(actor).filter(**same).exclude(pk=eingang.pk)
    return list(rows.order_by("erfasst_at", "pk")[:MOST])


def _same_mail(actor, eingang: Eingang) -> list[Eingang]:
    return _others(actor, eingang, nachricht=eingang.nachricht) if eingang.nachricht else []


def _same_letter(actor, eingang: Eingang) -> list[Eingang]:
    dokument = eingang.dokument
    if dokument is None or not eingang.absender:
        return []
    zeichen, day = dokument.fremdes_geschaeftszeichen, dokument.datum_des_schreibens
    if not zeichen or day is None:
        return []
    return _others(
        actor,
        eingang,
        absender=eingang.absender,
        dokument__fremdes_geschaeftszeichen=zeichen,
        dokument__datum_des_schreibens=day,
    )


def _similar(actor, eingang: Eingang) -> list[Eingang]:
    if not eingang.absender or not eingang.betreff:
        return []
    at = eingang.eingegangen_at
    return _others(
        actor,
        eingang,
        absender=eingang.absender,
        betreff=eingang.betreff,
        eingegangen_at__range=(at - NEAR, at + NEAR),
    )
