"""Searches a person keeps: told on her desk when they find more. Her own, so not in the town's log."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from verbundakte.akten.models import GemerkteSuche
from verbundakte.core.actions import Refusal
from verbundakte.core.search.service import Search, all_matches
from verbundakte.organisation.actor import load_actor

MOST = 30
MOST_HITS = 200


class SearchIsEmpty(Refusal):
    """Everything that is new would be a notice."""

    message = "Schreiben Sie zuerst, wonach gesucht werden soll."


class TooManySearches(Refusal):
    """Nobody reads the notices of more."""

    message = "Mehr als 30 Suchen können Sie nicht merken. Löschen Sie zuerst eine andere."


class SearchNotPossible(Refusal):
    """The question cannot be read or the index is being built; the message says it."""


class SearchIsWide(Refusal):
    """What is new among more could not be told."""

    message = "Diese Suche hat mehr als 200 Treffer. Grenzen Sie sie weiter ein."


def keep_search(
    actor, *, text: str, filters: Mapping[str, Sequence[str]], at: datetime
) -> GemerkteSuche:
    """Keep a search; what it finds now is known. Keeping it again changes nothing.

    Raises SearchIsEmpty, TooManySearches, SearchIsWide, SearchNotPossible.
    """
    if not text and not filters:
        raise SearchIsEmpty
    filters = {name: list(values) for name, values in filters.items()}
    mark = {"person_id": actor.person_id, "text": text[:400], "filters": filters}
    known = GemerkteSuche.objects.filter(**mark).first()
    if known:
        return known
    if GemerkteSuche.objects.filter(person=actor.person_id).count() >= MOST:
        raise TooManySearches
    found = all_matches(actor, Search(text, filters), limit=MOST_HITS)
    if found.problem:
        raise SearchNotPossible(found.problem)
    if found.count > MOST_HITS:
        raise SearchIsWide
    return GemerkteSuche.objects.create(
        **mark, bekannt=[str(key) for _, key in found.hits], created_at=at
    )


def note_seen(actor, suche: GemerkteSuche) -> None:
    """What was new has been looked at."""
    if suche.neu:
        suche.bekannt = [*suche.bekannt, *(key for _, key in suche.neu)]
        suche.neu = []
        suche.save(update_fields=["bekannt", "neu"])


def drop_search(actor, suche: GemerkteSuche) -> None:
    """Forget a search."""
    suche.delete()


def look_for_new_hits(on: date) -> int:
    """Ask every kept search of the open town anew, each with the rights of its person at this
    moment; return how many found something new."""
    count, actors = 0, {}
    for suche in GemerkteSuche.objects.order_by("person_id", "pk"):
        if suche.person_id not in actors:
            actors[suche.person_id] = load_actor(suche.person_id, on=on)
        actor = actors[suche.person_id]
        if actor is not None:
            with transaction.atomic():
                count += _look(actor, suche)
    return count


def _look(actor, suche: GemerkteSuche) -> bool:
    question = Search(suche.text, suche.filters, order="neueste")
    found = all_matches(actor, question, limit=MOST_HITS)
    known = {*suche.bekannt, *(key for _, key in suche.neu)}
    new = [[str(kind), str(key)] for kind, key in found.hits if str(key) not in known]
    if new:
        suche.neu = [*new, *suche.neu][:MOST_HITS]
        suche.save(update_fields=["neu"])
    return bool(new)
