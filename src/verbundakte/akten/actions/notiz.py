"""Anmerkungen (part of the file) and Merkzettel (a person's own, not part of the town's log)."""

from datetime import datetime

from verbundakte.akten.actions.vorgang import AkteClosed, VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Anmerkung, Dokument, Merkzettel, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action


class AnmerkungNotYours(Refusal):
    """Only the author withdraws what she wrote."""

    message = "Zurücknehmen kann eine Anmerkung nur, wer sie geschrieben hat."


class AnmerkungWithdrawn(Refusal):
    """Two windows withdrew the same one."""

    message = "Die Anmerkung ist schon zurückgenommen. Laden Sie die Seite neu."


def check_open(subject: Akte | Vorgang | Dokument) -> None:
    """Refuse additions to what is zu den Akten verfügt. Raises AkteClosed, VorgangClosed."""
    if isinstance(subject, Akte):
        if is_closed(subject):
            raise AkteClosed
        return
    vorgang = subject.vorgang if isinstance(subject, Dokument) else subject
    if vorgang is not None and is_closed(vorgang):
        raise VorgangClosed


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_ADDED, locks=False)
def add_anmerkung(
    actor, subject: Akte | Vorgang | Dokument, *, text: str, at: datetime
) -> Anmerkung:
    """Write a remark that belongs to the file. Raises AkteClosed, VorgangClosed."""
    check_open(subject)
    audit.note_change("Anmerkung", None, text)
    return Anmerkung.objects.create(
        **{subject._meta.model_name: subject},
        text=text,
        created_at=at,
        created_by=actor.person_id,
    )


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_WITHDRAWN)
def withdraw_anmerkung(
    actor, subject: Akte | Vorgang | Dokument, *, anmerkung: Anmerkung, at: datetime
) -> None:
    """Take a remark back; the history keeps it.

    Raises AnmerkungNotYours, AnmerkungWithdrawn, AkteClosed, VorgangClosed.
    """
    check_open(subject)
    if anmerkung.created_by != actor.person_id:
        raise AnmerkungNotYours
    rows = Anmerkung.objects.filter(pk=anmerkung.pk, withdrawn_at=None)
    if not rows.update(withdrawn_at=at, withdrawn_by=actor.person_id):
        raise AnmerkungWithdrawn
    audit.note_change("Anmerkung", anmerkung.text, None)


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_RESTORED)
def restore_anmerkung(actor, subject: Akte | Vorgang | Dokument, *, anmerkung: Anmerkung) -> None:
    """Let a withdrawn remark stand again. Raises AnmerkungNotYours, AkteClosed, VorgangClosed."""
    check_open(subject)
    if anmerkung.created_by != actor.person_id:
        raise AnmerkungNotYours
    if (
        Anmerkung.objects.filter(pk=anmerkung.pk)
        .exclude(withdrawn_at=None)
        .update(withdrawn_at=None, withdrawn_by=None)
    ):
        audit.note_change("Anmerkung", None, anmerkung.text)


def set_merkzettel(actor, subject: Akte | Vorgang | Dokument, *, text: str, at: datetime) -> None:
    """Write, change or (empty text) throw away one's own slip at an object."""
    check_open(subject)
    place = {
        "person_id": actor.person_id,
        "kind": subject._meta.model_name,
        "object_id": subject.pk,
    }
    if not text:
        Merkzettel.objects.filter(**place).delete()
        return
    Merkzettel.objects.update_or_create(**place, defaults={"text": text, "changed_at": at})
