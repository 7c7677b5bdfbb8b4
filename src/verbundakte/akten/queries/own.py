"""What a person sees of her own: stars, what she opened last, her work, her uploads."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404

from verbundakte.akten.kinds import JobKind, ObjectKind
from verbundakte.akten.models import Dokument, Favorit, Vorgang, ZuletztGeoeffnet
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.objects import akten, dokumente, vorgaenge, with_newest
from verbundakte.core.db.ready import Ready, by_ids
from verbundakte.core.models import Job, Upload
from verbundakte.organisation.models import Organisationseinheit, Person

READERS = {
    ObjectKind.AKTE: (Permission.AKTE_READ, akten),
    ObjectKind.VORGANG: (Permission.VORGANG_READ, vorgaenge),
    ObjectKind.DOKUMENT: (Permission.DOKUMENT_READ, dokumente),
}
NOTE_AGAIN_AFTER = timedelta(minutes=1)
MARKED = 50


def _marks(model, at: str) -> Ready:
    def rows(actor):
        own = model.objects.filter(person=actor.person_id).order_by(f"-{at}")
        return own.values_list("kind", "object_id", at)[:MARKED]

    return Ready(rows)


_FAVORITEN = _marks(Favorit, "created_at")
_GEOEFFNET = _marks(ZuletztGeoeffnet, "opened_at")


def _mark(actor, kind: str, key: UUID):
    found = Favorit.objects.filter(person=actor.person_id, kind=kind, object_id=key)
    return found.values_list("pk", flat=True)


def _noted(actor, kind: str, key: UUID, since: datetime):
    found = ZuletztGeoeffnet.objects.filter(person=actor.person_id, kind=kind, object_id=key)
    return found.filter(opened_at__gt=since).values_list("pk", flat=True)


def _waiting(actor, ids: list[UUID]):
    rows = Job.objects.open().exclude(kind=JobKind.ARCHIVE).filter(subject_id__any=ids)
    return rows.order_by("-created_at").values_list("subject_id", "kind")


_MARK = Ready(_mark, kind=str, key=UUID)
_NOTED = Ready(_noted, kind=str, key=UUID, since=datetime)
_WAITING = Ready(_waiting, ids=list)


@dataclass(frozen=True)
class Marked:
    """A starred or opened object that the person may still see."""

    kind: str
    subject: object
    at: datetime


def _resolve(actor, marks: list[tuple[str, UUID, datetime]]) -> list[Marked]:
    found = {}
    for kind, (permission, reader) in READERS.items():
        ids = [key for marked_kind, key, _ in marks if marked_kind == kind]
        if ids and permission in actor.permissions:
            found.update(((kind, row.pk), row) for row in by_ids(reader).all(actor, ids=ids))
    return [Marked(kind, found[kind, key], at) for kind, key, at in marks if (kind, key) in found]


def visible_ids(actor, ids: list[UUID], *, kind: ObjectKind) -> set[UUID]:
    """Return which of these objects of a kind the actor may see."""
    permission, reader = READERS[kind]
    if permission not in actor.permissions:
        return set()
    return set(reader(actor).filter(pk__in=ids).values_list("pk", flat=True))


def favorit_marks(actor) -> list[tuple[str, UUID, datetime]]:
    """Return (kind, id, moment) of what the person has starred, newest first, at most MARKED."""
    if getattr(actor, "person_id", None) is None:
        return []
    return _FAVORITEN.all(actor)


def favoriten(actor, *, limit: int = 20, marks: list | None = None) -> list[Marked]:
    """Return what the person has starred, newest first (at most four queries); `marks`: what
    `favorit_marks` gave."""
    return _resolve(actor, (favorit_marks(actor) if marks is None else marks)[:limit])


def zuletzt_geoeffnet(actor, *, limit: int = 8) -> list[Marked]:
    """Return what the person opened last, newest first (at most four queries)."""
    if getattr(actor, "person_id", None) is None:
        return []
    return _resolve(actor, _GEOEFFNET.all(actor)[:limit])


def is_favorit(actor, subject, marks: list | None = None) -> bool:
    """Tell whether the person has starred this object; without a query when `favorit_marks` were read
    and are all there are."""
    if actor.kind != "person":
        return False
    if marks is not None and len(marks) < MARKED:
        return (subject._meta.model_name, subject.pk) in {mark[:2] for mark in marks}
    return bool(_MARK.all(actor, kind=subject._meta.model_name, key=subject.pk))


def was_noted(actor, subject, *, at: datetime) -> bool:
    """Tell whether opening this object was noted a moment ago (so that pages need not write)."""
    since = at - NOTE_AGAIN_AFTER
    return bool(_NOTED.all(actor, kind=subject._meta.model_name, key=subject.pk, since=since))


def get_upload(actor, key: UUID) -> Upload:
    """Return an upload this person began, or 404."""
    found = Upload.objects.filter(pk=key, actor_id=actor.id).first()
    if found is None:
        raise Http404
    return found


def get_loose_upload(actor, key: UUID, *, at: datetime) -> Upload:
    """Return an upload this program began and that has not ended, or 404."""
    found = get_upload(actor, key)
    if found.target_kind or at >= found.ends_at:
        raise Http404
    return found


def own_vorgaenge(actor, *, limit: int = 50) -> list[Vorgang]:
    """Return the Vorgänge in the care of the person (or of whom she stands in for) not yet closed."""
    if Permission.VORGANG_READ not in actor.permissions:
        return []
    rows = vorgaenge(actor).filter(sachbearbeitung=actor.works_for).in_progress()
    return list(rows.order_by("-created_at", "-pk")[:limit])


def own_loose_entwuerfe(actor, *, limit: int = 200) -> list[Dokument]:
    """Return one's own drafts that lie in no Vorgang, oldest first."""
    if Permission.DOKUMENT_READ not in actor.permissions:
        return []
    rows = dokumente(actor).filter(akte=None, vorgang=None, is_entwurf=True)
    return with_newest(rows.filter(created_by=actor.person_id).order_by("created_at"), limit)


def get_own_person(actor, key: UUID) -> Person:
    """Return the person who acts, asked for by her id; 404 for everybody else's."""
    if key != getattr(actor, "person_id", None):
        raise Http404
    return Person.objects.get(pk=key)


def leading_units(actor) -> list[Organisationseinheit]:
    """Return the units of the person, whose Leitung may be shown a draft."""
    rows = Organisationseinheit.objects.filter(pk__in=actor.einheiten)
    return list(rows.order_by("sort_key"))


def open_jobs(actor, dokumente_seen: list[Dokument]) -> dict[UUID, str]:
    """Return {Dokument id: kind of the job that still works on it} for Dokumente already read.

    PDF/A is made last and behind the scenes: nobody waits for it.
    """
    return dict(_WAITING.all(ids=[row.pk for row in dokumente_seen])) if dokumente_seen else {}
