"""Anmerkungen (part of the file) and Merkzettel (a person's own, not part of the town's log)."""

from dataclasses import dataclass, field
from datetime import datetime

from verbundakte.akten.actions.einschraenkung import check_not_restricted
from verbundakte.akten.actions.vorgang import AkteClosed, VorgangClosed, is_closed
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Anmerkung, Datei, Dokument, Merkzettel, Vorgang
from verbundakte.akten.permissions import Permission
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action

Subject = Akte | Vorgang | Dokument


class AnmerkungNotYours(Refusal):
    """Only the author changes or withdraws what she wrote."""

    message = "Ändern und zurücknehmen kann eine Anmerkung nur, wer sie geschrieben hat."


class AnmerkungWithdrawn(Refusal):
    """Two windows withdrew the same one."""

    message = "Die Anmerkung ist schon zurückgenommen. Laden Sie die Seite neu."


class AnmerkungAnswered(Refusal):
    """An answer would stand there without what it answers."""

    message = (
        "Auf diese Anmerkung wurde geantwortet, deshalb bleibt sie. Vermerken Sie sie als erledigt."
    )


class NothingNoted(Refusal):
    """Neither a text nor a place."""

    message = "Schreiben Sie etwas, oder markieren Sie eine Stelle auf der Seite."


class NoSuchPage(Refusal):
    """A page number that the file does not have."""

    message = "Diese Seite hat das Dokument nicht."


class ContentErased(Refusal):
    """There is nothing left to write about."""

    message = "Der Inhalt dieses Dokuments ist gelöscht."


@dataclass(frozen=True)
class OnPage:
    """A place in a file: its page (from 1), areas on it as `rules.read_areas` gives them, the words
    that stand there."""

    datei: Datei
    page: int
    areas: list = field(default_factory=list)
    quote: str = ""


def check_open(subject: Subject) -> None:
    """Refuse additions to what is zu den Akten verfügt. Raises AkteClosed, VorgangClosed."""
    if isinstance(subject, Akte):
        if is_closed(subject):
            raise AkteClosed
        return
    vorgang = subject.vorgang if isinstance(subject, Dokument) else subject
    if vorgang is not None and is_closed(vorgang):
        raise VorgangClosed


def _check_writable(actor, subject: Subject) -> None:
    check_open(subject)
    if isinstance(subject, Dokument):
        if subject.erased_at is not None:
            raise ContentErased
        check_not_restricted(actor, subject)


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_ADDED, locks=False)
def add_anmerkung(
    actor,
    subject: Subject,
    *,
    text: str,
    at: datetime,
    on: OnPage | None = None,
    answer_to: Anmerkung | None = None,
) -> Anmerkung:
    """Write a remark that belongs to the file, `on` a page of a Dokument if given.

    An answer stands where the first remark does. Raises AkteClosed, VorgangClosed, Restricted,
    ContentErased, NothingNoted, NoSuchPage.
    """
    _check_writable(actor, subject)
    if answer_to is not None and answer_to.datei is not None:
        on = OnPage(answer_to.datei, answer_to.page)
    if not text and (answer_to is not None or on is None or not on.areas):
        raise NothingNoted
    if on is not None and not 1 <= on.page <= (on.datei.pages or 1):
        raise NoSuchPage
    first = answer_to and (answer_to.answer_to or answer_to)
    row = Anmerkung.objects.create(
        **{subject._meta.model_name: subject},
        **(vars(on) if on else {}),
        answer_to=first,
        text=text,
        created_at=at,
        created_by=actor.person_id,
    )
    audit.note_change("Anmerkung", None, told(row))
    return row


def told(row: Anmerkung) -> str:
    """Return a remark as the history tells it: its page, what is marked, what is said."""
    parts = [f"Seite {row.page}" if row.page else "", f"„{row.quote}“" if row.quote else ""]
    parts.append(row.text or ("Markierung" if row.areas and not row.quote else ""))
    return ": ".join(part for part in parts if part)


def _own(actor, subject: Subject, anmerkung: Anmerkung):
    """Return the row to change, once the actor may. Raises what `_check_writable` does,
    AnmerkungNotYours."""
    _check_writable(actor, subject)
    if anmerkung.created_by != actor.person_id:
        raise AnmerkungNotYours
    return Anmerkung.objects.filter(pk=anmerkung.pk)


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_CHANGED)
def change_anmerkung(
    actor, subject: Subject, *, anmerkung: Anmerkung, text: str, at: datetime
) -> None:
    """Write something else in one's own remark; the history keeps what stood there.

    Raises AnmerkungNotYours, AnmerkungWithdrawn, NothingNoted, AkteClosed, VorgangClosed, Restricted,
    ContentErased.
    """
    rows = _own(actor, subject, anmerkung).filter(withdrawn_at=None)
    if not text and not anmerkung.areas:
        raise NothingNoted
    before = told(anmerkung)
    if not rows.update(text=text, changed_at=at):
        raise AnmerkungWithdrawn
    anmerkung.text = text
    audit.note_change("Anmerkung", before, told(anmerkung))


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_WITHDRAWN)
def withdraw_anmerkung(actor, subject: Subject, *, anmerkung: Anmerkung, at: datetime) -> None:
    """Take a remark back; the history keeps it.

    Raises AnmerkungNotYours, AnmerkungWithdrawn, AnmerkungAnswered, AkteClosed, VorgangClosed,
    Restricted, ContentErased.
    """
    rows = _own(actor, subject, anmerkung).filter(withdrawn_at=None)
    if anmerkung.antworten.filter(withdrawn_at=None).exists():
        raise AnmerkungAnswered
    if not rows.update(withdrawn_at=at, withdrawn_by=actor.person_id):
        raise AnmerkungWithdrawn
    audit.note_change("Anmerkung", told(anmerkung), None)


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_RESTORED)
def restore_anmerkung(actor, subject: Subject, *, anmerkung: Anmerkung) -> None:
    """Let a withdrawn remark stand again.

    Raises AnmerkungNotYours, AkteClosed, VorgangClosed, Restricted, ContentErased.
    """
    rows = _own(actor, subject, anmerkung).exclude(withdrawn_at=None)
    if rows.update(withdrawn_at=None, withdrawn_by=None):
        audit.note_change("Anmerkung", None, told(anmerkung))


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_SETTLED)
def settle_anmerkung(actor, subject: Subject, *, anmerkung: Anmerkung, at: datetime) -> None:
    """Note that nothing is to be done about a remark any more; twice changes nothing.

    Raises AkteClosed, VorgangClosed, Restricted, ContentErased.
    """
    _check_writable(actor, subject)
    rows = Anmerkung.objects.filter(pk=anmerkung.pk, settled_at=None, withdrawn_at=None)
    if rows.update(settled_at=at, settled_by=actor.person_id):
        audit.note_change("Erledigt", None, told(anmerkung))


@action(Permission.ANMERKUNG_CREATE, Event.ANMERKUNG_REOPENED)
def reopen_anmerkung(actor, subject: Subject, *, anmerkung: Anmerkung) -> None:
    """Let something be to be done again. Raises AkteClosed, VorgangClosed, Restricted, ContentErased."""
    _check_writable(actor, subject)
    rows = Anmerkung.objects.filter(pk=anmerkung.pk).exclude(settled_at=None)
    if rows.update(settled_at=None, settled_by=None):
        audit.note_change("Erledigt", told(anmerkung), None)


def set_merkzettel(actor, subject: Subject, *, text: str, at: datetime) -> None:
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
