"""A person's own marks. They concern nobody else, so they are not part of the town's log."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from verbundakte.akten.models import Favorit, Merkzettel, ZuletztGeoeffnet

KEEP_RECENT = 50


def toggle_favorit(actor, subject, *, at: datetime) -> bool:
    """Set or take away the star; return whether it is set now."""
    mark = {"person_id": actor.person_id, "kind": subject._meta.model_name, "object_id": subject.pk}
    deleted, _ = Favorit.objects.filter(**mark).delete()
    if deleted:
        return False
    Favorit.objects.create(**mark, created_at=at)
    return True


def note_opened(actor, subject, *, at: datetime) -> None:
    """Remember that this person opened an object; only she sees the list."""
    if actor.kind != "person":
        return
    ZuletztGeoeffnet.objects.update_or_create(
        person_id=actor.person_id,
        kind=subject._meta.model_name,
        object_id=subject.pk,
        defaults={"opened_at": at},
    )


def drop_merkzettel(ids: Iterable[UUID]) -> None:
    """Throw away everybody's slips at these objects (z. d. A., deletion)."""
    Merkzettel.objects.filter(object_id__in=list(ids)).delete()
