"""Restricting the processing (Art. 18 DSGVO), and correcting by a note (Art. 16 DSGVO)."""

from datetime import datetime, timedelta

from verbundakte.akten.actions.anlagen import check_not_inside
from verbundakte.akten.actions.zugriff import settle
from verbundakte.akten.events import Event
from verbundakte.akten.models import Berichtigungsvermerk, Dokument, Einschraenkung, Kontakt
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.search.outbox import touch

OPEN_FOR = timedelta(hours=1)
Subject = Dokument | Kontakt


class AlreadyRestricted(Refusal):
    """Restricted in another window."""

    message = "Die Verarbeitung ist schon eingeschränkt. Laden Sie die Seite neu."


class NotRestricted(Refusal):
    """Lifted in another window."""

    message = "Die Verarbeitung ist nicht mehr eingeschränkt. Laden Sie die Seite neu."


class VermerkEnded(Refusal):
    """Ended in another window."""

    message = "Dieser Vermerk gilt schon nicht mehr. Laden Sie die Seite neu."


def _name(subject: Subject) -> str:
    return subject._meta.model_name


def _in_force(subject: Subject) -> Einschraenkung:
    rows = Einschraenkung.objects.in_force().filter(**{_name(subject): subject})
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise NotRestricted
    return row


def _settle(actor, subject: Subject) -> None:
    """A Dokument gets the access of its unit alone, or back what it had; a Kontakt is narrowed when
    it is read."""
    if isinstance(subject, Dokument):
        settle(subject, by=actor)
        touch(subject)


@action(Permission.EINSCHRAENKUNG_EDIT, Event.EINSCHRAENKUNG_SET)
def restrict(
    actor, subject: Subject, *, grund: str, bemerkung: str, at: datetime
) -> Einschraenkung:
    """Restrict the processing of a Dokument or Kontakt: from here on its unit alone sees it, and it takes
    part in nothing. Raises AlreadyRestricted, NotInVorgang, NobodyLeft, LiesInside."""
    check_not_inside(subject)
    if Einschraenkung.objects.in_force().filter(**{_name(subject): subject}).exists():
        raise AlreadyRestricted
    row = Einschraenkung.objects.create(
        **{_name(subject): subject},
        einheit_id=getattr(subject, "federfuehrung_id", None),
        grund=grund,
        bemerkung=bemerkung,
        set_at=at,
        set_by=actor.person_id,
    )
    audit.note_change("Grund", None, row.get_grund_display())
    _settle(actor, subject)
    return row


@action(Permission.EINSCHRAENKUNG_EDIT, Event.EINSCHRAENKUNG_OPENED)
def open_restricted(actor, subject: Subject, *, reason: str, at: datetime) -> Einschraenkung:
    """Let the actor change or take out what is restricted for an hour, for a reason of Art. 18 Abs. 2
    DSGVO that stands in the history. Raises NotRestricted."""
    row = _in_force(subject)
    row.opened_by, row.opened_until = actor.person_id, at + OPEN_FOR
    row.save(update_fields=["opened_by", "opened_until"])
    audit.note_change("Grund", None, reason)
    return row


@action(Permission.EINSCHRAENKUNG_EDIT, Event.EINSCHRAENKUNG_LIFTED)
def lift_restriction(actor, subject: Subject, *, reason: str, at: datetime) -> Einschraenkung:
    """Lift a restriction; the person concerned was told before (Art. 18 Abs. 3 DSGVO).

    Raises NotRestricted.
    """
    row = _in_force(subject)
    row.lifted_at, row.lifted_by = at, actor.person_id
    row.save(update_fields=["lifted_at", "lifted_by"])
    audit.note_change("Grund", None, reason)
    _settle(actor, subject)
    return row


@action(Permission.EINSCHRAENKUNG_EDIT, Event.BERICHTIGUNG_ADDED, locks=False)
def add_berichtigung(actor, subject: Subject, *, text: str, at: datetime) -> Berichtigungsvermerk:
    """Say what is not right in an object and what is; it goes with it from here on, also where the
    Vorgang is closed."""
    audit.note_change("Berichtigung", None, text)
    return Berichtigungsvermerk.objects.create(
        **{_name(subject): subject}, text=text, created_at=at, created_by=actor.person_id
    )


@action(Permission.EINSCHRAENKUNG_EDIT, Event.BERICHTIGUNG_ENDED, locks=False)
def end_berichtigung(
    actor, subject: Subject, *, vermerk: Berichtigungsvermerk, at: datetime
) -> None:
    """Let a correction hold no longer. Raises VermerkEnded."""
    row = Berichtigungsvermerk.objects.select_for_update(of=("self",)).get(pk=vermerk.pk)
    if row.ended_at is not None:
        raise VermerkEnded
    row.ended_at, row.ended_by = at, actor.person_id
    row.save(update_fields=["ended_at", "ended_by"])
    audit.note_change("Berichtigung", row.text, None)


def forget_protection(actor, dokument: Dokument) -> None:
    """Subscriber of `dokument_erasing`: what was said about its content goes with it."""
    Berichtigungsvermerk.objects.filter(dokument=dokument).delete()
    Einschraenkung.objects.filter(dokument=dokument).delete()
