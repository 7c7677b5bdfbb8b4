"""Who edits what, what is kept from deletion, what lies in the trash, what is to be deleted."""

from uuid import UUID

from django.db.models import Q
from django.http import Http404

from verbundakte.akten import rules
from verbundakte.akten.models import (
    Akte,
    Bearbeitungssperre,
    Dokument,
    Loeschsperre,
    Loeschung,
    Vorgang,
    ZdaVerfuegung,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.listing import PAGE
from verbundakte.akten.queries.objects import dokumente, with_newest
from verbundakte.core.db.ready import Ready

MOST = 200


def locks_of(actor, rows: list[Dokument]) -> dict[UUID, Bearbeitungssperre]:
    """Return {Dokument id: lock in force} for Dokumente that were read (one query)."""
    locks = _LOCKS.all(ids=[row.pk for row in rows]) if rows else ()
    return {lock.dokument_id: lock for lock in locks}


def add_locks(actor, rows: list[Dokument]) -> None:
    """Give Dokumente that were read `lock_in_force`, None without one (one query)."""
    locks = locks_of(actor, rows)
    for row in rows:
        row.lock_in_force = locks.get(row.pk)


def _locks(actor, ids: list[UUID]):
    locks = Bearbeitungssperre.objects.in_force().filter(dokument__in=ids)
    return locks.select_related("person")


_LOCKS = Ready(_locks, ids=list)


def locks_in(actor, vorgang: Vorgang) -> list[Bearbeitungssperre]:
    """Return the locks in force on visible Dokumente of a Vorgang."""
    rows = Bearbeitungssperre.objects.in_force().filter(
        dokument__in=dokumente(actor).filter(vorgang=vorgang)
    )
    return list(rows.select_related("person", "dokument")[:MOST])


def holds_on(actor, subject: Akte | Vorgang | Dokument) -> list[Loeschsperre]:
    """Return the Löschsperren in force at an object that was read, and above it."""
    condition = Q(**{subject._meta.model_name: subject})
    if isinstance(subject, Dokument) and subject.vorgang_id:
        condition |= Q(vorgang=subject.vorgang_id)
    if isinstance(subject, Dokument | Vorgang) and subject.akte_id:
        condition |= Q(akte=subject.akte_id)
    rows = Loeschsperre.objects.filter(condition, lifted_at=None)
    return list(rows.order_by("set_at")[:MOST])


def get_loeschsperre(actor, subject: Akte | Vorgang | Dokument, key: UUID) -> Loeschsperre:
    """Return a Löschsperre that was set at exactly this object, or 404."""
    found = Loeschsperre.objects.filter(pk=key, **{subject._meta.model_name: subject}).first()
    if found is None:
        raise Http404
    return found


def retention_line(actor, subject: Akte | Vorgang) -> str:
    """Return until when an object that was read is kept, and why, in one sentence."""
    field = subject._meta.model_name
    zda = ZdaVerfuegung.objects.filter(**{field: subject}, reopened_at=None)
    closed_on = zda.values_list("closed_on", flat=True).first()
    akte = subject.akte if isinstance(subject, Vorgang) else subject
    line = rules.retention_sentence(
        closed_on, years=akte.aufbewahrungsdauer, source=akte.retention_source
    )
    holds = len(holds_on(actor, subject))
    return f"{line} {rules.holds_sentence(holds)}".strip()


def _trashed(actor):
    if Permission.DOKUMENT_EDIT not in actor.permissions:
        raise Http404
    rows = Dokument.objects.visible_to(actor).exclude(trashed_at=None)
    return rows.filter(erased_at=None, parent=None).select_related("dokumenttyp")


def papierkorb(actor) -> list[Dokument]:
    """Return what this person put into the trash or had begun, the newest first."""
    own = Q(trashed_by=actor.person_id) | Q(created_by=actor.person_id)
    rows = _trashed(actor).filter(own).select_related("vorgang").order_by("-trashed_at")
    return with_newest(rows, MOST)


def get_trashed(actor, key: UUID) -> Dokument:
    """Return a trashed draft the actor could edit, or 404."""
    found = _trashed(actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def loeschung_of(actor, dokument: Dokument) -> Loeschung | None:
    """Return the request or the proof of a Dokument that was read; declined ones are over."""
    return dokument.loeschungen.filter(declined_at=None).first()


def loeschungen(actor, *, is_open: bool) -> list[Loeschung]:
    """Return requests that wait, or the proofs of what was deleted, of visible Dokumente."""
    if Permission.LOESCHUNG_REQUEST not in actor.permissions:
        raise Http404
    return (_WAITING if is_open else _DONE).all(actor)


def _loeschungen(actor):
    rows = Loeschung.objects.filter(declined_at=None, dokument__in=dokumente(actor))
    return rows.select_related("dokument__vorgang").order_by("-requested_at")


_WAITING = Ready(lambda actor: _loeschungen(actor).filter(confirmed_at=None)[:PAGE])
_DONE = Ready(lambda actor: _loeschungen(actor).exclude(confirmed_at=None)[:PAGE])
