"""Reading the calendars people have their Termine in."""

from datetime import date

from verbundakte.geschaeftsgang.models import AboArt, Terminabo
from verbundakte.geschaeftsgang.models.terminregel import digest_of
from verbundakte.geschaeftsgang.queries.fristquellen import Zeile
from verbundakte.geschaeftsgang.queries.termin import waiting_termine
from verbundakte.organisation.actor import load_actor
from verbundakte.organisation.models import Person


def own_abo(actor, art: AboArt = AboArt.KALENDER) -> Terminabo | None:
    """Return the running calendar address of the actor, or her order of mails."""
    rows = Terminabo.objects.filter(person=actor.works_for, art=art, ended_at=None)
    return rows.first()


def own_email(actor) -> str:
    """Return where mails to the actor go, "" for nowhere."""
    return Person.objects.values_list("email", flat=True).get(pk=actor.works_for)


def termine_at(actor, token: str, *, on: date, until: date) -> list[Zeile] | None:
    """Return the Termine of whose address this is, with her rights of the day; None for none.

    `actor` is None: a calendar program asks, which knows nothing but the address.
    """
    rows = Terminabo.objects.filter(art=AboArt.KALENDER, ended_at=None, digest=digest_of(token))
    abo = rows.first()
    owner = load_actor(abo.person_id, on=on) if abo else None
    if owner is None:
        return None
    return [line for lines in waiting_termine(owner, until=until).values() for line in lines]
