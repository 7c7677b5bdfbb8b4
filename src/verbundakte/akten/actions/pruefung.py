"""Prüfaufträge: let somebody read for an audit, by unit or single Akte, and end it before its day."""

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localdate

from verbundakte.akten.actions.zugriff import settle
from verbundakte.akten.events import Event
from verbundakte.akten.models import Akte, Geheimnisklasse, Pruefakte
from verbundakte.akten.permissions import Permission
from verbundakte.akten.queries.pruefung import may_name_klassen, may_open
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.organisation.models import Organisationseinheit, Person, Pruefauftrag


class OwnPruefauftrag(Refusal):
    """Giving oneself a right."""

    message = "Sich selbst erteilt niemand einen Prüfauftrag. Das tut eine andere Person."


class NothingToCheck(Refusal):
    """An order without a scope."""

    message = "Nennen Sie mindestens eine Einheit oder eine Akte."


class EinheitNotYours(Refusal):
    """A unit somebody else answers for."""

    message = "Über diese Einheit entscheiden Sie nicht. Den Auftrag erteilt ihre Leitung."


class SecretOfOthers(Refusal):
    """A Geheimnisklasse named by somebody who does not lead there."""

    message = (
        "Geheimnisklassen nennt in einem Prüfauftrag nur, wer die genannten Einheiten selbst leitet,"
        " und nicht in Vertretung. Lassen Sie den Auftrag von der Leitung erteilen, oder lassen Sie"
        " die Geheimnisklassen weg."
    )


class SecretNotNamed(Refusal):
    """An Akte of a secret that the order does not name."""


class AlreadyOver(Refusal):
    """Ending what has ended."""

    message = "Dieser Prüfauftrag ist schon beendet."


@action(Permission.PRUEFAUFTRAG_EDIT, Event.PRUEFAUFTRAG_GIVEN, about="result", locks=False)
def give_pruefauftrag(
    actor,
    pruefer: Person,
    *,
    anlass: str,
    period: tuple[date, date],
    scope: tuple[Iterable[Organisationseinheit], Iterable[Akte], Iterable[str]],
    at: datetime,
) -> Pruefauftrag:
    """Let a person read for an audit. `period`: first day, first day without; `scope`: units with
    all below, single Akten, and the Geheimnisklassen that are meant too.

    Raises OwnPruefauftrag, NothingToCheck, EinheitNotYours, SecretOfOthers, SecretNotNamed, and
    PermissionDenied for an Akte whose access the actor may not change.
    """
    einheiten, akten, klassen = (list(part) for part in scope)
    if pruefer.pk in (getattr(actor, "person_id", None), getattr(actor, "works_for", None)):
        raise OwnPruefauftrag
    if not einheiten and not akten:
        raise NothingToCheck
    if not all(may_open(actor, einheit) for einheit in einheiten):
        raise EinheitNotYours
    if klassen and not may_name_klassen(actor, einheiten):
        raise SecretOfOthers
    auftrag = Pruefauftrag.objects.create(
        pruefer=pruefer,
        anlass=anlass,
        einheiten=[einheit.pk for einheit in einheiten],
        geheimnisklassen=klassen,
        from_on=period[0],
        to_on=period[1],
        created_at=at,
        created_by=getattr(actor, "person_id", None),
    )
    audit.note_change("Wer prüft", None, pruefer.name)
    audit.note_change("Anlass", None, anlass)
    audit.note_change("Einheiten", None, "; ".join(str(einheit) for einheit in einheiten))
    audit.note_change("Geheimnisklassen", None, "; ".join(klassen_named(klassen)))
    audit.note_change("ab", None, period[0])
    audit.note_change("endet am", None, period[1])
    for akte in akten:
        open_akte(actor, akte, auftrag=auftrag)
    return auftrag


def klassen_named(klassen: Iterable[str]) -> list[str]:
    """Return Geheimnisklassen as people read them."""
    return [str(Geheimnisklasse(klasse).label) for klasse in klassen]


@action(Permission.ZUGRIFF_EDIT, Event.PRUEFUNG_OPENED)
def open_akte(actor, akte: Akte, *, auftrag: Pruefauftrag) -> Pruefakte:
    """Let a Prüfauftrag read one Akte with all below. Raises SecretNotNamed."""
    if akte.geheimnisklasse and akte.geheimnisklasse not in auftrag.geheimnisklassen:
        label = Geheimnisklasse(akte.geheimnisklasse).label
        raise SecretNotNamed(
            f"Die Akte {akte.aktenzeichen} fällt unter: {label}. Nennen Sie diese"
            " Geheimnisklasse im Auftrag, oder lassen Sie die Akte weg."
        )
    audit.note_change("Prüfauftrag", None, auftrag.anlass)
    made = Pruefakte.objects.create(auftrag=auftrag, akte=akte)
    settle(akte, by=actor)
    return made


@action(Permission.PRUEFAUFTRAG_EDIT, Event.PRUEFAUFTRAG_ENDED)
def end_pruefauftrag(actor, auftrag: Pruefauftrag, *, at: datetime) -> None:
    """End a Prüfauftrag at once, before its day. Raises AlreadyOver."""
    if auftrag.ended_at is not None or auftrag.to_on <= localdate(at):
        raise AlreadyOver
    auftrag.ended_at, auftrag.ended_by = at, getattr(actor, "person_id", None)
    auftrag.save(update_fields=["ended_at", "ended_by"])
    ids: list[UUID] = list(auftrag.akten.values_list("akte_id", flat=True))
    for akte in Akte.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=ids):
        settle(akte, by=actor)
