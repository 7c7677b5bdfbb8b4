"""What may be there already: shown before filing, and only what the viewer may see."""

from dataclasses import dataclass

from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.permissions import Permission as AktenPermission
from verbundakte.akten.queries import dokumente
from verbundakte.posteingang.models import Eingang
from verbundakte.posteingang.queries.eingang import eingaenge

MOST = 10
SAME_BYTES = "dieselbe Datei"
SAME_MAIL = "dieselbe E-Mail"
SAME_LETTER = "gleicher Absender, gleiches Zeichen, gleiches Datum"


@dataclass(frozen=True)
class Doppel:
    """Something like an Eingang: another one, or a Dokument of the files, and why."""

    grund: str
    eingang: Eingang | None = None
    dokument: Dokument | None = None


def doppel(actor, eingang: Eingang) -> list[Doppel]:
    """Return what looks like this Eingang, each once, the surest reason first (three queries)."""
    found = [
        *(Doppel(SAME_BYTES, dokument=row) for row in _same_bytes(actor, eingang)),
        *(Doppel(SAME_MAIL, eingang=row) for row in _same_mail(actor, eingang)),
        *(Doppel(SAME_LETTER, eingang=row) for row in _same_letter(actor, eingang)),
    ]
    once: dict = {}
    for one in found:
        key = one.dokument.pk if one.dokument else one.eingang.dokument_id or one.eingang.pk
        once.setdefault(key, one)
    return list(once.values())[:MOST]


def _same_bytes(actor, eingang: Eingang) -> list[Dokument]:
    if eingang.dokument_id is None or AktenPermission.DOKUMENT_READ not in actor.permissions:
        return []
    own = Datei.objects.filter(fassung__dokument=eingang.dokument_id).values("blob")
    rows = dokumente(actor).filter(fassungen__dateien__blob__in=own)
    rows = rows.exclude(pk=eingang.dokument_id).select_related("vorgang").distinct()
    return list(rows[:MOST])


def _same_mail(actor, eingang: Eingang) -> list[Eingang]:
    if not eingang.nachricht:
        return []
    rows = eingaenge(actor).filter(nachricht=eingang.nachricht).exclude(pk=eingang.pk)
    return list(rows[:MOST])


def _same_letter(actor, eingang: Eingang) -> list[Eingang]:
    dokument = eingang.dokument
    if dokument is None or not eingang.absender:
        return []
    zeichen, day = dokument.fremdes_geschaeftszeichen, dokument.datum_des_schreibens
    if not zeichen or day is None:
        return []
    rows = eingaenge(actor).filter(
        absender=eingang.absender,
        dokument__fremdes_geschaeftszeichen=zeichen,
        dokument__datum_des_schreibens=day,
    )
    return list(rows.exclude(pk=eingang.pk)[:MOST])
