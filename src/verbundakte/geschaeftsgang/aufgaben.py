"""Lines of a Vermerk or an Anmerkung that are tasks become Aufgaben at once."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.db import transaction
from django.utils.timezone import localdate

from verbundakte.core.actions import Refusal
from verbundakte.core.kalender import kalender_of_town
from verbundakte.core.registry import Noted
from verbundakte.core.ui.addresses import reverse
from verbundakte.core.ui.formats import counted
from verbundakte.geschaeftsgang import actions, queries
from verbundakte.geschaeftsgang.actions import Eintrag, Fuer
from verbundakte.geschaeftsgang.aufgabenzeilen import Aufgabenzeile, aufgaben_in
from verbundakte.geschaeftsgang.models import Aufgabe
from verbundakte.geschaeftsgang.permissions import Permission
from verbundakte.organisation.models import Organisationseinheit, Person

HINT = (
    "Eine Zeile wie „Aufgabe: Gutachten anfordern bis 14.03.“ oder „Aufgabe für Probst: …“ legt die"
    " Aufgabe gleich mit an; ohne Tag in einer Woche, ohne Namen für Sie."
)
USUAL = timedelta(weeks=1)


def take_tasks(actor, subject, text: str, at: datetime) -> Noted | None:
    """Give the tasks that stand in a text about something; return what came of them, with an undo.

    Nothing for who may not give any. Whom a line names and who cannot be meant, or sees nothing of it,
    leaves the task with the writer, as it was typed.
    """
    on = localdate(at)
    lines = aufgaben_in(text, on)
    if not lines or not actor.may(Permission.TERMIN_EDIT, subject):
        return None
    people = queries.verzeichnis(actor, on=on) if any(line.fuer for line in lines) else None
    made = [_give(actor, subject, line, people, at) for line in lines]
    found = [row for row in made if row is not None]
    if not found:
        return None
    told = "; ".join(
        f"{row.text} bis {row.due_on:%d.%m.%Y}, {row.person or row.einheit}" for row in found[:3]
    )
    more = " und weitere" if len(found) > 3 else ""
    undo = urlencode([("aufgabe", str(row.pk)) for row in found])
    return Noted(
        f"{counted(len(found), 'Aufgabe', 'Aufgaben')}: {told}{more}",
        f"{reverse('geschaeftsgang:aufgaben-ruecknahme')}?{undo}",
    )


def _give(actor, subject, line: Aufgabenzeile, people, at: datetime) -> Aufgabe | None:
    due_on = kalender_of_town(localdate(at)).arbeitstag(line.due_on or localdate(at) + USUAL)
    named = _named(people, line.fuer)
    me = Fuer(Person.objects.get(pk=actor.works_for))
    own = Eintrag(due_on, me, f"{line.text} (für {line.fuer})" if line.fuer else line.text)
    for eintrag in ([Eintrag(due_on, named, line.text)] if named else []) + [own]:
        try:
            with transaction.atomic():
                return actions.give_aufgabe(actor, subject, eintrag=eintrag, at=at)
        except Refusal:
            continue
    return None


def _named(people, typed: str) -> Fuer | None:
    """Return the one person or unit that is meant, None where that is not clear."""
    found = [one for one in people.find(typed) if one.kind != "stelle"] if typed else []
    if len(found) != 1:
        return None
    if found[0].kind == "person":
        return Fuer(Person.objects.get(pk=found[0].id))
    return Fuer(einheit=Organisationseinheit.objects.get(pk=found[0].id))
