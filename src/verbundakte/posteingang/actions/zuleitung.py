"""From hand to hand: an Eingang goes to a unit or a person, is accepted, passed on or given back."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localdate

from verbundakte.akten.actions import lay_at
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Zone
from verbundakte.organisation.models import Organisationseinheit, Person, Vertretung
from verbundakte.posteingang.actions.kreis import circle, is_sealed
from verbundakte.posteingang.events import Event
from verbundakte.posteingang.models import Eingang, Verschluss, Zuleitung, ZuleitungArt
from verbundakte.posteingang.permissions import Permission


class IsDone(Refusal):
    """What is filed is not passed on."""

    message = (
        "Der Eingang ist schon abgelegt. Nehmen Sie die Ablage zurück oder verschieben Sie das"
        " Dokument in der Akte."
    )


class IsThere(Refusal):
    """Passing on to where it lies."""

    message = "Dort liegt der Eingang schon. Wählen Sie ein anderes Ziel."


class ReasonMissing(Refusal):
    """Some things are told with a reason only."""

    message = "Nennen Sie den Grund."


class AlreadyAccepted(Refusal):
    """Two people accepted it."""

    message = "Der Eingang ist schon angenommen. Laden Sie die Seite neu."


class NoVertretung(Refusal):
    """Nobody stands in for the person, or several do."""

    message = (
        "Für diese Person ist heute keine Vertretung eingetragen. Leiten Sie den Eingang weiter."
    )


class NowhereToReturn(Refusal):
    """It has always been here."""

    message = "Der Eingang kam von nirgendwo anders. Leiten Sie ihn weiter."


@dataclass(frozen=True)
class Ziel:
    """To whom an Eingang goes: a unit, and a person of it or one that is named in addition."""

    einheit: Organisationseinheit
    person: Person | None = None

    def __str__(self):
        return f"{self.person.name}, {self.einheit}" if self.person else str(self.einheit)


def place_of(eingang: Eingang) -> Ziel:
    """Return where an Eingang lies."""
    return Ziel(eingang.einheit, eingang.person)


def lay(actor, eingang: Eingang, ziel: Ziel, art: ZuleitungArt, more: tuple) -> Zuleitung:
    """Write that an Eingang came to a place: the row, its zone, and its Dokument with it.

    `more`: reason and moment. Raises IsDone, kreis.PersonMissing.
    """
    grund, at = more
    if eingang.done_at is not None:
        raise IsDone
    audit.note_change("Liegt bei", place_of(eingang), ziel)
    audit.note_change("Grund", None, grund)
    eingang.einheit, eingang.person = ziel.einheit, ziel.person
    eingang.zone = circle(eingang.verschluss, ziel.einheit, ziel.person)
    eingang.revision += 1
    eingang.save()
    follow(actor, eingang, eingang.zone)
    return Zuleitung.objects.create(
        eingang=eingang,
        nummer=eingang.zuleitungen.count() + 1,
        einheit=ziel.einheit,
        person=ziel.person,
        art=art,
        grund=grund[:500],
        at=at,
        by=getattr(actor, "person_id", None),
    )


def follow(actor, eingang: Eingang, zone: Zone) -> None:
    """Let the Dokument of an Eingang be seen by the same people; a sealed one stays closed."""
    if eingang.dokument_id and not is_sealed(eingang):
        lay_at(actor, eingang.dokument, einheit=eingang.einheit, zone=zone)


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_ASSIGNED)
def assign_eingang(
    actor, eingang: Eingang, *, ziel: Ziel, at: datetime, grund: str = ""
) -> Zuleitung:
    """Give an Eingang to a unit or a person. Raises IsDone, IsThere, PersonMissing."""
    if ziel == place_of(eingang):
        raise IsThere
    return lay(actor, eingang, ziel, ZuleitungArt.ZUGELEITET, (grund, at))


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_FORWARDED)
def forward_eingang(
    actor, eingang: Eingang, *, ziel: Ziel, at: datetime, grund: str = ""
) -> Zuleitung:
    """Pass an Eingang on to whom it concerns. Raises IsDone, IsThere, PersonMissing."""
    if ziel == place_of(eingang):
        raise IsThere
    return lay(actor, eingang, ziel, ZuleitungArt.WEITERGELEITET, (grund, at))


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_RETURNED)
def return_eingang(actor, eingang: Eingang, *, grund: str, at: datetime) -> Zuleitung:
    """Give an Eingang back to where it came from, with the reason.

    Raises ReasonMissing, NowhereToReturn, IsDone.
    """
    if not grund.strip():
        raise ReasonMissing
    rows = eingang.zuleitungen.select_related("einheit", "person").order_by("-nummer")
    here = place_of(eingang)
    before = next((ziel for row in rows if (ziel := Ziel(row.einheit, row.person)) != here), None)
    if before is None:
        raise NowhereToReturn
    return lay(actor, eingang, before, ZuleitungArt.ZURUECKGEGEBEN, (grund, at))


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_TO_VERTRETUNG)
def hand_to_vertretung(
    actor, eingang: Eingang, *, at: datetime, vertreter: Person | None = None
) -> Zuleitung:
    """Give an Eingang of an absent person to who stands in for her (only the Vertretungsregelung
    says who); `vertreter` names one where there are several. Raises NoVertretung, IsDone."""
    rows = Vertretung.objects.valid_on(localdate(at)).filter(person=eingang.person_id)
    if vertreter is not None:
        rows = rows.filter(vertreter=vertreter)
    found = list(rows.select_related("vertreter")[:2])
    if len(found) != 1:
        raise NoVertretung
    ziel = Ziel(eingang.einheit, found[0].vertreter)
    return lay(actor, eingang, ziel, ZuleitungArt.VERTRETUNG, ("", at))


@action(Permission.EINGANG_ACCEPT, Event.EINGANG_ACCEPTED)
def accept_eingang(actor, eingang: Eingang, *, at: datetime) -> Zuleitung:
    """Take an Eingang into one's own care, in Vertretung into that of the absent person.

    Raises AlreadyAccepted, IsDone.
    """
    if eingang.done_at is not None:
        raise IsDone
    last = eingang.zuleitungen.order_by("-nummer").first()
    if last.accepted_at is not None:
        raise AlreadyAccepted
    last.accepted_at, last.accepted_by = at, actor.works_for
    last.save(update_fields=["accepted_at", "accepted_by"])
    eingang.person_id = actor.works_for
    eingang.revision += 1
    eingang.save(update_fields=["person", "revision"])
    return last


@action(Permission.EINGANG_ASSIGN, Event.EINGANG_CLOSED_AGAIN)
def pass_on_closed(
    actor, eingang: Eingang, *, ziel: Ziel, verschluss: Verschluss, grund: str, at: datetime
) -> Zuleitung:
    """Close an Irrläufer (again) and pass it on unread to its circle, with a note.

    Also for what turned out to be personal when it was opened. Raises ReasonMissing, IsDone,
    PersonMissing.
    """
    if not grund.strip():
        raise ReasonMissing
    audit.note_change("Verschluss", eingang.get_verschluss_display(), verschluss.label)
    eingang.verschluss = verschluss
    return lay(actor, eingang, ziel, ZuleitungArt.IRRLAEUFER, (grund, at))
