"""Anmerkungen of an object that was read, and one's own Merkzettel."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count
from django.http import Http404

from verbundakte.akten.kinds import ObjectKind
from verbundakte.akten.models import Akte, Anmerkung, Dokument, Merkzettel, Vorgang
from verbundakte.akten.queries.objects import get_akte, get_dokument, get_vorgang
from verbundakte.core.db.ready import Ready

READ = {
    ObjectKind.AKTE: get_akte,
    ObjectKind.VORGANG: get_vorgang,
    ObjectKind.DOKUMENT: get_dokument,
}
MOST_ANMERKUNGEN = 200


def get_subject(actor, kind: str, key: UUID) -> Akte | Vorgang | Dokument:
    """Return the Akte, Vorgang or Dokument of this kind and id, or 404."""
    read = READ.get(kind)
    if read is None:
        raise Http404
    return read(actor, key)


def anmerkungen_of(actor, subject: Akte | Vorgang | Dokument) -> list[Anmerkung]:
    """Return the standing remarks of an object that was read, oldest first, with their file; it keeps
    them."""
    subject.remarks_read = _STANDING[subject._meta.model_name].all(key=subject.pk)
    return subject.remarks_read


def _standing_at(kind: str) -> Ready:
    def rows(actor, key: UUID):
        standing = Anmerkung.objects.filter(**{kind: key}, withdrawn_at=None)
        standing = standing.select_related("datei__fassung")
        return standing.order_by("created_at", "pk")[:MOST_ANMERKUNGEN]

    return Ready(rows, key=UUID)


_STANDING = {kind.value: _standing_at(kind.value) for kind in ObjectKind}


def anmerkungen_in(actor, dokumente: Iterable[Dokument]) -> dict[UUID, list[Anmerkung]]:
    """Return the standing remarks of Dokumente that were read, in the order of their pages."""
    rows = Anmerkung.objects.filter(dokument__in=list(dokumente), withdrawn_at=None)
    found: dict[UUID, list[Anmerkung]] = defaultdict(list)
    for row in rows.select_related("datei__fassung").order_by("page", "created_at", "pk"):
        found[row.dokument_id].append(row)
    return found


def count_anmerkungen(actor, subject: Akte | Vorgang | Dokument) -> int:
    """Return how many remarks stand at an object that was read."""
    known = getattr(subject, "remarks_read", None)
    if known is not None and len(known) < MOST_ANMERKUNGEN:
        return len(known)
    return _COUNT[subject._meta.model_name].first(key=subject.pk) or 0


def _count_at(kind: str) -> Ready:
    def rows(actor, key: UUID):
        standing = Anmerkung.objects.filter(**{kind: key}, withdrawn_at=None)
        return standing.values_list(kind).values_list(Count("pk"), flat=True)

    return Ready(rows, key=UUID)


_COUNT = {kind.value: _count_at(kind.value) for kind in ObjectKind}


def get_anmerkung(actor, key: UUID) -> Anmerkung:
    """Return a remark whose object the actor may read, or 404."""
    rows = Anmerkung.objects.select_related("datei__fassung", "answer_to")
    found = rows.filter(pk=key).first()
    if found is None:
        raise Http404
    kind, place = next(
        (kind, found_id)
        for kind in ObjectKind
        if (found_id := getattr(found, f"{kind.value}_id")) is not None
    )
    setattr(found, kind.value, get_subject(actor, kind, place))
    return found


def merkzettel_of(actor, subject: Akte | Vorgang | Dokument) -> str:
    """Return the text of one's own slip at an object, or ""."""
    if getattr(actor, "person_id", None) is None:
        return ""
    rows = Merkzettel.objects.filter(
        person=actor.person_id, kind=subject._meta.model_name, object_id=subject.pk
    )
    return rows.values_list("text", flat=True).first() or ""
