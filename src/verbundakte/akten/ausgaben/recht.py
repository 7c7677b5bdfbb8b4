"""May a file that was made for somebody still be fetched? Her right is asked again each time."""

from uuid import UUID

from verbundakte.akten import queries
from verbundakte.akten.ausgaben.inhalt import read_subject
from verbundakte.akten.models import Akte, Dokument, Vorgang
from verbundakte.akten.queries.einsicht import get_einsicht
from verbundakte.core.actions import Refusal
from verbundakte.core.ausgaben import subjects_of
from verbundakte.core.jobs import JobFailed
from verbundakte.core.models import Ausgabe
from verbundakte.organisation.actor import NotAnyMore, PersonActor, acting_as, as_ordered

BATCH = 10_000
READ = {Akte: queries.akten, Vorgang: queries.vorgaenge, Dokument: queries.dokumente}


class MakeAnew(Refusal):
    """Something told in the file was moved, closed or taken out since; which one is not said."""

    message = (
        "Seit diese Datei entstand, hat sich geändert, was Sie darin sehen dürfen."
        " Erstellen Sie sie neu."
    )


def person_behind(actor, on_behalf_of: str) -> PersonActor:
    """Return who gave the order a job works on, as she acted then. Raises JobFailed."""
    try:
        person = acting_as(UUID(actor.on_behalf_of), on_behalf_of) if actor.on_behalf_of else None
    except NotAnyMore as refusal:
        raise JobFailed(refusal.message) from refusal
    if person is None:
        raise JobFailed("Wer den Auftrag gab, arbeitet nicht mehr hier.")
    return person


def check_ausgabe(actor, ausgabe: Ausgabe) -> None:
    """Subscriber of `ausgabe_fetching`: 404 when the object or list is gone for her.

    Raises MakeAnew when something told in the file is, and NotAnyMore.
    """
    asked = ausgabe.request
    if not asked.keys() & {"liste", "kind", "einsicht", "suche"}:
        return
    person = as_ordered(ausgabe)
    if "suche" in asked:
        sources = [read(person) for read in READ.values()]
    elif "liste" in asked:
        rows = queries.get_liste(person, asked["liste"], asked["ort"]).rows(person)
        sources = [READ[rows.model](person) if rows.model in READ else rows]
    else:
        if "kind" in asked:
            read_subject(person, asked["kind"], UUID(asked["id"]))
        else:
            get_einsicht(person, UUID(asked["einsicht"]))
        sources = [queries.vorgaenge(person), queries.dokumente(person)]
    if ausgabe.subjects is None or not _sees_all(sources, subjects_of(ausgabe)):
        raise MakeAnew


def _sees_all(sources: list, ids: list[UUID]) -> bool:
    parts = (ids[begin : begin + BATCH] for begin in range(0, len(ids), BATCH))
    return all(
        sum(rows.filter(pk__in=part).count() for rows in sources) == len(part) for part in parts
    )
