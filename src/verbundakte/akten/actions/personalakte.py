"""Personalakten: begin one with its parts, add a part, let the employee read her own."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from verbundakte.akten.actions.akte import create_akte, create_teilakte
from verbundakte.akten.actions.freigabe import give_freigabe
from verbundakte.akten.actions.vorgang import create_vorgang
from verbundakte.akten.actions.zugriff import narrow_to
from verbundakte.akten.events import Event
from verbundakte.akten.models import (
    Akte,
    Aktenplaneinheit,
    Geheimnisklasse,
    Kontakt,
    Personalakte,
    Personalteil,
)
from verbundakte.akten.permissions import Permission
from verbundakte.akten.samples.personal import GRUNDAKTE, TEILE
from verbundakte.core import audit
from verbundakte.core.actions import Refusal, action
from verbundakte.core.models import Freigabe
from verbundakte.organisation.models import Person

LONGEST = timedelta(days=92)
EINSICHT = "Einsicht in die eigene Personalakte"


class NotPersonal(Refusal):
    """A Personalakte under an open unit would be read by many."""

    message = (
        "Personalakten stehen nur unter Einheiten mit der Geheimnisklasse „Personalakten“. Wählen"
        " Sie eine solche."
    )


class PersonalakteExists(Refusal):
    """One Personalakte for each person."""

    message = "Für diese Person gibt es schon eine Personalakte. Legen Sie dort einen Teil an."


class CircleMissing(Refusal):
    """Beihilfe is separate from the Personalakte (§ 108 BBG and the laws of the Länder)."""

    message = "Nennen Sie, wer die Beihilfe bearbeitet. Nur diese Personen sehen den Teil."


class NotAGrundakte(Refusal):
    """Parts and Einsicht belong to the whole."""

    message = "Das geht nur an der Grundakte. Öffnen Sie sie zuerst."


class NoPersonHere(Refusal):
    """Who has no login here reads on paper."""

    message = (
        "Die Akte gehört zu einem Kontakt, der sich hier nicht anmelden kann. Stellen Sie an den"
        " Vorgängen eine Akteneinsicht zum Übergeben zusammen."
    )


class TooLong(Refusal):
    """Reading is granted for a time."""

    message = "Höchstens drei Monate am Stück. Verlängern lässt es sich danach."


@action(Permission.PERSONALAKTE_EDIT, Event.PERSONALAKTE_CREATED, about="result", locks=False)
def create_personalakte(
    actor,
    planeinheit: Aktenplaneinheit,
    *,
    owner: Person | Kontakt,
    teile: Iterable[str],
    circle: list[UUID],
    at: datetime,
) -> Akte:
    """Begin a Personalakte: the Grundakte with its usual Vorgänge, and the named parts (TEILE).

    `circle`: who works on the Beihilfe. Raises NotPersonal, PersonalakteExists, CircleMissing and
    what `create_akte` raises.
    """
    if planeinheit.geheimnisklasse != Geheimnisklasse.PERSONAL:
        raise NotPersonal
    whose = {owner._meta.model_name: owner}
    if Personalakte.objects.filter(teil=Personalteil.GRUNDAKTE, **whose).exists():
        raise PersonalakteExists
    name = owner.sort_name if isinstance(owner, Person) else str(owner)
    akte = create_akte(actor, planeinheit, betreff=f"Personalakte {name}", at=at)
    Personalakte.objects.create(akte=akte, teil=Personalteil.GRUNDAKTE, **whose)
    for betreff in GRUNDAKTE:
        create_vorgang(
            actor,
            akte,
            betreff=betreff,
            at=at,
            sachbearbeitung_id=getattr(actor, "person_id", None),
        )
    for key in teile:
        teil, title = TEILE[key]
        add_personalteil(actor, akte, teil=teil, betreff=title, circle=circle, at=at)
    return akte


def grundakte_of(akte: Akte) -> Personalakte:
    """Return what makes an Akte a Grundakte. Raises NotAGrundakte."""
    row = akte.personalakten.filter(teil=Personalteil.GRUNDAKTE).first()
    if row is None:
        raise NotAGrundakte
    return row


@action(Permission.PERSONALAKTE_EDIT, Event.PERSONALTEIL_ADDED, locks=False)
def add_personalteil(
    actor, akte: Akte, *, teil: Personalteil, betreff: str, circle: list[UUID], at: datetime
) -> Akte:
    """Add a part to a Grundakte. The Beihilfe is open to `circle` alone, not to who makes it.

    Raises NotAGrundakte, CircleMissing and what `create_teilakte` raises.
    """
    whole = grundakte_of(akte)
    if teil == Personalteil.BEIHILFE and not circle:
        raise CircleMissing
    part = create_teilakte(actor, akte, betreff=f"{betreff} {_name(whole)}", at=at)
    Personalakte.objects.create(
        akte=part, teil=teil, person_id=whole.person_id, kontakt_id=whole.kontakt_id
    )
    audit.note_change("Teil", None, Personalteil(teil).label)
    if teil == Personalteil.BEIHILFE:
        narrow_to(part, circle, by=actor)
    return part


def _name(whole: Personalakte) -> str:
    return whole.owner.sort_name if whole.person_id else str(whole.owner)


@action(Permission.PERSONALAKTE_EDIT, Event.PERSONALAKTE_OPENED, locks=False)
def grant_einsicht(
    actor, akte: Akte, *, beihilfen: list[Akte], from_on: date, last_on: date, at: datetime
) -> list[Freigabe]:
    """Let the employee read her own Personalakte from one day to another (both included).

    The Grundakte with what inherits from it; a Beihilfe only where it is named, by who works on
    it. Raises NotAGrundakte, NoPersonHere, TooLong.
    """
    whole = grundakte_of(akte)
    if whole.person_id is None:
        raise NoPersonHere
    to_on = last_on + timedelta(days=1)
    if to_on - from_on > LONGEST:
        raise TooLong
    audit.note_change("Wer Einsicht erhält", None, whole.person.name)
    given = {"person": whole.person, "days": (from_on, to_on), "reason": EINSICHT, "at": at}
    return [give_freigabe(actor, one, **given) for one in (akte, *beihilfen)]
