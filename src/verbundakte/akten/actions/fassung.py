"""A Fassung that was filed by mistake is withdrawn; the one before counts again. Its bytes stay."""

from datetime import datetime

from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.sperre import check_not_locked
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.hooks import fassung_changed, fassung_changing
from verbundakte.akten.models import Dokument, Fassung
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.search.outbox import touch


class OnlyFassung(Refusal):
    """Nothing would be left that counts."""

    message = (
        "Es gibt keine andere Fassung, die dann gilt. Legen Sie zuerst die richtige ab, oder löschen"
        " Sie das Dokument."
    )


class AlreadyWithdrawn(Refusal):
    """Somebody was faster."""

    message = "Diese Fassung ist schon zurückgezogen."


class NotWithdrawn(Refusal):
    """Somebody was faster."""

    message = "Diese Fassung gilt schon wieder."


@action(Permission.DOKUMENT_EDIT, Event.FASSUNG_WITHDRAWN)
def withdraw_fassung(
    actor, dokument: Dokument, *, fassung: Fassung, because: str, at: datetime
) -> Fassung:
    """Withdraw a Fassung; the newest that is left counts.

    Raises AlreadyWithdrawn, OnlyFassung, VorgangClosed, DokumentLocked, Restricted.
    """
    row = _changeable(actor, dokument, fassung)
    if row.withdrawn_at is not None:
        raise AlreadyWithdrawn
    if not dokument.fassungen.standing().exclude(pk=row.pk).exists():
        raise OnlyFassung
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = at, actor.person_id, because
    audit.note_change("Grund", None, because)
    return _kept(actor, dokument, row)


@action(Permission.DOKUMENT_EDIT, Event.FASSUNG_RESTORED)
def restore_fassung(actor, dokument: Dokument, *, fassung: Fassung) -> Fassung:
    """Let a withdrawn Fassung count again. Raises NotWithdrawn, and else as withdrawing."""
    row = _changeable(actor, dokument, fassung)
    if row.withdrawn_at is None:
        raise NotWithdrawn
    row.withdrawn_at, row.withdrawn_by, row.withdrawn_because = None, None, ""
    return _kept(actor, dokument, row)


def _changeable(actor, dokument: Dokument, fassung: Fassung) -> Fassung:
    check_not_restricted(actor, dokument)
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    fassung_changing.run(actor, dokument)
    return dokument.fassungen.select_for_update().get(pk=fassung.pk)


def _kept(actor, dokument: Dokument, row: Fassung) -> Fassung:
    row.save()
    dokument.revision += 1
    dokument.save(update_fields=["revision"])
    audit.note_change("Fassung", None, row.nummer)
    touch(dokument)
    fassung_changed.run(actor, dokument)
    return row
