"""Lock a Dokument while editing it, take a lock over, keep things from deletion."""

from datetime import datetime

from django.db.models import Q
from django.utils.timezone import localtime

from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.vorgang import VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Bearbeitungssperre, Dokument, Loeschsperre, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action


class DokumentLocked(Refusal):
    """Somebody else edits it."""

    def __init__(self, lock: Bearbeitungssperre):
        super().__init__(
            f"{lock.person.name} bearbeitet das Dokument bis"
            f" {localtime(lock.expires_at):%d.%m.%Y, %H:%M} Uhr."
            " Warten Sie, oder übernehmen Sie die Bearbeitung."
        )


class Erased(Refusal):
    """Only the proof of the deletion is left."""

    message = "Der Inhalt dieses Dokuments ist gelöscht. Es steht nur noch als Nachweis hier."


class NotLocked(Refusal):
    """The lock has ended in between."""

    message = "Die Bearbeitung ist schon beendet. Laden Sie die Seite neu."


class AlreadyLifted(Refusal):
    """Lifting twice."""

    message = "Diese Löschsperre ist schon aufgehoben. Laden Sie die Seite neu."


class Held(Refusal):
    """A Löschsperre keeps it; its reason stands where it was set."""

    message = "Eine Löschsperre hält das fest. Solange sie besteht, wird nichts gelöscht."


def lock_of(dokument: Dokument) -> Bearbeitungssperre | None:
    """Return the lock in force."""
    rows = Bearbeitungssperre.objects.in_force().filter(dokument=dokument)
    return rows.select_related("person").first()


def check_not_locked(dokument: Dokument, actor) -> None:
    """Refuse a person while another one edits. Raises DokumentLocked, Erased, Restricted."""
    if dokument.erased_at is not None:
        raise Erased
    if actor.kind != "person":
        return
    check_not_restricted(actor, dokument)
    lock = lock_of(dokument)
    if lock is not None and lock.person_id != actor.person_id:
        raise DokumentLocked(lock)


def _end(dokument: Dokument, *, by, at: datetime, reason: str = "") -> None:
    Bearbeitungssperre.objects.filter(dokument=dokument, released_at=None).update(
        released_at=at, released_by=by, taken_reason=reason
    )


def _begin(actor, dokument: Dokument, until: datetime, ends: bool, at: datetime):
    return Bearbeitungssperre.objects.create(
        dokument=dokument,
        person_id=actor.person_id,
        locked_at=at,
        expires_at=until,
        ends_with_fassung=ends,
    )


def end_with_fassung(dokument: Dokument, actor, *, at: datetime) -> None:
    """End the own lock when its owner wanted that with the next Fassung."""
    lock = lock_of(dokument) if actor.kind == "person" else None
    if lock is not None and lock.ends_with_fassung:
        _end(dokument, by=actor.person_id, at=at)
        audit.note_change("In Bearbeitung bei", lock.person.name, None)


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_LOCKED)
def lock_dokument(
    actor, dokument: Dokument, *, until: datetime, ends_with_fassung: bool, at: datetime
) -> Bearbeitungssperre:
    """Keep a Dokument for oneself until a moment; again: until another one.

    Raises DokumentLocked (by somebody else), VorgangClosed.
    """
    if dokument.vorgang_id and is_closed(dokument.vorgang):
        raise VorgangClosed
    check_not_locked(dokument, actor)
    _end(dokument, by=actor.person_id, at=at)
    audit.note_change("In Bearbeitung bei", None, actor.name)
    return _begin(actor, dokument, until, ends_with_fassung, at)


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_LOCK_TAKEN)
def take_lock_over(
    actor, dokument: Dokument, *, reason: str, until: datetime, at: datetime
) -> Bearbeitungssperre:
    """Take the editing over from somebody else; both see it. Raises NotLocked."""
    lock = lock_of(dokument)
    if lock is None or lock.person_id == actor.person_id:
        raise NotLocked
    _end(dokument, by=actor.person_id, at=at, reason=reason)
    audit.note_change("In Bearbeitung bei", lock.person.name, actor.name)
    audit.note_change("Grund", None, reason)
    return _begin(actor, dokument, until, True, at)


@action(Permission.DOKUMENT_EDIT, Event.DOKUMENT_UNLOCKED)
def release_lock(actor, dokument: Dokument, *, at: datetime) -> None:
    """End one's own lock. Raises NotLocked, DokumentLocked."""
    check_not_locked(dokument, actor)
    lock = lock_of(dokument)
    if lock is None:
        raise NotLocked
    _end(dokument, by=actor.person_id, at=at)
    audit.note_change("In Bearbeitung bei", lock.person.name, None)


def holds_above(dokument: Dokument) -> Q:
    """Return the condition for the Löschsperren that hold a Dokument, at itself or above it."""
    condition = Q(dokument=dokument)
    if dokument.parent_id:
        condition |= Q(dokument=dokument.parent_id)
    if dokument.vorgang_id:
        condition |= Q(vorgang=dokument.vorgang_id)
        if dokument.vorgang.parent_id:
            condition |= Q(vorgang=dokument.vorgang.parent_id)
    if dokument.akte_id:
        condition |= Q(akte=dokument.akte_id)
        if dokument.akte.parent_id:
            condition |= Q(akte=dokument.akte.parent_id)
    return condition & Q(lifted_at=None)


def check_not_held(dokument: Dokument) -> None:
    """Refuse a deletion while a Löschsperre holds the Dokument. Raises Held."""
    if Loeschsperre.objects.filter(holds_above(dokument)).exists():
        raise Held


def refuse_held_blob(actor, blob) -> None:
    """Ask before bytes go (hook `blob_deleting`). Raises Held."""
    for dokument in Dokument.objects.filter(fassungen__dateien__blob=blob).distinct():
        check_not_held(dokument)


@action(Permission.LOESCHSPERRE_EDIT, Event.LOESCHSPERRE_SET, locks=False)
def set_loeschsperre(
    actor, subject: Akte | Vorgang | Dokument, *, reason: str, at: datetime
) -> Loeschsperre:
    """Keep an object and all it holds from every deletion; several may stand side by side."""
    audit.note_change("Löschsperre", None, reason)
    return Loeschsperre.objects.create(
        **{subject._meta.model_name: subject}, reason=reason, set_at=at, set_by=actor.person_id
    )


@action(Permission.LOESCHSPERRE_EDIT, Event.LOESCHSPERRE_LIFTED)
def lift_loeschsperre(
    actor, subject: Akte | Vorgang | Dokument, *, sperre: Loeschsperre, reason: str, at: datetime
) -> None:
    """End one Löschsperre of an object with a reason. Raises AlreadyLifted."""
    rows = Loeschsperre.objects.filter(
        pk=sperre.pk, lifted_at=None, **{subject._meta.model_name: subject}
    )
    if not rows.update(lifted_at=at, lifted_by=actor.person_id, lifted_reason=reason):
        raise AlreadyLifted
    audit.note_change("Löschsperre", sperre.reason, None)
    audit.note_change("Grund der Aufhebung", None, reason)
