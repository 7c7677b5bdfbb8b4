"""What was found out about signatures; whoever may read the Dokument may read it."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten.models import Datei, Dokument
from verbundakte.akten.queries import get_dokument
from verbundakte.signaturen.models import Signaturpruefung
from verbundakte.signaturen.rules import detached_name, names_of_signatures

MOST, MOST_BESIDE = 50, 5


def _rows():
    return Signaturpruefung.objects.select_related("datei__fassung").order_by("-created_at", "-pk")


def pruefungen_of(actor, dokument: Dokument) -> list[Signaturpruefung]:
    """Return the verifications of the files of a Dokument that was read, the newest first."""
    return list(_rows().filter(dokument=dokument)[:MOST])


def newest_pruefungen(actor, dateien: list[UUID]) -> dict[UUID, Signaturpruefung]:
    """Return the newest verification of each of some files of a Dokument that was read."""
    rows = _rows().filter(datei__in=dateien).order_by("datei", "-created_at", "-pk")
    return {row.datei_id: row for row in rows.distinct("datei")}


def outdated_dateien(actor, anker: str, *, everything: bool = False) -> list[Datei]:
    """Return files last verified with another trust than `anker` names (or all), for operators."""
    rows = Signaturpruefung.objects.order_by("datei", "-created_at", "-pk").distinct("datei")
    rows = rows.select_related("datei__fassung__dokument").filter(datei__fassung__withdrawn_at=None)
    return [row.datei for row in rows if everything or row.anker != anker]


def get_pruefung(actor, key: UUID) -> Signaturpruefung:
    """Return one verification of a Dokument the actor may read, or 404."""
    found = _rows().filter(pk=key).first()
    if found is None:
        raise Http404
    found.dokument = get_dokument(actor, found.dokument_id)
    return found


def find_content(actor, datei: Datei) -> Datei | None:
    """Return what a detached signature signs: the file of that name beside it (for the job)."""
    name = detached_name(datei.file_name)
    return _beside(datei, [name]).first() if name else None


def signatures_beside(actor, datei: Datei) -> list[Datei]:
    """Return detached signatures that lie beside a file and bear its name (for the job)."""
    return list(_beside(datei, names_of_signatures(datei.file_name))[:MOST_BESIDE])


def _beside(datei: Datei, names: list[str]):
    """Files of these names in the same mail or Vorgang, with the same access, the newest first."""
    dokument = datei.fassung.dokument
    whole = dokument.parent_id or dokument.pk
    place = Q(parent=whole) | Q(pk=whole)
    if dokument.vorgang_id:
        place |= Q(vorgang=dokument.vorgang_id)
    places = Dokument.objects.filter(place, zone=dokument.zone_id, trashed_at=None)
    rows = Datei.objects.filter(
        fassung__dokument__in=places, fassung__withdrawn_at=None, file_name__in=names
    )
    rows = rows.exclude(pk=datei.pk).select_related("blob", "fassung__dokument")
    return rows.order_by("-fassung__created_at", "-pk")
